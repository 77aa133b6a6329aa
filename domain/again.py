"""Again: whom an earlier cohort may send along to a new one: mentors who would do it again, and mentees who keep their place
on the waiting list. Only those who said so themselves, and who can still be written to. Pure; office/like_earlier.py invites.
"""

from domain.cohort import Cohort
from domain.lifecycles import ApplicationState
from domain.people import Participant, Role

MENTOR, PLACE = "mentor", "place"
"""What somebody may have ticked when they were asked whether they would like to take part again (forms/alumni.py)."""


def would_mentor_again(cohort: Cohort) -> list[Participant]:
    """Those who took part as mentors and said that they would again: what they said last counts."""
    return [person for person in _reachable(cohort, Role.MENTOR) if _again(cohort, person.id)]


def keep_their_place(cohort: Cohort) -> list[Participant]:
    """Mentees who got no partner and asked to keep their place, whoever waited longest first."""
    waiting = {
        one.id: (one.decided_at or one.submitted_at, one.id)
        for one in cohort.applicants(Role.MENTEE)
        if one.state is ApplicationState.WAITLISTED and PLACE in one.alumni.get("next_time", ())
    }
    those = [person for person in _reachable(cohort, Role.MENTEE) if person.id in waiting]
    return sorted(those, key=lambda person: waiting[person.id])


def _reachable(cohort: Cohort, role: Role) -> list[Participant]:
    people = sorted(cohort.participants.values(), key=lambda person: person.id)
    return [one for one in people if one.role is role and one.reachable and one.opted_out_at is None]


def _again(cohort: Cohort, code: str) -> bool:
    """What was ticked afterwards, where anything was; else what the last look back says."""
    application = cohort.applications.get(code)
    if application is None:
        return False
    if application.alumni:
        return MENTOR in application.alumni.get("next_time", ())
    return application.reflection.get("again") == "yes"
