"""Dating: when a session may take place. Shared by the forms that set a date."""

from datetime import date, datetime, time, timedelta

from domain.cohort import Cohort
from domain.dates import day_of, moment
from domain.ends import ends_of
from domain.lifecycles import PairState
from domain.saying import say, together
from domain.sessions import Session
from domain.text import as_typed

MINUTES_MIN, MINUTES_MAX = 15, 240


def zone_of(cohort: Cohort, code: str) -> str:
    """The zone of the clock by which somebody types times, and reads them."""
    try:
        return cohort.person(code).time_zone or cohort.zone
    except KeyError:
        return cohort.zone


def times_are_of(cohort: Cohort, group: str, code: str) -> str:
    """Beside the field: whose clock a time is of; of those of the group whose clocks show another time, theirs too."""
    mine = zone_of(cohort, code)
    known = cohort.groups.get(group)
    others = known.others(code) if known and code in known.members else ()
    elsewhere = {zone: cohort.participants[one].first_name for one in others if (zone := zone_of(cohort, one)) != mine}
    told = [say("By your own clock ({zone}).", zone=spelled(mine))]
    told += [
        say("{name} is in the zone {zone}, and gets it in that time.", name=as_typed(name), zone=spelled(zone))
        for zone, name in elsewhere.items()
        if name
    ]
    return together(told, " ")


def spelled(zone: str) -> str:
    """A zone as people read it: "America/New York"."""
    return zone.replace("_", " ")


def in_zone(day: date, at: time, zone: str) -> datetime:
    """A day and a time that somebody typed, as a moment."""
    return moment(day, at.replace(second=0, microsecond=0, tzinfo=None), zone)


def mistake_in_date(cohort: Cohort, session: Session, starts_at: datetime, minutes: int, at: datetime) -> str:
    """What is wrong with this date for this session, in words; empty when nothing is."""
    if session.settled:
        return say("This session is settled already, so it needs no date.")
    group = cohort.groups.get(session.group)
    if group is None or group.state is not PairState.ACTIVE:
        return say("This pair is not active, so there is no session to date.")
    if starts_at == session.starts_at:
        return ""
    if starts_at < at:
        return say("This moment is over. Please choose one that is still to come.")
    ends = ends_of(cohort, group)
    if starts_at + timedelta(minutes=minutes) > ends:
        return say("Mentoring ends before {day}. Please choose an earlier day.", day=day_of(ends, cohort.zone))
    return ""
