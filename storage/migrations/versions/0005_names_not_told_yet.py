"""names not told yet

Whoever asked by the open link and has not applied: the name was typed by anybody, so it is no longer kept with the address.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    people = sa.table("participants", *(sa.column(name, sa.Text) for name in ("cohort", "id", "name", "source")))
    applied = sa.table("applications", *(sa.column(name, sa.Text) for name in ("cohort", "id")))
    told = sa.exists().where(applied.c.cohort == people.c.cohort, applied.c.id == people.c.id)
    op.execute(sa.update(people).where(people.c.source == "open", ~told).values(name=""))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
