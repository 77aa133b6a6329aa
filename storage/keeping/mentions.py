"""Mentions: where in a cohort a name or an address stands, in any column that holds somebody's words. Changes nothing."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Table, Text, cast, false, or_, select

from domain.people import Participant
from storage.columns import Nested
from storage.engine import Database
from storage.tables import RECORDS, messages


def words_of(person: Participant) -> list[str]:
    """What to look for; a name of one word would be found everywhere."""
    return [word for word in (person.email, person.name) if word and (word == person.email or " " in word)]


def holds(columns: Iterable[Column[Any]], words: Iterable[str]) -> ColumnElement[bool]:
    """Whether one of the words stands in one of the columns, as text or within JSON."""
    tests = [_holds(column, word) for column in columns for word in words]
    return or_(false(), *tests)


def _holds(column: Column[Any], word: str) -> ColumnElement[bool]:
    if _is_json(column):
        return cast(column, Text).contains(json.dumps(word)[1:-1], autoescape=True)
    return column.contains(word, autoescape=True)


def _is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, JSON | Nested)


def texts_of(table: Table) -> list[Column[Any]]:
    """The columns of a table in which words may stand."""
    return [column for column in table.c if isinstance(column.type, Text) or _is_json(column)]


def scopes_naming(db: Database, code: str, words: list[str]) -> set[str]:
    """The scopes of a cohort whose records or letters name somebody."""
    found: set[str] = set()
    if words:
        with db.reading() as connection:
            for table in (*RECORDS.values(), messages):
                naming = holds(texts_of(table), words)
                found.update(connection.scalars(select(table.c.scope).where(table.c.cohort == code, naming)))
    return found
