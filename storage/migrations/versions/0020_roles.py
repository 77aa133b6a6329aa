"""roles

Readers beside coordinators, admins of the whole office, who stands in for a lead; as what somebody did a thing; and under
whom each calendar entry went out: those that are out stand under the lead of now.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


MEETINGS = {"sessions": "starts_at IS NOT NULL", "attendances": "answer = 'coming'"}


def upgrade() -> None:
    op.add_column("desks", sa.Column("role", sa.Text(), nullable=False, server_default="coordinator"))
    op.create_table(
        "admins",
        sa.Column("coordinator", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["coordinator"], ["coordinators.code"], name="fk_admins_coordinator"),
        sa.PrimaryKeyConstraint("coordinator", "since", name="pk_admins"),
    )
    op.add_column("cohorts", sa.Column("stand_in", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("journal", sa.Column("role", sa.Text(), nullable=False, server_default=""))
    for name in MEETINGS:
        op.add_column(name, sa.Column("organizer", sa.JSON(none_as_null=True), nullable=True))
    _stand_under_the_lead(op.get_bind())


def _stand_under_the_lead(db: sa.Connection) -> None:
    leads = sa.text(
        "SELECT desks.cohort, coordinators.name, coordinators.email FROM desks "
        "JOIN coordinators ON coordinators.code = desks.coordinator WHERE desks.position = 0"
    )
    lead = sa.bindparam("lead", type_=sa.JSON)
    for cohort, name, email in db.execute(leads).all():
        for table, is_out in MEETINGS.items():
            kept = sa.text(f"UPDATE {table} SET organizer = :lead WHERE cohort = :cohort AND {is_out}").bindparams(lead)
            db.execute(kept, {"lead": {"name": name, "email": email}, "cohort": cohort})


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
