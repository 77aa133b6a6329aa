"""Rules and places: what balance costs, who competes for whom, and which mentors would help. Orders nothing."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from allocation.clock import within
from domain.cohort import Cohort
from domain.counting import not_counted
from domain.people import Role
from domain.reached import asks
from domain.rules.pairing import pool as free
from domain.verdicts import BROKEN
from office.match.what_if import PATIENCE_SECONDS, CannotTell, Solved, solved

if TYPE_CHECKING:
    from matching.insight.kept import Kept

LEFT_OVER_MAX = 600
"""A brief for more mentees without a mentor takes longer than a page should (600 take two seconds)."""


def balance_kept(today: Solved) -> list[tuple[str, "Kept"]]:
    """Every balance rule, what it asks in words, and what today's match reaches; nothing is solved anew."""
    from matching.insight.kept import kept  # loads the solver

    return [(asks(one.rule, one.number, one.on), one) for one in kept(today.asked.problem, today.solution)]


def uncounted(cohort: Cohort) -> list[str]:
    """Of those free to be matched, how many the rules on gender cannot count: numbers, no names."""
    return list(not_counted(cohort, [one for role in Role for one in free(cohort, role)]))


@dataclass(frozen=True)
class Weighted:
    """One balance rule: what it asks, what is reached, and what would be gained without it, or by one less or more."""

    label: str
    asks: str
    reached: int
    of: int
    without: str
    one_less: str
    one_more: str


def balance_moved(cohort: Cohort) -> list[Weighted]:
    """Every balance rule with what moving it would change, solved anew. CannotTell when the pool cannot be solved."""
    from matching.insight.balance import Gain, balance

    today = solved(cohort)
    if today.solution.status != "OPTIMAL":
        raise CannotTell("Prices of balance rules can be told only beside a match that is proven best.")

    def gained(gain: Gain | None) -> str:
        if gain is None:
            return "not computed here"
        if not gain.possible:
            return "no match would keep all the rules"
        people = f"{abs(gain.mentees)} {'more' if gain.mentees > 0 else 'fewer'} matched" if gain.mentees else ""
        points = round(gain.points, 1)
        worth = f"{abs(points):g} points {'more' if points > 0 else 'less'}" if points else ""
        return ", ".join(part for part in (people, worth) if part) or "nothing changes"

    return [
        Weighted(
            one.label,
            asks(one.rule, one.number / 100 if one.rule == "share_at_least" else one.number, one.on),
            one.reached,
            one.of,
            gained(one.without),
            gained(one.one_less),
            gained(one.one_more),
        )
        for one in balance(today.asked.problem, today.solution, within(PATIENCE_SECONDS))
    ]


@dataclass(frozen=True)
class Competition:
    """More mentees than places: all these may have are these mentors, with so many places."""

    mentees: list[str]
    mentors: list[str]
    places: int


def competition(today: Solved) -> Competition | None:
    """Who competes for whom, when not everybody can be matched; those for whom there is nobody at all stand apart."""
    from matching.explain import shortage

    problem = today.asked.problem
    short = shortage(problem)
    if short is None:
        return None
    able = problem.feasible & (problem.seats > 0)
    mentees = [problem.keys[0][i] for i in short.mentees if able[i].any()]
    mentors = [problem.keys[1][j] for j in short.mentors]
    return Competition(mentees, mentors, short.seats) if mentees and mentors else None


@dataclass(frozen=True)
class Search:
    """How many could be matched today, which rules take how many pairs, and whom to look for, in sentences to forward.
    `possible`: whether any match keeps all the rules."""

    possible: bool
    could_be_matched: int
    mentees: int
    mentors: int
    places: int
    taken_by: list[tuple[str, int]]
    look_for: list[str]


def search(cohort: Cohort) -> Search:
    """The recruitment brief as it would be now, also where no mentor has a free place. CannotTell when no mentee is
    free, or too many for a page are."""
    from matching.advice import taken
    from matching.insight.recruits import recruits

    today = solved(cohort, mentors_needed=False)
    asked, terms = today.asked, replace(today.asked.terms, time_limit=PATIENCE_SECONDS)
    if (left := len(today.solution.unmatched)) > LEFT_OVER_MAX:
        raise CannotTell(
            f"{left} mentees are without a mentor, more than this page computes a brief for ({LEFT_OVER_MAX}). "
            f"“mentoring pool {cohort.code}” takes its time and names whom to look for."
        )
    by_rule = taken(asked.mentees, asked.mentors, terms)
    found = recruits(asked.mentees, asked.mentors, terms) if today.solution.unmatched else []
    return Search(
        today.possible,
        len(today.solution.pairs),
        len(asked.mentees),
        len(asked.mentors),
        asked.problem.offered,
        [(BROKEN.get(label, label), count) for label, count in by_rule.items() if count],
        [recruit.sentence for recruit in found],
    )
