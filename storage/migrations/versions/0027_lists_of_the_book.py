"""lists of the book

With which list somebody came into the contact book, so that a list can be taken back whole.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("possible_mentors", sa.Column("came_with", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_possible_mentors_came_with", "possible_mentors", ["came_with"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
