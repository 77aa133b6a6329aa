"""Review a proposal: the coordinator approves the pairs, fixes some or all by hand, or discards it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.careers import CAREER_TRACKS, SUB_SECTORS
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Text
from domain.forms.ordering import decided, order_again
from domain.forms.verbs import SEATED, free_seat, next_pair_number
from domain.invitations import Invitation
from domain.lifecycles import PROPOSAL, PairState, ProposalState
from domain.pairs import Pair
from domain.people import Role
from domain.proposals import Match, Proposal
from domain.rules.pairing import IN_THE_POOL, pool
from domain.text import as_typed
from domain.verdicts import in_the_way, named, proof, ways_out

DECISIONS = {
    "approve": "Approve these pairs",
    "solve_again": "Solve again: the pairs below fixed, the rest solved",
    "by_hand": "Only the pairs below, nobody else",
    "discard": "Discard it",
}
WITH_PAIRS = ("solve_again", "by_hand")
LISTED_MAX = 60
"""Up to so many mentees each has a row of their own, ready for a mentor; in larger pools rows are filled as needed."""
PAIRS_MAX = 400


class CodesRow(BaseModel):
    """A mentee and a mentor by their codes. A row without a mentor asks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    mentee: Code = question("Mentee", "")
    mentor: Code = question("Mentor", "")

    @property
    def codes(self) -> tuple[str, str]:
        return self.mentor.upper(), self.mentee.upper()


class ReviewProposal(Form):
    """Nothing happens before you approve. To have it otherwise, fix some pairs and let the office solve the rest, or
    name all the pairs yourself: either comes back to you as a new proposal.
    """

    name = "review_proposal"
    title = "Review the proposed pairs"
    reach = "cohort"
    thanks = "Noted. Approved pairs are offered to both sides; a new solution comes back to you."

    decision: Code = question("Your decision", widget="choice", options=DECISIONS)
    pins: tuple[CodesRow, ...] = question(
        "Pairs that must be",
        (),
        widget="rows",
        rows=3,
        max_length=PAIRS_MAX,
        hint="Choose a mentor to fix a pair. A mentee without a mentor here is left to the office, or, with “only the "
        "pairs below”, stays without.",
        only_if=("decision", WITH_PAIRS),
    )
    forbidden: tuple[CodesRow, ...] = question(
        "Pairs that must not be",
        (),
        widget="rows",
        rows=3,
        max_length=PAIRS_MAX,
        only_if=("decision", ("solve_again",)),
    )
    may_break: bool = question(
        "These pairs may break a rule", False, widget="yes", only_if=("decision", WITH_PAIRS),
        hint="Otherwise a pair you fix is checked like any other: language, employer, supervision and the rest. "
        "A mentor never gets more mentees than agreed.",
    )  # fmt: skip
    exception: Text = question(
        "… because",
        "",
        widget="text",
        hint="For the next coordinator.",
        only_if=("may_break", (True,)),
        needed="Please say why these pairs may break a rule.",
    )

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        proposal = cohort.proposals[invitation.about]
        told = [super().introduction(cohort, invitation), *_answer(cohort, proposal)]
        return "\n\n".join(part for part in told if part)

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        impossible = cohort.proposals[invitation.about].state is ProposalState.IMPOSSIBLE
        decisions = {code: words for code, words in DECISIONS.items() if code != "approve" or not impossible}
        mentors, mentees = _choices(cohort, Role.MENTOR), _choices(cohort, Role.MENTEE)
        cells = {f"{rows}.{side}": found for rows in ("pins", "forbidden") for side, found in (("mentor", mentors), ("mentee", mentees))}
        return {"decision": decisions, **cells}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, object]:
        """The pairs fixed so far, and a row for everybody else who could be paired."""
        proposal = cohort.proposals[invitation.about]
        fixed = [(match.mentor, match.mentee) for match in proposal.matches] if proposal.by_hand else []
        pins = [_row(*pair) for pair in (*proposal.pins, *(pair for pair in fixed if pair not in proposal.pins))]
        free = [a.id for a in pool(cohort, Role.MENTEE)]
        named_already = {row["mentee"] for row in pins}
        spare = [_row("", code) for code in free if code not in named_already] if len(free) <= LISTED_MAX else []
        return {
            "pins": sorted([*pins, *spare], key=lambda row: row["mentee"]),
            "forbidden": [_row(*pair) for pair in proposal.forbidden],
            "may_break": bool(proposal.exception),
            "exception": proposal.exception,
        }

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        proposal = cohort.proposals[invitation.about]
        wanted = ProposalState.APPROVED if self.decision == "approve" else ProposalState.DISCARDED
        if proposal.state is not wanted and not PROPOSAL.allows(proposal.state, wanted):
            return {"decision": f"This proposal is {proposal.state.value}: that is not possible any more, or not yet."}
        pins, forbidden = _pairs(self.pins), _pairs(self.forbidden)
        found = {
            name: words
            for name, words in (("pins", _cannot_be(cohort, pins)), ("forbidden", _unknown(cohort, forbidden)))
            if words
        }
        if self.decision == "by_hand" and not pins:
            found.setdefault("pins", "Please choose a mentor for at least one mentee.")
        if both := sorted({*pins} & {*forbidden}):
            mentor, mentee = both[0]
            found.setdefault("forbidden", f"{mentor} and {mentee} cannot be wanted and forbidden at once.")
        return found

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        proposal = cohort.proposals[invitation.about]
        if proposal.state in (ProposalState.APPROVED, ProposalState.DISCARDED):
            return cohort
        if self.decision == "approve":
            return propose_pairs(decided(cohort, proposal, ProposalState.APPROVED, invitation.to, at), proposal)
        if self.decision == "discard":
            return decided(cohort, proposal, ProposalState.DISCARDED, invitation.to, at)
        return order_again(
            cohort,
            proposal,
            invitation.to,
            at,
            pins=_pairs(self.pins),
            forbidden=_pairs(self.forbidden) if self.decision == "solve_again" else proposal.forbidden,
            by_hand=self.decision == "by_hand",
            exception=self.exception,
        )


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
    if application is None or person is None or not person.takes_part or application.state not in IN_THE_POOL:
        return False
    return len(cohort.pairs_of(code, *SEATED)) + taken < application.capacity


