"""Prompts: a line on the way, for mentor or mentee, in a letter that goes anyway. A table by moment and role (NRMN's guides
to mentoring name the moments; the words are ours). It depends on the number of a session alone, so nobody is asked anything.
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.cohort import Cohort
from domain.people import Role
from domain.saying import say
from domain.sessions import Session


class Moment(StrEnum):
    """When something is worth a line."""

    FIRST = "first"
    EARLY = "early"
    HALF_WAY = "half_way"
    LAST = "last"


PROMPTS: Mapping[Moment, Mapping[Role, str]] = {
    Moment.FIRST: {
        Role.MENTEE: say(
            "For a first session it is enough to ask: how did you come to where you are, and what would you do otherwise "
            "today?"
        ),
        Role.MENTOR: say(
            "For a first session it is enough to ask: what should be different for you at the end, and what have you tried "
            "already?"
        ),
    },
    Moment.EARLY: {
        Role.MENTEE: say(
            "You may say no to advice that does not suit you. A good way: thank you, I have thought about it, and this is "
            "why I go another way."
        ),
        Role.MENTOR: say(
            "You may say no to what asks too much of you. A good way: I cannot do that, and this is what I can do instead."
        ),
    },
    Moment.HALF_WAY: {
        Role.MENTEE: say("Tell your mentor one thing that helps you, and one that you would like more of."),
        Role.MENTOR: say("Ask what helps and what does not, and count who has talked more: you should not be the one."),
    },
    Moment.LAST: {
        Role.MENTEE: say(
            "It is your last session. To end it well, tell what you take along, thank for one thing in particular, and plan "
            "together what follows: your next step, and whether and how you stay in touch."
        ),
        Role.MENTOR: say(
            "It is your last session. To end it well, say what you have seen grow, and plan together what follows: the next "
            "step, and whether and how you stay in touch."
        ),
    },
}


def is_last(cohort: Cohort, session: Session) -> bool:
    """Whether no session of the group comes after this one; of one alone nothing is the end of anything."""
    return 1 < session.number == max(one.number for one in cohort.sessions_of(session.group))


def moment_of(cohort: Cohort, session: Session) -> Moment | None:
    """Which moment a session is; most are none."""
    number, planned = session.number, len(cohort.sessions_of(session.group))
    if is_last(cohort, session):
        return Moment.LAST
    return {1: Moment.FIRST, 2: Moment.EARLY, planned // 2 + 1: Moment.HALF_WAY}.get(number)


def prompt_for(cohort: Cohort, session: Session, code: str) -> str:
    """The line for somebody before a session; "" where there is none."""
    moment, person = moment_of(cohort, session), cohort.participants.get(code)
    return PROMPTS[moment][person.role] if moment and person else ""
