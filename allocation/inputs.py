"""The arguments of `solve`, checked one by one: each either becomes what the problem needs or is refused in a sentence that
names it and says what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import inf, isfinite
from numbers import Real
from operator import index
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.integer[Any]]
Pair = tuple[int, int]

STAGES = ("matched", "max_min", "rank_profile", "rank_profile:generous", "score", "blocking_pairs", "changes")
SCORE_LIMIT = 10**7
COUNT_LIMIT = 10**9
"""Quotas by number lie within this, far beyond any pool and far within 64 bits."""
SHARE_PARTS = 10_000
"""A share is a fraction of at most so many parts."""


def scores_in(scores: npt.ArrayLike) -> Scores:
    """Any table of whole numbers; one without people may have any type."""
    try:
        table = np.asarray(scores)
    except ValueError:
        raise ValueError("scores must be a table whose rows are equally long: fill the shorter ones.") from None
    if table.ndim == 2 and not table.size and table.dtype.kind == "f":
        table = table.astype(np.int64)
    if table.ndim != 2 or table.dtype.kind not in "iu":
        raise ValueError(
            f"scores must be a table of whole numbers, not {table.dtype} of {table.ndim} dimensions: round them first."
        )
    if table.size and max(int(table.max()), -int(table.min())) > SCORE_LIMIT:
        raise ValueError(f"scores must lie between -{SCORE_LIMIT} and {SCORE_LIMIT}: scale them down.")
    return table


def feasible_in(feasible: npt.ArrayLike | None, n: int, m: int) -> Bools:
    """One truth value per pair; everything where nothing is said."""
    if feasible is None:
        return np.ones((n, m), bool)
    try:
        allowed = np.asarray(feasible)
    except ValueError:
        raise ValueError(f"feasible must be a bool array of shape {(n, m)}: its rows differ in length.") from None
    if allowed.shape != (n, m) or allowed.dtype != np.bool_:
        raise ValueError(f"feasible must be a bool array of shape {(n, m)}, not {allowed.dtype} {allowed.shape}.")
    return allowed


def seats_in(seats: npt.ArrayLike | None, m: int) -> Ints:
    """Seats per mentor as given, 1 where nothing is said; beyond what 64 bits hold they are as many as those can."""
    if seats is None:
        return np.ones(m, np.int64)
    try:
        room = np.asarray(seats)
    except ValueError:
        room = np.zeros(0)
    if room.shape != (m,) or (m and (room.dtype.kind not in "iu" or int(room.min()) < 0)):
        raise ValueError(f"seats must hold {m} whole numbers, none below zero.")
    counts: Ints = np.minimum(room, np.iinfo(np.int64).max).astype(np.int64)
    return counts


def pairs_in(name: str, pairs: Iterable[Pair] | None, n: int, m: int) -> tuple[Pair, ...]:
    """Pairs of a mentee's and a mentor's place, sorted, each once; None stands for none."""
    try:
        found = tuple(sorted({(index(i), index(j)) for i, j in (() if pairs is None else pairs)}))
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold pairs (mentee, mentor) of whole numbers, such as [(0, 2)].") from None
    for i, j in found:
        if not (0 <= i < n and 0 <= j < m):
            raise ValueError(f"{name}: pair {(i, j)} is outside the table of {n} mentees and {m} mentors.")
    return found


def stages_in(stages: Sequence[str]) -> tuple[str, ...]:
    """Known stages, each once, those that need `matched` after it."""
    if isinstance(stages, str) or not isinstance(stages, Iterable):
        raise ValueError(f"stages must be a list of names such as ('matched', 'score'), not {stages!r}.")
    asked = tuple(stages)
    for place, stage in enumerate(asked):
        if stage not in STAGES:
            raise ValueError(f"stages: {stage!r} is unknown; known are {', '.join(STAGES)}.")
        if stage in asked[:place]:
            raise ValueError(f"stages: {stage!r} stands there twice.")
        if stage in ("max_min", "rank_profile:generous") and "matched" not in asked[:place]:
            raise ValueError(
                f"stages: {stage!r} needs 'matched' before it, else leaving everybody alone would be best."
            )
    return asked


def keys_in(
    keys: tuple[Sequence[str], Sequence[str]] | None, n: int, m: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A different key for each mentee and each mentor; their places where nothing is said."""
    if keys is None:
        return tuple(map(str, range(n))), tuple(map(str, range(m)))
    try:
        mentees, mentors = keys
        rows, cols = tuple(map(str, mentees)), tuple(map(str, mentors))
    except (TypeError, ValueError):
        raise ValueError("keys must be two lists: the keys of the mentees and the keys of the mentors.") from None
    for side, names, count in (("mentees", rows, n), ("mentors", cols, m)):
        if len(names) != count or len(set(names)) != count:
            raise ValueError(f"keys: {count} different {side} need {count} different keys.")
    return rows, cols


def count_in(place: str, number: Any) -> int:
    """A whole number of people. `place` begins the sentence of a refusal."""
    try:
        count = index(number)
    except TypeError:
        raise ValueError(f"{place} must be a whole number of people, not {number!r}: round it first.") from None
    if abs(count) > COUNT_LIMIT:
        raise ValueError(f"{place} must lie between -{COUNT_LIMIT} and {COUNT_LIMIT}: no pool is larger.")
    return count


def share_in(place: str, share: Any) -> Fraction:
    """A share between 0 and 1 as a fraction; a decimal becomes the nearest one of at most `SHARE_PARTS` parts."""
    wrong = f"{place} must be a number between 0 and 1, such as 0.4 or Fraction(2, 5), not {share!r}."
    if isinstance(share, bool) or not isinstance(share, (Real, Decimal)):
        raise ValueError(wrong)
    if not isfinite(share) or not 0 <= float(share) <= 1:
        raise ValueError(wrong)
    exact = share if isinstance(share, Fraction) else Fraction(str(share)).limit_denominator(SHARE_PARTS)
    if exact.denominator > SHARE_PARTS:
        raise ValueError(
            f"{place} is {share}, but a share has at most {SHARE_PARTS} parts: round it, say to per cents."
        )
    return exact


def seconds_in(time_limit: Any) -> float | None:
    """A time limit in seconds, above 0; None is no limit."""
    if time_limit is None:
        return None
    if isinstance(time_limit, bool) or not isinstance(time_limit, Real) or not 0 < float(time_limit) < inf:
        raise ValueError(f"time_limit must be a number of seconds above 0, or None for no limit, not {time_limit!r}.")
    return float(time_limit)
