"""Promotion: texts by which a call is made known: for mentors, for mentees and for employers, each with its open link. To be
copied, and changed as somebody likes; the letters of the office are in notifications.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.cohort import Cohort
from domain.dates import day_of, last_day
from domain.effort import Effort, effort
from domain.people import Role
from domain.rules.recruitment import call_window
from domain.saying import say
from office.channels import links_of
from office.office import Office
from words import tongue


@dataclass(frozen=True)
class Promotion:
    """A text in the language of the cohort. `code`: whom it is for; `dates`: when it begins and until when to apply."""

    code: str
    title: str
    headline: str
    lines: tuple[str, ...]
    dates: str
    link: str
    ending: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, to be copied."""
        return "\n\n".join((self.headline, *self.lines, *self.ending))


def promotion(office: Office, cohort: Cohort, channel: str = "") -> list[Promotion]:
    """A text for mentors, for mentees and for employers, with the open links of a channel."""
    links, spoken = links_of(office, cohort, channel), tongue(cohort.language)
    written = (
        ("mentors", say("For mentors"), Role.MENTOR, _for_mentors(cohort)),
        ("mentees", say("For mentees"), Role.MENTEE, _for_mentees(cohort)),
        ("employers", say("For employers"), Role.MENTOR, _for_employers(cohort)),
    )
    found = []
    for code, title, role, told in written:
        headline, *lines = map(spoken.say, told)
        dates = spoken.say(_dates(cohort, role))
        ending = tuple(map(spoken.say, _ending(cohort, role, links[role])))
        found.append(Promotion(code, title, headline, tuple(lines), dates, links[role], ending))
    return found


def _for_mentors(cohort: Cohort) -> Iterator[str]:
    takes = effort(cohort.policy, Role.MENTOR.value)
    yield say("{programme}: would you mentor a PhD student?", programme=cohort.name)
    yield say(
        "A PhD student would like to know how work looks where you are. You need no training for that: you listen, ask, "
        "and tell what you know from your own work. We keep the calendar and write the letters."
    )
    yield say(
        "It is {n} conversation of about {minutes} minutes, {where}: with everything around it about {hours} hours.",
        "It is {n} conversations of about {minutes} minutes, {where}: with everything around them about {hours} "
        "hours in {months} months.",
        n=takes.number,
        minutes=takes.minutes,
        hours=takes.hours,
        months=takes.months,
        where=_where(takes),
    )


def _for_mentees(cohort: Cohort) -> Iterator[str]:
    takes = effort(cohort.policy, Role.MENTEE.value)
    yield say("{programme}: a mentor for your next step", programme=cohort.name)
    yield say(
        "What could come after the PhD? Somebody who works where you might want to work talks it through with you. You set "
        "the topics, and plan your next steps."
    )
    yield say(
        "You meet {n} time for about {minutes} minutes: with everything around it about {hours} hours.",
        "You meet {n} times for about {minutes} minutes: with everything around them about {hours} hours in {months} months.",
        n=takes.number,
        minutes=takes.minutes,
        hours=takes.hours,
        months=takes.months,
    )


def _for_employers(cohort: Cohort) -> Iterator[str]:
    takes = effort(cohort.policy, Role.MENTOR.value)
    yield say("{programme}: let your people mentor", programme=cohort.name)
    yield say(
        "In this programme people with experience talk with PhD students about the ways there are after the PhD. Whoever "
        "mentors practises leading by questions and hears what research works on today, and PhD students hear of your work."
    )
    yield say(
        "A mentor gives about {hours} hours in {n} month, {where}. It is no recruiting, and costs only this time.",
        "A mentor gives about {hours} hours in {n} months, {where}. It is no recruiting, and costs only this time.",
        n=takes.months,
        hours=takes.hours,
        where=_where(takes),
    )
    yield say("Please pass this on to whoever might like to.")


def _dates(cohort: Cohort, role: Role) -> str:
    _, closes = call_window(cohort, role)
    starts = day_of(cohort.milestones.mentoring_starts, cohort.zone)
    last = last_day(closes, cohort.zone)
    return say("Mentoring begins on {day}. Applications close on {last}.", day=starts, last=last)


def _where(takes: Effort) -> str:
    return say("online") if takes.online else say("online or on site")


def _ending(cohort: Cohort, role: Role, link: str) -> Iterator[str]:
    _, closes = call_window(cohort, role)
    starts = day_of(cohort.milestones.mentoring_starts, cohort.zone)
    yield say(
        "Mentoring begins on {day}. Applications close on {last}:", day=starts, last=last_day(closes, cohort.zone)
    )
    yield link
    yield say("Questions? {coordinator}, {address}", coordinator=cohort.lead.name, address=cohort.lead.email)
