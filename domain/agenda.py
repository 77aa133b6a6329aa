"""Agenda: what is due now, what is coming, what was missed for good. The only place that compares dues with the time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.actions import Ask, Due, Issue, Rule, Write
from domain.carry_out import carry_out
from domain.cohort import Cohort

PASSES_MAX = 40
LETTERS = (Write, Ask)
LAST = (Write, Ask, Issue)  # what is done when no state changes any more


@dataclass(frozen=True)
class Failure:
    """A rule stumbled over one record. Names the rule, the record's id and the kind of error; no personal data."""

    rule: str
    record: str
    error: str


@dataclass
class Tally:
    """What a settling did: counts by action, and what failed, also rule by rule. Safe to show on a dashboard."""

    done: dict[str, int] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    by_rule: dict[str, "Tally"] = field(default_factory=dict)

    def count(self, due: Due) -> None:
        """Note that a due was done."""
        kind = type(due.action).__name__.lower()
        for tally in (self, self.by_rule.setdefault(due.rule, Tally())):
            tally.done[kind] = tally.done.get(kind, 0) + 1
            tally.keys.append(due.key)

    def fail(self, failure: Failure) -> None:
        """Note a failure, once however often it is met."""
        for tally in (self, self.by_rule.setdefault(failure.rule, Tally())):
            if failure not in tally.failures:
                tally.failures.append(failure)

    def add(self, other: "Tally") -> None:
        """Count what another tally counted, too."""
        for kind, number in other.done.items():
            self.done[kind] = self.done.get(kind, 0) + number
        self.keys += other.keys
        self.failures += [failure for failure in other.failures if failure not in self.failures]
        for rule, tally in other.by_rule.items():
            self.by_rule.setdefault(rule, Tally()).add(tally)

    def of(self, rules: Iterable[str]) -> "Tally":
        """What these rules did and where they failed."""
        found = Tally()
        for rule in rules:
            if rule in self.by_rule:
                found.add(self.by_rule[rule])
        return found

    @property
    def total(self) -> int:
        return sum(self.done.values())


@dataclass(frozen=True)
class _Foreseen:
    """What the rules expect of one snapshot: dues, and over what they stumbled."""

    dues: tuple[Due, ...]
    failures: tuple[tuple[Failure, Exception], ...]


def expected(cohort: Cohort, rules: Sequence[Rule], tally: Tally | None = None) -> tuple[Due, ...]:
    """Every due of every rule that is not in the journal yet and whose recipient can be reached.

    With a tally, a rule that fails over one record is noted there and the others go on; without, it raises.
    """
    foreseen = _foreseen(cohort, tuple(rules))
    for failure, error in foreseen.failures:
        if tally is None:
            raise error
        tally.fail(failure)
    return foreseen.dues


def _foreseen(cohort: Cohort, rules: tuple[Rule, ...]) -> _Foreseen:
    """Worked out once for a snapshot: settling, the next dues and the reports ask the same of it."""
    known: dict[tuple[Rule, ...], _Foreseen] = cohort.memo
    if rules not in known:
        known[rules] = _foresee(cohort, rules)
    return known[rules]


def _foresee(cohort: Cohort, rules: tuple[Rule, ...]) -> _Foreseen:
    dues: list[Due] = []
    failures: list[tuple[Failure, Exception]] = []
    picked: dict[Any, tuple[Any, ...]] = {}  # several rules look over the same records: they are picked once
    for rule in rules if cohort.hold is None else ():
        if rule.over not in picked:
            picked[rule.over] = tuple(rule.over(cohort))
        for record in picked[rule.over]:
            try:
                found = list(rule.decide(cohort, record))
            except Exception as error:
                failures.append((Failure(rule.name, getattr(record, "id", ""), type(error).__name__), error))
                continue
            if not found:
                continue
            scope = getattr(record, "scope", "")
            dues += (
                Due(due.at, due.until, due.key, due.action, scope, rule.name)
                for due in found
                if due.key not in cohort.journal and _can_be_done(cohort, due)
            )
    return _Foreseen(tuple(dues), tuple(failures))


def _can_be_done(cohort: Cohort, due: Due) -> bool:
    return not isinstance(due.action, LETTERS) or cohort.can_write_to(due.action.to, due.action.letter)


def agenda(cohort: Cohort, now: datetime, rules: Sequence[Rule], tally: Tally | None = None) -> list[Due]:
    """What to do now, earliest first."""
    dues = [due for due in expected(cohort, rules, tally) if due.at <= now < due.until]
    return sorted(dues, key=lambda due: (due.at, due.key))


def forecast(cohort: Cohort, now: datetime, rules: Sequence[Rule]) -> list[Due]:
    """What is coming as things stand, earliest first."""
    return sorted((due for due in expected(cohort, rules) if now < due.at), key=lambda due: (due.at, due.key))


def lapsed(cohort: Cohort, now: datetime, rules: Sequence[Rule]) -> list[Due]:
    """What was missed for good: its time is over and it was not done."""
    return sorted((due for due in expected(cohort, rules) if due.until <= now), key=lambda due: (due.at, due.key))


def next_dues(cohort: Cohort, now: datetime, rules: Sequence[Rule]) -> dict[str, datetime | None]:
    """The earliest moment at which each scope in focus wants attention again; None where nothing is expected."""
    found: dict[str, datetime | None] = dict.fromkeys(cohort.focus or ())
    for due in expected(cohort, rules, Tally()):
        if now < due.until:
            known = found.get(due.scope)
            found[due.scope] = due.at if known is None else min(known, due.at)
    return found


def settle(cohort: Cohort, now: datetime, rules: Sequence[Rule]) -> tuple[Cohort, Tally]:
    """Carry out the agenda until it is empty.

    Changes of state go first and the agenda is made anew after them, so that no letter leaves on the strength of a
    fact that the same moment has overtaken.
    """
    tally = Tally()
    failed: set[str] = set()
    for _ in range(PASSES_MAX):
        dues = [due for due in agenda(cohort, now, rules, tally) if due.key not in failed]
        if not dues:
            break
        changes = [due for due in dues if not isinstance(due.action, LAST)]
        for due in changes or dues:
            if due.key in cohort.journal:
                continue
            try:
                cohort = carry_out(due, cohort, now)
            except Exception as error:
                failed.add(due.key)
                tally.fail(Failure(due.rule, due.key, type(error).__name__))
            else:
                tally.count(due)
    return cohort, tally
