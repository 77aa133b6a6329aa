"""Proposing: what a decision on a proposal sets going: pairs that are offered, or the next order to the matchmaker. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.cohort import Cohort, Entry
from domain.deeds import key_at
from domain.forms.verbs import SEATED, free_seat, next_pair_number, revoke
from domain.groups import pair_of
from domain.lifecycles import PROPOSAL, PairState, ProposalState
from domain.match.arranging import Pairs
from domain.match.facts import ProposedPair
from domain.proposals import Proposal, in_place_of, next_order
from domain.rules.pairing import IN_THE_POOL

WAITS = (ProposalState.SOLVED, ProposalState.IMPOSSIBLE)


def newest(cohort: Cohort) -> Proposal | None:
    """The last proposal that was ordered."""
    return max(cohort.proposals.values(), key=lambda proposal: proposal.number, default=None)


def waits_for_review(cohort: Cohort) -> Proposal | None:
    """The proposal that lies before the coordinator, if there is one."""
    last = newest(cohort)
    return last if last and last.state in WAITS else None


def too_late_to_ask(cohort: Cohort, order: Proposal | None = None) -> bool:
    """Whether participants are not asked any more to choose or to meet before this order: the pairs are named by hand, or
    an earlier proposal was solved already. Without an order: the next one."""
    if order is not None and order.by_hand and order.pins:
        return True
    answered = (p for p in cohort.proposals.values() if p.solved_at and p.state is not ProposalState.FAILED)
    return any(order is None or p.number < order.number for p in answered)


def decided(cohort: Cohort, proposal: Proposal, state: ProposalState, by: str, at: datetime) -> Cohort:
    """The coordinator approved or discarded this proposal."""
    moved = replace(proposal, state=PROPOSAL.check(proposal.state, state), decided_at=at, decided_by=by)
    return cohort.put(moved)


def order_again(cohort: Cohort, proposal: Proposal, by: str, at: datetime, **changes: Any) -> Cohort:
    """Discard this proposal and order the next one, on its terms but for the changes; it waits for no review."""
    number = 1 + max(known.number for known in cohort.proposals.values())
    cohort = decided(cohort, proposal, ProposalState.DISCARDED, by, at)
    cohort = revoke(cohort, lambda open_: open_.form == "review_proposal" and open_.about == proposal.id)
    return cohort.put(next_order(proposal, number, at, **changes))


def ordered_instead_of(cohort: Cohort, proposal: Proposal) -> Proposal | None:
    """The order that a coordinator gave in the same breath as they discarded this proposal, if they did."""
    return next((p for p in cohort.proposals.values() if in_place_of(p, proposal)), None)


def replaced_by(cohort: Cohort, order: Proposal) -> Proposal | None:
    """The proposal that a coordinator had otherwise by this order, if it came about so."""
    return next((p for p in cohort.proposals.values() if in_place_of(order, p)), None)


def approved(cohort: Cohort, proposal: Proposal, by: str, at: datetime) -> Cohort:
    """The coordinator wants these pairs: they are offered to both sides."""
    return propose_pairs(decided(cohort, proposal, ProposalState.APPROVED, by, at), proposal)


def holding(cohort: Cohort, proposal: Proposal, pins: Pairs, forbidden: Pairs, by: str, at: datetime) -> Cohort:
    """What is kept and what is ruled out from now on, where the pairs that are proposed stay as they are."""
    if (proposal.pins, proposal.forbidden) == (pins, forbidden):
        return cohort
    key = key_at(f"{proposal.id}:hold", at, cohort.journal)
    line = Entry(key, "", at, f"keep {len(pins)}, rule out {len(forbidden)}", by)
    return cohort.put(replace(proposal, pins=pins, forbidden=forbidden)).note(line)


def propose_pairs(cohort: Cohort, proposal: Proposal) -> Cohort:
    """A pair for each match that can still be: both take part, the mentee is free, the mentor has a seat."""
    for match in _still_possible(cohort, proposal):
        pair = pair_of(
            id=f"P{next_pair_number(cohort):02d}",
            mentor=match.mentor,
            mentee=match.mentee,
            state=PairState.PROPOSED,
            proposal=proposal.id,
            seat=free_seat(cohort, match.mentor),
            score=match.score,
            reasons=match.reasons,
            offered_at=cohort.proposals[proposal.id].decided_at,
        )
        cohort = cohort.put(pair)
    return cohort


def _still_possible(cohort: Cohort, proposal: Proposal) -> Iterator[ProposedPair]:
    taken: dict[str, int] = {}
    for match in proposal.matches:
        codes = (match.mentor, match.mentee)
        if all(_has_a_place(cohort, code, taken.get(code, 0)) for code in codes):
            yield match
            taken |= {code: taken.get(code, 0) + 1 for code in codes}


def _has_a_place(cohort: Cohort, code: str, taken: int) -> bool:
    application, person = cohort.applications.get(code), cohort.participants.get(code)
    if application is None or person is None or not person.takes_part or application.state not in IN_THE_POOL:
        return False
    return len(cohort.pairs_of(code, *SEATED)) + taken < application.capacity
