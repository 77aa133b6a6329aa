"""The matching problem as arrays: what is wished, what is allowed, what must be. Checks the input; decides nothing.

Rows are mentees, columns are mentors. A problem is compiled once into `Side` constraints (one linear inequality on
distinct matched people each), so that engine, certificate and explanations read the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from allocation.inputs import (
    STAGES,
    Bools,
    Ints,
    Pair,
    Scores,
    count_in,
    feasible_in,
    keys_in,
    pairs_in,
    scores_in,
    seats_in,
    share_in,
    stages_in,
)

__all__ = ["STAGES", "Bools", "Ints", "Pair", "Problem", "Quota", "Scores", "Side"]


@dataclass(frozen=True, eq=False)
class Quota:
    """A balance rule, counted on distinct matched people.

    `members` marks who counts (one truth value per mentor, or per mentee with `on="mentees"`); `at_least` and `at_most`
    bound how many of them are matched; `share_at_least` asks that of all matched people of that side at least this
    share are members (nobody matched satisfies every share).

    People who are matched already, outside this problem, count too: so many members (`already`) of so many (`before`); `known`
    marks those of the table who are among them, of whom another pair makes no more. What they have is not held against the
    others: no more may come than the rule allows, and a share they miss is asked of the others alone.
    """

    label: str
    members: Bools
    on: Literal["mentors", "mentees"] = "mentors"
    at_least: int | None = None
    at_most: int | None = None
    share_at_least: float | Fraction | None = None
    already: int = 0
    before: int = 0
    known: Bools | None = None


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
    """Everything `solve` and `verify` need; build it with `Problem.of`, which checks and completes the input.

    `seats` per mentor are at most as many as there are mentees: more could never be taken. `offered`: how many seats
    the mentors offer in all, for people to read.
    """

    scores: Scores
    feasible: Bools
    seats: Ints
    pins: tuple[Pair, ...]
    quotas: tuple[Quota, ...]
    stages: tuple[str, ...]
    keep: tuple[Pair, ...]
    keys: tuple[tuple[str, ...], tuple[str, ...]]
    sides: tuple[Side, ...]
    offered: int

    @classmethod
    def of(
        cls,
        scores: npt.ArrayLike,
        feasible: npt.ArrayLike | None = None,
        seats: npt.ArrayLike | None = None,
        *,
        pins: Iterable[Pair] | None = (),
        quotas: Iterable[Quota] = (),
        stages: Sequence[str] = ("matched", "score"),
        keep: Iterable[Pair] | None = None,
        keys: tuple[Sequence[str], Sequence[str]] | None = None,
    ) -> Problem:
        """Check the input and fill in what was left out. ValueError says which argument is wrong and what would be
        right."""
        table = scores_in(scores)
        n, m = table.shape
        offered = seats_in(seats, m)
        rules = _quotas(quotas)
        return cls(
            table,
            feasible_in(feasible, n, m),
            np.minimum(offered, n),
            pairs_in("pins", pins, n, m),
            rules,
            stages_in(stages),
            pairs_in("keep", keep, n, m),
            keys_in(keys, n, m),
            tuple(side for quota in rules for side in _sides(quota, n, m)),
            sum(offered.tolist()),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees, number of mentors."""
        return self.scores.shape[0], self.scores.shape[1]


def _quotas(quotas: Iterable[Quota]) -> tuple[Quota, ...]:
    if not isinstance(quotas, Iterable):
        raise ValueError(f"quotas must be a list of Quota(label, members, ...), not {type(quotas).__name__}.")
    rules = tuple(quotas)
    for rule in rules:
        if not isinstance(rule, Quota):
            raise ValueError(f"quotas must be a list of Quota(label, members, ...), not of {rule!r}.")
    return rules


def _sides(quota: Quota, n: int, m: int) -> Iterable[Side]:
    count = {"mentors": m, "mentees": n}.get(quota.on)
    if count is None:
        raise ValueError(f"quota {quota.label!r}: on must be 'mentors' or 'mentees', not {quota.on!r}.")
    members = np.asarray(quota.members, bool) if _truths(quota.members) else np.zeros(0, bool)
    if members.shape != (count,):
        raise ValueError(
            f"quota {quota.label!r}: members must be {count} truth values, one for each of the {quota.on}."
        )
    new = np.ones(count, np.int64) if quota.known is None else (~quota.known).astype(np.int64)
    counted = members.astype(np.int64) * new
    if quota.at_least is not None:
        least = count_in(f"quota {quota.label!r}: at_least", quota.at_least) - quota.already
        yield _side(quota, "at_least", counted, least, n, m)
    if quota.at_most is not None:
        most = count_in(f"quota {quota.label!r}: at_most", quota.at_most) - quota.already
        yield _side(quota, "at_most", -counted, -max(0, most), n, m)
    if quota.share_at_least is not None:
        share = share_in(f"quota {quota.label!r}: share_at_least", quota.share_at_least)
        surplus = share.denominator * quota.already - share.numerator * quota.before
        coefficients = share.denominator * counted - share.numerator * new
        yield _side(quota, "share_at_least", coefficients, -max(0, surplus), n, m)


def _truths(members: npt.ArrayLike) -> bool:
    """Whether these are truth values in a row; numbers are not, whose meaning would be a guess."""
    try:
        table = np.asarray(members)
    except ValueError:
        return False
    return table.ndim == 1 and (table.dtype == np.bool_ or not table.size)


def _side(
    quota: Quota, rule: Literal["at_least", "at_most", "share_at_least"], counted: Ints, least: int, n: int, m: int
) -> Side:
    zeros = np.zeros(m if quota.on == "mentees" else n, np.int64)
    rows, cols = (counted, zeros) if quota.on == "mentees" else (zeros, counted)
    return Side(quota.label, rule, rows, cols, least)
