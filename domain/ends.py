"""Ends: when mentoring ends for a pair and for each of the two, who may have agreed on a later day than everybody else, and
until when they may look back on it. Moments only; what follows from them is left to rules."""

from datetime import datetime, timedelta

from domain.cohort import Cohort
from domain.dates import start_of
from domain.groups import Group
from domain.lifecycles import PairState

EVALUATED_BEFORE = timedelta(1)  # the evaluation is written on the last day but one


def ends_of(cohort: Cohort, group: Group) -> datetime:
    """When mentoring ends for this group."""
    ends = cohort.milestones.mentoring_ends
    return ends if group.ends_on is None else max(ends, start_of(group.ends_on + timedelta(1), cohort.zone))


def ends_for(cohort: Cohort, code: str) -> datetime:
    """When the last of somebody's groups ends."""
    groups = cohort.groups_of(code, PairState.ACTIVE, PairState.COMPLETED)
    return max((ends_of(cohort, group) for group in groups), default=cohort.milestones.mentoring_ends)


def last_day(cohort: Cohort, ends: datetime) -> datetime:
    """The moment after which reports and reflections on what ended then no longer count; a day before the cohort closes at
    the latest."""
    return min(ends + cohort.policy.checks.reflection_closes_after, cohort.milestones.closes - EVALUATED_BEFORE)
