"""Effort: how much of somebody's time a programme takes, by its numbers. Whatever is said of it in words comes from here."""

from dataclasses import dataclass

from domain.policy import Policy

CORE_GATHERINGS = ("networking", "wrapup")  # part of everybody's hours (docs/programme.md, "Calendar")
INTRODUCTION = "instruction"


@dataclass(frozen=True)
class Effort:
    """For one role: so many sessions of so many minutes in so many months, and gatherings with everybody.

    `hours` counts both; `introduction` is how many minutes the introduction takes beside them, 0 where there is none.
    `online`: everybody meets online.
    """

    number: int
    minutes: int
    months: int
    gatherings: int
    hours: float
    introduction: int
    online: bool = False


def effort(policy: Policy, role: str) -> Effort:
    """What a programme asks of a mentor or a mentee; of anybody else the sessions alone."""
    theirs = [row for row in policy.gatherings if row.audience in ("all", f"{role}s")]
    core = [row for row in theirs if row.kind in CORE_GATHERINGS]
    minutes = policy.sessions.number * policy.sessions.minutes + sum(row.minutes for row in core)
    return Effort(
        number=policy.sessions.number,
        minutes=policy.sessions.minutes,
        months=policy.calendar.mentoring_months,
        gatherings=len(core),
        hours=minutes / 60,
        introduction=sum(row.minutes for row in theirs if row.kind == INTRODUCTION),
        online=policy.sessions.meetings == "online",
    )
