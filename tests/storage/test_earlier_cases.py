"""Cases of an earlier office: the one note they had becomes a remark of whoever wrote it, and is not sent again."""

import json

import pytest
import sqlalchemy as sa
from alembic import command

from domain.escalations import Remark
from storage.columns import UtcDateTime
from storage.migrate import configuration
from tests.storage.worlds import DAY, NOW, POLICY, a_cohort, a_store, launched_earlier

EARLIER = sa.table(
    "escalations",
    *(
        sa.column(name)
        for name in ("cohort", "id", "about", "matter", "scope", "state", "outcome", "decided_by", "note")
    ),
    *(sa.column(name, UtcDateTime()) for name in ("opened_at", "decided_at")),
)


@pytest.fixture
def remarks_of(empty, tmp_path):
    """What a case with this note and fate remembers after the upgrade."""

    def upgraded(key, note, matter="help", decided="", outcome="", *, in_words=True):
        store, code = a_store(empty, tmp_path / "files"), a_cohort().code
        row = {
            "cohort": code,
            "id": key,
            "about": key.split(":")[0],
            "matter": matter,
            "scope": "N01",
            "opened_at": NOW,
        }
        row |= {"state": "open", "outcome": outcome, "decided_by": decided, "note": note}
        row |= {"decided_at": NOW + DAY if decided else None}
        with store.db.writing() as db:
            command.upgrade(configuration(db), "0003")
            launched_earlier(db, POLICY.model_dump(mode="json"))
            db.execute(sa.insert(EARLIER), row)
            if decided and in_words:
                answer = {"c": code, "i": f"{key}:decide_escalation:{decided}", "by": decided, "at": NOW + DAY}
                words = "INSERT INTO answers VALUES (:c, :i, 1, 'decide_escalation', :by, :at, :content)"
                db.execute(sa.text(words), answer | {"content": json.dumps({"words": note})})
        store.migrate()
        return store.load(code).escalations[key].remarks

    return upgraded


HELP, MISSED = "N01:help:N01:2027-03-10", "P01.1:missed:2027-04-01:3"


def test_the_words_of_whoever_asked_are_theirs(remarks_of):
    assert remarks_of(HELP, "Please call me.") == (Remark("N01", NOW, "Please call me."),)


def test_words_that_a_decision_left_as_they_were_stay_with_whoever_asked(remarks_of):
    found = remarks_of(HELP, "Please call me.", decided="C1", outcome="snooze", in_words=False)

    assert found == (Remark("N01", NOW, "Please call me."),)


@pytest.mark.parametrize(("outcome", "passed_on"), [("write", True), ("answered", True), ("resumed", False)])
def test_the_coordinators_words_are_the_coordinators(remarks_of, outcome, passed_on):
    found = remarks_of(MISSED, "Shall we talk?", "missed_session", decided="C1", outcome=outcome)

    assert found == (Remark("C1", NOW + DAY, "Shall we talk?", passed_on),)


def test_what_the_office_noted_is_nobodys(remarks_of):
    noted = "My expectations are met: 3 apart"

    assert remarks_of("P01:midterm_gap:N01:2027-05-10", noted, "midterm_gap") == (Remark("", NOW, noted),)


def test_a_case_without_a_note_has_no_remarks(remarks_of):
    assert remarks_of(MISSED, "", "missed_session") == ()
