"""gatherings

What a gathering is about, where its recording is, when it was changed and who was there; when somebody did not come after all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXTS = ("agenda", "material", "recording")
MOMENTS = ("recorded_at", "moved_at", "changed_at", "attended_at")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("gatherings", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in MOMENTS:
        op.add_column("gatherings", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("attendances", sa.Column("withdrew_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("attendances", sa.Column("changes", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
