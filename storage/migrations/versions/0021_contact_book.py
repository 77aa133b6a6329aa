"""contact book

Possible mentors whom the office knows across cohorts, who of them was asked, and who must never be asked again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "possible_mentors",
        sa.Column("code", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "email", "source", "basis", "added_by")),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("track", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("sector", "organisation", "notes")),
        sa.Column("ask_from", sa.Date(), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["cohorts.code"], name=op.f("fk_possible_mentors_home")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_possible_mentors")),
        sa.UniqueConstraint("mailbox", name=op.f("uq_possible_mentors_mailbox")),
    )
    op.create_index("ix_possible_mentors_name", "possible_mentors", ["name", "code"])
    op.create_index("ix_possible_mentors_track", "possible_mentors", ["track", "name", "code"])
    op.create_index("ix_possible_mentors_sector", "possible_mentors", ["sector", "name", "code"])
    op.create_index("ix_possible_mentors_keep_until", "possible_mentors", ["keep_until"])
    op.create_table(
        "askings",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("person", "cohort", "by")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_letter", sa.Boolean(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["possible_mentors.code"], name=op.f("fk_askings_person")),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.code"], name=op.f("fk_askings_cohort")),
        sa.PrimaryKeyConstraint("person", "cohort", name=op.f("pk_askings")),
    )
    op.create_index("ix_askings_cohort", "askings", ["cohort", "at"])
    op.create_table(
        "never_again",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_never_again")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
