"""words agreed to

With an answer are kept the words of the permissions that it gives.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answers", sa.Column("agreed", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
