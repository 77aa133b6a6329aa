"""Held: which sessions count as held, for certificates, hours and the evaluation. One of which two people tell different
stories does not, until a coordinator has settled it, or the two tell the same.
"""

from collections.abc import Iterable

from domain.cohort import Cohort
from domain.lifecycles import SessionState
from domain.sessions import Session

DISPUTE = "disagreement"


def is_disputed(cohort: Cohort, session: Session) -> bool:
    """Whether somebody tells otherwise of a session that was held, and nobody has settled it yet."""
    return session.state is SessionState.HELD and session.id in _disputes(cohort)


def counts_as_held(cohort: Cohort, session: Session) -> bool:
    """Whether this session counts."""
    return session.state is SessionState.HELD and session.id not in _disputes(cohort)


def held_of(cohort: Cohort, sessions: Iterable[Session]) -> list[Session]:
    """Those of the sessions that count."""
    return [session for session in sessions if counts_as_held(cohort, session)]


def _disputes(cohort: Cohort) -> frozenset[str]:
    """What open cases of different stories are about; looked up once for a snapshot."""
    if _disputes not in cohort.memo:
        cases = cohort.escalations.values()
        cohort.memo[_disputes] = frozenset(case.about for case in cases if case.matter == DISPUTE and case.is_open)
    found: frozenset[str] = cohort.memo[_disputes]
    return found
