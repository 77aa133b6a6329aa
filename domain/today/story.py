"""Story: what happened in one scope so far, in order: letters, questions, answers, dates; from journal and records."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.cohort import Cohort, Entry
from domain.forms import FORMS
from domain.groups import Group
from domain.lifecycles import SessionState
from domain.saying import say
from domain.states import letter_named
from domain.today.item import Told

LINES_MAX = 12  # the newest; all of it is on the page of the pair or the person
ASKED = re.compile(r"ask (\S+) for (\S+)")
WROTE = re.compile(r"write (\S+) to (\S+)")
ANSWERED = re.compile(r"answer (\S+)")


def story(cohort: Cohort, scope: str, entries: Sequence[Entry], now: datetime) -> list[Told]:
    """The newest lines about a scope up to now, oldest first; what the office says to coordinators is left out."""
    found = [*_of_the_journal(cohort, entries), *_of_the_sessions(cohort, scope)]
    return sorted((told for told in found if told.at <= now), key=lambda told: told.at)[-LINES_MAX:]


def _of_the_journal(cohort: Cohort, entries: Sequence[Entry]) -> Iterator[Told]:
    for entry in entries:
        if (found := ASKED.fullmatch(entry.did)) and found[1] in cohort.participants and found[2] in FORMS:
            yield Told(
                entry.at, say("{name} was asked: {what}", name=cohort.name_of(found[1]), what=FORMS[found[2]].title)
            )
        elif (found := WROTE.fullmatch(entry.did)) and found[2] in cohort.participants:
            words = say("Letter to {name}: {letter}", name=cohort.name_of(found[2]), letter=letter_named(found[1]))
            yield Told(entry.at, words)
        elif (found := ANSWERED.fullmatch(entry.did)) and found[1] in FORMS and entry.by in cohort.participants:
            yield Told(
                entry.at, say("{name} answered: {what}", name=cohort.name_of(entry.by), what=FORMS[found[1]].title)
            )


def _of_the_sessions(cohort: Cohort, scope: str) -> Iterator[Told]:
    group = cohort.groups.get(scope)
    for session in cohort.sessions_of(scope) if isinstance(group, Group) else ():
        if session.missed_at:
            yield Told(session.missed_at, say("Session {number} did not come about in its time", number=session.number))
        elif session.starts_at and session.state is SessionState.HELD:
            yield Told(session.starts_at, say("Session {number} took place", number=session.number))
        elif session.starts_at:
            yield Told(session.starts_at, say("Session {number} was to take place", number=session.number))