# --- pairs by hand ----------------------------------------------------------------------------------------------------


def _row(mentor: str, mentee: str) -> dict[str, str]:
    return {"mentee": mentee, "mentor": mentor}


def _pairs(rows: tuple[CodesRow, ...]) -> tuple[tuple[str, str], ...]:
    """(mentor, mentee) of every row in which a mentor is chosen, each once."""
    return tuple(dict.fromkeys(row.codes for row in rows if row.mentor))


def _cannot_be(cohort: Cohort, pairs: tuple[tuple[str, str], ...]) -> str:
    """What is wrong with pairs that must be, in a sentence; "" when nothing is."""
    if words := _unknown(cohort, pairs):
        return words
    free = {application.id for role in Role for application in pool(cohort, role)}
    for code in (code for pair in pairs for code in pair if code not in free):
        return f"{named(cohort, code)} cannot be paired now: not taking part, or no free place."
    mentees = [mentee for _, mentee in pairs]
    twice = next((mentee for mentee in mentees if mentees.count(mentee) > 1), "")
    return f"{named(cohort, twice)} stands there with two mentors; choose one." if twice else ""


def _unknown(cohort: Cohort, pairs: tuple[tuple[str, str], ...]) -> str:
    roles = {code: application.role for code, application in cohort.applications.items()}
    for mentor, mentee in pairs:
        if roles.get(mentor) is not Role.MENTOR:
            return f"Nobody who applied as a mentor has the code {mentor or '(empty)'}."
        if roles.get(mentee) is not Role.MENTEE:
            return f"Nobody who applied as a mentee has the code {mentee or '(empty)'}."
    return ""


def _choices(cohort: Cohort, role: Role) -> dict[str, str]:
    """Everybody of one role who can be paired now: "M03 Anna Lee · Pharma"."""
    return {a.id: f"{a.id} {cohort.participants[a.id].name}{_known_for(a.answers)}" for a in pool(cohort, role)}


def _known_for(told: Mapping[str, object]) -> str:
    """What tells people apart at a glance: a mentor's sub-sectors, the career a mentee ranks first."""
    sectors, tracks = told.get("sub_sectors"), told.get("tracks")
    if isinstance(sectors, list | tuple) and sectors:
        return f" · {', '.join(SUB_SECTORS.get(str(one), str(one)) for one in sectors[:2])}"
    if isinstance(tracks, list | tuple) and tracks:
        return f" · {CAREER_TRACKS.get(int(tracks[0]), tracks[0])}"
    return ""


# --- in words ---------------------------------------------------------------------------------------------------------


def _answer(cohort: Cohort, proposal: Proposal) -> Iterator[str]:
    """The matchmaker's answer as paragraphs and lists in Markdown."""
    yield proof(proposal)
    if proposal.exception:
        yield f"Fixed pairs may break a rule, because: {as_typed(proposal.exception)}"
    if blocked := in_the_way(cohort, proposal):
        yield "What stands in the way:"
        yield "\n".join(f"- {as_typed(words)}" for words in (*blocked, *ways_out(proposal)))
    yield "\n".join(f"- {_in_words(cohort, match)}{_because(match.reasons)}" for match in proposal.matches)
    if proposal.unmatched:
        yield "Without a partner:"
        yield "\n".join(f"- {as_typed(named(cohort, one.code))}{_because(one.why)}" for one in proposal.unmatched)


def _in_words(cohort: Cohort, match: Match) -> str:
    mentee, mentor = (as_typed(named(cohort, code)) for code in (match.mentee, match.mentor))
    return f"**{mentee}** with **{mentor}**, {match.score} of 100"


def _because(reasons: tuple[str, ...]) -> str:
    return f": {as_typed('; '.join(reasons))}" if reasons else ""
