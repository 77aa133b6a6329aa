"""Afterwards: what a cohort still does once it has closed: asks what came of it, those who agreed to be asked.

Events that follow are gatherings like any other (gathering.invite), and open to those who want them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from domain.actions import Due, rule
from domain.applications import Application
from domain.cohort import Cohort
from domain.dates import add_months, day_of, start_of
from domain.ends import ends_for
from domain.ladders import Rung
from domain.lifecycles import Phase
from domain.rules.asking import asking

ANSWERED_WITHIN = timedelta(28)  # (own)
RUNGS = (Rung(after=timedelta(0)), Rung(after=timedelta(14)))  # once more, and no more that time (own)


def may_still_ask(cohort: Cohort, now: datetime) -> bool:
    """Whether anybody of a closed cohort may still be asked at this moment or later."""
    months = max(cohort.policy.follow_up.impact_after_months, default=0)
    last = add_months(day_of(cohort.milestones.closes, cohort.zone), months)
    return months > 0 and now < start_of(last, cohort.zone) + ANSWERED_WITHIN


def agreed_to_be_asked(cohort: Cohort) -> Iterator[Application]:
    """Those who said that they may be asked later, as long as they say so."""
    if cohort.phase is Phase.CLOSED:
        for application in cohort.in_focus(Application):
            if application.alumni.get("later_questions") and cohort.participants[application.id].takes_part:
                yield application


@rule(agreed_to_be_asked)
def ask_what_came_of_it(cohort: Cohort, application: Application) -> Iterator[Due]:
    """So many months after their mentoring ended, each time once, and once more."""
    ended = day_of(ends_for(cohort, application.id), cohort.zone)
    for months in cohort.policy.follow_up.impact_after_months:
        start = start_of(add_months(ended, months), cohort.zone)
        yield from asking(
            cohort,
            key=f"{application.id}:impact:{months}",
            form="impact",
            about=application.id,
            letters=("person/impact_wanted", "person/impact_reminder"),
            start=start,
            rungs=RUNGS,
            end=start + ANSWERED_WITHIN,
            asked=application.id,
            unless=partial(_has_told, application, start),
            closes=start + ANSWERED_WITHIN,
        )


def _has_told(application: Application, since: datetime, _: str) -> bool:
    return application.impact_at is not None and application.impact_at >= since
