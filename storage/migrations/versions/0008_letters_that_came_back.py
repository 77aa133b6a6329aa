"""letters that came back

What came back and for what, since when an address works again, and which letters a server refused in a row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("coordinators") as table:
        table.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("participants") as table:
        table.add_column(sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("returns", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("returned_for", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("pauses") as table:
        table.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE messages SET returns = 1 WHERE state = 'bounced'")
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "refusals",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("letter", number, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["letter"], ["messages.id"], name=op.f("fk_refusals_letter")),
        sa.PrimaryKeyConstraint("kind", "letter", name=op.f("pk_refusals")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
