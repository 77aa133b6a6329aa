"""Planning: the sessions, gatherings and materials that the policy gives a cohort. Values only; rules say when."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from domain.cohort import Cohort
from domain.dates import add_months, day_of, moment, start_of
from domain.documents import Material
from domain.ends import ends_of
from domain.gatherings import Gathering
from domain.groups import Group
from domain.sessions import Session

A_MONTH = timedelta(days=365) / 12


def plan_sessions(cohort: Cohort, group: Group) -> list[Session]:
    """One window a month from the group's first day, anchored to it; the last ends with mentoring at the latest.

    A group that starts late has as many sessions as the time that is left allows, at the pace of the others, in equal
    windows: days that are missing make the windows shorter, months that are missing make them fewer.
    """
    assert group.starts_on is not None, f"{group.id} has no first day"
    number, ends = _sessions_in(cohort, group.starts_on), cohort.milestones.mentoring_ends
    edges = [start_of(add_months(group.starts_on, n), cohort.zone) for n in range(number + 1)]
    if edges[-1] > ends:
        first = edges[0]
        span = (ends - first) / number
        edges = [start_of(day_of(first + n * span, cohort.zone), cohort.zone) for n in range(number)] + [ends]
    return [
        Session(f"{group.id}.{n}", group.id, n, opens, closes, minutes=cohort.policy.sessions.minutes)
        for n, (opens, closes) in enumerate(pairwise(edges), start=1)
    ]


def _sessions_in(cohort: Cohort, first: date) -> int:
    """How many sessions fit between a first day and the end of mentoring, to the nearest whole one; never none."""
    number, stones = cohort.policy.sessions.number, cohort.milestones
    pace = min(A_MONTH, (stones.mentoring_ends - stones.mentoring_starts) / number)
    left = stones.mentoring_ends - start_of(first, cohort.zone)
    return max(1, min(number, round(left / pace)))


def sessions_beyond(cohort: Cohort, group: Group, until: date) -> list[Session]:
    """The windows of a group that goes on until a later day, at the pace of the others: one for each month more, the last with
    the days that are over. For less than half a month the last window is longer, as long as that session is open.
    """
    before, ends, known = (
        ends_of(cohort, group),
        start_of(until + timedelta(1), cohort.zone),
        cohort.sessions_of(group.id),
    )
    last = known[-1]
    number = round((ends - before) / A_MONTH)
    if not number:
        return [] if last.settled else [replace(last, closes=max(last.closes, ends))]
    first = day_of(before, cohort.zone)
    edges = [start_of(add_months(first, n), cohort.zone) for n in range(number)] + [ends]
    return [
        Session(f"{group.id}.{n}", group.id, n, opens, closes, minutes=cohort.policy.sessions.minutes)
        for n, (opens, closes) in enumerate(pairwise(edges), start=last.number + 1)
    ]


def plan_gatherings(cohort: Cohort) -> list[Gathering]:
    """The gatherings of the policy, each on a working day counted from its milestone."""
    found = []
    for row in cohort.policy.gatherings:
        day = day_of(getattr(cohort.milestones, row.anchor) + row.offset, cohort.zone)
        while day.weekday() > 4:
            day += timedelta(1)
        starts_at = moment(day, row.at, cohort.zone)
        place, agenda = row.place, row.agenda
        found.append(
            Gathering(f"G-{row.kind}", row.kind, row.title, row.audience, starts_at, row.minutes, place, agenda=agenda)
        )
    return found


def plan_materials(cohort: Cohort) -> list[Material]:
    """The checklist of the preparation phase; everything is due when recruitment opens."""
    due = cohort.milestones.recruitment_opens
    return [Material(f"material-{row.id}", row.title, row.hint, due) for row in cohort.policy.materials]
