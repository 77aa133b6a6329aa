"""pools

What is counted of an application as long as it may still be matched has rows of its own, so that the pool of a cohort is counted
and listed without reading the applications. Pairs are found by the proposal that they came of.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

STANDINGS = {"accepted": "accepted", "waitlisted": "waiting", "submitted": "undecided"}
FIELDS = ("tracks", "sub_sectors", "company_size", "profession")
GENDERS = ("woman", "man", "non_binary", "no_answer")
applications = sa.table(
    "applications",
    *(sa.column(name, sa.Text) for name in ("cohort", "id", "role", "state")),
    sa.column("answers", sa.JSON),
)


def upgrade() -> None:
    traits = op.create_table(
        "traits",
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.code"], name=op.f("fk_traits_cohort")),
        sa.ForeignKeyConstraint(
            ["cohort", "person"], ["applications.cohort", "applications.id"], name=op.f("fk_traits_cohort_person")
        ),
        sa.PrimaryKeyConstraint("cohort", "person", "what", "code", name=op.f("pk_traits")),
    )
    op.create_index("ix_traits_role", "traits", ["cohort", "role", "what", "code", "places", "person"])
    op.create_index("ix_groups_proposal", "groups", ["cohort", "proposal", "state", "id"])
    db = op.get_bind()
    known = db.execute(sa.select(applications).where(applications.c.state.in_(STANDINGS))).all()
    if rows := [row for one in known for row in _rows(one)]:
        db.execute(sa.insert(traits), rows)


def _rows(one: Any) -> Iterator[dict[str, Any]]:
    answers = one.answers or {}
    places = int(answers.get("capacity", 1)) if one.role == "mentor" else 1
    told = {"cohort": one.cohort, "person": one.id, "role": one.role, "places": places}
    for what, code in dict.fromkeys(_traits(one, answers, places)):
        yield told | {"what": what, "code": code}


def _traits(one: Any, answers: Any, places: int) -> Iterator[tuple[str, str]]:
    yield STANDINGS[one.state], str(places)
    for field in FIELDS:
        given = answers.get(field) or ()
        codes = [str(code) for code in ((given,) if isinstance(given, str | int) else given)]
        if one.role == "mentor":
            yield from ((f"offers_{field}", code) for code in codes)
        elif field == "tracks":
            yield from (("wishes_tracks", code) for code in codes[:1])
        elif answers.get(f"wish_{field}") in ("must", "nice") and len(codes) == 1:
            yield f"wishes_{field}", codes[0]
    if answers.get("gender_consent") and answers.get("gender") in GENDERS:
        yield "gender", answers["gender"]


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
