"""Gathering: plan the gatherings of the policy, ask where they are, invite, ask again once, remind those who come.

What is told when one changes is in gathering_changes.py, what follows after it in gathering_after.py.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Due, Escalate, Plan, Write, rule
from domain.attending import IN_A_GROUP, joined_at, open_to, said_when_applying, wants_what_follows, word_of
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, posting, posting_day_before
from domain.gatherings import FOLLOW_UP_EVENT, Attendance, Gathering
from domain.ladders import Rung
from domain.lifecycles import Phase
from domain.people import Participant
from domain.rules.asking import asking
from domain.rules.preparation import the_cohort

PLANNED_BEFORE = timedelta(21)  # before mentoring starts, so that invitations can go out in time (own)
PLACE_ASKED_BEFORE = timedelta(21)
INVITED_BEFORE = timedelta(14)
NO_PLACE_BEFORE = timedelta(10)  # then it is a case
# Whoever said so short a time ago that they come has the entry in their calendar, and is not told once more (own).
REMEMBERED_FOR = timedelta(14)
AT_ONCE = Rung(after=timedelta(0))
RUNGS = (AT_ONCE, Rung(after=timedelta(8)))
INVITED = "person/gathering_invited"
DOES_NOT_COME = ("recording", "not_needed")  # to the introduction, as said when applying: nobody asks again


@rule(the_cohort)
def plan_the_gatherings(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """The gatherings get their dates three weeks before mentoring starts."""
    if cohort.phase in (Phase.RECRUITMENT, Phase.MENTORING):
        at = cohort.milestones.mentoring_starts - PLANNED_BEFORE
        yield Due(at, FAR_FUTURE, "plan:gatherings", Plan("gatherings"))


def that_take_place(cohort: Cohort) -> Iterator[Gathering]:
    """The gatherings of an open cohort that are not called off."""
    if cohort.is_open:
        yield from (one for one in cohort.in_focus(Gathering) if one.cancelled_at is None)


@rule(that_take_place)
def ask_for_the_place(cohort: Cohort, gathering: Gathering) -> Iterator[Due]:
    """Three weeks ahead the coordinator is asked where it is; nobody is invited before, and in the end it is a case."""
    if gathering.has_a_place:
        return
    key, day = f"{gathering.id}:place", day_of(gathering.starts_at, cohort.zone)
    yield from asking(
        cohort,
        key=f"{key}:{day}",
        form="gathering",
        about=gathering.id,
        letters=("coordinator/gathering_wanted", "coordinator/gathering_reminder"),
        start=gathering.starts_at - PLACE_ASKED_BEFORE,
        rungs=(AT_ONCE, *cohort.policy.desk.reminders),
        end=gathering.starts_at,
        asked=cohort.lead.code,
        closes=gathering.starts_at,
    )
    at = posting(gathering.starts_at - NO_PLACE_BEFORE, cohort.days)
    if at < gathering.starts_at:
        yield Due(at, gathering.starts_at, f"{gathering.id}:no_place:{day}", Escalate("no_place", gathering.id))


def goes_on(cohort: Cohort) -> bool:
    """Gatherings take place, also events after the end; not where all was called off."""
    return cohort.phase is not Phase.CALLED_OFF


def taking_part(cohort: Cohort) -> Iterator[Participant]:
    """Those in a group, as long as there is something to come to."""
    if goes_on(cohort) and cohort.gatherings:
        for person in cohort.in_focus(Participant):
            if person.takes_part and cohort.groups_of(person.id, *IN_A_GROUP):
                yield person


@rule(taking_part)
def invite(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """Two weeks ahead: coming, recording or no. Whoever has not answered is asked once more, unless it is voluntary.

    When the day moves, everybody who knew of the old one is asked at once for the new one; whoever skipped what is voluntary
    is not.
    """
    joined = joined_at(cohort, person.id)
    for gathering in cohort.gatherings.values():
        word = word_of(cohort, gathering, person.id)
        if joined is None or not open_to(gathering, person) or not gathering.has_a_place:
            continue
        if gathering.kind == FOLLOW_UP_EVENT and not wants_what_follows(cohort, person.id):
            continue
        if word is not None and gathering.stands(word):
            continue
        moved_at, knew = gathering.moved_at, _knew_the_day_before(cohort, gathering, person)
        row = cohort.policy.gathering(gathering.kind)
        voluntary, came_along = row is not None and row.voluntary, word is not None and word.answer == "coming"
        if moved_at and knew and voluntary and not came_along:
            continue
        if voluntary and word is None and said_when_applying(cohort, gathering, person.id) in DOES_NOT_COME:
            continue
        first = ("person/gathering_moved" if came_along else "person/gathering_new_day") if knew else INVITED
        yield from asking(
            cohort,
            key=f"{gathering.id}:rsvp:{moved_at:%Y-%m-%dT%H%M%S}" if moved_at else f"{gathering.id}:rsvp",
            form="rsvp",
            about=gathering.id,
            letters=(first, INVITED),
            start=moved_at if moved_at and knew else max(gathering.starts_at - INVITED_BEFORE, joined),
            rungs=RUNGS[:1] if voluntary else RUNGS,
            end=gathering.starts_at - timedelta(0 if knew else 1),
            asked=person.id,
            closes=gathering.starts_at,
        )


def _knew_the_day_before(cohort: Cohort, gathering: Gathering, person: Participant) -> bool:
    """Somebody was invited to the day on which it is no longer."""
    form = cohort.invitation(gathering.id, "rsvp", person.id)
    return form is not None and gathering.moved_at is not None and form.opens < gathering.moved_at


def said_yes(cohort: Cohort) -> Iterator[Attendance]:
    """The words of those who come to what takes place, on the day on which it is now."""
    for word in cohort.in_focus(Attendance) if goes_on(cohort) else ():
        gathering, person = cohort.gatherings.get(word.gathering), cohort.participants[word.person]
        takes_place = gathering is not None and gathering.cancelled_at is None and gathering.stands(word)
        if takes_place and word.answer == "coming" and person.takes_part and cohort.groups_of(person.id, *IN_A_GROUP):
            yield word


@rule(said_yes)
def send_the_entry(cohort: Cohort, word: Attendance) -> Iterator[Due]:
    """Whoever says yes gets the entry for the calendar at once."""
    gathering = cohort.gatherings[word.gathering]
    letter = Write("person/gathering_noted", word.person, gathering.id, prompt=True)
    key = f"{gathering.id}:yes:{word.at:%Y-%m-%dT%H%M%S}:{word.person}"
    if word.at < gathering.starts_at:
        yield Due(word.at, until(gathering, word.at), key, letter)


@rule(said_yes)
def remind_those_who_come(cohort: Cohort, word: Attendance) -> Iterator[Due]:
    """A note on the last working day before, to those who said long before that they come."""
    gathering = cohort.gatherings[word.gathering]
    at = posting_day_before(gathering.starts_at, cohort.days)
    if word.at < at - REMEMBERED_FOR:
        key = f"{gathering.id}:tomorrow:{day_of(gathering.starts_at, cohort.zone)}:{word.person}"
        yield Due(at, gathering.starts_at, key, Write("person/gathering_reminder", word.person, gathering.id))


def until(gathering: Gathering, at: datetime) -> datetime:
    """How long a letter about what was just said makes sense."""
    return min(gathering.starts_at, at + INVITED_BEFORE)
