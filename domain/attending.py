"""Attending: whom a gathering is for, who was there, who missed it. Counted from a cohort; what follows is left to rules."""

from collections.abc import Iterator
from datetime import datetime

from domain.cohort import Cohort
from domain.effort import INTRODUCTION
from domain.gatherings import Attendance, Gathering
from domain.lifecycles import PairState
from domain.people import Participant

IN_A_GROUP = (PairState.ACTIVE, PairState.COMPLETED)


def open_to(gathering: Gathering, person: Participant) -> bool:
    """Say whether the gathering is for this person and takes place."""
    return gathering.cancelled_at is None and gathering.audience in ("all", f"{person.role.value}s")


def joined_at(cohort: Cohort, code: str) -> datetime | None:
    """When somebody's first group began; None for whoever has none."""
    return min((group.activated_at for group in cohort.groups_of(code) if group.activated_at), default=None)


def word_of(cohort: Cohort, gathering: Gathering, code: str) -> Attendance | None:
    """What somebody said about a gathering, or what was ticked."""
    return cohort.attendances.get(f"{gathering.id}:{code}")


def wants_what_follows(cohort: Cohort, code: str) -> bool:
    """Whether somebody asked to be invited to events that follow the programme, and has not taken that back."""
    application = cohort.applications.get(code)
    return application is not None and bool(application.alumni.get("follow_up_events"))


def said_when_applying(cohort: Cohort, gathering: Gathering, code: str) -> str:
    """What a mentor said about the introduction in the application: come, recording or not_needed; "" for nothing, and of
    other gatherings."""
    application = cohort.applications.get(code)
    told = application.answers.get("instruction") if application and gathering.kind == INTRODUCTION else ""
    return str(told or "")


def comes(cohort: Cohort, gathering: Gathering, code: str) -> bool:
    """Whether somebody said that they come, on the day on which it is now."""
    word = word_of(cohort, gathering, code)
    return word is not None and word.answer == "coming" and gathering.stands(word)


def those_it_is_for(cohort: Cohort, gathering: Gathering) -> Iterator[Participant]:
    """Everybody who could be there: in a group by its day, or known to want to come."""
    for person in sorted(cohort.participants.values(), key=lambda person: person.id):
        joined = joined_at(cohort, person.id)
        there = person.takes_part and joined is not None and joined <= gathering.starts_at
        if open_to(gathering, person) and (there or comes(cohort, gathering, person.id)) and not person.erased_at:
            yield person


def was_missed_by(cohort: Cohort, gathering: Gathering, person: Participant) -> bool:
    """Somebody who takes part was not there, by the list of the coordinator, or joined only after it."""
    joined = joined_at(cohort, person.id)
    if not person.takes_part or joined is None or not open_to(gathering, person):
        return False
    if joined > gathering.starts_at:
        return True
    word = word_of(cohort, gathering, person.id)
    return gathering.attended_at is not None and not (word and word.came)


def missed(cohort: Cohort, gathering: Gathering) -> tuple[str, ...]:
    """The codes of those in a group who missed it."""
    return tuple(
        code
        for code, person in sorted(cohort.participants.items())
        if cohort.groups_of(code, *IN_A_GROUP) and was_missed_by(cohort, gathering, person)
    )
