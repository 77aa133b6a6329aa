"""match result

What the matchmaker answered is one value of facts, where it was five columns of sentences and numbers. Reasons and what stood
in somebody's way stay the sentences that were written, and are shown as they stand; rules that pairs break become facts again,
so that names are put to their codes.
"""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ANSWERED = ("OPTIMAL", "FEASIBLE", "INFEASIBLE", "BY_HAND")
OLD = ("matches", "unmatched", "status", "gap", "report")
OF_A_PAIR = re.compile(
    r"(employer|first meeting|forbidden|format and city|language|musts|not with|academic wishes|pin|supervisor)"
    r": ([MN]\d+) and ([MN]\d+)"
)


def upgrade() -> None:
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("result", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("failure", sa.Text(), nullable=False, server_default=""))
    columns = ("cohort", "id", "state", "pins", *OLD, "result", "failure")
    json = ("pins", "matches", "unmatched", "report", "result")
    proposals = sa.table(
        "proposals", *(sa.column(name, sa.JSON(none_as_null=True) if name in json else sa.Text) for name in columns)
    )
    db = op.get_bind()
    for row in db.execute(sa.select(proposals)).mappings().all():
        failure = row["status"] if row["state"] == "failed" else ""
        step = sa.update(proposals).where(proposals.c.cohort == row["cohort"], proposals.c.id == row["id"])
        db.execute(step.values(result=result_of(row), failure=failure))
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.alter_column("failure", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        for name in OLD:
            batch_op.drop_column(name)


def result_of(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer of one proposal; None where there is none."""
    report = row["report"] or {}
    if row["status"] not in ANSWERED:
        return None
    return {
        "status": row["status"],
        "matches": row["matches"],
        "unmatched": row["unmatched"],
        "spare": report.get("spare", []),
        "value": report.get("value", {}),
        "bound": report.get("bound", {}),
        "gap": int(row["gap"]),
        "balance": [_reached(rule) for rule in report.get("balance", [])],
        "clashes": [_clash(label) for label in report.get("conflict", [])],
        "ways_out": report.get("ways_out", []),
        "mentees": report.get("mentees", 0),
        "mentors": report.get("mentors", 0),
        "places": report.get("seats", 0),
        "possible_pairs": report.get("possible_pairs", 0),
        "fixed": bool(row["pins"]),
        "weights": report.get("weights", {}),
    }


def _reached(rule: Mapping[str, Any]) -> dict[str, Any]:
    asked = {"rule": rule["rule"], "number": rule["number"]}
    kept = {name: rule[name] for name in ("on", "reached", "of", "price")}
    return {"counted": {"label": rule["label"]}, "asked": asked, **kept}


def _clash(label: str) -> Any:
    found = OF_A_PAIR.fullmatch(label)
    if not found:
        return label
    rule, mentor, mentee = found.groups()
    return {"rule": rule.replace(" ", "_"), "mentor": mentor, "mentee": mentee}


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
