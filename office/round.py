"""Round: the one way a cohort moves on. Flows, `mentoring tick`, rehearsal, preview, demo and benchmarks all play it.

A round settles the rules of the phase in the order of its steps, has the benches empty their trays, and goes on until
nothing is left to do. What fails is reported, what works is saved; sending the post is left to office/post.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from domain.actions import Rule
from domain.agenda import Failure, Tally, settle
from domain.cohort import Cohort
from domain.lifecycles import Phase
from domain.steps import STEPS, rules_of
from office.believed import clock_jumped
from office.benches import print_documents, solve_proposals
from office.office import Office
from storage.cohorts.dues import Waiting

PASSES_MAX = 20
SETTLE = "settle"  # the step of what failed before any rule was asked: loading, or writing


class Bench(NamedTuple):
    """Whether something lies in a bench's tray, how it is emptied, and what is counted then."""

    is_wanted: Callable[[Waiting], bool]
    empty_the_tray: Callable[[Office, str], int]
    what: str


# By what they are called among the steps of a phase.
BENCHES = {
    "solve the match": Bench(lambda waiting: waiting.proposal, solve_proposals, "proposals solved"),
    "print documents": Bench(lambda waiting: waiting.document, print_documents, "documents printed"),
}


@dataclass(frozen=True)
class Step:
    """What one named step did in a round of one cohort."""

    code: str
    phase: Phase
    name: str
    tally: Tally


@dataclass
class Played:
    """What a round of one cohort did. Codes, keys and counts only."""

    code: str
    tally: Tally = field(default_factory=Tally)
    _steps: dict[tuple[Phase, str], Tally] = field(default_factory=dict)

    def add(self, phase: Phase, step: str, tally: Tally) -> None:
        """Count what a step did."""
        self.tally.add(tally)
        self._steps.setdefault((phase, step), Tally()).add(tally)

    @property
    def steps(self) -> list[Step]:
        """What each step did, in the order of the phases and their steps, then the benches; without those that did nothing."""
        order = [(phase, name) for phase in Phase for name in (*STEPS[phase], SETTLE, *BENCHES)]
        told = {place: tally for place, tally in self._steps.items() if tally.total or tally.failures}
        return [Step(self.code, phase, name, told[phase, name]) for phase, name in sorted(told, key=order.index)]


def play_round(office: Office, code: str) -> Played:
    """Everything that is due now for one cohort, whatever its phase, and what that makes due in turn."""
    played = Played(code)
    if clock_jumped(office):
        return played
    waiting = office.store.dues.waiting(code, office.clock.now())
    for _ in range(PASSES_MAX):
        before, phase = played.tally.total, waiting.phase
        if waiting.due:
            settled = settle_scopes(office, code, rules_of(phase), waiting)
            if settled.total or settled.failures:
                for step, rules in STEPS[phase].items():
                    played.add(phase, step, settled.of(rule.name for rule in rules))
                played.add(phase, SETTLE, settled.of([SETTLE]))
            if settled.total:  # what was done may have ordered something, and woken others
                waiting = office.store.dues.waiting(code, office.clock.now())
        wanted = {name: bench for name, bench in BENCHES.items() if bench.is_wanted(waiting)}
        for name, bench in wanted.items():
            played.add(phase, name, counted(bench.what, bench.empty_the_tray(office, code)))
        if played.tally.total == before:
            break
        if wanted:
            waiting = office.store.dues.waiting(code, office.clock.now())
    office.store.leases.beat(f"tick:{code}", office.clock.now())
    return played


def settled(cohort: Cohort, now: datetime) -> Cohort:
    """What the rules of a round make of a snapshot that nobody keeps yet, phase by phase. Benches work on what is kept."""
    for _ in range(PASSES_MAX):
        after, tally = settle(cohort, now, rules_of(cohort.phase))
        if not tally.total:
            break
        cohort = after
    return cohort


def counted(what: str, number: int) -> Tally:
    """A tally of one kind of thing; empty when there was none."""
    return Tally(done={what: number}) if number else Tally()


def settle_scopes(office: Office, code: str, rules: Sequence[Rule], waiting: Waiting) -> Tally:
    """Settle these rules for every scope that wants attention, in batches; a batch that fails is taken one by one."""
    tally = Tally()
    for batch in waiting.batches():
        try:
            tally.add(_settle(office, code, rules, batch))
        except Exception:
            for scope in batch:
                try:
                    tally.add(_settle(office, code, rules, [scope]))
                except Exception as error:
                    tally.fail(Failure(SETTLE, scope, type(error).__name__))
    return tally


def _settle(office: Office, code: str, rules: Sequence[Rule], scopes: Sequence[str]) -> Tally:
    last = Tally()

    def turn(cohort: Cohort) -> Cohort:
        nonlocal last  # a turn is taken again after a conflict: only the one that was saved counts
        settled, last = settle(cohort, office.clock.now(), rules)
        return settled

    office.store.update(code, turn, focus=scopes)
    return last
