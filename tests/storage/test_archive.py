"""The archive: letters are found by reader, kind, state and time, a page at a time, and never by walking all of them."""

import pytest
from sqlalchemy import text

from domain.lifecycles import MessageState
from storage.post.archive import Sought
from tests.storage.worlds import HOUR, NOW, a_cohort, a_message

S = MessageState


@pytest.fixture
def kept(store):
    """Six letters, an hour after each other: to N01 and N02 in turn, the first two of another kind and still drafts."""
    store.create(a_cohort())
    for n in range(6):
        kind = {"letter": "mentee/paired", "state": S.DRAFT} if n < 2 else {}
        letter = a_message(f"k{n}", ("N01", "N02")[n % 2], written_at=NOW + n * HOUR, **kind)
        store.update("2027a", lambda cohort, letter=letter: cohort.post(letter))
    return store


def found(store, limit=50, before=None, **sought):
    return [line.id for line in store.archive.lines("2027a", Sought(**sought), limit, before)]


def test_letters_are_found_by_reader_kind_state_and_time(kept):
    last, *_, first = found(kept)

    assert (first, last) == (1, 6)
    assert found(kept, to=["N02"]) == [6, 4, 2]
    assert found(kept, letter="mentee/paired") == [2, 1]
    assert found(kept, states=(S.DRAFT,)) == [2, 1]
    assert found(kept, since=NOW + HOUR, until=NOW + 3 * HOUR) == [3, 2]
    assert found(kept, to=["N01"], letter="pair/date_wanted", states=(S.QUEUED,)) == [5, 3]
    assert found(kept, to=[]) == []
    assert kept.archive.kinds("2027a") == ["mentee/paired", "pair/date_wanted"]


def test_a_page_follows_the_other_without_a_gap(kept):
    assert found(kept, limit=4) == [6, 5, 4, 3]
    assert found(kept, limit=4, before=3) == [2, 1]
    assert found(kept, limit=4, before=99) == []


def test_people_are_found_by_their_code_or_a_part_of_their_name(kept):
    known = kept.load("2027a").participants["N01"]

    for words in ("n01", known.name[:4].upper(), "méntee 1", known.email):
        assert "N01" in kept.archive.called("2027a", words)
    assert kept.archive.called("2027a", "%") == []


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # the planner of PostgreSQL decides by size
def test_no_list_walks_all_letters(kept):
    ways = {
        "ix_messages_written": "",
        "ix_messages_letter": "AND letter = 'a'",
        "ix_messages_reader": """AND "to" = 'N01'""",
        "ix_messages_state": "AND state = 'failed'",
    }
    for index, also in ways.items():
        query = f"SELECT id FROM messages WHERE cohort = 'a' {also} ORDER BY written_at DESC, id DESC LIMIT 9"
        with kept.db.reading() as db:
            plan = " ".join(row[3] for row in db.execute(text(f"EXPLAIN QUERY PLAN {query}")))
        assert (index in plan, "SCAN" in plan, "ORDER BY" in plan) == (True, False, False), plan


def test_drafts_are_counted_without_walking_what_was_sent(kept):
    assert kept.letters.draft_counts("2027a") == {"mentee/paired": 2}
    if not kept.db.is_sqlite:
        return
    with kept.db.reading() as db:
        drafts = "SELECT count(*) FROM messages WHERE cohort = 'a' AND state = 'draft' GROUP BY coalesce(letter, '')"
        query = f"EXPLAIN QUERY PLAN {drafts}"
        assert "ix_messages_state (cohort=? AND state=?)" in db.execute(text(query)).all()[0][3]
