"""extensions

A later end that was proposed to a pair, and the one on which it has agreed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("groups", sa.Column("extension", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("groups", sa.Column("ends_on", sa.Date(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
