"""what came of it

What somebody told some months later, and when.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "applications", sa.Column("impact", sa.JSON(none_as_null=True), nullable=False, server_default="{}")
    )
    op.add_column("applications", sa.Column("impact_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
