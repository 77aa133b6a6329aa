"""Review a proposal: the coordinator approves the pairs, changes the terms and has it solved again, or discards it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code
from domain.forms.verbs import SEATED, free_seat, next_pair_number
from domain.invitations import Invitation
from domain.lifecycles import PROPOSAL, ApplicationState, PairState, ProposalState
from domain.pairs import Pair
from domain.people import Role
from domain.proposals import Match, Proposal
from domain.text import as_typed

DECISIONS = {
    "approve": "Approve these pairs",
    "solve_again": "Solve again with the rows below",
    "discard": "Discard it",
}
POOL = (ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)


class CodesRow(BaseModel):
    """A mentor and a mentee by their codes."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    mentor: Code = question("Mentor (M…)", "")
    mentee: Code = question("Mentee (N…)", "")

    @property
    def codes(self) -> tuple[str, str]:
        return self.mentor.upper(), self.mentee.upper()


class ReviewProposal(Form):
    """Nothing happens before you approve. To have it otherwise, name pairs that must or must not be."""

    name = "review_proposal"
    title = "Review the proposed pairs"
    reach = "cohort"
    thanks = "Noted. Approved pairs are offered to both sides; a new solution comes back to you."

    decision: Code = question("Your decision", widget="choice", options=DECISIONS)
    pins: tuple[CodesRow, ...] = question(
        "Pairs that must be", (), widget="rows", rows=3, max_length=500, only_if=("decision", ("solve_again",))
    )
    forbidden: tuple[CodesRow, ...] = question(
        "Pairs that must not be", (), widget="rows", rows=3, max_length=500, only_if=("decision", ("solve_again",))
    )

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        proposal = cohort.proposals[invitation.about]
        lines = [f"- {_in_words(cohort, match)}{_because(match.reasons)}" for match in proposal.matches]
        left = [f"- {_who(cohort, left_over.code)}{_because(left_over.why)}" for left_over in proposal.unmatched]
        without = ["", "Without a partner:", "", *left] if left else []
        return "\n".join([super().introduction(cohort, invitation), "", *lines, *without])

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, object]:
        proposal = cohort.proposals[invitation.about]
        rows = {"pins": proposal.pins, "forbidden": proposal.forbidden}
        return {name: [{"mentor": m, "mentee": n} for m, n in pairs] for name, pairs in rows.items()}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        proposal = cohort.proposals[invitation.about]
        wanted = ProposalState.APPROVED if self.decision == "approve" else ProposalState.DISCARDED
        if proposal.state is not wanted and not PROPOSAL.allows(proposal.state, wanted):
            return {"decision": f"This proposal is {proposal.state.value}: that is not possible any more, or not yet."}
        found = {
            name: words
            for name in ("pins", "forbidden")
            if (words := _mistake_in(cohort, [row.codes for row in getattr(self, name)]))
        }
        if {row.codes for row in self.pins} & {row.codes for row in self.forbidden}:
            found.setdefault("forbidden", "A pair cannot be wanted and forbidden at once.")
        return found

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        proposal = cohort.proposals[invitation.about]
        wanted = ProposalState.APPROVED if self.decision == "approve" else ProposalState.DISCARDED
        if proposal.state in (ProposalState.APPROVED, ProposalState.DISCARDED):
            return cohort
        state = PROPOSAL.check(proposal.state, wanted)
        cohort = cohort.put(replace(proposal, state=state, decided_at=at, decided_by=invitation.to))
        if self.decision == "approve":
            return propose_pairs(cohort, proposal)
        return cohort.put(self._next_order(cohort, at)) if self.decision == "solve_again" else cohort

    def _next_order(self, cohort: Cohort, at: datetime) -> Proposal:
        number = 1 + max(proposal.number for proposal in cohort.proposals.values())
        pins, forbidden = (tuple(dict.fromkeys(row.codes for row in rows)) for rows in (self.pins, self.forbidden))
        return Proposal(f"match-{number}", number, ProposalState.ORDERED, at, pins=pins, forbidden=forbidden)


def propose_pairs(cohort: Cohort, proposal: Proposal) -> Cohort:
    """A pair for each match that can still be: both take part, the mentee is free, the mentor has a seat."""
    for match in _still_possible(cohort, proposal):
        pair = Pair(
            id=f"P{next_pair_number(cohort):02d}",
            mentor=match.mentor,
            mentee=match.mentee,
            state=PairState.PROPOSED,
            proposal=proposal.id,
            seat=free_seat(cohort, match.mentor),
            score=match.score,
            reasons=match.reasons,
        )
        cohort = cohort.put(pair)
    return cohort


def _still_possible(cohort: Cohort, proposal: Proposal) -> Iterator[Match]:
    taken: dict[str, int] = {}
    for match in proposal.matches:
        codes = (match.mentor, match.mentee)
        if all(_has_a_place(cohort, code, taken.get(code, 0)) for code in codes):
            yield match
            taken |= {code: taken.get(code, 0) + 1 for code in codes}


def _has_a_place(cohort: Cohort, code: str, taken: int) -> bool:
    application, person = cohort.applications.get(code), cohort.participants.get(code)
    if application is None or person is None or not person.takes_part or application.state not in POOL:
        return False
    return len(cohort.pairs_of(code, *SEATED)) + taken < application.capacity


def _mistake_in(cohort: Cohort, pairs: list[tuple[str, str]]) -> str:
    roles = {code: application.role for code, application in cohort.applications.items()}
    for mentor, mentee in pairs:
        if roles.get(mentor) is not Role.MENTOR:
            return f"Nobody who applied as a mentor has the code {mentor or '(empty)'}."
        if roles.get(mentee) is not Role.MENTEE:
            return f"Nobody who applied as a mentee has the code {mentee or '(empty)'}."
    return ""


def _in_words(cohort: Cohort, match: Match) -> str:
    return f"**{_who(cohort, match.mentee)}** with **{_who(cohort, match.mentor)}**, {match.score} of 100"


def _because(reasons: tuple[str, ...]) -> str:
    return f": {as_typed('; '.join(reasons))}" if reasons else ""


def _who(cohort: Cohort, code: str) -> str:
    person = cohort.participants.get(code)
    return f"{as_typed(person.name)} ({code})" if person else code
