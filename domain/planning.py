"""Planning: the sessions, gatherings and materials that the policy gives a cohort. Values only; rules say when."""

from datetime import timedelta
from itertools import pairwise

from domain.cohort import Cohort
from domain.dates import add_months, day_of, moment, start_of
from domain.documents import Material
from domain.gatherings import Gathering
from domain.groups import Group
from domain.sessions import Session


def plan_sessions(cohort: Cohort, group: Group) -> list[Session]:
    """One window a month from the group's first day, anchored to it; the last ends with mentoring at the latest.

    A group that starts late keeps the number of sessions and shares the time that is left in equal windows.
    """
    assert group.starts_on is not None, f"{group.id} has no first day"
    number, ends = cohort.policy.sessions.number, cohort.milestones.mentoring_ends
    edges = [start_of(add_months(group.starts_on, n), cohort.zone) for n in range(number + 1)]
    if edges[-1] > ends:
        first = edges[0]
        span = (ends - first) / number
        edges = [start_of(day_of(first + n * span, cohort.zone), cohort.zone) for n in range(number)] + [ends]
    return [
        Session(f"{group.id}.{n}", group.id, n, opens, closes, minutes=cohort.policy.sessions.minutes)
        for n, (opens, closes) in enumerate(pairwise(edges), start=1)
    ]


def plan_gatherings(cohort: Cohort) -> list[Gathering]:
    """The gatherings of the policy, each on a working day counted from its milestone."""
    found = []
    for row in cohort.policy.gatherings:
        day = day_of(getattr(cohort.milestones, row.anchor) + row.offset, cohort.zone)
        while day.weekday() > 4:
            day += timedelta(1)
        starts_at = moment(day, row.at, cohort.zone)
        found.append(Gathering(f"G-{row.kind}", row.kind, row.title, row.audience, starts_at, row.minutes, row.place))
    return found


def plan_materials(cohort: Cohort) -> list[Material]:
    """The checklist of the preparation phase; everything is due when recruitment opens."""
    due = cohort.milestones.recruitment_opens
    return [Material(f"material-{row.id}", row.title, row.hint, due) for row in cohort.policy.materials]
