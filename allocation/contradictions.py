"""Contradictions: a smallest set of rules that no match obeys together, and the cheapest single changes that would do.

Solves many small problems to find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import Literal

from allocation.prices import with_rules
from allocation.problem import Pair, Problem, Quota
from allocation.solving.engine import solve_problem

SUBSETS_MAX = 2_000
"""So many small sets of rules are tried for the smallest contradiction before an irreducible one has to do."""


@dataclass(frozen=True)
class Relaxation:
    """One number that would resolve a contradiction if it alone were changed, and to what at the cheapest."""

    label: str
    rule: Literal["at_least", "at_most", "share_at_least"]
    now: float
    enough: float


@dataclass(frozen=True)
class Contradiction:
    """A smallest set of rules, labels of quotas and pins, that no match obeys together, and single changes that would do.

    `smallest`: no smaller set exists; else the set is irreducible, each rule in it is needed for the contradiction.
    `together`: where no single change would do because there are several contradictions, changes that do together.
    """

    labels: tuple[str, ...]
    pins: tuple[Pair, ...]
    smallest: bool
    relaxations: tuple[Relaxation, ...]
    together: tuple[Relaxation, ...] = ()


def contradiction(problem: Problem) -> Contradiction | None:
    """Why nothing obeys all quotas and pins: a smallest set that contradicts itself, and the cheapest single changes.
    None when something does."""
    rules: list[Quota | Pair] = [*_single_rules(problem.quotas), *problem.pins]
    if _obeyed(problem, rules):
        return None
    core = _irreducible(problem, rules)
    smallest, core = _smallest(problem, rules, core)
    numbers = [rule for rule in core if isinstance(rule, Quota)]
    changes = tuple(found for rule in numbers for found in _cheapest(problem, rule, rules))
    together = () if changes else tuple(_one_after_the_other(problem, rules))
    pins = tuple(rule for rule in core if not isinstance(rule, Quota))
    return Contradiction(tuple(rule.label for rule in numbers), pins, smallest, changes, together)


def _one_after_the_other(problem: Problem, rules: list[Quota | Pair]) -> list[Relaxation]:
    """Resolve one contradiction after the other by the first number that can be moved; nothing where pins alone
    contradict each other."""
    found: list[Relaxation] = []
    while not _obeyed(problem, rules):
        core = _irreducible(problem, rules)
        step = next(
            ((rule, way) for rule in core if isinstance(rule, Quota) for way in _cheapest(problem, rule, core)), None
        )
        if step is None:
            return []
        rule, way = step
        found.append(way)
        eased = _numbered(rule, round(100 * way.enough) if way.rule == "share_at_least" else int(way.enough))
        rules = [eased if one is rule else one for one in rules]
    return found


def _single_rules(quotas: Sequence[Quota]) -> Iterator[Quota]:
    for quota in quotas:
        if quota.at_least is not None:
            yield replace(quota, at_most=None, share_at_least=None)
        if quota.at_most is not None:
            yield replace(quota, at_least=None, share_at_least=None)
        if quota.share_at_least is not None:
            yield replace(quota, at_least=None, at_most=None)


def _obeyed(problem: Problem, rules: Iterable[Quota | Pair]) -> bool:
    chosen = list(rules)
    quotas = [rule for rule in chosen if isinstance(rule, Quota)]
    pins = [rule for rule in chosen if not isinstance(rule, Quota)]
    return solve_problem(replace(with_rules(problem, quotas, pins), stages=()), ties=False).status != "INFEASIBLE"


def _irreducible(problem: Problem, rules: list[Quota | Pair]) -> list[Quota | Pair]:
    """Leave out one rule after the other while the rest still contradicts itself."""
    core = list(rules)
    for rule in rules:
        fewer = [one for one in core if one is not rule]
        if not _obeyed(problem, fewer):
            core = fewer
    return core


def _smallest(problem: Problem, rules: list[Quota | Pair], core: list[Quota | Pair]) -> tuple[bool, list[Quota | Pair]]:
    for size in range(1, len(core)):
        if comb(len(rules), size) > SUBSETS_MAX:
            return False, core
        for few in combinations(rules, size):
            if not _obeyed(problem, few):
                return True, list(few)
    return True, core


def _cheapest(problem: Problem, rule: Quota, rules: Sequence[Quota | Pair]) -> Iterator[Relaxation]:
    """The smallest change of this rule alone that leaves a match under `rules`, by bisection: whatever obeys a rule
    obeys a looser one."""
    others = [one for one in rules if one is not rule]

    def enough(number: int) -> bool:
        return _obeyed(problem, [*others, _numbered(rule, number)])

    if rule.at_least is not None and enough(0):
        yield Relaxation(rule.label, "at_least", rule.at_least, _bisect(0, rule.at_least, enough))
    elif rule.at_most is not None and enough(len(rule.members)):
        most = -_bisect(-len(rule.members), -rule.at_most, lambda number: enough(-number))
        yield Relaxation(rule.label, "at_most", rule.at_most, most)
    elif rule.share_at_least is not None and enough(0):
        percent = _bisect(0, int(100 * float(rule.share_at_least)) + 1, enough)
        yield Relaxation(rule.label, "share_at_least", float(rule.share_at_least), percent / 100)


def _numbered(rule: Quota, number: int) -> Quota:
    if rule.at_least is not None:
        return replace(rule, at_least=number)
    if rule.at_most is not None:
        return replace(rule, at_most=number)
    return replace(rule, share_at_least=number / 100)


def _bisect(good: int, bad: int, holds: Callable[[int], bool]) -> int:
    """The largest number below `bad` that holds; `good` does."""
    while bad - good > 1:
        middle = (good + bad) // 2
        if holds(middle):
            good = middle
        else:
            bad = middle
    return good
