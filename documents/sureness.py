"""Sureness: a share or an average with the number of people it rests on and a 95 % interval. Knows no cohort.

Shares: the score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
the American Statistical Association 22 (1927), 209-212; it holds for few people too, and never leaves 0 to 100 %. Averages:
mean plus or minus Student's t times the standard error ("The probable error of a mean", Biometrika 6 (1908), 1-25), cut off
where the scale ends. Both take each answer for somebody else's: whoever marks several times counts once, with their average.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import Any

FEW = 5  # what fewer people said could be traced to one of them (own; statistical offices leave out cells of 3 to 10)
LEVEL = 0.95
UPPER = 0.5 + LEVEL / 2  # of both tails, the upper one

Figure = dict[str, Any]


def share(count: int, of: int) -> Figure | None:
    """So many of so many, in whole percent, from `low` to `high`; None of too few."""
    if of < FEW:
        return None
    z, part = NormalDist().inv_cdf(UPPER), count / of
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    width = z / (1 + z * z / of) * sqrt(part * (1 - part) / of + z * z / (4 * of * of))
    low, high = max(middle - width, 0.0), min(middle + width, 1.0)
    return {"percent": round(100 * part), "low": round(100 * low), "high": round(100 * high), "count": count, "of": of}


def average(marks: Sequence[float], least: int, most: int) -> Figure | None:
    """The average of one mark a person, from `low` to `high` on a scale from `least` to `most`; None of too few.

    `upper`: the share of those in the upper two marks (4 and 5 of 5).
    """
    if len(marks) < FEW:
        return None
    from scipy.special import stdtrit  # loads what only an evaluation needs

    mean = fmean(marks)
    width = float(stdtrit(len(marks) - 1, UPPER)) * stdev(marks) / sqrt(len(marks))
    return {
        "average": round(mean, 1),
        "low": round(max(mean - width, least), 1),
        "high": round(min(mean + width, most), 1),
        "least": least,
        "most": most,
        "of": len(marks),
        "upper": share(sum(mark >= most - 1 for mark in marks), len(marks)),
    }


def each_once(marks: Iterable[tuple[str, float]]) -> list[float]:
    """One mark for each person, by code: the average of theirs."""
    by_person: dict[str, list[float]] = {}
    for code, mark in marks:
        by_person.setdefault(code, []).append(mark)
    return [fmean(theirs) for _, theirs in sorted(by_person.items())]


def groups_to_show(counts: Mapping[str, int], *, whole: int) -> dict[str, int]:
    """Those groups of a whole that are no fewer than FEW, and only so many that the others, whom whoever subtracts finds
    out, are not few either."""
    shown = {name: number for name, number in counts.items() if number >= FEW}
    while shown and 0 < whole - sum(shown.values()) < FEW:
        del shown[min(shown, key=lambda name: shown[name])]
    return shown
