"""Completion: the three conditions of the course card, counted and shown as the rules they are. What follows is left to rules.

Active participation (so many sessions held), a report for each session held, and the final feedback. Sessions of a group
that ended without fault count for both; whoever was rematched needs no more than anybody else, and no more than can be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from domain.cohort import Cohort
from domain.held import counts_as_held, held_of
from domain.lifecycles import PairState
from domain.people import Role
from domain.saying import say
from domain.sessions import Session

STARTED = (PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED)


@dataclass(frozen=True)
class Condition:
    """One condition, as counted: so many of so many, and how many are needed."""

    name: Literal["sessions", "reports", "feedback"]
    met: bool
    count: int
    of: int
    needed: int

    @property
    def words(self) -> str:
        """For whoever reads it: "4 of 6 sessions held (5 needed)"."""
        match self.name:
            case "sessions":
                count, of, needed = self.count, self.of, self.needed
                return say("{count} of {of} sessions held ({needed} needed)", count=count, of=of, needed=needed)
            case "reports" if self.of:
                return say("{count} of {of} sessions held have a report", count=self.count, of=self.of)
            case "reports":
                return say("no session held yet, so no report")
            case "feedback":
                return say("final feedback given") if self.met else say("final feedback not given yet")


@dataclass(frozen=True)
class Completion:
    """How far somebody is. `minutes`: sessions held and gatherings attended, for the certificate."""

    conditions: tuple[Condition, ...]
    minutes: int

    @property
    def complete(self) -> bool:
        return all(condition.met for condition in self.conditions)

    @property
    def missing(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if not condition.met)

    @property
    def hours(self) -> float:
        """The minutes in hours, to the nearest half."""
        return round(self.minutes / 30) / 2


def completion(cohort: Cohort, code: str) -> Completion:
    """How far this participant is with the conditions; nobody without a group has met them."""
    held = held_of(cohort, sessions_of(cohort, code))
    conditions = (_active(cohort, code, len(held)), _reported(held), _reflected(cohort, code))
    return Completion(conditions, sum(_minutes(session) for session in held) + _gathered(cohort, code))


def sessions_of(cohort: Cohort, code: str) -> Iterator[Session]:
    """Every session of every group this person is or was in, for as long as they were."""
    for group in cohort.groups_ever_of(code):
        if group.state in STARTED:
            left = next(one.left_at for one in group.roster if one.code == code)
            held = cohort.sessions_of(group.id)
            yield from (s for s in held if left is None or (s.settled_at is not None and s.settled_at <= left))


def _active(cohort: Cohort, code: str, held: int) -> Condition:
    """So many sessions of those there could be. A mentor of several mentees needs the number for each group that lasted.

    Whoever began late or anew has fewer: those of the groups that last, and those held before; as many as the programme
    lets anybody miss may be missed. What counts is each one's own: what a mentee held before is not their mentor's.
    """
    person, rule = cohort.participants.get(code), cohort.policy.sessions
    lasting = cohort.groups_of(code, PairState.ACTIVE, PairState.COMPLETED)
    groups = max(1, len(lasting)) if person is not None and person.role is Role.MENTOR else 1
    needed, planned = rule.held_to_complete * groups, rule.number * groups
    if lasting and all(cohort.sessions_of(group.id) for group in lasting):
        theirs = [session for group in lasting for session in cohort.sessions_of(group.id)]
        before = held - sum(counts_as_held(cohort, session) for session in theirs)
        planned = min(planned, before + len(theirs))
        may_miss = (rule.number - rule.held_to_complete) * groups
        needed = min(needed, max(planned - may_miss, 1))
    met = held >= needed and any(group.state in STARTED for group in cohort.groups_ever_of(code))
    return Condition("sessions", met, held, max(planned, held), needed)


def _reported(held: list[Session]) -> Condition:
    reported = sum(session.report is not None for session in held)
    return Condition("reports", bool(held) and reported == len(held), reported, len(held), len(held))


def _reflected(cohort: Cohort, code: str) -> Condition:
    application = cohort.applications.get(code)
    given = application is not None and application.reflected_at is not None
    return Condition("feedback", given, int(given), 1, 1)


def _minutes(session: Session) -> int:
    told = [report.minutes for report in session.reports if report.minutes]
    return told[-1] if told else session.minutes


def _gathered(cohort: Cohort, code: str) -> int:
    """Minutes of gatherings at which they were, by the coordinator's list. Without one nobody knows, and nothing counts."""
    return sum(
        gathering.minutes
        for gathering in cohort.gatherings.values()
        if gathering.cancelled_at is None
        and (said := cohort.attendances.get(f"{gathering.id}:{code}")) is not None
        and said.came
    )
