"""Groups without any search: the first of a list that are free, then whoever is left with the nearest who may join. A
starting point, not an answer to be proud of."""

from __future__ import annotations

import numpy as np

from allocation.grouping.crowd import Crowd
from allocation.problem import Bools, Ints


def first_groups(people: Crowd, ranked: Ints, width: int) -> Ints:
    """Disjoint groups, rows filled up with n to `width`: of `ranked`, then of the people left, then these added one by
    one to groups with room."""
    free, chosen = np.ones(people.n + 1, bool), []
    for group in ranked.tolist():
        members = [person for person in group if person < people.n]
        if free[members].all():
            free[members] = False
            chosen.append(members)
    for person in range(people.n):
        members = _around(people, person, free) if free[person] else []
        if len(members) == min(people.factors):
            free[members] = False
            chosen.append(members)
    for person in np.flatnonzero(free[:-1]).tolist():
        room = next((group for group in chosen if len(group) < width and _fits(people, person, group)), None)
        if room is not None:
            room.append(person)
    return np.array([sorted(group) + [people.n] * (width - len(group)) for group in chosen], np.int64).reshape(
        -1, width
    )


def _around(people: Crowd, person: int, free: Bools) -> list[int]:
    """As many people as the smallest group needs, nearest first, each able to join those already there."""
    group = [person]
    for other in np.argsort(-people.ties[person], kind="stable").tolist():
        if len(group) == min(people.factors):
            break
        if other != person and free[other] and _fits(people, other, group):
            group.append(other)
    return group


def _fits(people: Crowd, person: int, group: list[int]) -> bool:
    shared = np.bitwise_and.reduce(people.common[[person, *group]])
    return bool(shared != 0 and np.isfinite(people.ties[person, group]).all())
