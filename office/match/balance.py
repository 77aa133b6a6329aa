"""Rules and places: what balance costs, who competes for whom, and which mentors would help. Orders nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.cohort import Cohort
from domain.counting import not_counted
from domain.match.facts import Reached
from domain.match.findings import Competition, Weighted
from domain.match.words import balance as words
from domain.match.words.balance import asks_of, counted, gained, so_many
from domain.match.words.rules import BROKEN
from domain.people import Role
from domain.rules.pairing import pool as free
from domain.saying import say
from office.match.brief import Forwarded, brief, no_brief, to_forward
from office.match.what_if import PATIENCE_SECONDS, CannotTell, Solved, solved

LEFT_OVER_MAX = 600
"""A brief for more mentees without a mentor takes longer than a page should (600 take two seconds)."""


@dataclass(frozen=True)
class BalanceRow:
    """One number of a balance rule as a page shows it: what it asks, what is reached, what it costs at most, and what would
    be gained without it, or by one less or more."""

    label: str
    asks: str
    reached: str
    price: float | None
    without: str = ""
    one_less: str = ""
    one_more: str = ""


def balance_kept(today: Solved) -> list[BalanceRow]:
    """Every balance rule, what it asks, and what today's match reaches; nothing is solved anew."""
    from matching.insight.balance_reached import balance_reached  # loads the solver

    return [_row(one) for one in balance_reached(today.asked, today.solution)]


def _row(one: Reached | Weighted) -> BalanceRow:
    return BalanceRow(counted(one.counted), asks_of(one.asked, one.on), so_many(one), one.price)


def uncounted(cohort: Cohort) -> list[str]:
    """Of those free to be matched, how many the rules on gender cannot count: numbers, no names."""
    return list(map(words.uncounted, not_counted(cohort, [one for role in Role for one in free(cohort, role)])))


def balance_moved(cohort: Cohort) -> list[BalanceRow]:
    """Every balance rule with what moving it would change, solved anew. CannotTell when the pool cannot be solved."""
    from allocation.clock import within
    from matching.insight.balance_prices import balance_prices

    today = solved(cohort)
    if today.solution.status != "OPTIMAL":
        raise CannotTell(say("Prices of balance rules can be told only beside a match that is proven best."))
    return [
        replace(_row(one), without=gained(one.without), one_less=gained(one.one_less), one_more=gained(one.one_more))
        for one in balance_prices(today.asked, today.solution, within(PATIENCE_SECONDS))
    ]


def competition(today: Solved) -> Competition | None:
    """Who competes for whom, when not everybody can be matched for lack of places."""
    from matching.insight.competing import competition

    found = competition(today.asked.problem)
    return found if found and found.mentees and found.mentors else None


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
    closed: str  # why nobody is looked for any more
    forward: Forwarded | None  # the same as a letter; None when nobody is looked for


def search(cohort: Cohort, now: datetime, link: str) -> Search:
    """The recruitment brief as it would be now, also where no mentor has a free place; `link`: the open link for mentors.
    CannotTell when no mentee is free, or too many for a page are."""
    from matching.advice import taken
    from matching.insight.recruits import recruits

    today = solved(cohort, mentors_needed=False)
    asked, terms = today.asked, replace(today.asked.terms, time_limit=PATIENCE_SECONDS)
    if (left := len(today.solution.unmatched)) > LEFT_OVER_MAX:
        raise CannotTell(
            say(
                "{left} mentees are without a mentor, more than this page computes a brief for ({most}). “mentoring pool "
                "{cohort}” takes its time and names whom to look for.",
                left=left,
                most=LEFT_OVER_MAX,
                cohort=cohort.code,
            )
        )
    by_rule = taken(asked.mentees, asked.mentors, terms)
    closed = no_brief(cohort, now)
    wanted = today.solution.unmatched and not closed
    look_for = brief(cohort, recruits(asked.mentees, asked.mentors, terms) if wanted else [], now)
    return Search(
        today.possible,
        len(today.solution.pairs),
        len(asked.mentees),
        len(asked.mentors),
        asked.problem.offered,
        [(BROKEN[rule], count) for rule, count in by_rule.items() if count],
        look_for,
        closed,
        to_forward(cohort, look_for, link) if look_for else None,
    )
