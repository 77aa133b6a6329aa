"""The calendar of one cohort: every milestone follows from the start date and the policy (docs/programme.md, "Calendar")."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from domain.dates import add_months, last_moment, start_of
from domain.policy import CalendarLengths
from domain.saying import say


@dataclass(frozen=True)
class Milestones:
    """The days on which the cohort turns a page, at local midnight, in UTC. Closings are the first moment after."""

    preparation_starts: datetime
    recruitment_opens: datetime
    mentors_open: datetime
    mentors_close: datetime
    mentees_open: datetime
    mentees_close: datetime
    matching_on: datetime
    mentoring_starts: datetime
    mentoring_ends: datetime
    closes: datetime

    def call(self, role: str) -> tuple[datetime, datetime]:
        """When the call for "mentor" or "mentee" opens and closes."""
        if role == "mentor":
            return self.mentors_open, self.mentors_close
        return self.mentees_open, self.mentees_close


def milestone_days(
    starts_on: date, lengths: CalendarLengths, moved: tuple[tuple[str, date], ...] = ()
) -> dict[str, date]:
    """The milestones as days. `moved` replaces single ones: a plan's own dates, or a coordinator's extension."""
    recruitment = add_months(starts_on, lengths.preparation_months)
    mentoring = add_months(starts_on, lengths.preparation_months + lengths.recruitment_months)
    months = lengths.preparation_months + lengths.recruitment_months + lengths.mentoring_months
    days = {
        "preparation_starts": starts_on,
        "recruitment_opens": recruitment,
        "mentors_open": recruitment,
        "mentees_open": recruitment + lengths.mentees_call_opens_after,
        "mentoring_starts": mentoring,
        "mentoring_ends": add_months(starts_on, months),
        "closes": add_months(starts_on, months + lengths.follow_up_months),
    } | dict(moved)
    days.setdefault("mentors_close", days["mentors_open"] + lengths.mentors_call)
    days.setdefault("mentees_close", days["mentees_open"] + lengths.mentees_call)
    days.setdefault("matching_on", max(days["mentors_close"], days["mentees_close"]) + lengths.screening)
    return days


@lru_cache(maxsize=1024)
def milestones(starts_on: date, lengths: CalendarLengths, zone: str, moved: tuple[tuple[str, date], ...]) -> Milestones:
    """The calendar of a cohort that starts on `starts_on` in `zone` (IANA name)."""
    return Milestones(**{name: start_of(day, zone) for name, day in milestone_days(starts_on, lengths, moved).items()})


ENDS = frozenset({"mentors_close", "mentees_close", "mentoring_ends", "closes"})
"""Milestones that are the first moment after something: people call them by its last day, in plans too."""


def told_by(name: str, at: datetime) -> datetime:
    """A moment of the day by which people speak of a milestone."""
    return last_moment(at) if name in ENDS else at


def first_day_after(own: Mapping[str, date]) -> dict[str, date]:
    """Days as people write them as milestones: something that ends on a day is over on the next one."""
    return {name: day + timedelta(name in ENDS) for name, day in own.items()}


def _said(name: str, day: date) -> date:
    return day - timedelta(name in ENDS)


MENTORS_TAKE = timedelta(28)  # a month of looking for mentors, at least
CALLS = {("mentors_open", "mentors_close"), ("mentees_open", "mentees_close")}


def mistakes_in(days: Mapping[str, date]) -> list[tuple[str, str]]:
    """(milestone, sentence) for what cannot work: a call that closes before it opens, mentors recruited in less than a month.

    Days that are not known are measured by nothing.
    """
    found = [
        (
            later_one,
            say(
                "{day} is not after {earlier} ({before})",
                day=_said(later_one, days[later_one]),
                earlier=earlier,
                before=_said(earlier, days[earlier]),
            ),
        )
        for earlier, later_one in (
            ("preparation_starts", "recruitment_opens"),
            ("mentors_open", "mentors_close"),
            ("mentees_open", "mentees_close"),
            ("mentees_close", "matching_on"),
            ("mentors_close", "matching_on"),
            ("matching_on", "mentoring_starts"),
            ("mentoring_starts", "mentoring_ends"),
            ("mentoring_ends", "closes"),
        )
        if {earlier, later_one} <= days.keys()
        and (days[earlier] > days[later_one] or ((earlier, later_one) in CALLS and days[earlier] == days[later_one]))
    ]
    if {"mentors_open", "mentors_close"} <= days.keys() and days["mentors_close"] - days["mentors_open"] < MENTORS_TAKE:
        words = say("recruiting mentors takes at least {number} days after mentors_open", number=MENTORS_TAKE.days)
        found.append(("mentors_close", words))
    if {"mentors_open", "mentees_open"} <= days.keys() and days["mentees_open"] < days["mentors_open"]:
        found.append(("mentees_open", say("mentors are called first; the call for mentees opens with theirs or later")))
    if {"recruitment_opens", "mentors_open"} <= days.keys() and days["mentors_open"] < days["recruitment_opens"]:
        found.append(("mentors_open", say("the call for mentors cannot open before recruitment does")))
    return found
