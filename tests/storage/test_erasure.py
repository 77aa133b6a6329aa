"""Erasure: afterwards a search through database, outbox and files finds nothing of the person."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from domain.applications import Screening
from domain.escalations import Escalation, Remark
from domain.gatherings import Attendance, Gathering
from domain.groups import Agreement, Decline, MentoringPlan
from domain.invitations import Answer
from domain.lifecycles import MessageState, PairState
from domain.messages import Rendered
from domain.people import Departure
from domain.sessions import Confirmation, SessionReport
from storage.errors import StorageError
from tests.storage.worlds import NOW, a_cohort, a_message, noted

SECRET = "Zebedee"  # stands in everything the person is, wrote, or is named in


def everything_about(cohort):
    """N01, who left P01, with a secret in every field that can hold one."""
    person = replace(
        cohort.participants["N01"], name=f"{SECRET} Smith", email=f"{SECRET}@example.org", left=Departure(NOW, SECRET)
    )
    screening = Screening("C1", NOW, note=SECRET)
    application = replace(
        cohort.applications["N01"], answers={"why": SECRET}, note=SECRET, screening=screening,
        reflection={"x": SECRET}, alumni={"x": SECRET},
    )  # fmt: skip
    pair = replace(
        cohort.pairs["P01"], state=PairState.ENDED, midterm={"N01": {"words": SECRET}, "M01": {"words": "kept"}},
        declines=(Decline("N01", NOW, SECRET, False),), plans={"N01": MentoringPlan(SECRET, (), SECRET, SECRET, NOW)},
        agreement=Agreement("mentee", "", SECRET, "", SECRET, "", "", ""),
    )  # fmt: skip
    report = SessionReport("N01", NOW, "held", summary=SECRET, next_step=SECRET, private=SECRET)
    session = replace(
        cohort.sessions["P01.1"], objectives={"N01": SECRET}, place=SECRET, reports=(report,),
        confirmation=Confirmation("N01", NOW, False, SECRET),
    )  # fmt: skip
    gathering = Gathering("G-x", "x", "X", "all", NOW, 60)
    word = Attendance("G-x:N01", "G-x", "N01", "coming", NOW, SECRET)
    case = Escalation(
        "P01:help", "P01", "help", "P01", NOW, remarks=(Remark("N01", NOW, SECRET), Remark("C1", NOW, SECRET))
    )
    return cohort.put(person, application, pair, session, gathering, word, case)


def rendered(cohort, message):
    names = " ".join(person.name for person in cohort.participants.values())
    return Rendered(f"About {names}", names, f"<p>{names}</p>")


@pytest.fixture
def office(store):
    store.render = rendered
    store.create(everything_about(a_cohort(2)))
    letters = (a_message("to-them"), a_message("to-partner", to="M01"), a_message("to-desk", to="C1", scope=""))
    answer = Answer("P01.1:session_report:N01", 1, "session_report", "N01", NOW, {"words": SECRET})
    store.update("2027a", lambda c: replace(noted(c, "k").post(*letters), answers=(answer,)))
    for parcel in store.outbox.claim(NOW, limit=1):
        store.outbox.dotted(parcel.id, SECRET.encode())
        store.outbox.close(parcel.id, "sent", NOW, SECRET)
    store.update("2027a", lambda c: c.post(a_message("later", to="M01")))
    store.save_draft("2027a", "P01.1:session_date:N01", {"place": SECRET}, 0)
    store.files.put(SECRET.encode(), f"{SECRET}.pdf", "application/pdf", "2027a", "N01")
    return store


def found_in(store):
    """The tables and files in which the secret still stands."""
    with store.db.reading() as db:
        if store.db.is_sqlite:
            names = db.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        else:
            names = db.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        places = [name for name in names if SECRET in str(db.execute(text(f'SELECT * FROM "{name}"')).all())]
    folders = [store.files.folder] + ([store.db.path.parent] if store.db.is_sqlite else [])
    stored = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    return places + [path.name for path in stored if SECRET.encode() in path.read_bytes()]


def test_nothing_is_found_afterwards(office):
    assert set(found_in(office)) >= {"participants", "applications", "sessions", "messages", "answers", "files"}

    office.erase("2027a", "N01", NOW)

    assert found_in(office) == []
    office.erase("2027a", "N01", NOW)


def test_what_others_wrote_and_what_is_counted_remains(office):
    office.erase("2027a", "N01", NOW)

    cohort = office.load("2027a")
    assert cohort.pairs["P01"].midterm == {"N01": {}, "M01": {"words": "kept"}}
    assert cohort.pairs["P01"].state is PairState.ENDED
    assert cohort.participants["N01"].erased_at == NOW
    assert cohort.sessions["P01.1"].report.outcome == "held"
    assert cohort.participants["N02"] == a_cohort(2).participants["N02"]


def test_letters_to_others_are_written_anew_and_those_to_the_person_dropped(office):
    office.erase("2027a", "N01", NOW)

    states = {post.key: post.state for post in office.outbox.posts()}
    assert states["to-them"] in (MessageState.SENT, MessageState.DROPPED)
    waiting = office.outbox.posts(to="M01", states=[MessageState.QUEUED])
    assert waiting
    assert all("Mentor 1" in post.rendered.text for post in waiting)


def test_somebody_in_a_pair_has_to_leave_first(office):
    with pytest.raises(StorageError, match="let them leave the programme first"):
        office.erase("2027a", "N02", NOW)
    with pytest.raises(KeyError):
        office.erase("2027a", "N99", NOW)
