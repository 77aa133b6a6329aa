"""Review a proposal: the coordinator approves the pairs, fixes some or all by hand, or discards it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from domain.belonging import Use
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Text
from domain.forms.pairs_by_hand import CodesRow, cannot_be, choices, pairs_of, row_of, unknown
from domain.forms.proposing import WAITS, approved, decided, order_again, ordered_instead_of
from domain.invitations import Invitation
from domain.lifecycles import PROPOSAL, ProposalState
from domain.match.facts import ProposedPair
from domain.match.words.balance import reached
from domain.match.words.clashes import in_the_way, ways_out
from domain.match.words.left_over import left_over, without_a_mentee
from domain.match.words.people import named
from domain.match.words.proof import verdict
from domain.match.words.reasons import reasons
from domain.people import Role
from domain.proposals import Proposal
from domain.rules.pairing import pool
from domain.saying import say, sayings, together
from domain.states import PROPOSALS
from domain.text import as_typed

DECISIONS = sayings(
    {
        "approve": "Approve these pairs",
        "solve_again": "Solve again: the pairs below fixed, the rest solved",
        "by_hand": "Only the pairs below, nobody else",
        "discard": "Discard it",
    }
)
WITH_PAIRS = ("solve_again", "by_hand")
TOO_LATE = say("A new proposal was ordered already; decide on that one when it comes.")
LISTED_MAX = 60
"""Up to so many mentees each has a row of their own, ready for a mentor; in larger pools rows are filled as needed."""
PAIRS_MAX = 400


class ReviewProposal(Form):
    """Nothing happens before you approve. To have it otherwise, fix some pairs and let the office solve the rest, or
    name all the pairs yourself: either is checked against the rules and comes back to you as a new proposal.
    """

    name = "review_proposal"
    title = "Review the proposed pairs"
    by = "coordinator"
    desk_page = "/match"
    use = Use.DECISION
    reach = "cohort"
    thanks = (
        "Noted. Approved pairs are offered to both sides. Pairs you named are checked against the rules and come back to "
        "you with the verdict, as does a new solution; nothing is sent before you approve."
    )

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
        return together(part for part in told if part)

    @classmethod
    def mended_in(cls, cohort: Cohort, invitation: Invitation) -> str:
        impossible = cohort.proposals[invitation.about].state is ProposalState.IMPOSSIBLE
        return "matching_terms" if impossible else ""

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        some = bool(cohort.proposals[invitation.about].matches)
        decisions = {code: words for code, words in DECISIONS.items() if code != "approve" or some}
        mentors, mentees = choices(cohort, Role.MENTOR), choices(cohort, Role.MENTEE)
        cells = {
            f"{rows}.{side}": found
            for rows in ("pins", "forbidden")
            for side, found in (("mentor", mentors), ("mentee", mentees))
        }
        return {"decision": decisions, **cells}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, object]:
        """The pairs fixed so far, and a row for everybody else who could be paired."""
        proposal = cohort.proposals[invitation.about]
        fixed = [(match.mentor, match.mentee) for match in proposal.matches] if proposal.by_hand else []
        pins = [row_of(*pair) for pair in (*proposal.pins, *(pair for pair in fixed if pair not in proposal.pins))]
        free = [a.id for a in pool(cohort, Role.MENTEE)]
        named_already = {row["mentee"] for row in pins}
        spare = [row_of("", code) for code in free if code not in named_already] if len(free) <= LISTED_MAX else []
        return {
            "pins": sorted([*pins, *spare], key=lambda row: row["mentee"]),
            "forbidden": [row_of(*pair) for pair in proposal.forbidden],
            "may_break": bool(proposal.exception),
            "exception": proposal.exception,
        }

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        proposal = cohort.proposals[invitation.about]
        wanted = ProposalState.APPROVED if self.decision == "approve" else ProposalState.DISCARDED
        if proposal.state is not wanted and not PROPOSAL.allows(proposal.state, wanted):
            state = PROPOSALS[proposal.state]
            return {
                "decision": say("This proposal is {state}: that is not possible any more, or not yet.", state=state)
            }
        if proposal.state is ProposalState.DISCARDED and not self._was_the_decision(cohort, proposal):
            again = ordered_instead_of(cohort, proposal)
            return {"decision": TOO_LATE if again else say("This proposal was discarded: that is decided.")}
        pins, forbidden = pairs_of(self.pins), pairs_of(self.forbidden)
        found = {
            name: words
            for name, words in (("pins", cannot_be(cohort, pins)), ("forbidden", unknown(cohort, forbidden)))
            if words
        }
        if self.decision == "by_hand" and not pins:
            found.setdefault("pins", say("Please choose a mentor for at least one mentee."))
        if both := sorted({*pins} & {*forbidden}):
            mentor, mentee = both[0]
            twice = say("{mentor} and {mentee} cannot be wanted and forbidden at once.", mentor=mentor, mentee=mentee)
            found.setdefault("forbidden", twice)
        return found

    def _was_the_decision(self, cohort: Cohort, proposal: Proposal) -> bool:
        """Whether this answer, sent once more, asks for what became of this discarded proposal."""
        order = ordered_instead_of(cohort, proposal)
        if self.decision == "discard" or order is None:
            return self.decision == "discard" and order is None
        return all(getattr(order, name) == value for name, value in self._order(proposal).items())

    def _order(self, proposal: Proposal) -> dict[str, Any]:
        """What the next order asks otherwise than this proposal did."""
        return {
            "pins": pairs_of(self.pins),
            "forbidden": pairs_of(self.forbidden) if self.decision == "solve_again" else proposal.forbidden,
            "by_hand": self.decision == "by_hand",
            "exception": self.exception,
        }

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        return cohort.proposals[invitation.about].state in WAITS

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        proposal = cohort.proposals[invitation.about]
        if proposal.state in (ProposalState.APPROVED, ProposalState.DISCARDED):
            return cohort
        if self.decision == "approve":
            return approved(cohort, proposal, invitation.to, at)
        if self.decision == "discard":
            return decided(cohort, proposal, ProposalState.DISCARDED, invitation.to, at)
        return order_again(cohort, proposal, invitation.to, at, **self._order(proposal))


# --- in words ---------------------------------------------------------------------------------------------------------


def _answer(cohort: Cohort, proposal: Proposal) -> Iterator[str]:
    """The matchmaker's answer as paragraphs and lists in Markdown."""
    found = proposal.result
    if found is None:
        return
    named_none = not found.matches and found.status == "BY_HAND"
    yield say("No pair is named yet: choose below.") if named_none else verdict(found)
    if proposal.exception:
        yield say("Fixed pairs may break a rule, because: {why}", why=as_typed(proposal.exception))
    who = partial(named, cohort)
    if found.clashes:
        yield say("What stands in the way:")
        told = [*(in_the_way(one, who) for one in found.clashes), *ways_out(found.ways_out)]
        yield _list(as_typed(words) for words in told)
    if proposal.state is ProposalState.IMPOSSIBLE:
        return  # where there is no match at all, nothing is reached and nobody in particular is left over
    if found.balance:
        yield say("Balance:")
        yield _list(as_typed(reached(rule)) for rule in found.balance)
    yield _list(_because(_pair(cohort, match), reasons(match.reasons)) for match in found.matches)
    if found.unmatched:
        yield say("{n} without a partner:", "{n} without a partner:", n=len(found.unmatched))
        yield _list(_because(_who(cohort, one.code), left_over(one, who)) for one in found.unmatched)
    if spare := without_a_mentee(found.spare, who):
        yield together((as_typed(spare), ""), ".")


def _pair(cohort: Cohort, match: ProposedPair) -> str:
    mentee, mentor = _who(cohort, match.mentee), _who(cohort, match.mentor)
    return say("**{mentee}** with **{mentor}**, {score} of 100", mentee=mentee, mentor=mentor, score=match.score)


def _because(words: str, told: list[str]) -> str:
    return together((words, together(map(as_typed, told), "; ")), ": ") if told else words


def _list(lines: Iterable[str]) -> str:
    """A list in Markdown."""
    return together((together(("- ", line), "") for line in lines), "\n")


def _who(cohort: Cohort, code: str) -> str:
    person = cohort.participants.get(code)
    return f"{as_typed(person.name)} ({code})" if person else code
