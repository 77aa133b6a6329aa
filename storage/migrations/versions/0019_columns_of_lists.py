"""columns of lists

What somebody said the columns of a list mean.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_columns",
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("headings", name=op.f("pk_list_columns")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
