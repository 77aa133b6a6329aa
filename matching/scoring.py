"""The score table of a whole pool: weighted criteria in one matrix product per block of mentees. Knows no rule and no
balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.match.facts import Reason
from matching.candidates import Candidate
from matching.criteria import CRITERIA
from matching.features import Matrix, tables
from matching.parts import FULL, Criterion, Part

Table = npt.NDArray[np.int16]
BLOCK = 512
WEIGHTS_MAX = 2**24 // FULL - 1
"""Beyond this sum of weights float32 could not hold the weighted points exactly."""

People = Sequence[Candidate]


def score(
    mentees: People, mentors: People, weights: Mapping[str, int], criteria: Sequence[Criterion] = CRITERIA
) -> Table:
    """Scores 0..10000 (hundredths of a point), shape (mentees, mentors): the weighted mean of the criteria, rounded
    down.

    ValueError: a weight for an unknown criterion, a negative one, or weights beyond what can be computed exactly.
    """
    weighed = _weighed(weights, criteria)
    total = sum(weight for _, weight in weighed)
    out = np.zeros((len(mentees), len(mentors)), np.int16)
    if not total or not out.size:
        return out
    plain, capped = _tables(mentees, mentors, weighed)
    left, right = _side_by_side(plain)
    points, part = (np.empty((BLOCK, len(mentors)), np.float32) for _ in range(2))
    for start in range(0, len(mentees), BLOCK):
        rows = slice(start, min(start + BLOCK, len(mentees)))
        whole, some = points[: rows.stop - start], part[: rows.stop - start]
        np.matmul(left[rows], right.T, out=whole)
        for one, other, most in capped:
            np.matmul(one[rows], other.T, out=some)
            whole += np.minimum(some, most[rows, None], out=some)
        # Exact: a quotient of whole numbers, with divisor * quotient below 2**24, is never so near to the next whole number
        # that float32 would round it up.
        out[rows] = np.divide(whole, np.float32(total), out=whole).astype(np.int16)
    return out


def stacked(
    mentees: People, mentors: People, weights: Mapping[str, int], criteria: Sequence[Criterion] = CRITERIA
) -> tuple[Matrix, Matrix]:
    """The words of all parts that need no cap as two matrices; their product is the weighted points, in hundredths."""
    return _side_by_side(_tables(mentees, mentors, _weighed(weights, criteria))[0])


def _tables(
    mentees: People, mentors: People, weighed: Sequence[tuple[Criterion, int]]
) -> tuple[list[tuple[Matrix, Matrix]], list[tuple[Matrix, Matrix, Matrix]]]:
    """Two weighted matrices for each part; apart from the others those with a cap that could be reached, with the cap of
    every mentee."""
    plain = [(np.zeros((len(mentees), 0), np.float32), np.zeros((len(mentors), 0), np.float32))]
    capped = list[tuple[Matrix, Matrix, Matrix]]()
    for criterion, weight in weighed:
        for part in criterion.parts:
            left, right = tables(mentees, mentors, part.left, part.right)
            if part.most is None or not left.any() or not right.any():
                plain.append((np.float32(weight) * left, right))
                continue
            most = np.array([part.most(one) for one in mentees], np.float32)
            if (left.max(axis=1) * right.sum(axis=1).max() <= most).all():
                plain.append((np.float32(weight) * left, right))
            else:
                capped.append((np.float32(weight) * left, right, np.float32(weight) * most))
    return plain, capped


def _side_by_side(parts: Sequence[tuple[Matrix, Matrix]]) -> tuple[Matrix, Matrix]:
    return np.hstack([left for left, _ in parts]), np.hstack([right for _, right in parts])


def breakdown(mentee: Candidate, mentor: Candidate, criteria: Sequence[Criterion] = CRITERIA) -> dict[str, int]:
    """Every criterion's score 0-100 for one pair."""
    return {
        criterion.name: int(sum(_points(part, mentee, mentor) for part in criterion.parts)) // 100
        for criterion in criteria
    }


def reasons(mentee: Candidate, mentor: Candidate, weights: Mapping[str, int], most: int = 3) -> tuple[Reason, ...]:
    """The strongest reasons for a pair, by what each criterion adds to the score."""
    scores = breakdown(mentee, mentor)
    order = sorted(CRITERIA, key=lambda criterion: -scores[criterion.name] * weights.get(criterion.name, 0))
    told = (c.reason(mentee, mentor) for c in order if scores[c.name] * weights.get(c.name, 0) > 0)
    return tuple(reason for reason in told if reason)[:most]


def _weighed(weights: Mapping[str, int], criteria: Sequence[Criterion]) -> list[tuple[Criterion, int]]:
    known = {criterion.name: criterion for criterion in criteria}
    for name, weight in weights.items():
        if name not in known:
            raise ValueError(f"weights: no criterion is called {name!r}; there are {', '.join(known)}.")
        if weight < 0:
            raise ValueError(f"weights: {name} is {weight}; a weight is 0 or more.")
    if sum(weights.values()) > WEIGHTS_MAX:
        raise ValueError(f"weights: their sum is {sum(weights.values())}; keep it up to {WEIGHTS_MAX}.")
    return [(known[name], int(weight)) for name, weight in weights.items() if weight]


def _points(part: Part, mentee: Candidate, mentor: Candidate) -> float:
    left, right = part.left(mentee), part.right(mentor)
    points = sum(left[word] * right[word] for word in left.keys() & right.keys())
    return points if part.most is None else min(points, part.most(mentee))


__all__: list[Any] = ["breakdown", "reasons", "score", "stacked"]
