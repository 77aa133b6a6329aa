"""Morning: one letter to the lead with all that waits over all their cohorts (office/morning), on mornings on which something
waits that was not told before, comes back, or has waited for another rung of its ladder. Nothing waits, nothing comes. What
the list says: domain/today.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from domain.actions import Due, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, ladder, posting, start_of, time_of
from domain.escalations import Escalation
from domain.flags import needs_a_look
from domain.messages import MORNING
from domain.rules.preparation import the_cohort
from domain.sittings import looked_at_from

KEEPS = timedelta(4)


@rule(the_cohort)
def tell_in_the_morning(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """Each morning's letter is due until the next one's: after an outage one tells all."""
    lead, mornings = cohort.lead.code, sorted(set(_mornings(cohort)))
    for at, until in pairwise([*mornings, FAR_FUTURE]):
        key = f"today:{day_of(at, cohort.zone)}:{lead}"
        yield Due(at, min(until, at + KEEPS), key, Write(MORNING, lead, ""))


def _mornings(cohort: Cohort) -> Iterator[datetime]:
    for application in cohort.applications.values():
        if needs_a_look(cohort, application):
            # What came while the post was closed is seen on the day on which it opens, mostly before anybody is told.
            first = next_morning(cohort, posting(looked_at_from(cohort, application), cohort.days))
            yield first
            for rung in cohort.policy.recruitment.screening_reminders:
                yield morning(cohort, first + rung.after)
    for case in cohort.escalations.values():
        if case.is_open:
            yield from _of_a_case(cohort, case)


def _of_a_case(cohort: Cohort, case: Escalation) -> Iterator[datetime]:
    """Its first letter is its own (rules/escalation); the list tells that it is back, and that it still waits."""
    if case.snoozed_until is not None:
        yield morning(cohort, case.snoozed_until)
    start = case.snoozed_until or case.opened_at
    for _n, _rung, at, _until in ladder(start, cohort.policy.desk.reminders, FAR_FUTURE, cohort.days):
        yield morning(cohort, at)


def morning(cohort: Cohort, instant: datetime) -> datetime:
    """The first opening of the post from a moment on."""
    opening = posting(instant, cohort.days)
    if opening > instant or time_of(instant, cohort.zone) == cohort.policy.post.hours_from:
        return opening
    return next_morning(cohort, instant)


def next_morning(cohort: Cohort, instant: datetime) -> datetime:
    """The opening of the post on a later day than that of a moment."""
    day = day_of(instant, cohort.zone) + timedelta(1)
    return posting(start_of(day, cohort.zone), cohort.days)
