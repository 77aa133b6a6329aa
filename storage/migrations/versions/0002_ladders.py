"""ladders

Policies of cohorts launched before a ladder said whom it can address: a rung that named somebody else wrote to whoever
the question is for, and does so from now on by name. Re-contracting took the first two rungs of the half-way ladder.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REACHES = {
    ("recruitment", "application_reminders"): ("person",),
    ("recruitment", "screening_reminders"): ("coordinator",),
    ("matching", "choice_ladder"): ("person",),
    ("matching", "meetings_ladder"): ("person",),
    ("matching", "review_reminders"): ("coordinator",),
    ("matching", "offer_ladder"): ("both", "mentee", "mentor", "coordinator"),
    ("sessions", "ask_for_a_date"): ("both", "mentee", "mentor", "turn", "coordinator"),
    ("sessions", "missed_ladder"): ("both", "mentee", "mentor", "turn", "coordinator"),
    ("sessions", "report_ladder"): ("mentee", "mentor", "both", "turn", "coordinator"),
    ("checks", "agreement_ladder"): ("both", "mentee", "mentor", "coordinator"),
    ("checks", "plan_ladder"): ("mentee", "coordinator"),
    ("checks", "recontract_ladder"): ("both", "mentee", "mentor"),
    ("checks", "check_ladder"): ("both", "mentee", "mentor", "coordinator"),
    ("checks", "reflection_ladder"): ("person", "coordinator"),
    ("desk", "reminders"): ("coordinator",),
}
"""Whom each ladder can address; the first is whom a rung wrote to that named nobody, or somebody else."""


def upgrade() -> None:
    cohorts = sa.table("cohorts", sa.column("code", sa.Text), sa.column("policy", sa.JSON))
    db = op.get_bind()
    for code, policy in db.execute(sa.select(cohorts.c.code, cohorts.c.policy)).all():
        db.execute(sa.update(cohorts).where(cohorts.c.code == code).values(policy=heeding(policy)))


def heeding(policy: dict[str, Any]) -> dict[str, Any]:
    """The policy with each rung addressed to somebody its ladder reaches."""
    checks = {"recontract_ladder": policy.get("checks", {}).get("check_ladder", [])[:2], **policy.get("checks", {})}
    mended = {**policy, "checks": checks}
    for (section, ladder), reached in REACHES.items():
        rungs = mended.get(section, {}).get(ladder, [])
        heard = [{**rung, "to": rung["to"] if rung.get("to") in reached else reached[0]} for rung in rungs]
        mended[section] = {**mended.get(section, {}), ladder: heard}
    return mended


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
