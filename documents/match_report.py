"""Match report: what a coordinator reads before approving a match, as one HTML file that needs nothing else.

Takes the plain values of a match (docs/matching-by-file.md lists them) and lays names over the codes. No script, nothing
from outside, the same values make the same bytes; whatever people are called is shown as text.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from documents.shelf import TEXTS
from domain.criteria import WEIGHED
from domain.verdicts import BROKEN

Facts = Mapping[str, Any]
STAGES = {
    "matched": "as many mentees matched as possible",
    "max_min": "the weakest pair as good as possible",
    "rank_profile": "as many first wishes as possible, then second ones",
    "rank_profile:generous": "as few last wishes as possible",
    "score": "the highest score in all",
    "blocking_pairs": "as few pairs as possible who would rather have each other",
    "changes": "as few earlier pairs given up as possible",
}
RULES = {"at_least": "at least {number:g}", "at_most": "at most {number:g}", "share_at_least": "at least {number:g} %"}
HEADINGS = {
    "INFEASIBLE": "No match keeps all rules",
    "TIME_UP": "The time was up before a match was found",
}


def match_report(facts: Facts) -> str:
    """The page of one match: facts as `matching/insight/findings` gives them, with `names` by code and `notes` on the files.

    `uncounted`: notes on whom balance rules do not count, shown beside these rules. `each_way`: every one of the ways out
    is needed.
    """
    names: Mapping[str, str] = facts["names"]

    same = Counter(map(_plain, names.values()))

    def who(code: str) -> str:
        name = names.get(code, code)
        return f"{name} ({code})" if same[_plain(name)] > 1 else name

    uncounted = facts.get("uncounted", ()) if facts["conflict"] or facts["balance"] else ()
    return _template().render(
        facts=facts,
        who=who,
        heading=HEADINGS.get(facts["status"]) or _heading(facts),
        figures=list(_figures(facts)),
        weights=_weights(facts["asked"]["weights"]),
        stages=[STAGES[stage] for stage in facts["asked"]["stages"]],
        pairs=[_pair(pair, facts["asked"]["weights"], who) for pair in facts["matches"]],
        balance=[_balance(row, cut_short=facts["cut_short"]) for row in facts["balance"]],
        without_balance=_without_balance(facts["without_balance"]),
        offers=_offers(facts["offers"]),
        uncounted=uncounted,
        notes=[note for note in facts["notes"] if note not in uncounted],
        taken={rule: count for rule, count in facts["asked"]["taken_by"].items() if count},
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEXTS), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("match_report.html")


def _heading(facts: Facts) -> str:
    matched, mentees = len(facts["matches"]), facts["asked"]["mentees"]
    if not matched:
        return "Nobody can be matched"
    if matched == mentees:
        return f"All {mentees} mentees have a mentor" if mentees > 1 else "The mentee has a mentor"
    return f"{matched} of {mentees} mentees have a mentor"


def _figures(facts: Facts) -> Iterable[tuple[str, str]]:
    scores = [pair["score"] for pair in facts["matches"]]
    if scores:
        yield str(len(scores)), "pair" if len(scores) == 1 else "pairs"
        yield f"{sum(scores) / len(scores):.0f}", "mean score of 100"
        yield str(min(scores)), "the weakest pair"
    left, free = facts["asked"]["mentees"] - len(scores), max(0, facts["asked"]["seats"] - len(scores))
    yield str(left), ("mentee" if left == 1 else "mentees") + (" left over" if scores else "")
    yield str(free), ("place" if free == 1 else "places") + (" left free" if scores else " with mentors")


def _weights(weights: Mapping[str, int]) -> list[dict[str, Any]]:
    total = sum(weights.values()) or 1
    heavy = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"words": WEIGHED[name].title, "weight": weight, "percent": round(100 * weight / total)}
        for name, weight in heavy
        if weight
    ]


def _pair(pair: Facts, weights: Mapping[str, int], who: Any) -> dict[str, Any]:
    counted = sorted((name for name in pair["marks"] if weights.get(name)), key=lambda name: (-weights[name], name))
    return {
        **pair,
        "marks": [(WEIGHED[name].title, pair["marks"][name]) for name in counted],
        "against": "; ".join(BROKEN[label] for label in pair["breaks"]),
        "others": [(who(one["mentor"]), one["score"], _cost(one)) for one in pair["alternatives"]],
    }


def _cost(one: Facts) -> str:
    """What having this mentor instead would cost everybody."""
    if not one["possible"]:
        return "no match keeps all rules with this pair"
    if one["points"] is None:
        return "would cost more than points, or shows only when tried with --pin"
    if not one["exact"]:
        return f"at least {one['points']:.1f} points less in all" if one["points"] else "may cost nothing"
    said = []
    if one["fewer"]:
        said.append(
            "one mentee fewer would be matched" if one["fewer"] == 1 else f"{one['fewer']} mentees fewer matched"
        )
    if one["given_up"]:
        said.append(f"{_number(one['given_up'], 'earlier pair')} more given up")
    if one["points"]:
        said.append(f"{abs(one['points']):.1f} points {'less' if one['points'] > 0 else 'more'} in all")
    moved = "nobody else moves" if not one["others"] else f"{_number(one['others'], 'other')} would move"
    return ", ".join([*(said or ["costs no points"]), moved])


def _balance(row: Facts, *, cut_short: bool) -> dict[str, Any]:
    reached = f"{row['reached']} of {row['of']}"
    if row["rule"] == "share_at_least" and row["of"]:
        reached += f" ({100 * row['reached'] / row['of']:.0f} %)"
    return {
        "label": row["label"],
        "asked": f"{RULES[row['rule']].format(number=row['number'])} of the {row['on']}",
        "reached": reached,
        "price": _price(row["price"], cut_short=cut_short),
        "gains": [
            (words, _gain(row[key]))
            for key, words in (("without", "without the rule"), ("one_less", "one less"), ("one_more", "one more"))
            if row[key] is not None
        ],
    }


def _without_balance(gain: Facts | None) -> str:
    """What the rules cost together."""
    return f"Without any of these rules: {_gain(gain)}." if gain else ""


def _price(price: float | None, *, cut_short: bool) -> str:
    """What only the proof tells of a rule that was not solved anew."""
    if price is None:
        return f"may cost something; not worked out in {'the time there was' if cut_short else 'a match of this size'}"
    return f"at most {price:.1f} points for one more" if price else "costs nothing, by the proof"


def _gain(gain: Facts) -> str:
    if not gain["possible"]:
        return "no match would be left"
    said = [_number(gain["mentees"], "mentee", sign="+")] if gain["mentees"] else []
    said += [f"{gain['points']:+.1f} points"] if gain["points"] else []
    return ", ".join(said) or "changes nothing"


def _offers(offers: Sequence[Facts]) -> list[dict[str, Any]]:
    """What each further pair given up buys, counted from the fewest."""
    return [{**offer, "more": offer["points"] - offers[0]["points"]} for offer in offers]


def _number(count: int, thing: str, sign: str = "") -> str:
    return f"{count:{sign}} {thing}" + ("" if abs(count) == 1 else "s")
