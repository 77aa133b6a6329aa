"""Alike: cases of one matter that want the same decision, as one item of the day: they can be decided in one go, all or some.

Only what is the same for all is put together: the matter, what is suggested, and the buttons. Of which session it is does not
matter: the letter and the decision are the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from domain.cohort import Cohort
from domain.saying import say
from domain.today.cases import FORM
from domain.today.item import Item

# Silence of pairs and people, and marks that are far apart: nobody's own words are to be answered.
MATTERS_ALIKE = (
    "missed_session",
    "no_date",
    "no_report",
    "no_signature",
    "no_plan",
    "no_midterm",
    "no_reflection",
    "midterm_gap",
    "low_marks",
)


def put_together(cohort: Cohort, items: Iterable[Item]) -> Iterator[Item]:
    """The items, with those that are alike as one of several `parts`."""
    found: dict[Any, list[Item]] = {}
    for item in items:
        found.setdefault(_likeness(cohort, item) or item.about, []).append(item)
    for alike in found.values():
        yield alike[0] if len(alike) == 1 else _several(cohort, sorted(alike, key=lambda item: item.place))


def _likeness(cohort: Cohort, item: Item) -> tuple[Any, ...] | None:
    case = cohort.escalations.get(item.about) if item.form == FORM else None
    if case is None or case.matter not in MATTERS_ALIKE or item.wrote:
        return None
    ways = tuple((way.words, tuple(way.content.items()), way.field) for way in item.ways)
    return case.matter, item.rank, item.suggested, item.letter, ways


def _several(cohort: Cohort, parts: list[Item]) -> Item:
    first, n = parts[0], len(parts)
    cause = say("{n} times: {what}", n=n, what=first.cause)
    sessions = [cohort.sessions.get(cohort.escalations[part.about].about) for part in parts]
    numbers = {session.number for session in sessions if session}
    if len(numbers) == 1:
        cause = say("{n} times, session {number}: {what}", n=n, number=numbers.pop(), what=first.cause)
    whom = tuple(dict.fromkeys(code for part in parts for code in part.whom))
    return replace(first, cause=cause, whom=whom, parts=tuple(parts))
