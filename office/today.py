"""Today: what needs a coordinator over all their cohorts, from the store. Which items there are is told by domain/today."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from domain.cohort import Cohort, Entry
from domain.escalations import Escalation
from domain.steps import rules_of
from domain.today.item import Item
from domain.today.waiting import asleep, decided, next_at, with_story
from office.morning import items_of, open_cohorts
from office.office import Office

ENTRIES_MAX = 60  # of the journal of one scope; a story is the newest of them


SHOWN_MAX = 25  # of what waits, sleeps or was decided, on one page


@dataclass(frozen=True)
class Day:
    """The list of a coordinator: what waits, what sleeps and what was decided, each with its cohort.

    `items` are those of the page that begins with number `start` of `total`; `asleep` and `decided` are the first, and
    `more_asleep` and `more_decided` say how many there are besides.
    """

    cohorts: dict[str, Cohort]
    items: list[Item]
    start: int
    total: int
    asleep: list[tuple[Cohort, Escalation]]
    decided: list[tuple[Cohort, Escalation]]
    more_asleep: int = 0
    more_decided: int = 0
    next_at: datetime | None = None


def day(office: Office, coordinator: str, known: Cohort, start: int = 0, about: str = "") -> Day:
    """The day of a coordinator; `known` is the cohort that has been loaded already. The page is that from `start` on, or
    that on which what is `about` this stands."""
    now = office.clock.now()
    cohorts = {known.code: known} | {
        code: office.store.load(code) for code in open_cohorts(office.store, coordinator) if code != known.code
    }
    items = sorted(
        (item for cohort in cohorts.values() for item in items_of(office.store, cohort, now)), key=lambda one: one.place
    )
    start = next((n for n, item in enumerate(items) if about and about in _abouts(item)), start)
    start = min(max(start, 0), max(0, len(items) - 1)) // SHOWN_MAX * SHOWN_MAX
    shown = [
        with_story(cohorts[item.cohort], item, partial(_entries, office, item.cohort), now)
        for item in items[start : start + SHOWN_MAX]
    ]
    resting = [(cohort, case) for cohort in cohorts.values() for case in asleep(cohort, now)]
    done = [(cohort, case) for cohort in cohorts.values() for case in decided(cohort, now)]
    comes = [next_at(cohort, now, rules_of(cohort.phase)) for cohort in cohorts.values()] if not items else []
    return Day(
        cohorts,
        shown,
        start,
        len(items),
        resting[:SHOWN_MAX],
        done[:SHOWN_MAX],
        max(0, len(resting) - SHOWN_MAX),
        max(0, len(done) - SHOWN_MAX),
        min((at for at in comes if at), default=None),
    )


def _abouts(item: Item) -> set[str]:
    return {item.about, *(part.about for part in item.parts)}


def _entries(office: Office, code: str, scope: str) -> list[Entry]:
    return office.store.ledger.journal(code, scope, limit=ENTRIES_MAX)
