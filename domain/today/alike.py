"""Alike: cases of one matter that want the same decision, as one item of the day: they can be decided in one go, all or some.

Only what is the same for all is put together: the matter, and whatever else tells what is suggested and which buttons there
are. Of which session it is does not matter: the letter and the decision are the same. What makes cases alike is said once,
of facts: read from a cohort here, and from the database for cases that nobody has loaded (storage/cohorts/day.py).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from domain.cohort import Cohort
from domain.escalations import Escalation
from domain.forms.decide_escalation import out_of_reach
from domain.lifecycles import PairState
from domain.saying import say
from domain.today.cases import FORM, MISSED_MATTERS
from domain.today.item import Item

# Beside sessions that came to nothing: silence of pairs and people, and marks that are far apart. Nobody's own words are to be
# answered.
OTHERS_ALIKE = ("no_signature", "no_plan", "no_midterm", "no_reflection", "midterm_gap", "low_marks")


class Truth(Protocol):
    """What is so or not: a bool of one case, or a condition that the database tests for each."""

    def __and__(self, other: Any, /) -> Any: ...
    def __or__(self, other: Any, /) -> Any: ...


T = TypeVar("T", bound=Truth)


@dataclass(frozen=True)
class Facts(Generic[T]):
    """What is known of a case. `missed`, `other`: it is of MISSED_MATTERS, of OTHERS_ALIKE; `untold`: nobody concerned has
    written about it; `first`: see `was_written_earlier`; `unsettled`: it is about a session that is still to be settled;
    `written`: the coordinator has written; `active`: the pair of the session goes on; `silent`: no letter would reach anybody
    of those concerned."""

    missed: T
    other: T
    untold: T
    first: T
    unsettled: T
    written: T
    active: T
    silent: T


@dataclass(frozen=True)
class Likeness(Generic[T]):
    """What cases of one matter have in common that are put together, where they are at all (`together`). `excusable`: their
    sessions can be excused; `written`: the coordinator has written, and something else comes next; `ended`: then the pair can
    be ended; `silent`: no letter would reach anybody."""

    together: T
    excusable: T
    written: T
    ended: T
    silent: T


def likeness_of(known: Facts[T]) -> Likeness[T]:
    """What makes cases alike."""
    excusable = known.missed & known.unsettled
    written = known.written & (excusable | known.other)
    return Likeness(
        together=(known.missed | known.other) & known.untold & known.first,
        excusable=excusable,
        written=written,
        ended=written & excusable & known.active,
        silent=known.silent,
    )


def likeness(cohort: Cohort, case: Escalation) -> tuple[str, Likeness[bool]] | None:
    """What this case has in common with others: its matter, and the rest; None when it stands for itself."""
    session = cohort.sessions.get(case.about)
    group = cohort.groups.get(session.group) if session else None
    found = likeness_of(
        Facts(
            missed=case.matter in MISSED_MATTERS,
            other=case.matter in OTHERS_ALIKE,
            untold=not case.was_told,
            first=not was_written_earlier(cohort, case),
            unsettled=session is not None and not session.settled,
            written=case.was_written,
            active=group is not None and group.state is PairState.ACTIVE,
            silent=out_of_reach(cohort, case),
        )
    )
    return (case.matter, found) if found.together else None


def was_written_earlier(cohort: Cohort, case: Escalation) -> bool:
    """A session that came to nothing after another for which the coordinator had written to the same group already: what is to
    be decided may be about the group, so each is read by itself."""
    return case.matter == "missed_session" and any(
        (one.matter, one.scope) == (case.matter, case.scope) and one.opened_at < case.opened_at and one.was_written
        for one in cohort.escalations.values()
    )


def put_together(cohort: Cohort, items: Iterable[Item]) -> Iterator[Item]:
    """The items, with those that are alike as one of several `parts`."""
    found: dict[tuple[str, Likeness[bool]] | str, list[Item]] = {}
    for item in items:
        case = cohort.escalations.get(item.about) if item.form == FORM else None
        found.setdefault((likeness(cohort, case) if case else None) or item.about, []).append(item)
    for alike in found.values():
        parts = sorted(alike, key=lambda item: item.place)
        sessions = (cohort.sessions.get(cohort.escalations[part.about].about) for part in parts if part.form == FORM)
        yield as_one(parts, len(parts), {session.number for session in sessions if session})


def as_one(parts: list[Item], n: int, sessions: Collection[int]) -> Item:
    """One item for `n` that are alike, of which `parts` are the first; `sessions`: the numbers of those they are about."""
    first = parts[0]
    if n == 1:
        return first
    cause = say("{n} times: {what}", n=n, what=first.cause)
    if len(sessions) == 1:
        cause = say("{n} times, session {number}: {what}", n=n, number=next(iter(sessions)), what=first.cause)
    whom = tuple(dict.fromkeys(code for part in parts for code in part.whom))
    return replace(first, cause=cause, whom=whom, parts=tuple(parts), more=n - len(parts))
