"""Gathering changes: who hears that one is elsewhere, at another hour or off, and whose calendars follow. Another day is asked
for anew (gathering.invite)."""

from collections.abc import Iterator

from domain.actions import Due, Write, rule
from domain.cohort import Cohort
from domain.gatherings import Attendance
from domain.rules.asking import telling
from domain.rules.gathering import said_yes, until


@rule(said_yes)
def tell_of_the_change(cohort: Cohort, word: Attendance) -> Iterator[Due]:
    """Whoever comes hears once of another hour, length or place, with the entry that replaces the one they have."""
    gathering = cohort.gatherings[word.gathering]
    if gathering.changed_at and word.at < gathering.changed_at < gathering.starts_at:
        yield from telling(
            cohort,
            key=f"{gathering.id}:changed:{gathering.changed_at:%Y-%m-%dT%H%M%S}",
            letter="person/gathering_changed",
            about=gathering.id,
            to=(word.person,),
            at=gathering.changed_at,
            until=gathering.starts_at,
        )


OFF = {"coming": "person/gathering_cancelled", "recording": "person/gathering_not_recorded"}


def _waiting_for_what_is_off(cohort: Cohort) -> Iterator[Attendance]:
    for word in cohort.in_focus(Attendance):
        gathering = cohort.gatherings.get(word.gathering)
        if word.answer in OFF and gathering and gathering.cancelled_at:
            yield word


@rule(_waiting_for_what_is_off)
def tell_that_it_is_off(cohort: Cohort, word: Attendance) -> Iterator[Due]:
    """Whoever wanted to come hears that a gathering will not take place, in time for it to leave their calendar; whoever
    asked for the recording, that there will be none."""
    gathering = cohort.gatherings[word.gathering]
    if gathering.cancelled_at and gathering.cancelled_at < gathering.starts_at:
        yield from telling(
            cohort,
            key=f"{gathering.id}:off",
            letter=OFF[word.answer],
            about=gathering.id,
            to=(word.person,),
            at=gathering.cancelled_at,
            until=gathering.starts_at,
        )


@rule(lambda cohort: (one for one in cohort.in_focus(Attendance) if one.withdrew_at))
def take_it_off_their_calendar(cohort: Cohort, word: Attendance) -> Iterator[Due]:
    """Whoever said yes and then something else does not keep the entry."""
    gathering = cohort.gatherings[word.gathering]
    if word.withdrew_at and word.withdrew_at < gathering.starts_at and gathering.cancelled_at is None:
        key = f"{gathering.id}:back:{word.withdrew_at:%Y-%m-%dT%H%M%S}:{word.person}"
        letter = Write("person/gathering_off_calendar", word.person, gathering.id, prompt=True)
        yield Due(word.withdrew_at, until(gathering, word.withdrew_at), key, letter)
