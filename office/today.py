"""Today: what needs a coordinator over all their cohorts, from the store: the list itself by the database, and of each cohort
no more than those who are shown. Which items there are is told by domain/today.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from domain.cohort import Cohort, Entry
from domain.escalations import Escalation
from domain.invitations import invitation_id
from domain.lifecycles import MessageState
from domain.people import Role
from domain.sittings import looked_at, not_yet
from domain.steps import rules_of
from domain.today.alike import as_one
from domain.today.cases import FORM, of_case
from domain.today.item import Item
from domain.today.waiting import (
    ASKED_OF_THE_LEAD,
    DECIDED_SINCE,
    Proposed,
    Troubles,
    besides_cases,
    next_at,
    screening,
    with_story,
)
from office.morning import open_cohorts
from office.office import Office
from storage.cohorts.day import Heap, Resting
from storage.cohorts.guests import Missed

ENTRIES_MAX = 60  # of the journal of one scope; a story is the newest of them
SHOWN_MAX = 25  # of what waits, sleeps or was decided, on one page
PARTS_MAX = 12  # of one item that stands for many: the others follow once these are decided
WHOM_MAX = 8  # people who are named of all whom an item concerns
FORETOLD_MAX = (
    200  # scopes of a cohort up to which it is told when something can come next: its rules are played for it
)


@dataclass(frozen=True)
class Day:
    """The list of a coordinator: what waits, what sleeps and what was decided, each with its cohort, of which those are there
    who are shown.

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


def day(office: Office, coordinator: str, known: str, start: int = 0, about: str = "") -> Day:
    """The day of a coordinator at the desk of the cohort `known`. The page is that from `start` on, or that on which what is
    `about` this stands."""
    now, store = office.clock.now(), office.store
    codes = list(dict.fromkeys([known, *open_cohorts(office.store, coordinator)]))
    cohorts = {code: _with_few(office, store.load(code, focus=())) for code in codes}
    going_on = {code: cohort for code, cohort in cohorts.items() if cohort.is_open}
    others = [item for cohort in going_on.values() for item in _besides_cases(office, cohort, now)]
    listed, start, total = _page(office, going_on, others, now, start, about)
    asleep, asleep_number = store.day.asleep(codes, now, SHOWN_MAX)
    decided, decided_number = store.day.decided(codes, now - DECIDED_SINCE, SHOWN_MAX)
    missed: dict[str, dict[str, Missed]] = {}
    for code, cohort in cohorts.items():
        theirs = [one for one in listed if one.cohort == code]
        cohorts[code], missed[code] = _with_those(office, cohort, theirs, [*asleep, *decided])
    items = [_item(cohorts[one.cohort], one, missed[one.cohort]) if isinstance(one, Heap) else one for one in listed]
    return Day(
        cohorts,
        list(_with_stories(office, cohorts, items, [one for one in listed if isinstance(one, Heap)], now)),
        start,
        total,
        [(cohorts[one.cohort], cohorts[one.cohort].escalations[one.id]) for one in asleep],
        [(cohorts[one.cohort], cohorts[one.cohort].escalations[one.id]) for one in decided],
        asleep_number - len(asleep),
        decided_number - len(decided),
        None if total else _next_at(office, cohorts, now),
    )


# --- what is no case ------------------------------------------------------------------------------------------------------


def _with_few(office: Office, cohort: Cohort) -> Cohort:
    """The cohort with what there is little of: what else the lead was asked, and cases of gatherings without a place."""
    book, lead = office.store.casebook, cohort.lead.code
    forms = book.forms_open_for(cohort.code, lead, (*ASKED_OF_THE_LEAD, "sign_off"))
    return cohort.put(*forms, *book.open_about(cohort.code, "no_place"))


def _besides_cases(office: Office, cohort: Cohort, now: datetime) -> list[Item]:
    code, store = cohort.code, office.store
    later = {role: not_yet(cohort, role, now) for role in Role}
    wait = store.sheets.waiting_in_all(code, cohort.policy.recruitment, later, WHOM_MAX)
    since = min((looked_at(cohort, role, sent) for role, sent in wait.since.items()), default=now)
    about = {form.about for form in cohort.invitations.values() if form.form == "review_proposal"}
    proposed = {id: Proposed(*told) for id, told in store.lookups.proposed(code, about).items()} if about else {}
    drafts, failed = (store.letters.number(code, state) for state in (MessageState.DRAFT, MessageState.FAILED))
    return [
        *screening(cohort, wait.first, wait.number, since),
        *besides_cases(cohort, now, proposed, Troubles(drafts, failed)),
    ]


