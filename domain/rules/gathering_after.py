"""Gathering after: who came, the recording for those who were not there, and what is still missing after a prerequisite."""

from collections.abc import Iterator
from datetime import timedelta

from domain.actions import Due, Escalate, Write, rule
from domain.attending import joined_at, missed, said_when_applying, was_missed_by, word_of
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, posting
from domain.gatherings import Gathering
from domain.people import Participant
from domain.rules.asking import asking
from domain.rules.gathering import AT_ONCE, taking_part, that_take_place

RECORDING_WAITS = timedelta(7)  # for the link, once the list is there; then those who missed it are a case (own)
SENT_WITHIN = timedelta(14)


@rule(that_take_place)
def ask_who_came(cohort: Cohort, gathering: Gathering) -> Iterator[Due]:
    """The coordinator ticks who was there: hours count for those alone. Where nobody wanted to come nothing is asked."""
    expected = any(w.gathering == gathering.id and w.answer == "coming" for w in cohort.attendances.values())
    if gathering.attended_at or not expected:
        return
    yield from asking(
        cohort,
        key=f"{gathering.id}:came",
        form="attendance",
        about=gathering.id,
        letters=("coordinator/attendance_wanted", "coordinator/attendance_reminder"),
        start=gathering.ends_at,
        rungs=(AT_ONCE, *cohort.policy.desk.reminders),
        end=cohort.milestones.closes,
        asked=cohort.lead.code,
        closes=cohort.milestones.closes,
    )


@rule(taking_part)
def send_the_recording(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """To whoever asked for it and was not there, and, of what everybody should have seen, to all who missed it."""
    for gathering in cohort.gatherings.values():
        joined, recorded = joined_at(cohort, person.id), gathering.recorded_at
        if recorded is None or joined is None or gathering.cancelled_at:
            continue
        row, asked = cohort.policy.gathering(gathering.kind), _asked_for_it(cohort, gathering, person.id)
        should = row is not None and row.if_missed == "recording" and was_missed_by(cohort, gathering, person)
        if asked or should:
            at = posting(max(recorded, joined, recorded if asked else gathering.attended_at or recorded), cohort.days)
            letter = Write("person/gathering_recording", person.id, gathering.id)
            yield Due(at, at + SENT_WITHIN, f"{gathering.id}:recording:{person.id}", letter)


def _asked_for_it(cohort: Cohort, gathering: Gathering, code: str) -> bool:
    """Whether somebody wants the recording, as said of this gathering or when applying, and was not there."""
    word = word_of(cohort, gathering, code)
    said = said_when_applying(cohort, gathering, code) if word is None or not word.answer else word.answer
    return said == "recording" and not (word and word.came)


@rule(taking_part)
def tell_that_there_is_no_recording(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """Whoever asked for a recording hears once that nobody has left one, when the time for it is over."""
    for gathering in cohort.gatherings.values():
        joined = joined_at(cohort, person.id)
        if gathering.recorded_at or joined is None or gathering.cancelled_at:
            continue
        if _asked_for_it(cohort, gathering, person.id):
            at = posting(max(gathering.ends_at + cohort.policy.desk.recording_within, joined), cohort.days)
            letter = Write("person/gathering_unrecorded", person.id, gathering.id)
            yield Due(at, at + SENT_WITHIN, f"{gathering.id}:unrecorded:{person.id}", letter)


@rule(that_take_place)
def flag_who_missed_it(cohort: Cohort, gathering: Gathering) -> Iterator[Due]:
    """A prerequisite that some have missed is a case: at once, or when there is no recording after a week."""
    row = cohort.policy.gathering(gathering.kind)
    if row is None or row.if_missed == "nothing" or gathering.attended_at is None:
        return
    waits = row.if_missed == "recording"
    if (waits and gathering.recorded_at) or not missed(cohort, gathering):
        return
    at = posting(gathering.attended_at + (RECORDING_WAITS if waits else timedelta(0)), cohort.days)
    yield Due(at, FAR_FUTURE, f"{gathering.id}:missed", Escalate("missed_gathering", gathering.id))
