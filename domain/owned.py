"""Owned: what of a cohort's records belongs to one person alone, as plain values: for the copy somebody takes along.

Fields that say so come along, and codes, states and dates of the records that are theirs. What others wrote, and what belongs
to several, does not (GDPR art. 15.4). Where somebody else hands the copy out, it holds no more than they may read. Answers as
they were given are not here: they are in the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from domain.as_asked import as_asked
from domain.belonging import DECLARED, Belonging, Declared, Reader
from domain.cohort import COLLECTIONS, Cohort
from domain.owners import owners
from domain.reading import may_read, told_to

AUTHOR = "by"


@dataclass(frozen=True)
class _Copy:
    """For whom it is made, and who may read it besides; None: nobody, it is theirs alone."""

    cohort: Cohort
    person: str
    reader: Reader | None


def owned_by(cohort: Cohort, person: str, reader: Reader | None = None) -> dict[str, dict[str, Any]]:
    """By kind and id the records that are theirs or their groups', each with what of it is theirs alone; of that what
    `reader` may read, if one is named."""
    copy = _Copy(cohort, person, reader)
    theirs = {person, *(group.id for group in cohort.groups_ever_of(person))}
    return {
        name: {
            key: _part(copy, (record,))
            for key, record in sorted(getattr(cohort, name).items())
            if record.scope in theirs
        }
        for name in COLLECTIONS.values()
        if any(record.scope in theirs for record in getattr(cohort, name).values())
    }


def _part(copy: _Copy, here: tuple[Any, ...]) -> dict[str, Any]:
    found = {}
    for field in fields(here[-1]):
        value, told = getattr(here[-1], field.name), field.metadata.get(DECLARED)
        if told is not None:
            if told.whose == ("keys",):
                value = {code: one for code, one in value.items() if code == copy.person}
            elif owners(copy.cohort, told.whose, field.name, here) != {copy.person}:
                continue
            value = _shown(copy, value, told, getattr(here[0], "scope", ""))
        plain = _plain(copy, value, here)
        if plain not in ("", None, [], {}):
            found[field.name] = plain
    return found


def _shown(copy: _Copy, value: Any, told: Declared, scope: str) -> Any:
    """The value as far as whoever reads the copy may read it; nothing else of answers to a form that they may not look at."""
    reader, policy = copy.reader, copy.cohort.policy
    if reader is None:
        return value
    if isinstance(told, Belonging):
        return value if reader in told.readers else None
    forms = [as_asked(form, policy) for form in told.forms]
    if not all(form.may_be_looked_at(copy.cohort, scope) for form in forms):
        return None
    if told.question:
        return value if may_read(forms[0], told.question, reader, policy) else None
    content = value.get(copy.person, {}) if told.whose == ("keys",) else value
    return {name: one for form in forms for name, one in told_to(reader, form, content, policy).items()}


def _plain(copy: _Copy, value: Any, here: tuple[Any, ...]) -> Any:
    """A value as JSON has it. What somebody else wrote in a record within is left out as a whole."""
    if is_dataclass(value) and not isinstance(value, type):
        others = getattr(value, AUTHOR, copy.person) in set(copy.cohort.participants) - {copy.person}
        return None if others else _part(copy, (*here, value))
    if isinstance(value, Mapping):
        told = {str(key): _plain(copy, one, here) for key, one in value.items()}
        return {key: one for key, one in told.items() if one is not None}
    if isinstance(value, list | tuple):
        parts = [_plain(copy, one, here) for one in value]
        return [one for one in parts if one is not None]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date) else value
