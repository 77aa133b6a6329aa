"""Kept: what each balance rule asks, what a match reaches, and its price by the multipliers of the proof. Solves nothing;
what moving a rule would change is in `balance`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.insight.prices import quota_prices
from matching.problem import Problem, Quota
from matching.solution import Solution

SIDES = ("at_least", "at_most", "share_at_least")


@dataclass(frozen=True)
class Kept:
    """One number of a balance rule: `rule` is at_least, at_most or share_at_least, `number` what it asks (a share between
    0 and 1), `reached` how many of the `of` matched people count.

    `price`: points (0-100) that one person more is worth at most; more than a pair can score is paid in matched people.
    """

    label: str
    on: str
    rule: str
    number: float
    reached: int
    of: int
    price: float


def kept(problem: Problem, solution: Solution) -> list[Kept]:
    """Every balance rule that could ask something; rules for at most as many as there are leave nothing to keep."""
    prices = {(price.label, price.rule): price.price for price in quota_prices(problem, solution)}
    people = {"mentees": {i for i, _ in solution.pairs}, "mentors": {j for _, j in solution.pairs}}
    return [
        Kept(
            quota.label,
            quota.on,
            rule,
            number,
            sum(bool(quota.members[k]) for k in people[quota.on]),
            len(people[quota.on]),
            round(prices.get((quota.label, rule), 0) / 100, 1),
        )
        for quota, rule, number in _numbers(problem)
    ]


def _numbers(problem: Problem) -> Iterator[tuple[Quota, str, float]]:
    for quota in problem.quotas:
        for rule in SIDES:
            number = getattr(quota, rule)
            if number is not None and (rule != "at_most" or int(quota.members.sum()) > number):
                yield quota, rule, float(number)
