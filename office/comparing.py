"""Comparing: the cohorts whose desk somebody sees, beside each other, a few at a time. Counts, no names of people."""

from dataclasses import dataclass

from domain.comparing import Measure, measures
from office.office import Office
from storage.cohorts.register import Named

PER_PAGE = 12


@dataclass(frozen=True)
class Comparison:
    """A page of it. `acting`: the cohorts that they run, and do not only look on; `more`: whether others follow."""

    cohorts: list[Named]
    acting: list[str]
    measures: list[Measure]
    more: bool


def comparison(office: Office, coordinator: str, start: int) -> Comparison:
    """How the cohorts whose desk somebody sees stand now; those that go on come first."""
    theirs = office.store.register.named_of(coordinator)
    shown = theirs[start : start + PER_PAGE]
    numbers = office.store.comparing.compared([one.code for one in shown], office.clock.now())
    drawn = measures([(one.code, one.name) for one in shown], numbers)
    return Comparison(shown, office.store.register.cohorts_of(coordinator), drawn, len(theirs) > start + PER_PAGE)
