"""letters found

Every letter ever sent can be looked up by when it was written, its kind, its state and its reader.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_written", "messages", ["cohort", "written_at", "id"])
    op.create_index("ix_messages_letter", "messages", ["cohort", "letter", "written_at", "id"])
    op.create_index("ix_messages_reader", "messages", ["cohort", "to", "written_at", "id"])
    op.drop_index("ix_messages_state", "messages")
    op.create_index("ix_messages_state", "messages", ["cohort", "state", "written_at", "id"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
