"""figures of large cohorts

What the desk counts is counted in indexes that hold all of it, so that no rows of people are read for it. Until when a case
rests, whether anybody was written to about it or has written, and the score of an application stand in columns of their own: by them the
database tells what waits, and in which order.
"""

import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_invitations_state": ("invitations", ["cohort", "state", "form", "answered_at", "id"]),
    "ix_attendances_gathering": ("attendances", ["cohort", "gathering", "answer", "person", "at"]),
    "ix_escalations_matter": ("escalations", ["cohort", "matter", "state"]),
    "ix_escalations_decided": ("escalations", ["cohort", "decided_at"]),
    "ix_sessions_number": ("sessions", ["cohort", "number", "state", "closes"]),
    "ix_groups_activated": ("groups", ["cohort", "id", "activated_at"]),
}
LONGER = {
    "ix_memberships_code": ("memberships", ["cohort", "code", "group", "left_at"]),
    "ix_applications_state": ("applications", ["cohort", "state", "role", "submitted_at", "id"]),
}
PARTICIPANT = re.compile(r"[MN][0-9]+")
MARKS = ("field", "trajectory", "planning", "contribution")
cases = sa.table(
    "escalations",
    *(sa.column(name, sa.Text) for name in ("cohort", "id", "decided_by")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("opened_at", "decided_at", "snoozed_until", "rests_until")),
    sa.column("remarks", sa.JSON),
    sa.column("was_written", sa.Boolean),
    sa.column("was_told", sa.Boolean),
)
applications = sa.table(
    "applications",
    *(sa.column(name, sa.Text) for name in ("cohort", "id")),
    sa.column("screening", sa.JSON),
    sa.column("score", sa.BigInteger),
)


def upgrade() -> None:
    _add("escalations", sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True))
    _add("escalations", sa.Column("was_written", sa.Boolean(), nullable=True))
    _add("escalations", sa.Column("was_told", sa.Boolean(), nullable=True))
    _add("applications", sa.Column("score", sa.BigInteger(), nullable=True))
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    for name, (table, columns) in LONGER.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    db = op.get_bind()
    db.execute(sa.update(cases).values(rests_until=cases.c.snoozed_until, was_written=False, was_told=False))
    for row in db.execute(sa.select(cases)).all():
        if row.remarks:
            written = any(one.get("passed_on") for one in row.remarks)
            told = any(PARTICIPANT.fullmatch(one["by"]) for one in row.remarks)
            _tell(db, cases, row, rests_until=_rests_until(row), was_written=written, was_told=told)
    for row in db.execute(sa.select(applications).where(applications.c.screening.is_not(None))).all():
        given = [mark for mark in map((row.screening or {}).get, MARKS) if mark is not None]
        _tell(db, applications, row, score=sum(given) if given else None)


def _add(table: str, column: sa.Column[Any]) -> None:
    """Add a column, unless the database has it from the earlier order of the steps (0024)."""
    if column.name not in {known["name"] for known in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)


def _tell(db: Any, table: Any, row: Any, **told: Any) -> None:
    db.execute(sa.update(table).where(table.c.cohort == row.cohort, table.c.id == row.id).values(told))


def _rests_until(row: Any) -> datetime | None:
    """As the case itself tells it: what somebody wrote after it was decided wakes it."""
    decided = _in_utc(row.decided_at or row.opened_at)
    later = (one for one in row.remarks if _in_utc(datetime.fromisoformat(one["at"])) > decided)
    until: datetime | None = row.snoozed_until
    return None if any(one["by"] != row.decided_by for one in later) else until


def _in_utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
