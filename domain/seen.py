"""Seen: a record as one reader may see it. A field that is not for them cannot be read, whoever writes the page or letter."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from domain.as_asked import as_asked
from domain.belonging import Answered, Reader, declared
from domain.cohort import Cohort
from domain.forms import FORMS
from domain.groups import Group
from domain.lifecycles import PairState
from domain.owners import owners, people_of
from domain.reading import told_to

TOGETHER = (PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED)
STRANGER = frozenset({Reader.ANYBODY})
SUGGESTED = STRANGER | {Reader.SUGGESTED, Reader.REASON}
COORDINATOR = STRANGER | {Reader.COORDINATOR, Reader.REASON, Reader.COUNTS}


class NotForThem(Exception):
    """A page or a letter wants to show a field to somebody whom its declaration does not name."""


def seen_by(cohort: Cohort, code: str, value: Any) -> Any:
    """A record, or several in a list or tuple, as the person or coordinator with this code may see it."""
    return _seen(cohort, code, value, ())


def _seen(cohort: Cohort, code: str, value: Any, around: tuple[Any, ...]) -> Any:
    if is_dataclass(value) and not isinstance(value, type) and _is_declared(value.__class__):
        return Seen(cohort, code, (*around, value))
    if isinstance(value, list | tuple):
        return type(value)(_seen(cohort, code, one, around) for one in value)
    if isinstance(value, Mapping):
        return {key: _seen(cohort, code, one, around) for key, one in value.items()}
    return value


@cache
def _is_declared(kind: type[Any]) -> bool:
    """Whether some field of this kind of record, or of one within it, belongs to somebody."""
    return any(declared(kind).values()) or any("domain." in str(field.type) for field in fields(kind))


class Seen:
    """Stands for a record; gives what may be read and raises NotForThem for the rest."""

    def __init__(self, cohort: Cohort, code: str, here: tuple[Any, ...]) -> None:
        self._cohort, self._code, self._here = cohort, code, here

    def __getattr__(self, name: str) -> Any:
        record = self._here[-1]
        value, told = getattr(record, name), declared(type(record)).get(name)
        if told is None:
            return _seen(self._cohort, self._code, value, self._here)
        if isinstance(told, Answered) and not told.question:
            return self._answers(value, told)
        if not (self._owns(told.whose, name) or self._readers & self._named(told)):
            raise NotForThem(f"{type(record).__name__}.{name} is not for {self._code}")
        return value

    @property
    def _readers(self) -> frozenset[Reader]:
        return relation(self._cohort, self._code, getattr(self._here[0], "scope", ""))

    def _owns(self, whose: tuple[str, ...], name: str) -> bool:
        """Theirs alone: what belongs to several is read as its declaration says."""
        return owners(self._cohort, whose, name, self._here) == {self._code}

    def _named(self, told: Any) -> frozenset[Reader]:
        if isinstance(told, Answered):
            return FORMS[told.forms[0]].belongs(told.question, self._cohort.policy).readers
        readers: frozenset[Reader] = told.readers
        return readers

    def _answers(self, content: Mapping[str, Any], told: Answered) -> Mapping[str, Any]:
        """Those answers that are for this reader; of a mapping by code their own alone."""
        if told.whose == ("keys",):
            return {code: answers for code, answers in content.items() if code == self._code}
        if self._owns(told.whose, ""):
            return content
        policy, shown = self._cohort.policy, dict[str, Any]()
        for form in told.forms:
            for reader in self._readers:
                shown |= told_to(reader, as_asked(form, policy), content, policy)
        return shown


def relation(cohort: Cohort, code: str, scope: str) -> frozenset[Reader]:
    """As whom somebody reads what lies in this scope."""
    if code not in cohort.participants:
        return COORDINATOR if any(coordinator.code == code for coordinator in cohort.coordinators) else STRANGER
    group = cohort.groups.get(scope)
    if group is not None:
        return _in_group(group, code, set(group.members))
    theirs = people_of(cohort, scope)
    found = _before_pairs(cohort, code, theirs)
    for group in cohort.groups_of(code):
        found |= _in_group(group, code, theirs & set(group.members))
    return found


def _in_group(group: Group, code: str, others: Collection[str]) -> frozenset[Reader]:
    """What members read of each other: partners are a mentor and a mentee; a match that is only offered names nobody."""
    if code not in group.everybody or not others:  # whoever left still hears of the date they had
        return STRANGER
    if group.state not in TOGETHER:
        return SUGGESTED
    partners = any(group.role_of(other) is not group.role_of(code) for other in others)
    return SUGGESTED | {Reader.GROUP} | ({Reader.PARTNER} if partners else set())


def _before_pairs(cohort: Cohort, code: str, theirs: frozenset[str]) -> frozenset[Reader]:
    """Whom somebody may choose from is suggested to them; whom they are asked to meet, they know by name."""
    found, application = STRANGER, cohort.applications.get(code)
    if application and application.choosing and theirs & set(application.choosing.shortlist):
        found |= SUGGESTED
    if application and application.meetings and theirs & set(application.meetings.partners):
        found |= SUGGESTED | {Reader.MET}
    return found
