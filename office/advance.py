"""Advance: settle what is due now, scope by scope. What fails is reported, what works is saved."""

from collections.abc import Sequence

from domain.actions import Rule
from domain.agenda import Failure, Tally, settle
from domain.cohort import Cohort
from domain.lifecycles import Phase
from domain.steps import STEPS, rules_of
from office.benches import print_documents, solve_proposals
from office.office import Office

ROUNDS_MAX = 20


def cohorts_in(office: Office, phase: Phase, only: str | None = None) -> list[str]:
    """The codes of the cohorts in a phase, all or just one."""
    return [code for code in office.store.cohorts(phase) if only in (None, code)]


def advance(office: Office, code: str, phase: Phase, step: str) -> Tally:
    """Settle one named step of a phase for one cohort. Does nothing when the cohort has moved on meanwhile."""
    if code not in office.store.cohorts(phase):
        return Tally()
    return settle_scopes(office, code, STEPS[phase][step])


def settle_scopes(office: Office, code: str, rules: Sequence[Rule]) -> Tally:
    """Settle these rules for every scope that wants attention, in batches; a batch that fails is taken one by one."""
    tally = Tally()
    for batch in office.store.due_scopes(code, office.clock.now()):
        try:
            tally.add(_settle(office, code, rules, batch))
        except Exception:
            for scope in batch:
                try:
                    tally.add(_settle(office, code, rules, [scope]))
                except Exception as error:
                    tally.failures.append(Failure("settle", scope, type(error).__name__))
    return tally


def _settle(office: Office, code: str, rules: Sequence[Rule], scopes: Sequence[str]) -> Tally:
    last = Tally()

    def turn(cohort: Cohort) -> Cohort:
        nonlocal last  # a turn is taken again after a conflict: only the one that was saved counts
        settled, last = settle(cohort, office.clock.now(), rules)
        return settled

    office.store.update(code, turn, focus=scopes)
    return last


def tick(office: Office, code: str) -> Tally:
    """Everything that is due now for one cohort, whatever its phase, including what the benches make due."""
    total = Tally()
    for _ in range(ROUNDS_MAX):
        tally = settle_scopes(office, code, rules_of(office.store.phase_of(code)))
        made = solve_proposals(office, code) + print_documents(office, code)
        total.add(tally)
        if not tally.total and not made:
            break
    office.store.leases.beat(f"tick:{code}", office.clock.now())
    return total
