"""Owned: what of a cohort's records belongs to one person alone, as plain values: for the copy somebody takes along.

Fields that say so come along, and codes, states and dates of the records that are theirs. What others wrote, and what belongs
to several, does not (GDPR art. 15.4). Answers as they were given are not here: they are in the store.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from domain.belonging import DECLARED
from domain.cohort import COLLECTIONS, Cohort
from domain.owners import owners

AUTHOR = "by"


def owned_by(cohort: Cohort, person: str) -> dict[str, dict[str, Any]]:
    """By kind and id the records that are theirs or their groups', each with what of it is theirs alone."""
    theirs = {person, *(group.id for group in cohort.groups_ever_of(person))}
    return {
        name: {
            key: _part(cohort, person, (record,))
            for key, record in sorted(getattr(cohort, name).items())
            if record.scope in theirs
        }
        for name in COLLECTIONS.values()
        if any(record.scope in theirs for record in getattr(cohort, name).values())
    }


def _part(cohort: Cohort, person: str, here: tuple[Any, ...]) -> dict[str, Any]:
    found = {}
    for field in fields(here[-1]):
        value, told = getattr(here[-1], field.name), field.metadata.get(DECLARED)
        if told is None:
            plain = _plain(cohort, person, value, here)
        elif told.whose == ("keys",):
            plain = _plain(cohort, person, {code: one for code, one in value.items() if code == person}, here)
        elif owners(cohort, told.whose, field.name, here) == {person}:
            plain = _plain(cohort, person, value, here)
        else:
            continue
        if plain not in ("", None, [], {}):
            found[field.name] = plain
    return found


def _plain(cohort: Cohort, person: str, value: Any, here: tuple[Any, ...]) -> Any:
    """A value as JSON has it. What somebody else wrote in a record within is left out as a whole."""
    if is_dataclass(value) and not isinstance(value, type):
        others = getattr(value, AUTHOR, person) in set(cohort.participants) - {person}
        return None if others else _part(cohort, person, (*here, value))
    if isinstance(value, Mapping):
        told = {str(key): _plain(cohort, person, one, here) for key, one in value.items()}
        return {key: one for key, one in told.items() if one is not None}
    if isinstance(value, list | tuple):
        parts = [_plain(cohort, person, one, here) for one in value]
        return [one for one in parts if one is not None]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date) else value
