"""Morning: what the morning letter lists: all that waits for a coordinator over all their cohorts, in the order of the desk.

The letter is written by the first of these cohorts in which somebody is to hear; that it is not written by the others
once more is seen to where it enters the outbox (storage/post/mornings). Showing the list is left to web and letters.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.cohort import COLLECTIONS, Cohort
from domain.keeping import OVER
from domain.lifecycles import MessageState
from domain.messages import Message
from domain.today.item import Item
from domain.today.waiting import Troubles, today
from storage.store import Store


def items_of(store: Store, cohort: Cohort, now: datetime) -> list[Item]:
    """What of one cohort needs a person now, the most pressing first."""
    counts = store.letters.counts_of(cohort.code)
    drafts = sum(store.letters.draft_counts(cohort.code).values())
    return today(cohort, now, Troubles(drafts, counts.get(MessageState.FAILED, 0)))


def open_cohorts(store: Store, coordinator: str) -> list[str]:
    """The cohorts that somebody runs and that go on."""
    over = store.cohorts(*OVER)
    return [code for code in store.register.cohorts_of(coordinator) if code not in over]


def all_that_waits(store: Store, cohort: Cohort, message: Message) -> list[tuple[Cohort, Item]]:
    """What waits for the reader of a letter, with the cohort of each: in all they run but those in which somebody stands in
    for them. `cohort` is the one that writes the letter, as far as it has come."""
    now, reader = message.written_at, message.to
    cohorts = [_with(_near(store, cohort.code), cohort)]
    for code in open_cohorts(store, reader):
        if code != cohort.code and not _is_away(other := _near(store, code), reader, now):
            cohorts.append(other)
    found = [(one, item) for one in cohorts for item in items_of(store, one, now)]
    return sorted(found, key=lambda waits: waits[1].place)


def _near(store: Store, code: str) -> Cohort:
    """As much of a cohort as the list needs: the cohort itself and those about whom there is an open case."""
    return store.load(code, focus={"", *store.casebook.open_scopes(code)})


def _with(kept: Cohort, turned: Cohort) -> Cohort:
    """The cohort as it is kept, with what this turn has made of it."""
    newer: dict[str, Any] = {name: {**getattr(kept, name), **getattr(turned, name)} for name in COLLECTIONS.values()}
    return replace(turned, focus=None, **newer)


def _is_away(cohort: Cohort, reader: str, now: datetime) -> bool:
    return cohort.lead.code == reader and cohort.in_charge(now).code != reader
