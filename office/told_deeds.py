"""Told deeds: what somebody did at the desk, with a case or without, as pages tell of it: what, about whom, by whom, and what
became of its letters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.acts import ACTS
from domain.cohort import Cohort
from domain.deeds import MESSAGE, Deed
from domain.forms.decide_escalation import DECISIONS
from domain.gatherings import Gathering
from domain.groups import Group
from domain.matters import case_named
from domain.saying import say
from office.office import Office
from storage.post.archive import Line


@dataclass(frozen=True)
class ToldDeed:
    """A deed as pages tell of it; `letters`: those that were written with it, in the order in which they leave."""

    deed: Deed
    title: str
    whom: Sequence[str]
    by: str
    letters: Sequence[Line]

    @property
    def left(self) -> int:
        """How many of its letters have left."""
        return sum(line.sent_at is not None for line in self.letters)


def told(office: Office, code: str, deeds: Sequence[Deed]) -> tuple[Cohort, list[ToldDeed]]:
    """These deeds of a cohort, and as much of it as tells whom they are about."""
    cohort = _with_cases(office, code, deeds)
    names = {one.code: one.name for one in office.store.register.coordinators()}
    keys = [key for deed in deeds for key in deed.letters_now]
    letters = office.store.archive.written(code, keys) if keys else []
    return cohort, [
        ToldDeed(
            deed,
            title,
            whom_of(cohort, deed),
            names.get(deed.by, deed.by),
            _of(deed, letters),
        )
        for deed in deeds
        if (title := title_of(deed))
    ]


def _of(deed: Deed, letters: Iterable[Line]) -> list[Line]:
    theirs = frozenset(deed.letters_now)
    return [line for line in letters if line.key in theirs]


def of_cases(office: Office, code: str, cases: Iterable[str], since: datetime) -> dict[str, ToldDeed]:
    """By which deed each of these cases was decided last since then; nothing for those that nobody decided at the desk."""
    wanted, found = set(cases), dict[str, Deed]()
    for deed in office.store.deeds.since(code, since) if wanted else ():
        if deed.undone_at is None:
            found |= {case: deed for case in deed.cases if case in wanted and case not in found}
    lines = {line.deed.id: line for line in told(office, code, list(found.values()))[1]}
    return {case: lines[deed.id] for case, deed in found.items() if deed.id in lines}


def title_of(deed: Deed) -> str:
    """What was done, in a few words; "" for what nobody knows any more."""
    if deed.decision:
        return DECISIONS.get(deed.decision, "")
    if deed.act == MESSAGE:
        return say("A message")
    return ACTS[deed.act].title if deed.act in ACTS else ""


def whom_of(cohort: Cohort, deed: Deed) -> list[str]:
    """Whom it is about, by name; of a decision its cases, each with whom it concerns."""
    return case_titles(cohort, deed.cases) if deed.cases else whom(cohort, deed.about)


def case_titles(cohort: Cohort, cases: Iterable[str]) -> list[str]:
    """Cases in words, each with the names of those whom it concerns."""
    known = (cohort.escalations[id] for id in cases if id in cohort.escalations)
    return [
        say("{matter} ({names})", matter=case_named(cohort, case), names=names)
        if (names := whom(cohort, case.scope))
        else case_named(cohort, case)
        for case in known
    ]


def whom(cohort: Cohort, about: str) -> list[str]:
    """The names of those whom something is about."""
    record = cohort.record(about) if about else None
    if isinstance(record, Gathering):
        return [record.title]
    codes = record.members if isinstance(record, Group) else (about,) if about in cohort.participants else ()
    return [cohort.participants[code].name or code for code in codes]


def _with_cases(office: Office, code: str, deeds: Sequence[Deed]) -> Cohort:
    """The cohort with those whom these deeds are about, and with the cases that were decided by them."""
    cases = office.store.casebook.cases(code, [id for deed in deeds for id in deed.cases])
    scopes = {case.scope for case in cases} | {deed.about for deed in deeds if not deed.cases}
    return office.store.load(code, focus=scopes - {""}).put(*cases)
