"""Otherwise: what would become of the match that waits if something were otherwise: pairs by hand, or a pair ruled out.

Looks only; what is done about it is in arranging.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from domain.cohort import Cohort
from domain.forms.proposing import waits_for_review
from domain.match.arranging import Changes, Match, Pairs, changed, moves
from domain.match.facts import Clash
from domain.match.findings import Worth
from domain.match.words.clashes import in_the_way
from domain.match.words.people import named
from domain.people import Role
from domain.proposals import Proposal, next_order
from domain.rules.pairing import pool as free
from domain.saying import say
from office.match.candidates import candidates, terms
from office.match.desk import marks
from office.match.what_if import NO_MATCH, PATIENCE_SECONDS, CannotTell, Solved, only_verified

if TYPE_CHECKING:  # loads the solver
    from domain.match.findings import Otherwise
    from matching.pool import Pool

Move = tuple[str, str, str]


@dataclass(frozen=True)
class Changed:
    """What a change does: who has whom instead (mentee, mentor before, mentor then), both matches in numbers, and what it
    breaks in sentences. `stands`: whether a reason is enough for that."""

    moves: list[Move]
    before: Worth
    after: Worth
    breaks: list[str]
    stands: bool


@dataclass(frozen=True)
class Choice:
    """One other mentor for a mentee. `other`: who has that place now and changes with them, "" for a free one; a choice whose
    mentor is "" gives their own mentor to `other`. `points` gained over all pairs, `matched` more."""

    mentor: str
    other: str
    changes: Mapping[str, str]
    score: int
    points: float
    matched: int
    marks: list[tuple[str, int]]
    breaks: list[str]
    stands: bool


@dataclass(frozen=True)
class Choices:
    """Everything one could do with one mentee of the match that waits."""

    mentee: str
    mentor: str
    number: int
    choices: list[Choice]


def waiting(cohort: Cohort) -> Proposal:
    """The proposal that waits; CannotTell when there is none."""
    proposal = waits_for_review(cohort)
    if proposal is None or proposal.result is None:
        raise CannotTell(say("No match waits for you just now, so there is nothing to have otherwise."))
    return proposal


def match_of(cohort: Cohort, proposal: Proposal) -> dict[str, str]:
    """The pairs that are proposed, as far as both can still be paired."""
    there = {application.id for role in Role for application in free(cohort, role)}
    return {pair.mentee: pair.mentor for pair in proposal.matches if there.issuperset((pair.mentor, pair.mentee))}


def plain_pool(cohort: Cohort, proposal: Proposal) -> "Pool":
    """Those who can be paired, on the terms of the next order, in which pairs by hand are weighed."""
    from matching.otherwise import plain  # loads the solver

    people = candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR)
    return plain(*people, terms(cohort, next_order(proposal, proposal.number + 1, cohort.launched_at)))


def look_at(cohort: Cohort, changes: Changes) -> Changed:
    """What a change of the match that waits would do. CannotTell when none waits, or somebody in it is not free."""
    proposal = waiting(cohort)
    asked = plain_pool(cohort, proposal)
    for code in (*changes, *filter(None, changes.values())):
        if not any(code in keys for keys in asked.problem.keys):
            who = named(cohort, code)
            raise CannotTell(say("{who} cannot be paired now: not taking part, or no free place.", who=who))
    before = match_of(cohort, proposal)
    return _told(cohort, asked, before, changed(before, changes))


def _told(cohort: Cohort, asked: "Pool", before: Match, after: Match) -> Changed:
    from matching.otherwise import against, stands, worth

    broken = against(asked, before, after)
    return Changed(
        moves(before, after), worth(asked, before), worth(asked, after), sentences(cohort, broken), stands(broken)
    )


def sentences(cohort: Cohort, clashes: Iterable[Clash]) -> list[str]:
    """What cannot be kept, in sentences with names."""
    return [in_the_way(one, partial(named, cohort)) for one in clashes]


def choices_of(cohort: Cohort, mentee: str) -> Choices:
    """Everybody else whom a mentee could have, what costs least first. CannotTell when no match waits."""
    from matching.otherwise import others

    proposal = waiting(cohort)
    asked, match = plain_pool(cohort, proposal), match_of(cohort, proposal)
    if mentee not in asked.problem.keys[0]:
        raise CannotTell(say("This mentee is not among those who can be matched just now."))
    found = [_choice(cohort, mentee, one) for one in others(asked, match, mentee)]
    return Choices(mentee, match.get(mentee, ""), proposal.number, found)


def _choice(cohort: Cohort, mentee: str, one: "Otherwise") -> Choice:
    from matching.otherwise import stands

    other = next((code for code in one.changes if code != mentee), "")
    mentor = one.changes[mentee]
    return Choice(
        mentor,
        other,
        one.changes,
        one.scores.get(mentee, 0),
        one.points,
        one.matched,
        marks(cohort, mentee, mentor) if mentor else [],
        sentences(cohort, one.breaks),
        stands(one.breaks),
    )


def without(cohort: Cohort, pair: tuple[str, str]) -> Changed:
    """The match solved again with one pair (mentor, mentee) ruled out. CannotTell when there is none, or no time for it."""
    from allocation.verified import best
    from matching.pool import pool

    proposal = waiting(cohort)
    before = match_of(cohort, proposal)
    pins, forbidden = ruled_out(proposal, pair)
    order = next_order(proposal, proposal.number + 1, cohort.launched_at, pins=pins, forbidden=forbidden)
    people = candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR)
    asked = pool(*people, terms(cohort, order))
    try:
        with only_verified(cohort):
            found = Solved(asked, best(asked.problem, PATIENCE_SECONDS))
    except TimeoutError:
        raise CannotTell(
            say("This takes longer than a page should. Have it solved: the answer comes to your desk.")
        ) from None
    if not found.possible:
        raise CannotTell(NO_MATCH)
    return replace(_told(cohort, plain_pool(cohort, proposal), before, found.mentor_of), breaks=[], stands=True)


def ruled_out(proposal: Proposal, pair: tuple[str, str]) -> tuple[Pairs, Pairs]:
    """The pairs to keep and those to rule out once this one must not be."""
    kept = tuple(pin for pin in proposal.pins if pin != pair)
    return kept, tuple(dict.fromkeys((*proposal.forbidden, pair)))
