"""calendars

The addresses at which people follow their own calendar, and the times that members of a group offer while a session has no
date; and that somebody's calendar has answered that a date does not suit. Entries that are out keep their ids: what ends them stands with their organizer, and is the old one where nothing does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.code"], name="fk_feeds_cohort"),
        sa.PrimaryKeyConstraint("cohort", "person", name="pk_feeds"),
        sa.UniqueConstraint("secret", name="uq_feeds_secret"),
    )
    op.add_column("sessions", sa.Column("offers", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))
    op.add_column("sessions", sa.Column("unsuited", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
