"""Snapshots: what comes with a focus, and that its cost does not grow with what is asked for."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from domain.cohort import Entry
from domain.documents import Material
from domain.groups import pair_of
from domain.lifecycles import PairState
from storage.cohorts.shelves import Shelves
from storage.errors import StorageError
from tests.storage.worlds import NOW, a_cohort, a_store, an_invitation, noted


@contextmanager
def statements(store):
    """The statements sent meanwhile."""
    sent = []

    def listen(_conn, _cursor, statement, *_):
        sent.append(statement)

    engines = [engine for engine in store.db.engines() if not hasattr(engine, "_proxied")] or store.db.engines()
    for engine in {id(engine): engine for engine in engines}.values():
        event.listen(engine, "before_cursor_execute", listen)
    yield sent
    for engine in {id(engine): engine for engine in engines}.values():
        event.remove(engine, "before_cursor_execute", listen)


def names(cohort):
    """Everything that is in a snapshot, by collection."""
    collections = ("participants", "applications", "groups", "sessions", "invitations", "materials")
    return {name: sorted(found) for name in collections if (found := getattr(cohort, name))}


@pytest.fixture
def office(store):
    """Three pairs, of which P02 and P03 have the same mentor; a material; a line in each journal."""
    cohort = a_cohort(3).put(Material("material-x", "X", "", NOW), an_invitation("N02", "stop", "N02", "N02"))
    shared = pair_of("P03", "M02", "N03", PairState.ACTIVE, "match-1", seat=2)
    cohort = noted(noted(noted(cohort.put(shared), "a", "P02"), "b", "N02"), "c", "")
    store.create(cohort)
    return store


def test_a_pair_comes_with_its_members_and_nobody_else(office):
    assert names(office.load("2027a", {"P02"})) == {
        "participants": ["M02", "N02"],
        "applications": ["M02", "N02"],
        "groups": ["P02"],
        "sessions": ["P02.1"],
        "invitations": ["N02:stop:N02", "P02.1:session_date:N02"],
    }


def test_a_person_comes_with_all_pairs_and_partners(office):
    assert names(office.load("2027a", {"M02"})) == {
        "participants": ["M02", "N02", "N03"],
        "applications": ["M02", "N02", "N03"],
        "groups": ["P02", "P03"],
        "sessions": ["P02.1", "P03.1"],
        "invitations": ["N02:stop:N02", "P02.1:session_date:N02", "P03.1:session_date:N03"],
    }


def test_the_cohort_itself_comes_with_all_people_and_pairs_but_not_their_sessions(office):
    everybody = ["M01", "M02", "M03", "N01", "N02", "N03"]
    assert names(office.load("2027a", {""})) == {
        "participants": everybody,
        "applications": everybody,
        "groups": ["P01", "P02", "P03"],
        "materials": ["material-x"],
    }


def test_the_journal_comes_for_the_focus_only(office):
    journals = [office.load("2027a", focus).journal for focus in ({"P02"}, {"N02", ""}, None)]

    assert journals == [{"a"}, {"b", "c"}, {"a", "b", "c"}]


@pytest.mark.parametrize(
    "focus",
    [{"P02"}, {"M02"}, {""}, {"P01", "N03"}, None],
    ids=lambda focus: "whole" if focus is None else "-".join(sorted(focus)) or "cohort",
)
def test_the_part_that_is_loaded_equals_the_same_part_of_the_whole(office, focus):
    whole, part = office.load("2027a"), office.load("2027a", focus)

    for name in ("participants", "applications", "groups", "sessions", "invitations"):
        assert {key: getattr(whole, name)[key] for key in getattr(part, name)} == getattr(part, name)


def test_loading_fifty_scopes_takes_as_many_statements_as_loading_one(store):
    store.create(a_cohort(50))
    counts = []
    for number in (1, 50):
        store.snapshots.shelves = Shelves()
        with statements(store) as sent:
            store.load("2027a", {f"P{n:02}" for n in range(1, number + 1)})
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 20


def test_what_has_not_changed_is_not_read_again(store):
    store.create(a_cohort(3))
    first = store.load("2027a", {"P01"})
    with statements(store) as sent:
        again = store.load("2027a", {"P01"})

    assert again == first
    # The members of the pair; the versions of the scopes and of the cohort itself.
    assert len([words for words in sent if words.startswith("SELECT")]) == 2


def test_a_coordinator_who_changed_is_read_again(store):
    store.create(a_cohort(1))
    lead = store.load("2027a").lead
    store.register.add_coordinator(replace(lead, name="Another Name"))
    assert store.load("2027a", {"P01"}).lead == replace(lead, name="Another Name")

    store.register.coordinator_bounced(lead.code, NOW)
    assert store.load("2027a", {"P01"}).lead == replace(lead, name="Another Name", bounced_at=NOW)


def test_what_another_process_wrote_is_read(store, tmp_path):
    store.create(a_cohort(3))
    other = a_store(store.db.place if store.db.is_sqlite else store.db.url.render_as_string(False), tmp_path / "files")
    for one in (store, other):
        one.load("2027a")
    other.update("2027a", lambda cohort: cohort.put(replace(cohort.sessions["P01.1"], place="room 7")), {"P01"})
    other.update("2027a", lambda cohort: replace(noted(cohort, "renamed", ""), name="Renamed"), {""})

    assert store.load("2027a", {"P01"}) == other.load("2027a", {"P01"})
    assert store.load("2027a") == other.load("2027a")
    assert store.load("2027a").sessions["P01.1"].place == "room 7"
    other.close()


def test_what_was_never_written_is_not_kept(store):
    """A turn that lost its race leaves nothing behind in memory."""
    store.create(a_cohort(1))
    store.update("2027a", lambda cohort: noted(cohort, "once", "P01"), {"P01"})

    def again(cohort):
        changed = cohort.put(replace(cohort.sessions["P01.1"], place="nowhere"))
        return replace(changed, entries=(Entry("once", "P01", NOW, "again"),))

    with pytest.raises(StorageError):
        store.update("2027a", again, {"P01"})

    assert store.load("2027a").sessions["P01.1"].place != "nowhere"


def test_only_so_many_scopes_are_kept(store):
    store.create(a_cohort(6))
    store.snapshots.shelves = Shelves(scopes_max=5)

    assert [store.load("2027a") for _ in range(2)] == [a_cohort(6)] * 2
    assert len(store.snapshots.shelves._shelves) == 5


def test_changing_fifty_scopes_takes_as_many_statements_as_changing_one(store):
    store.create(a_cohort(50))
    counts = []
    for number in (1, 50):
        focus = {f"P{n:02}" for n in range(1, number + 1)}

        def move(cohort, focus=focus, number=number):
            for pair in sorted(focus):
                cohort = cohort.put(replace(cohort.sessions[f"{pair}.1"], place=f"room {number}"))
                cohort = cohort.put(an_invitation(f"{pair}.1", f"form{number}", "N01", pair))
                cohort = noted(cohort, f"{pair}:{number}", pair)
            return cohort

        store.snapshots.shelves = Shelves()
        with statements(store) as sent:
            store.update("2027a", move, focus)
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 32
