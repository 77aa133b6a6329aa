"""how long a row lasts

Since when letters are refused, and from when one that came back may go again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("again_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("DELETE FROM refusals")  # the next refusals begin a row with a beginning
    with op.batch_alter_table("refusals") as table:
        table.add_column(sa.Column("at", sa.DateTime(timezone=True), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
