"""Agenda: what is due now, what is coming, what was missed for good. The only place that compares dues with the time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.actions import Ask, Due, Issue, Rule, Write
from domain.carry_out import carry_out
from domain.cohort import Cohort

PASSES_MAX = 40


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


def expected(cohort: Cohort, rules: Sequence[Rule], tally: Tally | None = None) -> Iterator[Due]:
    """Every due of every rule that is not in the journal yet and whose recipient can be reached.

    With a tally, a rule that fails over one record is noted there and the others go on; without, it raises.
    """
    if cohort.hold is not None:
        return
    for rule in rules:
        for record in rule.over(cohort):
            try:
                dues = list(rule.decide(cohort, record))
            except Exception as error:
                if tally is None:
                    raise
                tally.fail(Failure(rule.name, getattr(record, "id", ""), type(error).__name__))
                continue
            scope = getattr(record, "scope", "")
            for due in dues:
                if due.key not in cohort.journal and _can_be_done(cohort, due):
                    yield replace(due, scope=scope, rule=rule.name)


def _can_be_done(cohort: Cohort, due: Due) -> bool:
    return not isinstance(due.action, Write | Ask) or cohort.can_write_to(due.action.to)


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


def next_due(cohort: Cohort, now: datetime, rules: Sequence[Rule]) -> datetime | None:
    """The earliest moment at which the snapshot wants attention again; None when nothing is expected."""
    return min((due.at for due in expected(cohort, rules, Tally()) if now < due.until), default=None)


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
        changes = [due for due in dues if not isinstance(due.action, Write | Ask | Issue)]
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
