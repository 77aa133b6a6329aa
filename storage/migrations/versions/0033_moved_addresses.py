"""moved addresses

The other address that somebody gave, until they have confirmed it, and then the one that it replaced. Links of open calls have
generations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participants", sa.Column("move", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("cohorts", sa.Column("calls", sa.BigInteger(), nullable=False, server_default="1"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
