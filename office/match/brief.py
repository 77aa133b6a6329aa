"""Brief: whom to look for, in sentences that a coordinator forwards. Whom nobody can reach any more is not asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.cohort import Cohort
from domain.dates import last_day
from domain.match.findings import Recruit
from domain.match.words.help import recruit
from domain.people import Role
from domain.rules.recruitment import call_stands, call_window
from domain.saying import say, together


@dataclass(frozen=True)
class Forwarded:
    """The brief as a letter that a coordinator copies or sends on from a mail program of her own."""

    subject: str
    text: str


def brief(cohort: Cohort, found: Iterable[Recruit], now: datetime) -> list[str]:
    """Whom to look for, in sentences to forward; nobody who could not apply any more (see `no_brief`)."""
    return [] if no_brief(cohort, now) else [recruit(one) for one in found]


def no_brief(cohort: Cohort, now: datetime) -> str:
    """Why nobody is looked for any more; "" while mentors can still apply."""
    if call_stands(cohort, Role.MENTOR, now) != "over":
        return ""
    last = last_day(call_window(cohort, Role.MENTOR)[1], cohort.zone)
    return say(
        "The call for mentors was open until {last}: nobody can apply any more, so nobody is looked for.", last=last
    )


def to_forward(cohort: Cohort, wanted: Sequence[str], link: str) -> Forwarded:
    """The brief as a letter: whom we look for, until when, and the open link for mentors. Says nothing of any person."""
    last = last_day(call_window(cohort, Role.MENTOR)[1], cohort.zone)
    paragraphs = (
        say("We look for mentors for {cohort}. These would help most:", cohort=cohort.name),
        together((say("- {sentence}.", sentence=one) for one in wanted), "\n"),
        say("The call is open until {last}. What it is about, and the way to take part:", last=last),
        link,
    )
    return Forwarded(say("Mentors wanted: {cohort}", cohort=cohort.name), together(paragraphs, "\n\n"))
