"""Choosing: what participants are asked before a proposal is solved: to rank a shortlist, to meet first.

Computes whom each may choose from or meets; the letters follow from that (domain/rules/choosing.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from domain.applications import Application, Choosing, FirstMeetings
from domain.cohort import Cohort, Entry
from domain.forms.proposing import too_late_to_ask
from domain.lifecycles import PROPOSAL, Phase, ProposalState
from domain.match.facts import Reason
from domain.people import Role
from domain.proposals import Proposal, Round
from office.match.candidates import candidates, terms

Turn = Callable[[Cohort], Cohort]
Why = Mapping[str, Mapping[str, tuple[Reason, ...]]]
MEETINGS_OF_A_MENTOR = 3  # as many as a mentee has at most (own)
CHOOSERS: Mapping[str, tuple[Literal["mentees", "mentors"], ...]] = {
    "mentees": ("mentees",),
    "mentors": ("mentors",),
    "both": ("mentees", "mentors"),
}
STATES: Mapping[Round, ProposalState] = {"choices": ProposalState.CHOOSING, "meetings": ProposalState.MEETING}


def next_round(cohort: Cohort, proposal: Proposal, now: datetime) -> Turn | None:
    """The turn that opens the next round of this proposal; None when it is time to solve it.

    Only before the first proposal of a cohort, while recruiting, while there is time for it before mentoring starts, and
    when anybody has somebody to choose.
    """
    if too_late_to_ask(cohort, proposal):
        return None
    for name, length in _wanted(cohort).items():
        if name in proposal.rounds or not _in_time(cohort, now, length):
            continue
        asked = BY_ROUND[name](cohort, proposal)
        if any(asked.values()):
            return _opening(proposal, name, asked, _why(cohort, asked) if name == "choices" else {}, now)
    return None


def _wanted(cohort: Cohort) -> dict[Round, timedelta]:
    matching = cohort.policy.matching
    rounds: dict[Round, timedelta] = {
        "choices": matching.choices_close_after,
        "meetings": matching.meetings_close_after,
    }
    wanted = {"choices": matching.asks_for_choices, "meetings": matching.meetings_max > 0}
    return {name: length for name, length in rounds.items() if wanted[name]}


def _in_time(cohort: Cohort, now: datetime, length: timedelta) -> bool:
    return cohort.phase is Phase.RECRUITMENT and now + length < cohort.milestones.mentoring_starts


def _shortlists(cohort: Cohort, proposal: Proposal) -> Mapping[str, tuple[str, ...]]:
    from matching.shortlist import shortlists  # loads the solver: a second that only a run with an order should pay

    matching, found = cohort.policy.matching, dict[str, tuple[str, ...]]()
    people = candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR)
    for side in CHOOSERS[matching.choosers]:
        found |= shortlists(*people, terms(cohort, proposal), matching.shortlist_max, side)
    return found


def _why(cohort: Cohort, asked: Mapping[str, tuple[str, ...]]) -> Why:
    """Why each of a shortlist would fit whoever chooses."""
    from matching.scoring import reasons

    known = {one.code: one for role in Role for one in candidates(cohort, role)}
    weights = cohort.policy.matching.weights
    mentees = {code for code in known if cohort.applications[code].role is Role.MENTEE}

    def of(one: str, other: str) -> tuple[Reason, ...]:
        mentee, mentor = (one, other) if one in mentees else (other, one)
        return reasons(known[mentee], known[mentor], weights)

    return {code: {other: of(code, other) for other in others} for code, others in asked.items()}


def _meetings(cohort: Cohort, proposal: Proposal) -> Mapping[str, tuple[str, ...]]:
    from matching.shortlist import meetings

    people = candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR)
    asked = terms(cohort, proposal)
    met = meetings(*people, asked, cohort.policy.matching.meetings_max, MEETINGS_OF_A_MENTOR)
    found: dict[str, tuple[str, ...]] = {}
    for mentor, mentee in met:
        found[mentor] = (*found.get(mentor, ()), mentee)
        found[mentee] = (*found.get(mentee, ()), mentor)
    return found


BY_ROUND: Mapping[Round, Callable[[Cohort, Proposal], Mapping[str, tuple[str, ...]]]] = {
    "choices": _shortlists,
    "meetings": _meetings,
}


def _opening(proposal: Proposal, name: Round, asked: Mapping[str, tuple[str, ...]], why: Why, now: datetime) -> Turn:
    def turn(cohort: Cohort) -> Cohort:
        current = cohort.proposals[proposal.id]
        if current.state is not ProposalState.ORDERED or name in current.rounds:
            return cohort
        state = PROPOSAL.check(current.state, STATES[name])
        cohort = cohort.put(replace(current, state=state, asked_at=now))
        for code, others in asked.items():
            if others:
                task = Entry(f"{proposal.id}:{name}:{code}", code, now, f"offer {len(others)} for {name}", "matchmaker")
                cohort = cohort.put(_with_task(cohort.applications[code], name, others, why, now)).note(task)
        return cohort

    return turn


def _with_task(application: Application, name: Round, others: tuple[str, ...], why: Why, now: datetime) -> Application:
    if name == "choices":
        return replace(application, choosing=Choosing(now, others, reasons=why.get(application.id, {})))
    return replace(application, meetings=FirstMeetings(now, others))
