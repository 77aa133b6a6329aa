"""Dating: when a session may take place. Shared by the forms that set a date."""

from datetime import datetime, timedelta

from domain.cohort import Cohort
from domain.dates import day_of
from domain.ends import ends_of
from domain.lifecycles import PairState
from domain.saying import say
from domain.sessions import Session

MINUTES_MIN, MINUTES_MAX = 15, 240


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
