"""Meetings: a session or a gathering as its entry in a calendar tells of it, for one reader. What an entry looks like is
calendar.py's; which letters bring one, letters.py and domain/messages.py.
"""

from collections.abc import Iterator

from domain.attending import word_of
from domain.cohort import Cohort
from domain.diary import gatherings_in, sessions_in
from domain.forms.dating import zone_of
from domain.gatherings import Gathering
from domain.groups import Group, GroupKind
from domain.saying import say, together
from domain.seen import seen_by
from domain.sessions import Session
from domain.text import clean_line, clean_text
from notifications.calendar import Meeting, feed
from notifications.facts import KINDS, YOUR_PARTNER
from notifications.filters import MissingFact
from words import Tongue, tongue


def session_for(cohort: Cohort, to: str, session: Session, way: str, spoken: Tongue) -> Meeting:
    """A session with a date, for one of those who meet; `way` leads back to us without letting anybody in."""
    if session.starts_at is None:
        raise MissingFact(f"the date of session {session.id}")
    group = cohort.groups[session.group]
    domain = (session.organizer or cohort.issuer).domain
    return Meeting(
        uid=f"{cohort.code}-{session.id}@{domain}",
        title=clean_line(spoken.say(_title(cohort, to, group, session))),
        starts_at=session.starts_at,
        minutes=session.minutes,
        place=session.place,
        sequence=session.sequence,
        description=_told([*_objectives(cohort, to, group, session), _leads(way)], spoken),
        zone=zone_of(cohort, to),
    )


def gathering_for(cohort: Cohort, to: str, gathering: Gathering, way: str, spoken: Tongue) -> Meeting:
    """A gathering, for somebody who comes."""
    word = word_of(cohort, gathering, to)
    issuer = word.organizer if word and word.organizer else cohort.issuer
    return Meeting(
        uid=f"{cohort.code}-{gathering.id}@{issuer.domain}",
        title=clean_line(f"{gathering.title} ({cohort.name})"),
        starts_at=gathering.starts_at,
        minutes=gathering.minutes,
        place=gathering.place,
        # The entry is one that only this reader has.
        sequence=gathering.sequence + (word.changes if word else 0),
        description=_told([gathering.agenda, gathering.material, _leads(way)], spoken),
        zone=zone_of(cohort, to),
    )


def _title(cohort: Cohort, to: str, group: Group, session: Session) -> str:
    if group.kind is not GroupKind.PAIR:
        return say("Mentoring session {number} with your {kind}", number=session.number, kind=KINDS[group.kind])
    (other,) = group.others(to)
    name = cohort.participants[other].name.strip() or YOUR_PARTNER
    return say("Mentoring session {number} with {name}", number=session.number, name=name)


def _objectives(cohort: Cohort, to: str, group: Group, session: Session) -> Iterator[str]:
    """What each mentee wants to take home, in the order of the group."""
    if to not in group.members:
        return
    told = seen_by(cohort, to, session).objectives
    for code in group.members:
        words = clean_text(told.get(code) or "")
        if words and code == to:
            yield say("You hope for: {words}", words=words)
        elif words:
            name = cohort.participants[code].first_name or YOUR_PARTNER
            yield say("{name} hopes for: {words}", name=name, words=words)


def _leads(way: str) -> str:
    return say("If something changes, or for anything else: {way}", way=way)


def _told(parts: list[str], spoken: Tongue) -> str:
    return str(spoken.say(together([part for part in parts if part])))


# --- all of one person ------------------------------------------------------------------------------------------------


def diary_of(cohort: Cohort, code: str, way: str) -> str:
    """Everything that somebody has a date for, as a calendar to follow; empty for whoever takes part no more."""
    person, spoken = cohort.participants[code], tongue(cohort.language_of(code))
    there = person.takes_part
    sessions = [
        (session_for(cohort, code, one, way, spoken), one.dated_at)
        for one in (sessions_in(cohort, code) if there else ())
    ]
    gatherings = [
        (gathering_for(cohort, code, one, way, spoken), one.changed_at or one.moved_at)
        for one in (gatherings_in(cohort, code) if there else ())
    ]
    dated = sorted((*sessions, *gatherings), key=lambda pair: (pair[0].starts_at, pair[0].uid))
    return feed(cohort.name, [(meeting, told_at or cohort.launched_at) for meeting, told_at in dated])
