"""Sheets: applications that wait for a verdict in the order of their marks, and who of them is preselected by the policy.

Looks only: the verdict is a form (forms/screening), the page is left to the web.
"""

from collections import Counter
from collections.abc import Mapping

from domain.applications import Application
from domain.channels import waited
from domain.cohort import Cohort
from domain.flags import needs_a_look
from domain.lifecycles import ApplicationState
from domain.people import Role
from domain.policy import Recruitment


def waiting(cohort: Cohort, role: Role) -> list[Application]:
    """The applications of one role that want a look: whoever kept a place on an earlier waiting list stands first; then the
    best marks, those without any, and of these the older one.
    """
    found = [one for one in cohort.applicants(role) if needs_a_look(cohort, one)]
    return sorted(found, key=lambda one: (not keeps_place(cohort, one.id), *_rank(one)))


def keeps_place(cohort: Cohort, code: str) -> bool:
    """Whether somebody got no place in an earlier cohort and kept theirs on its waiting list."""
    person = cohort.participants.get(code)
    return person is not None and waited(person.source)


def preselected(cohort: Cohort) -> frozenset[str]:
    """The mentees whose marks put them among so many for each accepted mentor as the policy says. Whoever was accepted
    already has one of these places; whoever was not marked yet gets none."""
    applied = Counter((one.role.value, one.state.value) for one in cohort.applications.values())
    places = places_left(cohort.policy.recruitment, applied)
    marked = [one.id for one in waiting(cohort, Role.MENTEE) if one.score is not None]
    return frozenset(marked[:places])


def places_left(policy: Recruitment, applied: Mapping[tuple[str, str], int]) -> int:
    """How many mentees the policy has preselected; `applied`: applications by role and state."""
    mentors, mentees = (applied.get((role.value, ApplicationState.ACCEPTED.value), 0) for role in Role)
    return max(0, policy.preselected_per_mentor * mentors - mentees)


def _rank(application: Application) -> tuple[bool, int, object, str]:
    marks = application.score
    return marks is None, -(marks or 0), application.submitted_at, application.id
