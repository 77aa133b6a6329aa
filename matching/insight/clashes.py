"""Clashes: what no match keeps together, what each of these rules asks now, and the changes that would do: by codes.

What contradicts what is found in `contradictions`; domain/match/words says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocation.contradictions import Relaxation, contradiction
from allocation.measure import activities
from allocation.problem import Pair
from allocation.solution import Solution
from domain.match.facts import Asked, Clash, Eased
from matching.constraints import check
from matching.insight.balance_reached import numbers
from matching.pool import Pool

Told = tuple[tuple[Clash, ...], tuple[tuple[Eased, ...], ...]]


def clashes(asked: Pool, solution: Solution, explained_pairs_max: int) -> Told:
    """The rules that contradict each other, or of pins the rules these break; and single changes that would do, or several
    together. Larger pools get the rules that the proof names. Nothing where there is a match."""
    if solution.status != "INFEASIBLE":
        return (), ()
    if broken_by_pins := check(sorted(asked.terms.pins), asked.mentees, asked.mentors, asked.terms):
        return tuple(broken_by_pins), ()
    found = contradiction(asked.problem) if asked.problem.scores.size <= explained_pairs_max else None
    if found is None:
        return by_the_proof(asked, solution), ()
    together = [found.together] if found.together else []
    ways = [(way,) for way in found.relaxations] if found.relaxations else together
    eased = tuple(tuple(_eased(asked, one) for one in way) for way in ways)
    return (*_balance(asked, found.labels), *(_pin(asked, pin) for pin in found.pins)), eased


def by_the_proof(asked: Pool, solution: Solution) -> tuple[Clash, ...]:
    """The balance rules that the proof of there being no match used; not all of them need be in anybody's way."""
    return tuple(_balance(asked, filter(asked.counted.__contains__, solution.certificate.conflict)))


def unbalanced(asked: Pool, pairs: list[Pair]) -> Iterator[Clash]:
    """The numbers of balance rules that these pairs miss."""
    rows = zip(numbers(asked.problem.quotas), asked.problem.sides, activities(asked.problem, pairs), strict=True)
    for (quota, number), side, amount in rows:
        if amount < side.least:
            yield Clash("balance", counted=asked.counted[quota.label], asked=(number,))


def _balance(asked: Pool, labels: Iterable[str]) -> Iterator[Clash]:
    """Each rule with what it asks now."""
    for label in dict.fromkeys(labels):
        told = tuple(number for quota, number in numbers(asked.problem.quotas) if quota.label == label)
        yield Clash("balance", counted=asked.counted[label], asked=told)


def _pin(asked: Pool, pin: Pair) -> Clash:
    mentees, mentors = asked.problem.keys
    return Clash("pin", mentors[pin[1]], mentees[pin[0]])


def _eased(asked: Pool, way: Relaxation) -> Eased:
    return Eased(asked.counted[way.label], Asked(way.rule, way.now), way.enough)
