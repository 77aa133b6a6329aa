"""Offers: until when a suggested match waits for the answers of two people."""

from datetime import datetime

from domain.cohort import Cohort
from domain.dates import Days, day_of, later
from domain.groups import Group
from domain.people import Away


def offer_lapses(cohort: Cohort, pair: Group) -> datetime:
    """When an offer lapses. Days on which somebody is away whose answer it waits for do not count; there is an end to that,
    so that the other one does not wait for ever."""
    assert pair.offered_at is not None, f"{pair.id} was not offered"
    terms = cohort.policy.matching
    latest = pair.offered_at + terms.offer_lapses_after + terms.offer_waits_for_absence
    absences = tuple(absence for code in pair.members for absence in waited_for(cohort, pair, code))
    return min(later(pair.offered_at, terms.offer_lapses_after, Days(cohort.zone, away=absences)), latest)


def waited_for(cohort: Cohort, pair: Group, code: str) -> tuple[Away, ...]:
    """The absences of one of the two that an offer waits for: those they had told of before they accepted."""
    accepted = next((one.at for one in pair.accepted if one.by == code), None)
    away = cohort.participants[code].away
    return tuple(one for one in away if accepted is None or one.told_at is None or one.told_at < accepted)


def silent_for_an_absence(cohort: Cohort, pair: Group) -> bool:
    """Whether somebody has not answered an offer because they were away on its last day."""
    last = day_of(offer_lapses(cohort, pair), cohort.zone)
    return any(
        absence.first <= last <= absence.last
        for code in pair.members
        if not pair.has_accepted(code)
        for absence in cohort.participants[code].away
    )
