"""Pool: the people and terms of a match as the problem they pose. Solves and explains nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from allocation.problem import Pair, Problem, Quota
from domain.known_names import organisation
from domain.match.facts import Counted
from domain.text import folded
from matching.candidates import Balance, Candidate, Terms
from matching.constraints import ABSOLUTE, allowed, held, not_so_nice, seats_left
from matching.parts import spellings
from matching.scoring import score

People = Sequence[Candidate]
A_NICE_RULE_COSTS = np.int16(2_000)
"""Hundredths of a point that a pair loses for each rule it breaks that is only nice to keep (own)."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Mentees, mentors and terms together with the problem they pose. `counted`: whom each of its quotas counts, by the
    label that only tells quotas apart."""

    mentees: tuple[Candidate, ...]
    mentors: tuple[Candidate, ...]
    terms: Terms
    problem: Problem
    counted: Mapping[str, Counted]


def pool(mentees: People, mentors: People, terms: Terms) -> Pool:
    """The problem a pool poses: scores by the criteria, possible pairs by the rules, seats, pins, balance."""
    rows, cols = _places("mentees", mentees), _places("mentors", mentors)
    able = allowed(mentees, mentors, terms)
    for row, col in _pairs("pins", terms.pins, rows, cols) if terms.pins_stand else ():
        able[row, col] = not any(rule.broken([mentees[row]], [mentors[col]], terms)[0, 0] for rule in ABSOLUTE)
    scores = score(mentees, mentors, terms.weights)
    if held(terms, "nice"):
        scores = np.maximum(scores - A_NICE_RULE_COSTS * not_so_nice(mentees, mentors, terms), 0)
    quotas = [told for balance in terms.quotas for told in _quotas(balance, mentees, mentors, terms.matched_before)]
    problem = Problem.of(
        scores,
        able,
        [seats_left(one, terms) for one in mentors] or np.zeros(0, np.int64),
        pins=_pairs("pins", terms.pins, rows, cols),
        quotas=[quota for quota, _ in quotas],
        stages=terms.stages,
        keep=_pairs("keep", terms.keep or (), rows, cols),
        keys=([one.code for one in mentees], [one.code for one in mentors]),
    )
    return Pool(tuple(mentees), tuple(mentors), terms, problem, {quota.label: whom for quota, whom in quotas})


def _places(side: str, people: People) -> dict[str, int]:
    places = {one.code: place for place, one in enumerate(people)}
    if len(places) != len(people):
        raise ValueError(f"{side}: two people have the same code; each needs one of their own.")
    return places


def _pairs(name: str, pairs: Iterable[tuple[str, str]], rows: dict[str, int], cols: dict[str, int]) -> list[Pair]:
    found = []
    for mentor, mentee in pairs:
        if mentor not in cols or mentee not in rows:
            raise ValueError(
                f"{name}: {mentor} and {mentee} are not both in the pool; codes stand as (mentor, mentee)."
            )
        found.append((rows[mentee], cols[mentor]))
    return found


def _quotas(
    balance: Balance, mentees: People, mentors: People, matched_before: tuple[People, People]
) -> list[tuple[Quota, Counted]]:
    """A rule, or one for each value there is, with whom it counts; an employer is called as most of its people write it."""
    people, before = (mentors, matched_before[1]) if balance.on == "mentors" else (mentees, matched_before[0])
    codes = {one.code for one in before}
    known = np.array([one.code in codes for one in people], bool)
    same = organisation if balance.trait == "employer" else folded
    told = [_traits(one, balance.trait) for one in people]
    traits = [frozenset(map(same, words)) for words in told]
    theirs = [frozenset(map(same, _traits(one, balance.trait))) for one in before]
    written = spellings(chain.from_iterable(told), same)
    values = [] if balance.values else sorted(frozenset().union(*traits))
    whole = (balance.label, frozenset(map(same, balance.values)), Counted(balance.label, balance.trait))
    each = [
        (f"{balance.label}: {written[one]}", frozenset({one}), Counted(balance.label, balance.trait, (written[one],)))
        for one in values
    ]
    return [
        (
            Quota(
                label,
                np.array([bool(own & wanted) for own in traits], bool),
                balance.on,
                balance.at_least,
                balance.at_most,
                balance.share_at_least,
                sum(bool(own & wanted) for own in theirs),
                len(before),
                known,
            ),
            whom,
        )
        for label, wanted, whom in ([whole] if balance.values else each)
    ]


def _traits(one: Candidate, trait: str) -> list[str]:
    value = one.employer if trait == "employer" else one.counts_as.get(trait, "")
    return [word for word in ([value] if isinstance(value, str) else value) if word.strip()]
