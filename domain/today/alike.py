"""Alike: cases of one matter that want the same decision, as one item of the day: they can be decided in one go, all or some.

Only what is the same for all is put together: the matter, and whatever else tells what is suggested and which buttons there
are. Of which session it is does not matter: the letter and the decision are the same. The database tells the same of cases
that nobody has loaded (storage/cohorts/day.py).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from domain.cohort import Cohort
from domain.escalations import Escalation
from domain.forms.decide_escalation import out_of_reach
from domain.lifecycles import PairState
from domain.saying import say
from domain.today.cases import FORM, MISSED_MATTERS
from domain.today.item import Item

# Silence of pairs and people, and marks that are far apart: nobody's own words are to be answered.
MATTERS_ALIKE = (
    *MISSED_MATTERS,
    "no_signature",
    "no_plan",
    "no_midterm",
    "no_reflection",
    "midterm_gap",
    "low_marks",
)


@dataclass(frozen=True)
class Likeness:
    """What cases have in common that are put together. `excusable`: their sessions are not settled; `written`: the coordinator
    has written, and something else comes next; `active`: then the pair can be ended; `silent`: no letter would reach anybody
    of those concerned."""

    matter: str
    excusable: bool
    written: bool
    active: bool
    silent: bool


def likeness(cohort: Cohort, case: Escalation) -> Likeness | None:
    """What this case has in common with others; None when it stands for itself."""
    if case.matter not in MATTERS_ALIKE or case.was_told or was_written_earlier(cohort, case):
        return None
    is_missed, session = case.matter in MISSED_MATTERS, cohort.sessions.get(case.about)
    excusable = is_missed and session is not None and not session.settled
    written = case.was_written and (excusable or not is_missed)
    group = cohort.groups.get(session.group) if session else None
    active = written and excusable and group is not None and group.state is PairState.ACTIVE
    return Likeness(case.matter, excusable, written, active, out_of_reach(cohort, case))


def was_written_earlier(cohort: Cohort, case: Escalation) -> bool:
    """A session that came to nothing after another for which the coordinator had written to the same group already: what is to
    be decided may be about the group, so each is read by itself."""
    return case.matter == "missed_session" and any(
        (one.matter, one.scope) == (case.matter, case.scope) and one.opened_at < case.opened_at and one.was_written
        for one in cohort.escalations.values()
    )


def put_together(cohort: Cohort, items: Iterable[Item]) -> Iterator[Item]:
    """The items, with those that are alike as one of several `parts`."""
    found: dict[Likeness | str, list[Item]] = {}
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
