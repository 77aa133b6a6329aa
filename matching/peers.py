"""Peer groups for the office: people in, groups of three to five around a career track out, with what they have in
common.

Packs in `groups`; who may be together: other workplace, other supervisor, nobody who asked not to meet (people one
knows are named there), a language in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from allocation import Open, groups
from allocation.problem import Bools, Ints
from domain.careers import OTHER
from domain.text import folded
from matching.candidates import Candidate, Terms
from matching.constraints import asked_not_to_meet, oneself, same_employer, supervises
from matching.features import Bag, bag, tables

TRACK_POINTS = (60, 40, 25)
"""Points two people share when a track is the first, second or third wish of the one ranking it lower (own)."""
LANGUAGES_MOST = 61
"""So many languages, the most spoken ones, and "any" can be told apart (`groups` holds 62)."""
SKILL_POINTS, GOAL_POINTS, NEED_POINTS = 5, 5, 5


@dataclass(frozen=True)
class PeerGroup:
    """Codes, the career track all of them wish for, else the one most wish for, how many do, and the languages all share."""

    codes: tuple[str, ...]
    track: int | None
    languages: tuple[str, ...]
    fans: int


@dataclass(frozen=True)
class PeerGroups:
    """Groups, codes left alone, how many are in a group whose track all of it wish for, whether this is proven best, and
    what is open otherwise."""

    groups: tuple[PeerGroup, ...]
    alone: tuple[str, ...]
    on_track: int
    status: str
    open: Open | None


def peer_groups(
    people: Sequence[Candidate], sizes: tuple[int, int] = (3, 5), time_limit: float | None = None
) -> PeerGroups:
    """As few people alone as possible, then as many as possible around a career track that all of a group wish for, then
    as much in common as possible."""
    order = sorted(people, key=lambda one: one.code)
    found = groups(similarity(order), may_meet(order), sizes, _spoken(order), _wished(order), time_limit)
    told = tuple(_told([order[k] for k in group]) for group in found.groups)
    alone = tuple(order[k].code for k in found.alone)
    return PeerGroups(told, alone, found.themed, found.status, found.open)


def may_meet(people: Sequence[Candidate]) -> Bools:
    """Pairs of two people who work in different places, have different supervisors, and did not name each other."""
    terms = Terms({})
    apart: Bools = ~(same_employer(people, people, terms) | supervises(people, people, terms))
    apart &= ~(asked_not_to_meet(people, people, terms) | oneself(people, people, terms))
    np.fill_diagonal(apart, False)
    return apart


def similarity(people: Sequence[Candidate]) -> Ints:
    """Points two people have in common: the best track both rank, and skills, goals and needs they share."""
    count = len(people)
    total = np.zeros((count, count), np.int64)
    for place, points in enumerate(TRACK_POINTS):
        one, other = tables(people, people, _ranked(place + 1), _ranked(place + 1))
        total = np.maximum(total, np.where(one @ other.T > 0, points, 0))
    for words, points in ((_skills, SKILL_POINTS), (_goals, GOAL_POINTS), (_needs, NEED_POINTS)):
        one, other = tables(people, people, words, words)
        total += points * (one @ other.T).astype(np.int64)
    return total


def _spoken(people: Sequence[Candidate]) -> list[frozenset[str]]:
    """What each person can share with another; who names no language is not held to the rule, and "another language" is
    shared with nobody."""
    named = [frozenset(map(folded, one.languages)) for one in people]
    count = Counter(language for own in named for language in own - {OTHER})
    shared = [language for language in sorted(count, key=lambda word: (-count[word], word)) if count[language] > 1]
    useful = frozenset(shared[:LANGUAGES_MOST])
    return [own & useful if own else useful | {"any"} for own in named]


def _wished(people: Sequence[Candidate]) -> list[frozenset[str]]:
    """The tracks each person would gather around; who names none goes with any."""
    named = [frozenset(map(str, one.tracks)) for one in people]
    every = frozenset[str]().union(*named)
    return [own or every for own in named]


def _ranked(most: int) -> Callable[[Candidate], Bag]:
    return lambda one: bag(one.tracks[:most])


def _skills(one: Candidate) -> Bag:
    return bag(one.skills)


def _goals(one: Candidate) -> Bag:
    return bag(one.goals)


def _needs(one: Candidate) -> Bag:
    return bag(one.needs - {OTHER})


def _told(people: list[Candidate]) -> PeerGroup:
    points: dict[int, int] = {}
    for one in people:
        for wish, worth in zip(one.tracks, TRACK_POINTS, strict=False):
            points[wish] = points.get(wish, 0) + worth
    fans = Counter(wish for one in people for wish in set(one.tracks))
    everybody = sum(bool(one.tracks) for one in people)
    track: int | None = max(points, key=lambda key: (fans[key] == everybody, points[key], -key), default=None)
    spoken = [{folded(language) for language in one.languages} - {OTHER} for one in people if one.languages]
    shared = tuple(sorted(set.intersection(*spoken))) if spoken else ()
    return PeerGroup(tuple(one.code for one in people), track, shared, 0 if track is None else fans[track])
