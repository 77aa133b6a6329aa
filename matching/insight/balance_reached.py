"""Balance reached: what each balance rule asks, what a match reaches, and its price by the multipliers of the proof.

Solves nothing; what moving a rule would change is in `balance_prices`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from allocation.prices import quota_prices
from allocation.problem import Quota
from allocation.solution import Solution
from domain.match.facts import Asked, Reached
from domain.match.findings import Weighted
from matching.pool import Pool

Row = TypeVar("Row", Reached, Weighted)


def balance_reached(asked: Pool, solution: Solution) -> list[Reached]:
    """Every number of every balance rule. Rules for at most as many as there are come last: nothing could break them, so
    those that are alike are told together."""
    problem = asked.problem
    prices = {(price.label, price.rule): price.price for price in quota_prices(problem, solution)}
    people = {"mentees": {i for i, _ in solution.pairs}, "mentors": {j for _, j in solution.pairs}}
    found, idle = list[Reached](), list[Reached]()
    for quota, one in numbers(problem.quotas):
        reached, of = counted(quota, people[quota.on])
        row = Reached(
            asked.counted[quota.label],
            quota.on,
            one,
            reached,
            of,
            round(prices.get((quota.label, one.rule), 0) / 100, 1),
        )
        (idle if is_idle(quota, one) else found).append(row)
    return [*found, *together(idle)]


def counted(quota: Quota, matched: Iterable[int]) -> tuple[int, int]:
    """Of everybody who is or will be matched (by place in the table), how many a rule counts, and how many there are."""
    new = [k for k in matched if quota.known is None or not quota.known[k]]
    return quota.already + sum(bool(quota.members[k]) for k in new), quota.before + len(new)


def numbers(quotas: Iterable[Quota]) -> Iterator[tuple[Quota, Asked]]:
    """Every number of every rule, in the order in which a problem has a side for each."""
    for quota in quotas:
        if quota.at_least is not None:
            yield quota, Asked("at_least", quota.at_least)
        if quota.at_most is not None:
            yield quota, Asked("at_most", quota.at_most)
        if quota.share_at_least is not None:
            yield quota, Asked("share_at_least", float(quota.share_at_least))


def is_idle(quota: Quota, asked: Asked) -> bool:
    """Whether nothing could break this rule, since it allows as many as there are."""
    return asked.rule == "at_most" and counted(quota, range(len(quota.members)))[0] <= asked.number


def together(idle: Iterable[Row]) -> list[Row]:
    """One row for all rules that differ in the value they count only, such as every employer: the one that reaches most, for
    all of these values."""
    ordered = sorted(idle, key=lambda row: (*_family(row), -row.reached, row.counted.values))
    return [_for_all(list(some)) for _, some in groupby(ordered, key=_family)]


def _family(row: Row) -> tuple[str, str, float]:
    return row.counted.label, row.on, row.asked.number


def _for_all(some: list[Row]) -> Row:
    values = tuple(sorted(value for row in some for value in row.counted.values))
    return replace(some[0], counted=replace(some[0].counted, values=values))
