"""words of a cohort

Letters whose words somebody has changed for one cohort.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cohorts") as table:
        table.add_column(sa.Column("wordings", sa.JSON(none_as_null=True), nullable=False, server_default="{}"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
