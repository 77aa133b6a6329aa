"""The matching problem as arrays: what is wished, what is allowed, what must be. Checks the input; decides nothing.

Rows are mentees, columns are mentors. A problem is compiled once into `Side` constraints (one linear inequality on
distinct matched people each), so that engine, certificate and explanations read the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.integer[Any]]
Pair = tuple[int, int]

STAGES = ("matched", "max_min", "rank_profile", "rank_profile:generous", "score", "blocking_pairs", "changes")
SCORE_LIMIT = 10**7


@dataclass(frozen=True, eq=False)
class Quota:
    """A balance rule, counted on distinct matched people.

    `members` marks who counts (one truth value per mentor, or per mentee with `on="mentees"`); `at_least` and `at_most`
    bound how many of them are matched; `share_at_least` asks that of all matched people of that side at least this
    share are members (nobody matched satisfies every share).
    """

    label: str
    members: Bools
    on: Literal["mentors", "mentees"] = "mentors"
    at_least: int | None = None
    at_most: int | None = None
    share_at_least: float | Fraction | None = None


@dataclass(frozen=True, eq=False)
class Side:
    """sum(rows[i] * matched(i)) + sum(cols[j] * matched(j)) >= least: one side of one quota, in whole numbers."""

    label: str
    rule: Literal["at_least", "at_most", "share_at_least"]
    rows: Ints
    cols: Ints
    least: int


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything `solve` and `verify` need; build it with `Problem.of`, which checks and completes the input."""

    scores: Scores
    feasible: Bools
    seats: Ints
    pins: tuple[Pair, ...]
    quotas: tuple[Quota, ...]
    stages: tuple[str, ...]
    keep: tuple[Pair, ...]
    keys: tuple[tuple[str, ...], tuple[str, ...]]
    sides: tuple[Side, ...]

    @classmethod
    def of(
        cls,
        scores: npt.ArrayLike,
        feasible: npt.ArrayLike | None = None,
        seats: npt.ArrayLike | None = None,
        *,
        pins: Iterable[Pair] = (),
        quotas: Iterable[Quota] = (),
        stages: Sequence[str] = ("matched", "score"),
        keep: Iterable[Pair] | None = None,
        keys: tuple[Sequence[str], Sequence[str]] | None = None,
    ) -> Problem:
        """Check the input and fill in what was left out. ValueError says which argument is wrong and what would be
        right."""
        table = _scores(scores)
        n, m = table.shape
        allowed = np.ones((n, m), bool) if feasible is None else np.asarray(feasible)
        if allowed.shape != (n, m) or allowed.dtype != np.bool_:
            raise ValueError(f"feasible must be a bool array of shape {(n, m)}, not {allowed.dtype} {allowed.shape}.")
        room = np.ones(m, np.int64) if seats is None else np.asarray(seats)
        if room.shape != (m,) or (m and (room.dtype.kind not in "iu" or int(room.min()) < 0)):
            raise ValueError(f"seats must hold {m} whole numbers, none below zero.")
        rules = tuple(quotas)
        return cls(
            table,
            allowed,
            room.astype(np.int64),
            _pairs("pins", pins, n, m),
            rules,
            _stages(stages),
            _pairs("keep", keep or (), n, m),
            _keys(keys, n, m),
            tuple(side for quota in rules for side in _sides(quota, n, m)),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees, number of mentors."""
        return self.scores.shape[0], self.scores.shape[1]


def _scores(scores: npt.ArrayLike) -> Scores:
    table = np.asarray(scores)
    if table.ndim != 2 or table.dtype.kind not in "iu":
        raise ValueError(
            f"scores must be a table of whole numbers, not {table.dtype} of {table.ndim} dimensions: round them first."
        )
    if table.size and max(int(table.max()), -int(table.min())) > SCORE_LIMIT:
        raise ValueError(f"scores must lie between -{SCORE_LIMIT} and {SCORE_LIMIT}: scale them down.")
    return table


def _pairs(name: str, pairs: Iterable[Pair], n: int, m: int) -> tuple[Pair, ...]:
    found = tuple(sorted({(int(i), int(j)) for i, j in pairs}))
    for i, j in found:
        if not (0 <= i < n and 0 <= j < m):
            raise ValueError(f"{name}: pair {(i, j)} is outside the table of {n} mentees and {m} mentors.")
    return found


def _stages(stages: Sequence[str]) -> tuple[str, ...]:
    for place, stage in enumerate(stages):
        if stage not in STAGES:
            raise ValueError(f"stages: {stage!r} is unknown; known are {', '.join(STAGES)}.")
        if stage in stages[:place]:
            raise ValueError(f"stages: {stage!r} stands there twice.")
        if stage in ("max_min", "rank_profile:generous") and "matched" not in stages[:place]:
            raise ValueError(
                f"stages: {stage!r} needs 'matched' before it, else leaving everybody alone would be best."
            )
    return tuple(stages)


def _keys(keys: tuple[Sequence[str], Sequence[str]] | None, n: int, m: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if keys is None:
        return tuple(map(str, range(n))), tuple(map(str, range(m)))
    rows, cols = tuple(map(str, keys[0])), tuple(map(str, keys[1]))
    for side, names, count in (("mentees", rows, n), ("mentors", cols, m)):
        if len(names) != count or len(set(names)) != count:
            raise ValueError(f"keys: {count} different {side} need {count} different keys.")
    return rows, cols


def _sides(quota: Quota, n: int, m: int) -> Iterable[Side]:
    count = {"mentors": m, "mentees": n}.get(quota.on)
    if count is None:
        raise ValueError(f"quota {quota.label!r}: on must be 'mentors' or 'mentees', not {quota.on!r}.")
    members = np.asarray(quota.members)
    if members.shape != (count,) or members.dtype != np.bool_:
        raise ValueError(
            f"quota {quota.label!r}: members must be {count} truth values, one for each of the {quota.on}."
        )
    counted = members.astype(np.int64)
    if quota.at_least is not None:
        yield _side(quota, "at_least", counted, int(quota.at_least), n, m)
    if quota.at_most is not None:
        yield _side(quota, "at_most", -counted, -int(quota.at_most), n, m)
    if quota.share_at_least is not None:
        share = Fraction(str(quota.share_at_least)).limit_denominator(10_000)
        if not 0 <= share <= 1:
            raise ValueError(f"quota {quota.label!r}: share_at_least must lie between 0 and 1.")
        yield _side(quota, "share_at_least", share.denominator * counted - share.numerator, 0, n, m)


def _side(
    quota: Quota, rule: Literal["at_least", "at_most", "share_at_least"], counted: Ints, least: int, n: int, m: int
) -> Side:
    zeros = np.zeros(m if quota.on == "mentees" else n, np.int64)
    rows, cols = (counted, zeros) if quota.on == "mentees" else (zeros, counted)
    return Side(quota.label, rule, rows, cols, least)
