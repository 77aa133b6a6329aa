"""one letter a day

What waits for one reader leaves in one letter: what of a letter stands in it, from when on it may go along, whether it
answers what its reader has just done, and in which letter it went. The limit of a week is that of all letters.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("prompt", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("rides_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("piece", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("told_in", sa.BigInteger, nullable=True),
    ):
        op.add_column("messages", column)
    op.create_index("ix_messages_told_in", "messages", ["told_in"])
    cohorts = sa.table("cohorts", sa.column("code", sa.Text), sa.column("policy", sa.JSON))
    db = op.get_bind()
    for code, policy in db.execute(sa.select(cohorts.c.code, cohorts.c.policy)).all():
        db.execute(sa.update(cohorts).where(cohorts.c.code == code).values(policy=of_all_letters(policy)))


def of_all_letters(policy: dict[str, Any]) -> dict[str, Any]:
    """The policy with the limit of a week under the name of what it bounds now."""
    post = dict(policy.get("post", {}))
    if (most := post.pop("reminders_per_week_max", None)) is not None:
        post["letters_per_week_max"] = most
    return policy | {"post": post}


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
