"""settings that are read

A policy no longer has a format, which nothing read, and calls what bounds reminders by its name.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    cohorts = sa.table("cohorts", sa.column("code", sa.Text), sa.column("policy", sa.JSON))
    db = op.get_bind()
    for code, policy in db.execute(sa.select(cohorts.c.code, cohorts.c.policy)).all():
        db.execute(sa.update(cohorts).where(cohorts.c.code == code).values(policy=by_its_name(policy)))


def by_its_name(policy: dict[str, Any]) -> dict[str, Any]:
    """The policy without a format, and with the limit of reminders under the name of what it bounds."""
    post = dict(policy.get("post", {}))
    if (most := post.pop("letters_per_week_max", None)) is not None:
        post["reminders_per_week_max"] = most
    return {name: value for name, value in policy.items() if name != "format"} | {"post": post}


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
