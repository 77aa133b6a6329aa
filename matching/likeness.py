"""Likeness: who of two lists may be one person, or is, by keys of their names. What such a key is, domain/known_names says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocation.problem import Bools
from domain.known_names import Keys


def alike(mentees: Sequence[Keys], mentors: Sequence[Keys]) -> Bools:
    """Which of them (mentees x mentors) may be one person."""
    certain = met([one.sure for one in mentees], [one.maybe for one in mentors])
    return certain | met([one.maybe for one in mentees], [one.sure for one in mentors])


def met(mentees: Sequence[frozenset[str]], mentors: Sequence[frozenset[str]]) -> Bools:
    """Which of them (mentees x mentors) have a key in common."""
    # Few do, so going from key to key is faster than a table of them all.
    met = np.zeros((len(mentees), len(mentors)), bool)
    holders: dict[str, list[int]] = {}
    for row, keys in enumerate(mentees):
        for key in keys:
            holders.setdefault(key, []).append(row)
    for column, keys in enumerate(mentors) if holders else ():
        for key in holders.keys() & keys:
            met[holders[key], column] = True
    return met
