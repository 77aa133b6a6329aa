"""Kept: what each balance rule asks, what a match reaches, and its price by the multipliers of the proof. Solves nothing;
what moving a rule would change is in `balance`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocation.problem import Problem, Quota
from allocation.solution import Solution
from matching.insight.prices import quota_prices
from matching.insight.reached import Reached, together

SIDES = ("at_least", "at_most", "share_at_least")


@dataclass(frozen=True)
class Kept(Reached):
    """One number of a balance rule; a share stands between 0 and 1.

    `price`: points (0-100) that one person more is worth at most; more than a pair can score is paid in matched people.
    """

    price: float = 0.0


def kept(problem: Problem, solution: Solution) -> list[Kept]:
    """Every balance rule. Rules for at most as many as there are come last: nothing could break them, so those that are
    alike are told together."""
    prices = {(price.label, price.rule): price.price for price in quota_prices(problem, solution)}
    people = {"mentees": {i for i, _ in solution.pairs}, "mentors": {j for _, j in solution.pairs}}
    asked, idle = list[Kept](), list[Kept]()
    for quota, rule, number in _numbers(problem):
        told = Kept(
            quota.label,
            quota.on,
            rule,
            number,
            sum(bool(quota.members[k]) for k in people[quota.on]),
            len(people[quota.on]),
            round(prices.get((quota.label, rule), 0) / 100, 1),
        )
        (idle if rule == "at_most" and int(quota.members.sum()) <= number else asked).append(told)
    return [*asked, *together(idle)]


def _numbers(problem: Problem) -> Iterator[tuple[Quota, str, float]]:
    for quota in problem.quotas:
        for rule in SIDES:
            number = getattr(quota, rule)
            if number is not None:
                yield quota, rule, float(number)