# --- the list ---------------------------------------------------------------------------------------------------------------


def _page(
    office: Office, cohorts: dict[str, Cohort], others: list[Item], now: datetime, start: int, about: str
) -> tuple[list[Heap | Item], int, int]:
    """One page of the list, where it begins, and how long the list is. Cases stay in the database but for this page; whatever
    else waits is little, and is put among them."""
    places = {
        (code, form.about)
        for code, cohort in cohorts.items()
        for form in cohort.invitations.values()
        if form.form == "gathering"
    }
    others, days, codes = sorted(others, key=lambda item: item.place), office.store.day, list(cohorts)
    if about and (found := days.place_of(codes, now, places, about)):
        before, place = found
        start = before + sum(item.place < place for item in others)
    elif named := [n for n, item in enumerate(others) if about and item.about == about]:
        start = named[0] + days.number_before(codes, now, places, others[named[0]].place)
    while True:
        start = max(start, 0) // SHOWN_MAX * SHOWN_MAX
        # Those that may stand before the page for all that we know, and those on it.
        first = max(0, start - len(others))
        heaps, number = days.heaps(codes, now, places, first, start + SHOWN_MAX - first, PARTS_MAX)
        if not heaps and first:
            number = days.heaps(codes, now, places, 0, 1, 1)[1]
        total = number + len(others)
        if start < max(total, 1):
            break
        start = total - 1
    listed: list[Heap | Item] = sorted([*heaps, *others], key=lambda one: one.place)
    return listed[start - first : start - first + SHOWN_MAX], start, total


def _with_those(
    office: Office, cohort: Cohort, listed: Iterable[Heap | Item], resting: Iterable[Resting]
) -> tuple[Cohort, dict[str, Missed]]:
    """The cohort with everybody who is shown; and for cases about many people, who they are."""
    store, heaps = office.store, [one for one in listed if isinstance(one, Heap)]
    shown = {id: scope for heap in heaps for id, scope in zip(heap.ids, heap.scopes, strict=True)}
    shown |= {one.id: one.scope for one in resting if one.cohort == cohort.code}
    # Cases of the cohort as a whole lie in its own scope, with which everybody would be loaded.
    whole = store.casebook.cases(cohort.code, [id for id, scope in shown.items() if not scope])
    missed = {
        case.id: store.guests.missed(cohort.code, cohort.gatherings[case.about], WHOM_MAX)
        for case in whole
        if case.matter == "missed_gathering"
    }
    people = {code for one in listed if isinstance(one, Item) for code in one.whom}
    people |= {code for those in missed.values() for code in (*those.first, those.reached)}
    found = store.load(cohort.code, focus={*shown.values(), *people} - {""})
    keys = (invitation_id(case.id, FORM, found.lead.code) for case in whole)
    forms = (store.lookups.invitation(cohort.code, key) for key in keys)
    found = found.put(*cohort.invitations.values(), *cohort.escalations.values())
    return found.put(*whole, *(form for form in forms if form)), missed


def _item(cohort: Cohort, heap: Heap, missed: Mapping[str, Missed]) -> Item:
    items = [of_case(cohort, cohort.escalations[id]) for id in heap.ids]
    if those := missed.get(items[0].about):
        return replace(items[0], whom=tuple(those.first), more=those.number - len(those.first))
    return as_one(items, heap.number, heap.sessions)


def _with_stories(
    office: Office, cohorts: Mapping[str, Cohort], items: Iterable[Item], heaps: Collection[Heap], now: datetime
) -> Iterator[Item]:
    """The items with what happened so far, which is asked once for each cohort."""
    scopes = {code: {scope for heap in heaps if heap.cohort == code for scope in heap.scopes} for code in cohorts}
    known = {code: office.store.ledger.newest(code, those, ENTRIES_MAX) for code, those in scopes.items() if those}
    for item in items:
        entries = known.get(item.cohort, {})
        yield with_story(cohorts[item.cohort], item, partial(_of_scope, entries), now)


def _of_scope(entries: Mapping[str, list[Entry]], scope: str) -> list[Entry]:
    return entries.get(scope, [])


def _next_at(office: Office, cohorts: dict[str, Cohort], now: datetime) -> datetime | None:
    """When something can come again; in a large cohort nobody looks so far ahead for a page."""
    going_on = [code for code, cohort in cohorts.items() if cohort.is_open]
    if any(len(office.store.counts.some_scopes(code, start=FORETOLD_MAX, size=1)) for code in going_on):
        return None
    whole = map(office.store.load, going_on)
    return min((at for cohort in whole if (at := next_at(cohort, now, rules_of(cohort.phase)))), default=None)
