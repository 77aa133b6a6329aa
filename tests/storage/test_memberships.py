"""Memberships: what is found by person is found for groups of any size, and a place cannot differ from its group."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from domain.groups import Member, MemberRole, pair_of
from domain.lifecycles import PairState
from storage.errors import StorageError
from storage.tables import memberships
from tests.storage.worlds import DAY, NOW, a_circle, a_cohort, a_store, an_invitation

CIRCLE_OF_EIGHT = ["M51", "M52", "N51", "N52", "N53", "N54", "N55", "N56"]


@pytest.fixture
def office(store):
    """Two pairs and a circle of eight; N51 is also in a pair with M01, on their second seat."""
    cohort = a_cohort(2).put(*a_circle(mentors=2, mentees=6))
    both = pair_of("P03", "M01", "N51", PairState.ACTIVE, "match-1", seat=2)
    store.create(cohort.put(both))
    return store


def left(group, code, at=NOW):
    """The group after somebody left it and it went on."""
    roster = tuple(replace(one, left_at=at) if one.code == code else one for one in group.roster)
    return replace(group, roster=roster)


def test_a_group_comes_with_all_its_members_and_nobody_else(office):
    part = office.load("2027a", {"C01"})

    assert (sorted(part.participants), sorted(part.groups)) == (CIRCLE_OF_EIGHT, ["C01"])
    assert part.groups["C01"] == office.load("2027a").groups["C01"]


def test_somebody_in_two_groups_comes_with_both(office):
    part = office.load("2027a", {"N51"})

    assert (sorted(part.participants), sorted(part.groups)) == (["M01", *CIRCLE_OF_EIGHT], ["C01", "P03"])
    assert sorted(part.sessions) == ["C01.1"]


def test_whoever_left_still_comes_with_the_group_they_were_in(office):
    office.update("2027a", lambda c: c.put(left(c.groups["C01"], "N52")), {"C01"})

    part = office.load("2027a", {"N52"})
    assert sorted(part.groups) == ["C01"]
    assert (part.groups["C01"].members, part.groups_of("N52")) == (
        ("N51", "N53", "N54", "N55", "N56", "M51", "M52"),
        [],
    )
    assert [group.id for group in part.groups_ever_of("N52")] == ["C01"]


def test_members_keep_their_order_and_what_is_known_of_them(office):
    def turn(cohort):
        circle = cohort.groups["C01"]
        return cohort.put(replace(circle, roster=(*circle.roster[::-1], Member("N02", MemberRole.MENTEE, left_at=NOW))))

    after = office.update("2027a", turn, {"C01", "N02"})

    assert office.load("2027a").groups["C01"].roster == after.groups["C01"].roster


def test_nobody_is_taken_out_of_a_group_without_a_trace(office):
    def turn(cohort):
        circle = cohort.groups["C01"]
        return cohort.put(replace(circle, roster=circle.roster[1:]))

    with pytest.raises(StorageError, match="N51 is gone from C01"):
        office.update("2027a", turn, {"C01"})


def test_a_place_is_in_the_state_of_its_group(office):
    office.update("2027a", lambda c: c.put(replace(c.groups["P01"], state=PairState.ENDED, ended_at=NOW)), {"P01"})

    with office.db.reading() as db:
        rows = db.execute(select(memberships.c.code, memberships.c.state).where(memberships.c.group == "P01"))
        assert {tuple(row) for row in rows} == {("N01", PairState.ENDED), ("M01", PairState.ENDED)}


def test_a_pair_that_ended_leaves_its_seat_and_its_mentee_free(office):
    def turn(cohort):
        return cohort.put(
            replace(cohort.groups["P01"], state=PairState.ENDED, ended_at=NOW),
            pair_of("P09", "M01", "N01", PairState.ACTIVE, "match-2", seat=1),
        )

    office.update("2027a", turn)
    assert office.load("2027a").groups["P09"].state is PairState.ACTIVE


def test_a_mentor_of_a_pair_has_a_seat(office):
    with pytest.raises(StorageError, match="refuses this change"):
        office.update("2027a", lambda c: c.put(pair_of("P09", "M02", "N02", PairState.PROPOSED, "match-2", seat=0)))


def all_asleep(office):
    office.turns.next_dues = lambda cohort, now: dict.fromkeys(cohort.focus or (), now + DAY)
    for focus in ({""}, set(office.load("2027a").participants), {"C01", "P01", "P02", "P03"}):
        office.update("2027a", lambda cohort: cohort, focus)
    assert list(office.dues.waiting("2027a", NOW).batches()) == []


def test_somebody_who_changes_wakes_all_their_groups(office):
    all_asleep(office)

    office.update("2027a", lambda c: c.put(replace(c.participants["N51"], name="New")), {"N51"})
    assert list(office.dues.waiting("2027a", NOW).batches()) == [["", "C01", "P03"]]


def test_a_group_that_changes_wakes_its_members(office):
    all_asleep(office)

    office.update("2027a", lambda c: c.put(replace(c.sessions["C01.1"], place="Cafe")), {"C01"})
    assert list(office.dues.waiting("2027a", NOW).batches()) == [CIRCLE_OF_EIGHT]


def test_a_question_to_a_group_wakes_none_of_its_members(office):
    all_asleep(office)

    office.update("2027a", lambda c: c.put(an_invitation("C01.1", "session_date", "N51", "C01")), {"C01"})
    assert list(office.dues.waiting("2027a", NOW).batches()) == []


def test_who_is_in_a_group_is_found_without_walking_through_the_cohort(migrated_file, tmp_path):
    """On SQLite, which plans without looking at sizes; PostgreSQL walks through tables that are this small."""
    shutil.copy(migrated_file, tmp_path / "office.db")
    office = a_store(f"sqlite:///{tmp_path / 'office.db'}", tmp_path / "files")
    office.create(a_cohort(2).put(*a_circle(mentors=2, mentees=6)))
    sent = []
    reader, _ = office.db.engines()
    event.listen(
        reader, "before_cursor_execute", lambda _c, _k, statement, values, *_: sent.append((statement, values))
    )
    office.load("2027a", {"N51", "P02"})
    (touching,) = [(statement, values) for statement, values in sent if "memberships" in statement]

    with office.db.reading() as db:
        steps = [row[-1] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {touching[0]}", tuple(touching[1]))]
    assert [step for step in steps if "SCAN" in step or step.endswith("(cohort=?)")] == []
    assert any("(cohort=? AND code=?)" in step for step in steps)
