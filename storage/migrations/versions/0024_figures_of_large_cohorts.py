"""figures of large cohorts

What the desk counts is counted in indexes that hold all of it, so that no rows of people are read for it.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_invitations_state": ("invitations", ["cohort", "state", "form", "answered_at", "id"]),
    "ix_attendances_gathering": ("attendances", ["cohort", "gathering", "answer", "person", "at"]),
    "ix_escalations_matter": ("escalations", ["cohort", "matter", "state"]),
    "ix_sessions_number": ("sessions", ["cohort", "number", "state", "closes"]),
    "ix_groups_activated": ("groups", ["cohort", "id", "activated_at"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    op.drop_index("ix_memberships_code", "memberships")
    op.create_index("ix_memberships_code", "memberships", ["cohort", "code", "group", "left_at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
