"""Rows: a record becomes a row and a row a record. The columns know how to write their values (columns.py)."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Table

from domain.cohort import COLLECTIONS, Cohort
from domain.groups import Group, Member
from storage.tables import APART, ELSEWHERE, RECORDS, TOLD

HEADER = tuple(field.name for field in dataclasses.fields(Cohort) if field.name not in ELSEWHERE)


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass that are columns, in the order of its constructor."""
    return tuple(field.name for field in dataclasses.fields(kind) if field.name not in APART.get(kind, ()))


def fields_of(table: Table, kind: type[Any]) -> list[Column[Any]]:
    """The columns to select so that `kind(*row)` gives the record."""
    return [table.c[name] for name in field_names(kind)]


def values_of(value: Any) -> dict[str, Any]:
    """A dataclass as column values, nothing converted."""
    return {name: getattr(value, name) for name in field_names(type(value))}


def row_of(cohort: str, record: Any) -> dict[str, Any]:
    """A record of a cohort as the values of its row."""
    told = {name: getattr(record, name) for name in TOLD.get(type(record), ())}
    return values_of(record) | told | {"cohort": cohort, "scope": record.scope}


def header_of(cohort: Cohort) -> dict[str, Any]:
    """The values of a cohort's own row."""
    return {name: getattr(cohort, name) for name in HEADER}


def groups_from(rows: Iterable[Any], rosters: Mapping[str, tuple[Member, ...]]) -> Iterator[Group]:
    """Rows selected with `fields_of`, and who belongs to them, as groups."""
    names = field_names(Group)
    return (Group(**dict(zip(names, row, strict=True)), roster=rosters[row.id]) for row in rows)


KINDS: tuple[tuple[type[Any], str, Table], ...] = tuple(
    (kind, name, RECORDS[kind]) for kind, name in COLLECTIONS.items()
)
