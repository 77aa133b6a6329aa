"""Flags: facts of an application for which a person should look at it before anybody is accepted. A closed list, by role.

They judge nobody: they say what to read first. Whether an application without a flag needs a look is the policy's choice
(`recruitment.screening_of_mentors`); moving it is left to rules/recruitment.
"""

from collections.abc import Callable
from dataclasses import dataclass

from domain.applications import Application
from domain.careers import ACADEMIC_TRACKS
from domain.cohort import Cohort
from domain.lifecycles import ApplicationState
from domain.people import Role
from domain.saying import say


@dataclass(frozen=True)
class Flag:
    """One fact that wants a look: its name, whose applications can have it, and the words for it."""

    name: str
    roles: tuple[Role, ...]
    words: str
    raised: Callable[[Cohort, Application], bool]


def _stranger(cohort: Cohort, application: Application) -> bool:
    person = cohort.participants.get(application.id)
    return person is not None and person.came_by_link


def _out_of_reach(cohort: Cohort, application: Application) -> bool:
    person = cohort.participants.get(application.id)
    return person is not None and person.bounced_at is not None


def _changed(_: Cohort, application: Application) -> bool:
    return application.screening is not None and application.screening.at < application.submitted_at


def _many_for_a_first_time(_: Cohort, application: Application) -> bool:
    return application.capacity > 1 and application.answers.get("mentoring_experience") == "none"


def _never_in_the_sector(cohort: Cohort, application: Application) -> bool:
    asked = cohort.policy.recruitment.sector == "life_sciences"
    return asked and application.answers.get("life_sciences") == "never"


def _other_doctorate(cohort: Cohort, application: Application) -> bool:
    return cohort.policy.recruitment.sector == "life_sciences" and application.answers.get("doctorate") == "no"


def _never_outside(cohort: Cohort, application: Application) -> bool:
    return cohort.policy.recruitment.leads_out and not application.answers.get("years_outside")


def _works_elsewhere(cohort: Cohort, application: Application) -> bool:
    sought = cohort.policy.recruitment.mentors_from
    return bool(sought) and application.answers.get("employer_type") not in sought


def _only_academic(cohort: Cohort, application: Application) -> bool:
    if not cohort.policy.recruitment.leads_out:
        return False
    tracks = {int(track) for track in application.answers.get("tracks") or ()}
    return bool(tracks) and tracks <= ACADEMIC_TRACKS


BOTH, MENTORS, MENTEES = (Role.MENTOR, Role.MENTEE), (Role.MENTOR,), (Role.MENTEE,)
FLAGS = (
    Flag("no_cv", BOTH, say("no CV"), lambda _, one: not one.answers.get("cv")),
    Flag("conflict", BOTH, say("names people not to be paired with"), lambda _, one: bool(one.answers.get("not_with"))),
    Flag("changed", BOTH, say("changed since you looked at it"), _changed),
    Flag("out_of_reach", BOTH, say("the address does not work"), _out_of_reach),
    Flag("stranger", MENTORS, say("came by the open link"), _stranger),
    Flag("other_field", MENTORS, say("never worked in the life sciences"), _never_in_the_sector),
    Flag("not_outside", MENTORS, say("no work outside academia yet"), _never_outside),
    Flag("other_employer", MENTORS, say("another kind of employer than this programme looks for"), _works_elsewhere),
    Flag("many_places", MENTORS, say("several mentees, and never mentored before"), _many_for_a_first_time),
    Flag("other_doctorate", MENTEES, say("doctorate outside the life sciences"), _other_doctorate),
    Flag("academic", MENTEES, say("academic tracks only"), _only_academic),
)


def flags_of(cohort: Cohort, application: Application) -> tuple[Flag, ...]:
    """What of this application wants a look; nothing when it is as most are."""
    return tuple(flag for flag in FLAGS if application.role in flag.roles and flag.raised(cohort, application))


def needs_a_look(cohort: Cohort, application: Application) -> bool:
    """Whether a coordinator has to decide about it: it waits, and the policy does not take it without one."""
    if application.state is not ApplicationState.SUBMITTED:
        return False
    if application.role is not Role.MENTOR or cohort.policy.recruitment.screening_of_mentors == "all":
        return True
    return application.screening is not None or bool(flags_of(cohort, application))
