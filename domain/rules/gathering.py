"""Gathering: plan the gatherings of the policy, invite, ask again once, remind those who come."""

from collections.abc import Iterator
from datetime import timedelta

from domain.actions import Due, Plan, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, posting_day_before
from domain.gatherings import Attendance, Gathering
from domain.ladders import Rung
from domain.lifecycles import PairState, Phase
from domain.people import Participant
from domain.rules.asking import asking, telling
from domain.rules.preparation import the_cohort

PLANNED_BEFORE = timedelta(21)  # before mentoring starts, so that invitations can go out in time (own)
INVITED_BEFORE = timedelta(14)
RUNGS = (Rung(after=timedelta(0)), Rung(after=timedelta(8)))


@rule(the_cohort)
def plan_the_gatherings(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """The gatherings get their dates three weeks before mentoring starts."""
    if cohort.phase in (Phase.RECRUITMENT, Phase.MENTORING):
        at = cohort.milestones.mentoring_starts - PLANNED_BEFORE
        yield Due(at, FAR_FUTURE, "plan:gatherings", Plan("gatherings"))


def _coming_to_what_is_off(cohort: Cohort) -> Iterator[Attendance]:
    for word in cohort.in_focus(Attendance):
        gathering = cohort.gatherings.get(word.gathering)
        if word.answer == "coming" and gathering and gathering.cancelled_at:
            yield word


@rule(_coming_to_what_is_off)
def tell_that_it_is_off(cohort: Cohort, word: Attendance) -> Iterator[Due]:
    """Whoever wanted to come hears that a gathering will not take place, in time for it to leave their calendar."""
    gathering = cohort.gatherings[word.gathering]
    if gathering.cancelled_at and gathering.cancelled_at < gathering.starts_at:
        yield from telling(
            cohort,
            key=f"{gathering.id}:off",
            letter="person/gathering_cancelled",
            about=gathering.id,
            to=(word.person,),
            at=gathering.cancelled_at,
            until=gathering.starts_at,
        )


def _taking_part(cohort: Cohort) -> Iterator[Participant]:
    if cohort.is_open and cohort.gatherings:
        for person in cohort.in_focus(Participant):
            if person.takes_part and cohort.groups_of(person.id, PairState.ACTIVE, PairState.COMPLETED):
                yield person


def open_to(gathering: Gathering, person: Participant) -> bool:
    """Say whether the gathering is for this person and takes place."""
    return gathering.cancelled_at is None and gathering.audience in ("all", f"{person.role.value}s")


@rule(_taking_part)
def invite(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """Two weeks ahead: coming, recording or no. Whoever has not answered is asked once more."""
    joined = min((p.activated_at for p in cohort.groups_of(person.id) if p.activated_at), default=None)
    for gathering in cohort.gatherings.values():
        if not open_to(gathering, person) or f"{gathering.id}:{person.id}" in cohort.attendances or joined is None:
            continue
        start = max(gathering.starts_at - INVITED_BEFORE, joined)
        yield from asking(
            cohort,
            key=f"{gathering.id}:rsvp",
            form="rsvp",
            about=gathering.id,
            letters=("person/gathering_invited", "person/gathering_invited"),
            start=start,
            rungs=RUNGS,
            end=gathering.starts_at - timedelta(1),
            asked=person.id,
            closes=gathering.starts_at,
        )


@rule(_taking_part)
def remind_those_who_come(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """A note with the calendar entry on the last working day before, to those who said they come."""
    for gathering in cohort.gatherings.values():
        word = cohort.attendances.get(f"{gathering.id}:{person.id}")
        if word is None or word.answer != "coming" or gathering.cancelled_at:
            continue
        at = posting_day_before(gathering.starts_at, cohort.days)
        key = f"{gathering.id}:tomorrow:{day_of(gathering.starts_at, cohort.zone)}:{person.id}"
        yield Due(at, gathering.starts_at, key, Write("person/gathering_reminder", person.id, gathering.id))
