"""Memberships: who belongs to which group. Kept with the group in the same turn; read wherever something is found by
person. What a group otherwise is stands in its own row (rows.py).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select, union_all

from domain.groups import Group, Member
from storage.engine import insert
from storage.prepared import Prepared
from storage.rows import fields_of, values_of
from storage.tables import memberships

# An IN list must stay under what a statement may carry (SQLite 32,766 values); a batch of 200 scopes needs some 1,000.
LIST_MAX = 10_000

Rosters = dict[str, tuple[Member, ...]]

_m = memberships.c
CODE: BindParameter[str] = bindparam("code")
SOME: BindParameter[list[str]] = bindparam("some", expanding=True)
# Two searches instead of one OR: each finds its own index, however large the cohort.
_TOUCHED = union_all(*(select(_m.group).where(_m.cohort == CODE, column.in_(SOME)) for column in (_m.group, _m.code)))
_TOUCHING = Prepared(
    select(_m.group, *fields_of(memberships, Member))
    .where(_m.cohort == CODE, _m.group.in_(_TOUCHED))
    .order_by(_m.group, _m.position)
)

GROUPS_WITH = select(_m.group).where(_m.cohort == CODE, _m.code.in_(SOME))
"""The ids of the groups that any of these people are or were in."""


def rosters_touching(db: Connection, code: str, scopes: list[str]) -> Rosters:
    """The members of the groups among these scopes, and of all groups that people among them are or were in."""
    found: Rosters = {}
    for part in parts(scopes):
        found |= _by_group(_TOUCHING.rows(db, {"code": code, "some": part}))
    return found


def keep_members(db: Connection, code: str, groups: Iterable[Group]) -> None:
    """Write who belongs to these groups; nobody is ever taken away, whoever leaves stays with the day."""
    rows = [
        {"cohort": code, "group": group.id, "position": n, "kind": group.kind, "state": group.state} | values_of(member)
        for group in groups
        for n, member in enumerate(group.roster)
    ]
    if rows:
        step = insert(db, memberships)
        newer = {name: step.excluded[name] for name in ("position", "role", "seat", "left_at")}
        db.execute(step.on_conflict_do_update(index_elements=["cohort", "group", "code"], set_=newer), rows)


def parts(values: list[str]) -> Iterator[list[str]]:
    """A list in pieces that one statement can carry; one empty piece for an empty list."""
    for start in range(0, max(1, len(values)), LIST_MAX):
        yield values[start : start + LIST_MAX]


def _by_group(rows: Iterable[Any]) -> Rosters:
    groups = groupby(rows, key=lambda row: row.group)
    return {group: tuple(Member(*place[1:]) for place in places) for group, places in groups}
