"""Standing: where the matching of a cohort is: what the newest proposal waits for, and who has not answered yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from domain.cohort import Cohort
from domain.forms.matching_terms import MODES
from domain.forms.proposing import newest
from domain.lifecycles import ProposalState
from domain.match.pool import Asked
from domain.proposals import Proposal
from domain.rules.pairing import IN_THE_POOL
from domain.saying import say, sayings

TASKS = {"choices": "choosing", "meetings": "meetings"}
"""By the name of a round, where an application tells of it."""
SENTENCES = sayings(
    {
        ProposalState.ORDERED: "A proposal is ordered; the matchmaker is at work.",
        ProposalState.CHOOSING: "Participants choose from their shortlists.",
        ProposalState.MEETING: "Mentees and mentors meet first and say how it went.",
        ProposalState.SOLVED: "A proposal waits for you.",
        ProposalState.IMPOSSIBLE: "A proposal came back: no match keeps all the rules.",
        ProposalState.FAILED: "The last proposal could not be computed. Its case on your desk says more.",
        ProposalState.APPROVED: "The last proposal was approved.",
        ProposalState.DISCARDED: "The last proposal was discarded.",
    }
)


@dataclass(frozen=True)
class Round:
    """Something participants are asked before the match: `missing` are the codes of those who have not answered, `more` how
    many there are besides."""

    name: str
    words: str
    asked: int
    answered: int
    missing: list[str]
    more: int
    running: bool
    until: datetime | None


@dataclass(frozen=True)
class Standing:
    """Where matching is. `since`: when the newest proposal got there."""

    mode: str
    sentence: str
    since: datetime | None
    rounds: list[Round]


Told = Callable[[str], Asked]


def standing(cohort: Cohort, asked: Told | None = None) -> Standing:
    """Where the matching of a cohort is today. `asked` tells who was asked what, by the name of the task, where not everybody
    who has applied is there."""
    mode, last = MODES[cohort.policy.matching.mode], newest(cohort)
    if last is None:
        return Standing(mode, say("No match was ordered yet; the first is due after screening."), None, [])
    since = last.decided_at or last.solved_at or last.asked_at or last.ordered_at
    tell = asked or (lambda name: _asked(cohort, name))
    rounds = [found for name in TASKS if (found := _round(cohort, last, name, tell)) is not None]
    return Standing(mode, SENTENCES[last.state], since, rounds)


def _asked(cohort: Cohort, name: str) -> Asked:
    """Who of those who can be matched was asked, and has not answered."""
    tasks = {
        application.id: task
        for application in cohort.applications.values()
        if application.state in IN_THE_POOL
        and cohort.participants[application.id].reachable
        and (task := getattr(application, TASKS[name])) is not None
    }
    missing = sorted(code for code, task in tasks.items() if task.at is None)
    return Asked(len(tasks), len(missing), missing)


def _round(cohort: Cohort, proposal: Proposal, name: str, tell: Told) -> Round | None:
    """One round of the newest proposal, whether it runs or is over; None when nobody was asked."""
    running = proposal.state is {"choices": ProposalState.CHOOSING, "meetings": ProposalState.MEETING}[name]
    if not running and name not in proposal.rounds:
        return None
    told = tell(name)
    length = getattr(cohort.policy.matching, f"{name}_close_after")
    until = proposal.asked_at + length if running and proposal.asked_at else None
    asked, answered = told.number, told.number - told.silent
    words = {
        "choices": say("{answered} of {asked} have chosen", answered=answered, asked=asked),
        "meetings": say(
            "{answered} of {asked} have told how their first meetings went", answered=answered, asked=asked
        ),
    }[name]
    more = told.silent - len(told.first)
    return Round(name, words, asked, answered, told.first, more, running, until)
