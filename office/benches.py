"""Benches: slow work that empties trays: the matchmaker (OR-Tools) and the press (PDF). The postman has his own file.

The work is done outside any transaction; what comes of it is saved in a turn that looks again whether it is still wanted.
"""

import logging
from dataclasses import replace

from domain.cohort import Cohort
from domain.documents import Document
from domain.lifecycles import DOCUMENT, PROPOSAL, DocumentState, ProposalState
from domain.people import Role
from domain.proposals import Proposal
from office.genuine import proof_of
from office.match.candidates import candidates, terms
from office.match.choosing import next_round
from office.office import Office

log = logging.getLogger(__name__)

VERDICTS = {
    "OPTIMAL": ProposalState.SOLVED,
    "FEASIBLE": ProposalState.SOLVED,
    "BY_HAND": ProposalState.SOLVED,
    "INFEASIBLE": ProposalState.IMPOSSIBLE,
}


def solve_proposals(office: Office, code: str) -> int:
    """Solve every proposal that was ordered, or ask participants first; how many were.

    One that fails is marked and shown, not tried for ever.
    """
    if not office.store.lookups.has_ordered_proposals(code):
        return 0
    cohort = office.store.load(code, focus={""})
    ordered = [p for p in cohort.proposals.values() if p.state is ProposalState.ORDERED]
    for proposal in ordered:
        if (opening := next_round(cohort, proposal, office.clock.now())) is not None:
            office.store.update(code, opening, focus={""})
        else:
            _save_proposal(office, code, solve(cohort, proposal, office))
    return len(ordered)


def solve(cohort: Cohort, proposal: Proposal, office: Office) -> Proposal:
    """The proposal with the matchmaker's answer."""
    from matching.by_hand import by_hand  # loads the solver: a second that only a run with an order should pay
    from matching.pairs import suggest

    answer = by_hand if proposal.by_hand else suggest
    try:
        result = answer(candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR), terms(cohort, proposal))
    except Exception as error:
        log.exception("cohort %s: proposal %s could not be solved", cohort.code, proposal.id)
        state = PROPOSAL.check(proposal.state, ProposalState.FAILED)
        return replace(proposal, state=state, failure=type(error).__name__, solved_at=office.clock.now())
    state = PROPOSAL.check(proposal.state, VERDICTS[result.status])
    return replace(proposal, state=state, result=result, solved_at=office.clock.now())


def _save_proposal(office: Office, code: str, solved: Proposal) -> None:
    def turn(cohort: Cohort) -> Cohort:
        current = cohort.proposals[solved.id]
        return cohort.put(solved) if current.state is ProposalState.ORDERED else cohort

    office.store.update(code, turn, focus={""})


def print_documents(office: Office, code: str) -> int:
    """Print every document that was ordered; how many were. One that fails is marked with its reason."""
    printed = 0
    for scope in office.store.lookups.scopes_with_orders(code):
        cohort = office.store.load(code, focus=None if scope == "" else {scope})
        for document in cohort.here(cohort.documents.values()):
            if document.state is DocumentState.ORDERED and document.scope == scope:
                _save_document(office, code, _printed(office, cohort, document))
                printed += 1
    return printed


def _printed(office: Office, cohort: Cohort, document: Document) -> Document:
    from documents.facts import facts_of  # loads the press, as above
    from documents.press import print_document

    now = office.clock.now()
    try:
        pdf = print_document(document.kind, facts_of(cohort, document, proof_of(office, cohort, document)), now)
    except Exception as error:
        log.exception("cohort %s: document %s could not be printed", cohort.code, document.id)
        state = DOCUMENT.check(document.state, DocumentState.FAILED)
        return replace(document, state=state, failure=type(error).__name__)
    name = f"{document.kind}.pdf"
    file = office.store.files.put(pdf, name, "application/pdf", cohort.code, document.scope)
    state = DOCUMENT.check(document.state, DocumentState.PRINTED)
    return replace(document, state=state, file=file, printed_at=now, failure="")


def _save_document(office: Office, code: str, printed: Document) -> None:
    def turn(cohort: Cohort) -> Cohort:
        current = cohort.documents.get(printed.id)
        wanted = current is not None and current.state is DocumentState.ORDERED
        return cohort.put(printed) if wanted else cohort

    office.store.update(code, turn, focus={printed.scope})
