"""The first schema: a database made and filled by it opens with every code, key, form and word in its place."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import JSON, DateTime, MetaData

from domain.groups import Acceptance, Decline, GroupKind, Member, MemberRole, MentoringPlan, PlanRow
from domain.invitations import invitation_id
from domain.lifecycles import PairState
from storage.errors import StorageError
from storage.migrate import configuration
from storage.rows import header_of
from tests.storage.worlds import ANNA, NOW, a_cohort, a_store

PLAN = {
    "goals": "Find a way", "rows": [{"month": 1, "topics": "Where I stand", "preparation": "", "hoped_result": ""}],
    "mentor_learns": "", "helped_if": "", "at": "2027-02-01T08:00:00Z",
}  # fmt: skip
DECLINE = {"by": "M02", "at": "2027-01-20T08:00:00Z", "reason": "no_time", "stays_in_pool": True}
YES = [{"by": "N01", "at": "2027-01-18T08:00:00Z"}, {"by": "M01", "at": "2027-01-19T08:00:00Z"}]


def a_person(code):
    role = "mentor" if code[0] == "M" else "mentee"
    return {
        "id": code, "scope": code, "role": role, "name": f"Old {code}", "email": f"{code}@example.org", "language": "en",
        "time_zone": "", "source": "list", "away": [],
    }  # fmt: skip


def a_pair(code, mentor, mentee, **more):
    empty = {
        "accepted": [], "reasons": [], "contracts_kept": [], "midterm": {}, "ended_because": "", "score": 80, "seat": 1,
        "proposal": "match-1",
    }  # fmt: skip
    return {"id": code, "scope": code, "mentor": mentor, "mentee": mentee} | empty | more


def a_session(number, objective):
    return {
        "id": f"P01.{number}", "scope": "P01", "pair": "P01", "number": number, "opens": NOW, "closes": NOW,
        "state": "planned", "minutes": 60, "place": "", "sequence": 0, "objective": objective, "reports": [],
    }  # fmt: skip


ROWS = {
    "coordinators": [{"code": ANNA.code, "name": ANNA.name, "email": ANNA.email, "time_zone": ANNA.time_zone}],
    "participants": [a_person(code) for code in ("M01", "M02", "N01", "N02")],
    "pairs": [
        a_pair("P01", "M01", "N01", state="active", accepted=YES, plan=PLAN, starts_on=date(2027, 2, 1), seat=2),
        a_pair("P02", "M02", "N02", state="turned_down", decline=DECLINE),
    ],
    "sessions": [a_session(1, "To see the lab"), a_session(2, "")],
    "invitations": [
        {
            "id": "P01.1:session_date:N01", "scope": "P01", "form": "session_date", "to": "N01", "about": "P01.1",
            "opens": NOW, "state": "open", "generation": 1, "answers": 0,
        },
    ],
    "journal": [{"key": "P01.1:date:1:N01", "scope": "P01", "at": NOW, "did": "ask N01 for session_date", "by": ""}],
    "scopes": [
        {"scope": scope, "version": 3, "woken": 0, "next_due": datetime(2027, 3, 2, tzinfo=UTC) if scope == "P01" else None}
        for scope in ("", "M01", "M02", "N01", "N02", "P01", "P02")
    ],
}  # fmt: skip


@pytest.fixture
def old(empty, tmp_path):
    """A store on a database that the program before there were groups has made and filled."""
    store = a_store(empty, tmp_path / "files")
    with store.db.writing() as db:
        command.upgrade(configuration(db), "0001")
        tables = MetaData()
        tables.reflect(db)
        header = {name: _as_kept(value) for name, value in header_of(a_cohort(0)).items()}
        db.execute(tables.tables["cohorts"].insert(), [header | {"version": 1}])
        for name, rows in ROWS.items():
            of_cohort = {} if name == "coordinators" else {"cohort": "2027a"}
            for row in rows:
                db.execute(_known(tables.tables[name]).insert(), [of_cohort | row])
        db.execute(tables.tables["desks"].insert(), [{"cohort": "2027a", "coordinator": ANNA.code, "position": 0}])
    store.migrate()
    yield store
    store.close()


def _as_kept(value):
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return [] if value == () else value


def _known(table):
    """Reflected types, made to take what our own columns take: no value in JSON is NULL, instants carry their zone."""
    for column in table.c:
        if isinstance(column.type, JSON):
            column.type = JSON(none_as_null=True)
        elif isinstance(column.type, DateTime):
            column.type = DateTime(timezone=True)
    return table


def test_an_old_pair_is_a_group_of_two_with_all_it_had(old):
    pair = old.load("2027a").groups["P01"]

    assert (pair.kind, pair.state, pair.starts_on) == (GroupKind.PAIR, PairState.ACTIVE, date(2027, 2, 1))
    assert pair.roster == (Member("N01", MemberRole.MENTEE), Member("M01", MemberRole.MENTOR, seat=2))
    assert [yes.by for yes in pair.accepted] == ["N01", "M01"]
    assert all(isinstance(yes, Acceptance) for yes in pair.accepted)


def test_plans_refusals_and_objectives_have_their_authors(old):
    cohort = old.load("2027a")

    at = datetime(2027, 2, 1, 8, tzinfo=UTC)
    assert cohort.groups["P01"].plans == {
        "N01": MentoringPlan("Find a way", (PlanRow(1, "Where I stand"),), "", "", at)
    }
    assert cohort.groups["P02"].declines == (Decline("M02", datetime(2027, 1, 20, 8, tzinfo=UTC), "no_time", True),)
    assert (cohort.groups["P02"].plans, cohort.groups["P01"].declines) == ({}, ())
    assert [cohort.sessions[f"P01.{n}"].objectives for n in (1, 2)] == [{"N01": "To see the lab"}, {}]


def test_codes_keys_and_forms_are_the_same(old):
    cohort = old.load("2027a", {"N01"})

    assert (sorted(cohort.groups), sorted(cohort.sessions)) == (["P01"], ["P01.1", "P01.2"])
    assert old.load("2027a", {"P01"}).journal == {"P01.1:date:1:N01"}
    assert old.lookups.invitation("2027a", invitation_id("P01.1", "session_date", "N01")).scope == "P01"
    assert list(old.dues.waiting("2027a", datetime(2027, 3, 3, tzinfo=UTC)).batches()) == [["P01"]]


def test_what_the_schema_held_it_still_holds(old):
    with pytest.raises(StorageError, match="refuses this change"):
        old.update("2027a", lambda cohort: cohort.put(replace(cohort.groups["P01"], id="P09")))
