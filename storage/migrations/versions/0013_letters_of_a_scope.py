"""letters of a scope

The page of a person or a pair finds its letters without looking through those of the whole cohort.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_scope", "messages", ["cohort", "scope"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
