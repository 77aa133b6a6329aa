"""Rows: every kind of record comes back from both databases as it went in."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text

from domain.cohort import COLLECTIONS
from domain.groups import Group
from storage.rows import fields_of, groups_from, row_of
from storage.tables import RECORDS
from tests.storage.worlds import NOW, a_cohort, a_message

TEXTS = some.text(some.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=4,
)
PLAIN = {
    str: TEXTS,
    int: some.integers(-(2**53), 2**53),  # the database adds marks of a sheet up, in 64 bits
    float: some.floats(allow_nan=False, allow_infinity=False),
    bool: some.booleans(),
    date: some.dates(date(1900, 1, 1), date(2999, 12, 31)),
    datetime: some.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31), timezones=some.just(UTC)),
    Any: JSON,
}


def anything(hint):
    """Values for a type hint of the domain."""
    if hint in PLAIN:
        return PLAIN[hint]
    arms = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return some.one_of(some.none() if arm is type(None) else anything(arm) for arm in arms)
    if get_origin(hint) is tuple:
        if arms[-1] is Ellipsis:
            return some.lists(anything(arms[0]), max_size=2).map(tuple)
        return some.tuples(*map(anything, arms))
    if get_origin(hint) is Literal:
        return some.sampled_from(arms)
    if get_origin(hint) is Mapping:
        return some.dictionaries(TEXTS, anything(arms[1]), max_size=2)
    if issubclass(hint, Enum):
        return some.sampled_from(hint)
    hints = get_type_hints(hint)
    return some.builds(hint, **{field.name: anything(hints[field.name]) for field in dataclasses.fields(hint)})


@pytest.mark.parametrize("kind", COLLECTIONS, ids=lambda kind: kind.__name__)
def test_every_record_comes_back_as_it_was_kept(kind, store):
    table = RECORDS[kind]
    with store.db.writing() as db:
        db.execute(
            text("PRAGMA defer_foreign_keys = ON" if store.db.is_sqlite else "SET session_replication_role = replica")
        )

        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(record=anything(kind))
        def comes_back(record):
            db.execute(table.delete())
            db.execute(table.insert(), [row_of("2027a", record)])
            rows = list(db.execute(select(*fields_of(table, kind))))
            rosters = {record.id: getattr(record, "roster", ())}
            found = groups_from(rows, rosters) if kind is Group else (kind(*row) for row in rows)
            assert list(found) == [record]

        comes_back()
        db.rollback()


def test_an_instant_without_a_zone_is_refused(store):
    naive = a_message("k", not_before=NOW.replace(tzinfo=None))
    store.create(a_cohort())

    with pytest.raises(Exception, match="no time zone"):
        store.update("2027a", lambda cohort: cohort.post(naive))


def test_instants_come_back_in_utc_whatever_zone_they_were_given_in(store):
    from zoneinfo import ZoneInfo

    kolkata = (NOW + timedelta(days=30)).astimezone(ZoneInfo("Asia/Kolkata"))
    store.create(a_cohort())
    store.update("2027a", lambda c: c.put(dataclasses.replace(c.sessions["P01.1"], closes=kolkata)), {"P01"})

    closes = store.load("2027a").sessions["P01.1"].closes
    assert (closes, closes.tzinfo) == (kolkata, UTC)
