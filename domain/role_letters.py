"""Role letters: who gets, changes or loses a role at a desk hears of it. Found from what differs between two cohorts, so that
no way to a role forgets it, at the desk or by command. What a letter says of each role is left to notifications/roles.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.cohort import Cohort, Entry
from domain.dates import day_of, posting
from domain.deeds import key_at
from domain.desk_roles import DeskRole
from domain.messages import ROLE, ROLE_ENDED, Message
from domain.people import Coordinator

AWAY, BACK, OVER, ENDED, OF_THE_OFFICE = "away", "back", "over", "ended", "office-ended"
LETTER_KEEPS = timedelta(14)

Standing = tuple[str, date | None, date | None]  # the role, and the days of somebody who stands in


def told(before: Cohort, after: Cohort, at: datetime, by: str) -> Cohort:
    """The cohort after a change at its desk, with a letter to everybody whose role it changed; `by`: who decided it."""
    today, people = day_of(at, after.zone), {person.code: person for person in (*_desk(before), *_desk(after))}
    admins = {person.code for person in after.admins}
    changed = {
        code: OF_THE_OFFICE if matter == ENDED and code in admins else matter
        for code in people
        if (matter := _matter(_standing(before, code, today), _standing(after, code, today)))
    }
    still = {person.code for person in _desk(after)} | admins
    gone = tuple(person for code, person in people.items() if code in changed and code not in still)
    return with_letters(replace(after, gone=(*after.gone, *gone)), changed.items(), at, by)


def with_letters(cohort: Cohort, changed: Iterable[tuple[str, str]], at: datetime, by: str) -> Cohort:
    """The cohort with a letter to each of these (by code) about what they are now: a DeskRole or one of the words above.
    Whoever did it themselves hears at once, the others when the post opens."""
    for code, matter in changed:
        letter = ROLE_ENDED if matter.endswith(ENDED) else ROLE
        key = key_at(f"{code}:role:{matter}", at, cohort.journal)
        leaves = at if code == by else posting(at, cohort.days)
        message = Message(key, letter, code, f"{matter}:{by}", "", at, leaves, leaves + LETTER_KEEPS)
        cohort = cohort.post(message).note(Entry(key, "", at, f"write {letter} to {code}", by))
    return cohort


def _desk(cohort: Cohort) -> Iterator[Coordinator]:
    yield from (*cohort.coordinators, *cohort.readers)


def _standing(cohort: Cohort, code: str, today: date) -> Standing | None:
    """What somebody is at this desk; a leave that is over counts for nothing."""
    running, there = [person.code for person in cohort.coordinators], cohort.stand_in
    if there is not None and there.last >= today and there.code in running:
        if code == there.code:
            return DeskRole.STAND_IN.value, there.first, there.last
        if code == running[0]:
            return AWAY, there.first, there.last
    if code in running:
        return (DeskRole.LEAD if code == running[0] else DeskRole.COORDINATOR).value, None, None
    return (DeskRole.READER.value, None, None) if code in (person.code for person in cohort.readers) else None


def _matter(before: Standing | None, after: Standing | None) -> str:
    """What somebody is to hear; "" where nothing has changed for them."""
    if before == after:
        return ""
    if after is None:
        return ENDED
    match (before[0] if before else "", after[0]):
        case "away", "lead":
            return BACK
        case "stand-in", "coordinator":
            return OVER
        case _, role:
            return role
