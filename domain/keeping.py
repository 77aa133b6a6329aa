"""Keeping: when the time of what belongs to people is over. Counted from the day a cohort closed or was called off; the
numbers are the policy's. Pure; office/keeping.py lets go.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.actions import Due, Write
from domain.again import PLACE
from domain.belonging import Kept
from domain.cohort import Cohort
from domain.dates import add_months, day_of, start_of
from domain.forgetting import let_go_key
from domain.lifecycles import PairState, Phase
from domain.messages import KEEPING_ENDS
from domain.people import Participant
from domain.policy import Keeping
from domain.saying import say

STARTED = (PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED)
OVER = (Phase.CLOSED, Phase.CALLED_OFF)
TOLD_BEFORE = timedelta(days=30)
"""How long before everything of them goes people hear of it; less where the policy keeps it for less."""


def for_how_long(kept: Kept, keeping: Keeping) -> str:
    """How long something is kept, for people; the numbers are the policy's."""
    match kept:
        case Kept.PROGRAMME:
            return say(
                "until one month after the programme has closed",
                "until {n} months after the programme has closed",
                n=keeping.months,
            )
        case Kept.CONFIDENCE:
            return say(
                "until one month after the programme has closed",
                "until {n} months after the programme has closed",
                n=keeping.confidence_months,
            )
        case Kept.BOOK:
            return say("until the day that stands in the entry, or until it is erased")
        case Kept.OFFICE:
            return say("as long as the office has the counts of the programme")


def closed_on(cohort: Cohort) -> date | None:
    """The day from which the months are counted; None while the cohort goes on."""
    return day_of(cohort.phase_since, cohort.zone) if cohort.phase in OVER and cohort.phase_since else None


def past(cohort: Cohort, now: datetime) -> frozenset[Kept]:
    """What nobody of the cohort keeps any longer and is still there."""
    closed = closed_on(cohort)
    if closed is None or let_go_key(Kept.CONFIDENCE) in cohort.journal:
        return frozenset()
    last = add_months(closed, cohort.policy.keeping.confidence_months)
    return frozenset({Kept.CONFIDENCE}) if day_of(now, cohort.zone) > last else frozenset()


def to_forget(cohort: Cohort, now: datetime) -> Iterator[str]:
    """The people of whom everything goes now, by code."""
    today = day_of(now, cohort.zone)
    for code, person in sorted(cohort.participants.items()):
        until = kept_until(cohort, person)
        if until is not None and today > until and person.erased_at is None:
            yield code


def to_tell(cohort: Cohort, now: datetime) -> Iterator[Due]:
    """The letters to those of whom everything goes soon. Who never applied gets none: of them there is an address alone."""
    today = day_of(now, cohort.zone)
    for code in sorted(cohort.applications):
        until = kept_until(cohort, cohort.participants[code])
        if until is None or not until - TOLD_BEFORE <= today <= until or not cohort.can_write_to(code, KEEPING_ENDS):
            continue
        line = f"{code}:keeping-ends:{until}"
        if line not in cohort.journal:
            ends = start_of(until + timedelta(days=1), cohort.zone)
            yield Due(now, ends, line, Write(KEEPING_ENDS, code, code), scope=code)


def kept_until(cohort: Cohort, person: Participant) -> date | None:
    """The last day on which the office keeps what belongs to somebody: the one they chose, else as the policy says."""
    closed, keeping = closed_on(cohort), cohort.policy.keeping
    if closed is None:
        return None
    application = cohort.applications.get(person.id)
    if chosen := (application.alumni.get("keep_until") if application else None):
        return max(date.fromisoformat(str(chosen)), closed)
    took_part = bool([one for one in cohort.groups_ever_of(person.id) if one.state in STARTED])
    keeps_place = application is not None and PLACE in application.alumni.get("next_time", ())
    return add_months(closed, keeping.months if took_part or keeps_place else keeping.without_part_months)
