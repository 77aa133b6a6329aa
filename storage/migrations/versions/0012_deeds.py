"""deeds

What coordinators did without a case, and how it is taken back; the days on which a group pauses;
the generation of somebody's links; letters to an address that no longer counts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deeds",
        sa.Column("cohort", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "act", "about", "scope", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.Column("traces", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.code"], name=op.f("fk_deeds_cohort")),
        sa.PrimaryKeyConstraint("cohort", "id", name=op.f("pk_deeds")),
    )
    op.create_index("ix_deeds_at", "deeds", ["cohort", "at"])
    with op.batch_alter_table("participants") as table:
        table.add_column(sa.Column("links", sa.BigInteger(), nullable=False, server_default="1"))
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("address", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("groups") as table:
        table.add_column(sa.Column("pauses", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
