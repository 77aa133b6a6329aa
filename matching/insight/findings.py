"""Findings: all that a coordinator may want to know before approving a match, by codes.

Gathers what the neighbours find out; solves nothing itself. Words and names are laid over it where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from allocation.clock import Deadline, late, within
from allocation.rematch import frontier
from allocation.solution import Solution
from domain.match.facts import MatchResult
from domain.match.findings import About, Findings, Offer, Order, Recruit
from matching.advice import taken
from matching.candidates import Candidate
from matching.constraints import held
from matching.insight.alternatives import alternatives
from matching.insight.balance_prices import balance_prices, without_balance
from matching.insight.competing import competition
from matching.insight.recruits import recruits
from matching.insight.smallest_changes import smallest_changes
from matching.pool import Pool
from matching.scoring import breakdown

Part = Literal["balance", "recruits", "remedies", "alternatives"]


def findings(
    asked: Pool,
    solution: Solution | None,
    found: MatchResult,
    time_limit: float | None = None,
    at_work_on: Callable[[Part], object] = lambda part: None,
) -> Findings:
    """Everything about one verified match; `solution` is None when none was found in time.

    All that has to be solved anew shares `time_limit` seconds; what they do not suffice for is left out, and `cut_short`
    says so. `at_work_on` hears what is worked out next.
    """
    match = solution if solution and solution.status != "INFEASIBLE" else None
    deadline = within(time_limit)
    at_work_on("balance")
    balance = tuple(balance_prices(asked, match, deadline)) if match else ()
    without = without_balance(asked.problem, match, deadline) if match else None
    at_work_on("recruits")
    looked_for = _recruits(asked, match, within(None if time_limit is None else time_limit / 3))
    at_work_on("remedies")
    would_help = smallest_changes(asked, match, deadline) if match else {}
    at_work_on("alternatives")
    return Findings(
        found,
        _order(asked),
        _about(asked, match, found, deadline) if match else {},
        would_help,
        balance,
        without,
        competition(asked.problem),
        looked_for,
        _offers(asked, match) if match and not late(deadline) else (),
        cut_short=late(deadline),
        checked_again=solution is not None,  # by `verified`, where every match comes from
    )


def _order(asked: Pool) -> Order:
    terms, problem = asked.terms, asked.problem
    return Order(
        dict(terms.weights),
        problem.stages,
        tuple(sorted(terms.pins)),
        tuple(sorted(terms.forbidden)),
        tuple(sorted(terms.keep or ())),
        int(problem.scores.size),
        taken(asked.mentees, asked.mentors, terms),
    )


def _about(asked: Pool, solution: Solution, found: MatchResult, deadline: Deadline) -> dict[str, About]:
    mentees = {one.code: one for one in asked.mentees}
    mentors = {one.code: one for one in asked.mentors}
    others = alternatives(asked, solution, deadline=deadline)
    return {
        match.mentee: About(
            breakdown(mentees[match.mentee], mentors[match.mentor]),
            (match.mentor, match.mentee) in asked.terms.pins,
            _broken(asked, mentees[match.mentee], mentors[match.mentor]),
            (match.mentor, match.mentee) in (asked.terms.keep or ()),
            others.get(match.mentee, ()),
        )
        for match in found.matches
    }


def _broken(asked: Pool, mentee: Candidate, mentor: Candidate) -> tuple[str, ...]:
    """The rules that a pair breaks which stands all the same, as only pinned ones may."""
    if (mentor.code, mentee.code) not in asked.terms.pins:
        return ()
    return tuple(rule.key for rule in held(asked.terms) if rule.broken([mentee], [mentor], asked.terms)[0, 0])


def _recruits(asked: Pool, solution: Solution | None, deadline: Deadline) -> tuple[Recruit, ...] | None:
    """The brief; None where the time was too short to find anybody."""
    found = recruits(asked.mentees, asked.mentors, asked.terms, deadline=deadline, known=solution)
    if not found and late(deadline) and not (solution and not solution.unmatched):
        return None
    return tuple(found)


def _offers(asked: Pool, solution: Solution) -> tuple[Offer, ...]:
    """Where earlier pairs are to be kept: how many given up buys how much."""
    if not asked.problem.keep or solution.status != "OPTIMAL":
        return ()
    return tuple(Offer(offer.changes, offer.score / 100) for offer in frontier(asked.problem))
