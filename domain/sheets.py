"""Sheets: applications that wait for a verdict in the order of their marks, and who of them is preselected by the policy.

Looks only: the verdict is a form (forms/screening), the page is left to the web.
"""

from domain.applications import Application
from domain.channels import waited
from domain.cohort import Cohort
from domain.flags import needs_a_look
from domain.lifecycles import ApplicationState
from domain.people import Role


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
    mentors = sum(one.state is ApplicationState.ACCEPTED for one in cohort.applicants(Role.MENTOR))
    accepted = sum(one.state is ApplicationState.ACCEPTED for one in cohort.applicants(Role.MENTEE))
    places = max(0, cohort.policy.recruitment.preselected_per_mentor * mentors - accepted)
    marked = [one.id for one in waiting(cohort, Role.MENTEE) if one.score is not None]
    return frozenset(marked[:places])


def _rank(application: Application) -> tuple[bool, int, object, str]:
    marks = application.score
    return marks is None, -(marks or 0), application.submitted_at, application.id
