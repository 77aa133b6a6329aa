"""Column types, and which of them a dataclass field gets. What a row means is left to rows.py and tables.py."""

import dataclasses
import types
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; gives aware UTC back (SQLite would forget the zone).

    SQLite keeps a text, which is written and read here: there are several in every row, and SQLAlchemy's own way takes three
    steps for each.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone; the store takes only aware instants")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    return None if value is None else _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Word(TypeDecorator[StrEnum]):
    """A member of a StrEnum, kept as its plain word."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Nested(TypeDecorator[Any]):
    """Anything else (records within records, tuples, mappings): JSON that pydantic writes and reads."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        _no_naive_instants(value)
        return _adapter(self.kind).dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        # What an older office knew and this one does not is left out, so that an upgrade can always read what was kept.
        return None if value is None else _adapter(self.kind).validate_python(value, extra="ignore")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _no_naive_instants(value: Any) -> None:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; the store takes only aware instants")
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            _no_naive_instants(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            _no_naive_instants(item)


# int is BigInteger so that a large number is kept by PostgreSQL as it is by SQLite.
PLAIN: dict[Any, TypeEngine[Any]] = {
    str: Text(),
    int: BigInteger(),
    bool: Boolean(),
    date: Date(),
    datetime: UtcDateTime(),
}


def type_of(hint: Any) -> tuple[TypeEngine[Any], bool]:
    """The column type for a type hint, and whether None may stand in it."""
    arms = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kinds = [arm for arm in arms if arm is not type(None)]
    nullable = len(kinds) < len(arms)
    if len(kinds) == 1 and isinstance(kinds[0], type):
        if kinds[0] in PLAIN:
            return PLAIN[kinds[0]], nullable
        if issubclass(kinds[0], StrEnum):
            return Word(kinds[0]), nullable
    return Nested(kinds[0] if len(kinds) == 1 else hint), nullable


def columns_of(kind: type[Any], *, key: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Iterator[Column[Any]]:
    """One column for each field of a dataclass, in its order; `key` names those that belong to the primary key."""
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if field.name not in without:
            type_, nullable = type_of(hints[field.name])
            yield Column(field.name, type_, primary_key=field.name in key, nullable=nullable)
