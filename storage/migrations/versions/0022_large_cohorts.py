"""large cohorts

The pages of a desk find and sort what they show by indexes, a page at a time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_applications_state": ("applications", ["cohort", "state", "role"]),
    "ix_escalations_state": ("escalations", ["cohort", "state"]),
    "ix_invitations_to": ("invitations", ["cohort", "to", "state", "form"]),
    "ix_participants_role": ("participants", ["cohort", "role", "id"]),
    "ix_sessions_state": ("sessions", ["cohort", "state", "group"]),
    "ix_answers_by": ("answers", ["cohort", "by", "at"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    # As each database writes that a letter reminds: only then it finds them here.
    op.create_index(
        "ix_messages_reminders",
        "messages",
        ["cohort", "invitation"],
        sqlite_where=sa.text("reminder = 1"),
        postgresql_where=sa.text("reminder"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
