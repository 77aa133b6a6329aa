"""Ordering: set a proposal aside and order the next one. Pure; what the next one is to look like is left to the form."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.cohort import Cohort
from domain.forms.verbs import revoke
from domain.lifecycles import PROPOSAL, ProposalState
from domain.proposals import Proposal, next_order

WAITS = (ProposalState.SOLVED, ProposalState.IMPOSSIBLE)


def newest(cohort: Cohort) -> Proposal | None:
    """The last proposal that was ordered."""
    return max(cohort.proposals.values(), key=lambda proposal: proposal.number, default=None)


def waits_for_review(cohort: Cohort) -> Proposal | None:
    """The proposal that lies before the coordinator, if there is one."""
    last = newest(cohort)
    return last if last and last.state in WAITS else None


def decided(cohort: Cohort, proposal: Proposal, state: ProposalState, by: str, at: datetime) -> Cohort:
    """The coordinator approved or discarded this proposal."""
    moved = replace(proposal, state=PROPOSAL.check(proposal.state, state), decided_at=at, decided_by=by)
    return cohort.put(moved)


def order_again(cohort: Cohort, proposal: Proposal, by: str, at: datetime, **changes: Any) -> Cohort:
    """Discard this proposal and order the next one, on its terms but for the changes. Nobody is asked to review it."""
    number = 1 + max(known.number for known in cohort.proposals.values())
    cohort = decided(cohort, proposal, ProposalState.DISCARDED, by, at)
    cohort = revoke(cohort, lambda open_: open_.form == "review_proposal" and open_.about == proposal.id)
    return cohort.put(next_order(proposal, number, at, **changes))
