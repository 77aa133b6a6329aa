"""Arranging: a coordinator has the match that waits otherwise: pairs by hand, kept, ruled out, solved again, as it was before.

What changes pairs is an answer to the review (domain/forms/review_proposal), solved at once where that takes no longer than a
page may; what only keeps or rules out leaves the pairs as they are. Nobody hears of any of it before the match is approved.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.cohort import Cohort
from domain.forms.pairs_by_hand import row_of
from domain.forms.proposing import holding, newest, replaced_by, waits_for_review
from domain.lifecycles import ProposalState
from domain.match.arranging import Changes, Pairs, changed, held, pairs_of
from domain.people import Role
from domain.proposals import Proposal
from domain.rules.pairing import pool
from domain.saying import say, together
from office.benches import solve_proposals
from office.deciding import decide_together
from office.desk import Access
from office.match.otherwise import look_at, match_of, ruled_out
from office.match.what_if import PAIRS_MAX, CannotTell
from office.office import Office
from office.round import settled

Pair = tuple[str, str]
OTHERWISE = say("Meanwhile another match has come to you. Please look at it first.")


def arrange(office: Office, at: Access, number: int, changes: Changes, reason: str) -> None:
    """These mentees get these mentors, and everybody else stays. `number`: the proposal that was looked at. CannotTell says
    why not: a rule that nothing excuses, or one for which no reason is given."""
    cohort = office.store.load(at.cohort)
    proposal = _looked_at(cohort, number)
    found = look_at(cohort, changes)
    if not found.moves:
        raise CannotTell(say("That is how it is already."))
    if found.breaks and not (found.stands and reason):
        why = say("Please say why these pairs may break a rule.") if found.stands else say("That cannot be.")
        raise CannotTell(together([why, *found.breaks], " "))
    before = match_of(cohort, proposal)
    after = changed(before, changes)
    _name(office, at, proposal, pairs_of(after), held(proposal.pins, before, after), reason or proposal.exception)


def never(office: Office, at: Access, number: int, pair: Pair) -> None:
    """A pair (mentor, mentee) must not be; all that is not kept is solved again."""
    proposal = _looked_at(office.store.load(at.cohort), number)
    _solve_again(office, at, proposal, *ruled_out(proposal, pair))


def again(office: Office, at: Access, number: int) -> None:
    """Solved again on the terms of today, with what is kept and ruled out."""
    proposal = _looked_at(office.store.load(at.cohort), number)
    _solve_again(office, at, proposal, proposal.pins, proposal.forbidden)


def back(office: Office, at: Access, number: int) -> None:
    """The match as it was before somebody had it otherwise."""
    cohort = office.store.load(at.cohort)
    proposal = _looked_at(cohort, number)
    before = replaced_by(cohort, proposal)
    if before is None:
        raise CannotTell(say("There is no match before this one."))
    if before.by_hand:
        _name(office, at, proposal, pairs_of(match_of(cohort, before)), before.pins, before.exception)
    else:
        _solve_again(office, at, proposal, before.pins, before.forbidden)


def discard(office: Office, at: Access, number: int) -> None:
    """Nobody is paired by this match; the next one comes when somebody becomes free."""
    _decide(office, at, _looked_at(office.store.load(at.cohort), number), {"decision": "discard"})


def keep(office: Office, at: Access, number: int, pins: Mapping[Pair, bool], forbidden: Mapping[Pair, bool]) -> None:
    """Keep pairs or let them go, rule pairs out or allow them again, where the match stays as it is."""

    def turn(cohort: Cohort) -> Cohort:
        proposal = _looked_at(cohort, number)
        there = {(mentor, mentee) for mentee, mentor in match_of(cohort, proposal).items()}
        if any(wanted and pair not in there for pair, wanted in pins.items()):
            raise CannotTell(say("Only a pair of this match can be kept."))
        if any(wanted and pair in there for pair, wanted in forbidden.items()):
            raise CannotTell(say("This pair is in the match: rule it out and have it solved again."))
        kept, out = _with(proposal.pins, pins), _with(proposal.forbidden, forbidden)
        return holding(cohort, proposal, kept, out, at.coordinator.code, office.clock.now())

    office.store.update(at.cohort, turn, focus={""})


def _with(pairs: Pairs, wanted: Mapping[Pair, bool]) -> Pairs:
    rest = [pair for pair in pairs if wanted.get(pair, True)]
    return tuple(dict.fromkeys((*rest, *(pair for pair, so in wanted.items() if so))))


def _looked_at(cohort: Cohort, number: int) -> Proposal:
    proposal = waits_for_review(cohort)
    if proposal is None or proposal.number != number:
        raise CannotTell(OTHERWISE)
    return proposal


# --- decided ---------------------------------------------------------------------------------------------------------


def _name(office: Office, at: Access, proposal: Proposal, pairs: Pairs, pins: Pairs, exception: str) -> None:
    """These pairs and nobody else; of them only `pins` stay when the rest is solved again."""
    _decide(office, at, proposal, {"decision": "by_hand", "pins": _rows(pairs), **_because(exception)})

    def turn(cohort: Cohort) -> Cohort:
        last = newest(cohort)
        if last is None or last.number != proposal.number + 1 or last.state is not ProposalState.SOLVED:
            return cohort  # another process is about to solve it: then all of its pairs are kept
        return cohort.put(replace(last, pins=pins))

    office.store.update(at.cohort, turn, focus={""})


def _solve_again(office: Office, at: Access, proposal: Proposal, pins: Pairs, forbidden: Pairs) -> None:
    told = {"pins": _rows(pins), "forbidden": _rows(forbidden), **_because(proposal.exception if pins else "")}
    _decide(office, at, proposal, {"decision": "solve_again", **told})


def _rows(pairs: Pairs) -> list[dict[str, str]]:
    return [row_of(*pair) for pair in pairs]


def _because(exception: str) -> dict[str, Any]:
    return {"may_break": bool(exception), "exception": exception}


def _decide(office: Office, at: Access, proposal: Proposal, content: Mapping[str, Any]) -> None:
    """Answer the review, and have what it orders solved while the coordinator waits, unless that would take long."""
    decided = decide_together(office, at.cohort, at.coordinator.code, "review_proposal", {proposal.id: content})
    if wrong := decided.mistakes.get(proposal.id):
        raise CannotTell(together(list(wrong.values()), " "))
    cohort = office.store.load(at.cohort, focus={""})
    if content["decision"] == "by_hand" or len(pool(cohort, Role.MENTEE)) * len(pool(cohort, Role.MENTOR)) <= PAIRS_MAX:
        solve_proposals(office, at.cohort)
    now = office.clock.now()
    office.store.update(at.cohort, lambda current: settled(current, now), focus={""})
