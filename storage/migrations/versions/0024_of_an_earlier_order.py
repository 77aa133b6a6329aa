"""of an earlier order

The steps from 0018 to 0022 once had other numbers, and the last of them was 0024. A database that stands there has taken all of
them, with two columns more, which are kept by 0025; it goes on with 0023, which comes after this one.
"""

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is left to do."""


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
