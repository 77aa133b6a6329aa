"""stories

The newest lines of the journal of one scope are found by an index, however many lines others have.
"""

from alembic import op

revision = "0023"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_journal_scope", "journal")
    op.create_index("ix_journal_scope", "journal", ["cohort", "scope", "at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
