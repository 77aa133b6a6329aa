"""Prepared: what goes to the driver ready-made says, changes and refuses the same as what SQLAlchemy carries out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import bindparam, event, select, update
from sqlalchemy.exc import IntegrityError

from domain.lifecycles import Phase
from storage.prepared import Prepared
from storage.tables import beats, cohorts
from tests.storage.worlds import a_cohort

MONDAY = datetime(2027, 3, 1, 8, tzinfo=UTC)
NAMES = [f"round {n}" for n in range(1, 6)]
SOME = bindparam("some", expanding=True)
OF_SOME = Prepared(select(beats.c.name, beats.c.at).where(beats.c.name.in_(SOME)).order_by(beats.c.name))
LATER = Prepared(update(beats).where(beats.c.name == bindparam("which")).values(at=bindparam("at_")))
BEATS = Prepared(beats.insert())


@pytest.fixture
def beaten(store):
    """Five beats, a day after one another."""
    with store.db.writing() as db:
        BEATS.change(db, *({"name": name, "at": MONDAY + timedelta(n)} for n, name in enumerate(NAMES)))
    return store.db


@pytest.mark.parametrize("number", range(1, 6))
def test_a_list_may_have_any_length(beaten, number):
    with beaten.reading() as db:
        found = OF_SOME.rows(db, {"some": NAMES[:number]})
        usual = db.execute(OF_SOME.statement, {"some": NAMES[:number]}).all()

    assert found == [(name, MONDAY + timedelta(n)) for n, name in enumerate(NAMES[:number])]
    assert found == [tuple(row) for row in usual]
    assert (found[0].name, found[0].at) == (NAMES[0], MONDAY)


def test_a_value_that_is_not_there_is_none(beaten):
    with beaten.reading() as db:
        assert OF_SOME.value(db, {"some": ["nobody"]}) is None
        assert OF_SOME.row(db, {"some": ["nobody"]}) is None
        assert OF_SOME.column(db, {"some": NAMES}) == NAMES


def test_a_change_tells_how_many_rows_it_changed(beaten):
    with beaten.writing() as db:
        changed = LATER.change(db, *({"which": name, "at_": MONDAY} for name in [*NAMES[:3], "nobody"]))
        alone = LATER.change(db, {"which": NAMES[4], "at_": MONDAY})

    assert (changed, alone) == (3, 1)
    with beaten.reading() as db:
        assert [at for _, at in OF_SOME.rows(db, {"some": NAMES})] == [MONDAY] * 3 + [MONDAY + timedelta(3), MONDAY]


def test_words_and_json_are_read_as_what_they_are(store):
    cohort = a_cohort(1)
    store.create(cohort)
    whole = Prepared(select(cohorts.c.phase, cohorts.c.policy).where(cohorts.c.phase == cohort.phase))

    with store.db.reading() as db:
        row = whole.row(db, {})

    assert isinstance(row.phase, Phase)
    assert (row.phase, row.policy) == (cohort.phase, cohort.policy)


def test_what_the_database_refuses_is_told_as_ever_without_the_values(beaten):
    with pytest.raises(IntegrityError) as refusal, beaten.writing() as db:
        BEATS.change(db, {"name": NAMES[0], "at": MONDAY})

    assert "round 1" not in str(refusal.value).replace(str(refusal.value.orig), "")


def test_whoever_listens_to_the_engine_hears_of_it(beaten):
    heard = []
    reader, _ = beaten.engines()
    event.listen(reader, "before_cursor_execute", lambda _c, _k, statement, *_: heard.append(statement))

    with beaten.reading() as db:
        OF_SOME.rows(db, {"some": NAMES})

    assert [" ".join(words.split()[:2]) for words in heard] == ["SELECT beats.name,"]
