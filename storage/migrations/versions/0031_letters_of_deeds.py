"""letters of deeds

Which letters were written with a deed, so that it can be said what became of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deeds", sa.Column("letters", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
