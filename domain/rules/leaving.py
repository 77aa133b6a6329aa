"""Leaving: whoever stops hears that it was noted, and what stood in their calendar through us is taken out.

Their sessions are off like those of any pair that has ended (meeting.take_it_off_the_calendar); the partner's letter is
agreeing.tell_that_it_ended. What may still be written to them at all is domain/messages.FAREWELLS.
"""

from collections.abc import Iterator
from datetime import timedelta

from domain.actions import Due, Write, rule
from domain.cohort import Cohort
from domain.gatherings import Attendance
from domain.people import Participant

FAREWELL_WITHIN = timedelta(14)


@rule(lambda cohort: [p for p in cohort.in_focus(Participant) if p.left is not None])
def say_farewell(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """One letter that it is noted, with the way to what we keep of them."""
    if person.left is not None:
        letter = Write("person/left", person.id, person.id, prompt=True)
        yield Due(person.left.at, person.left.at + FAREWELL_WITHIN, f"{person.id}:left", letter)


def _of_those_who_left(cohort: Cohort) -> Iterator[Attendance]:
    for word in cohort.in_focus(Attendance):
        if word.answer == "coming" and cohort.participants[word.person].left is not None:
            yield word


@rule(_of_those_who_left)
def take_gatherings_off_their_calendar(cohort: Cohort, word: Attendance) -> Iterator[Due]:
    """A gathering takes place without them: its entry disappears from their calendar only."""
    gathering, left = cohort.gatherings.get(word.gathering), cohort.participants[word.person].left
    if gathering is None or left is None or gathering.cancelled_at is not None:
        return
    letter = Write("person/gathering_left", word.person, gathering.id, prompt=True)
    yield Due(left.at, gathering.starts_at, f"{gathering.id}:left:{word.person}", letter)
