"""Diary: what one person has a date for: sessions of their groups, and gatherings to which they come. What has taken place
stays in it; what is off does not.
"""

from collections.abc import Iterator

from domain.attending import comes
from domain.cohort import Cohort
from domain.gatherings import Gathering
from domain.lifecycles import PairState, SessionState
from domain.sessions import Session

MEET = (PairState.ACTIVE, PairState.COMPLETED)
STANDS = (SessionState.DATED, SessionState.HELD)


def sessions_in(cohort: Cohort, code: str) -> Iterator[Session]:
    """The sessions for which somebody has a date. One that was held before its date did not take place on it."""
    for group in cohort.groups_of(code, *MEET):
        for session in cohort.sessions_of(group.id):
            before = session.settled_at and session.starts_at and session.settled_at < session.starts_at
            if session.state in STANDS and session.starts_at is not None and not before:
                yield session


def gatherings_in(cohort: Cohort, code: str) -> Iterator[Gathering]:
    """The gatherings to which somebody said that they come."""
    for gathering in cohort.gatherings.values():
        if gathering.cancelled_at is None and comes(cohort, gathering, code):
            yield gathering
