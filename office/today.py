"""Today: what needs a coordinator over all their cohorts, from the store. Which items there are is told by domain/today."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from domain.cohort import Cohort, Entry
from domain.escalations import Escalation
from domain.lifecycles import MessageState
from domain.steps import rules_of
from domain.today.item import Item
from domain.today.waiting import Troubles, asleep, decided, next_at, today
from office.office import Office

ENTRIES_MAX = 60  # of the journal of one scope; a story is the newest of them


@dataclass(frozen=True)
class Day:
    """The list of a coordinator: what waits, what sleeps and what was decided, each with its cohort."""

    cohorts: dict[str, Cohort]
    items: list[Item]
    asleep: list[tuple[Cohort, Escalation]]
    decided: list[tuple[Cohort, Escalation]]
    next_at: datetime | None = None


def day(office: Office, coordinator: str, known: Cohort) -> Day:
    """The day of a coordinator; `known` is the cohort that has been loaded already."""
    now = office.clock.now()
    cohorts = {known.code: known} | {
        code: office.store.load(code)
        for code in office.store.cohorts()
        if code != known.code and _is_theirs(office, code, coordinator)
    }
    items = [item for cohort in cohorts.values() for item in _of(office, cohort, now)]
    comes = [next_at(cohort, now, rules_of(cohort.phase)) for cohort in cohorts.values()] if not items else []
    return Day(
        cohorts,
        sorted(items, key=lambda item: item.place),
        [(cohort, case) for cohort in cohorts.values() for case in asleep(cohort, now)],
        [(cohort, case) for cohort in cohorts.values() for case in decided(cohort, now)],
        min((at for at in comes if at), default=None),
    )


def _is_theirs(office: Office, code: str, coordinator: str) -> bool:
    cohort = office.store.load(code, focus={""})
    return cohort.is_open and any(one.code == coordinator for one in cohort.coordinators)


def _of(office: Office, cohort: Cohort, now: datetime) -> list[Item]:
    counts = office.store.letters.counts_of(cohort.code)
    drafts = sum(office.store.letters.draft_counts(cohort.code).values())
    troubles = Troubles(drafts, counts.get(MessageState.FAILED, 0))
    return today(cohort, now, partial(_entries, office, cohort.code), troubles)


def _entries(office: Office, code: str, scope: str) -> list[Entry]:
    return office.store.ledger.journal(code, scope, limit=ENTRIES_MAX)
