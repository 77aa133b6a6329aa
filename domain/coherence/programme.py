"""Programme: a policy with the days that follow from it, and the lengths by which its numbers are measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from domain.calendar import milestone_days
from domain.dates import add_months
from domain.ends import EVALUATED_BEFORE
from domain.policy import CalendarLengths, Checks, Matching, Policy, Post, Recruitment, Sessions
from domain.saying import say

EXAMPLE = date(2027, 1, 1)
"""Where a policy is checked without a plan: recruitment then has a February in it, so the shortest months there are."""
# Each policy's number by which days are measured; a row that reads days names those that move them.
RECRUITMENT = (
    "calendar.recruitment_months",
    "calendar.mentors_call",
    "calendar.mentees_call",
    "calendar.mentees_call_opens_after",
    "calendar.screening",
)
ROUNDS = ("matching.mode", "matching.meetings_max", "matching.choices_close_after", "matching.meetings_close_after")
MENTORING = ("calendar.mentoring_months",)
FOLLOW_UP = ("calendar.follow_up_months",)


def spelled(length: timedelta) -> str:
    """A length as people say it: "3 days", "1 hour"."""
    hours = round(length.total_seconds() / 3600)
    if hours % 24:
        return say("{n} hour", "{n} hours", n=hours)
    return say("{n} day", "{n} days", n=hours // 24)


@dataclass(frozen=True)
class Finding:
    """Something that does not agree: its place, what it was measured by, and a sentence with the remedy."""

    place: str
    by: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Programme:
    """A policy and its milestones as days."""

    policy: Policy
    days: Mapping[str, date]

    @classmethod
    def of(cls, policy: Policy, starts_on: date = EXAMPLE) -> "Programme":
        return cls(policy, milestone_days(starts_on, policy.calendar))

    # --- sections -----------------------------------------------------------------------------------------------

    @property
    def calendar(self) -> CalendarLengths:
        return self.policy.calendar

    @property
    def recruitment(self) -> Recruitment:
        return self.policy.recruitment

    @property
    def matching(self) -> Matching:
        return self.policy.matching

    @property
    def sessions(self) -> Sessions:
        return self.policy.sessions

    @property
    def checks(self) -> Checks:
        return self.policy.checks

    @property
    def post(self) -> Post:
        return self.policy.post

    # --- days and lengths ---------------------------------------------------------------------------------------

    @property
    def starts(self) -> date:
        return self.days["mentoring_starts"]

    @property
    def ends(self) -> date:
        return self.days["mentoring_ends"]

    @property
    def proposed_on(self) -> date:
        """The first day on which pairs can be proposed: participants have chosen and met before."""
        return self.days["matching_on"] + self.matching.rounds_take

    @property
    def recruiting(self) -> timedelta:
        return self.starts - self.days["recruitment_opens"]

    @property
    def mentoring(self) -> timedelta:
        return self.ends - self.starts

    @property
    def follow_up(self) -> timedelta:
        return self.days["closes"] - self.ends

    @cached_property
    def longest_call(self) -> timedelta:
        days = self.days
        return max(days["mentors_close"] - days["mentors_open"], days["mentees_close"] - days["mentees_open"])

    @property
    def session_window(self) -> timedelta:
        """The shortest window of a session: a short month, or an equal share of the time there is."""
        return min(timedelta(28), self.mentoring / self.sessions.number)

    @property
    def looking_back(self) -> timedelta:
        """From the first letter about the final feedback to its last day."""
        after = min(self.checks.reflection_closes_after, self.follow_up - EVALUATED_BEFORE)
        return self.checks.reflection_opens_before + after

    @property
    def last(self) -> date:
        """The last day of mentoring."""
        return self.ends - timedelta(1)

    def month_is_too_late(self, number: int) -> str:
        """Why nothing can be asked once so many months are over."""
        return say(
            "{number} months are over on {day}, and the last day of mentoring is {last}; choose an earlier month",
            number=number,
            day=self.month(number),
            last=self.last,
        )

    def month(self, number: int) -> date:
        """The day on which so many months of mentoring are over."""
        return add_months(self.starts, number)
