"""Erasure: afterwards a search through database, outbox and files finds nothing of the person.

The world is filled from the declarations: whoever adds a field to a record or a form need not think of it here.
"""

from dataclasses import replace

import pytest
from sqlalchemy import text

from domain.cohort import COLLECTIONS
from domain.documents import Document, Material
from domain.escalations import Escalation, Remark
from domain.forms import FORMS
from domain.gatherings import Attendance, Gathering
from domain.groups import Agreement, MentoringPlan
from domain.invitations import Answer
from domain.lifecycles import MessageState, PairState, ProposalState
from domain.match.facts import LeftOver, MatchResult, ProposedPair, Reason
from domain.messages import Rendered
from domain.proposals import Proposal
from domain.sessions import SessionReport
from storage.errors import StorageError
from tests.full import answers_full_of, full
from tests.storage.worlds import NOW, a_cohort, a_message, a_store, noted

SECRET = "Zebedee"  # stands in everything the person is, wrote, or is named in
NAME, ADDRESS = f"{SECRET} Šmíd", f"{SECRET}@example.org"
ABOUT = {
    "screening": "N01",
    "decide_escalation": "P01:help",
    "report_confirmation": "P01.1",
    "session_report": "P01.1",
    "note": "N01",
}


def everything_about(cohort):
    """N01, who left P01, with a secret in every field of every record that can hold one."""
    cohort = cohort.put(
        replace(cohort.pairs["P01"], state=PairState.ENDED),
        Attendance("G-x:N01", "G-x", "N01", "coming", NOW),
        Escalation("P01:help", "P01", "help", "P01", NOW),
        Document("certificate:N01", "certificate", "N01", "N01", "N01", NOW),
    )
    theirs = [
        record
        for name in COLLECTIONS.values()
        for record in getattr(cohort, name).values()
        if record.scope in ("N01", "P01")
    ]
    cohort = cohort.put(*(full(record, SECRET, "N01") for record in theirs))
    person = replace(cohort.participants["N01"], name=NAME, email=ADDRESS)
    because = (Reason("skills", (SECRET,)), SECRET)
    found = MatchResult("OPTIMAL", (ProposedPair("M01", "N01", 80, because),), (LeftOver("N01", (SECRET,)),))
    return cohort.put(person, Proposal("match-1", 1, ProposalState.SOLVED, NOW, result=found))


def named_by_others(cohort):
    """What others wrote about their own matters, with the name of N01 in it."""
    mentor = SessionReport("M01", NOW, "held", summary=f"{SECRET} and I spoke about {NAME.upper()}.")
    case = Escalation(
        "P02:help", "P02", "help", "P02", NOW, remarks=(Remark("M02", NOW, f"We met {NAME} <{ADDRESS}>."),)
    )
    cases = Material("material-x", "X", "", NOW, note=f"Ask {NAME}.")
    session = cohort.sessions["P01.1"]
    return cohort.put(
        replace(session, reports=(*session.reports, mentor)), case, cases, Gathering("G-x", "x", "X", "all", NOW, 60)
    )


def rendered(cohort, message):
    names = " ".join(person.name for person in cohort.participants.values())
    return Rendered(f"About {names}", names, f"<p>{names}</p>")


@pytest.fixture
def office(url, tmp_path):
    store = a_store(url, tmp_path / "files", render=rendered)
    store.create(named_by_others(everything_about(a_cohort(2))))
    letters = (a_message("to-them"), a_message("to-partner", to="M01"), a_message("to-desk", to="C1", scope=""))
    store.update("2027a", lambda c: replace(noted(c, "k").post(*letters), answers=tuple(every_answer())))
    for parcel in store.outbox.claim(NOW, limit=1):
        store.outbox.dotted(parcel.id, SECRET.encode())
        store.outbox.close(parcel.id, "sent", NOW, SECRET)
    store.update("2027a", lambda c: c.post(a_message("later", to="M01")))
    store.drafts.save("2027a", "P01.1:session_date:N01", {"place": SECRET}, 0)
    store.drafts.save("2027a", "N01:screening:C1", {"note": f"About {SECRET}"}, 0)
    store.drafts.save("2027a", "P02:recontract:M02", {"words": f"As with {NAME}"}, 0)
    store.files.put(SECRET.encode(), f"{SECRET}.pdf", "application/pdf", "2027a", "N01")
    return store


def every_answer():
    """Each form once by N01, what coordinators answered about N01, and what others wrote with the name in it."""
    for name, form in FORMS.items():
        if form.whose == ("author",):
            about = ABOUT.get(name, "N01")
            yield Answer(f"{about}:{name}:N01", 1, name, "N01", NOW, answers_full_of(name, SECRET))
        else:
            yield Answer(f"{ABOUT[name]}:{name}:C1", 1, name, "C1", NOW, answers_full_of(name, SECRET))
    yield Answer("P02:need_help:M02", 1, "need_help", "M02", NOW, {"words": f"Like {NAME}, I am lost."})
    yield Answer(
        "P01.1:report_confirmation:M01", 1, "report_confirmation", "M01", NOW, {"words": f"{SECRET} was late."}
    )


def found_in(store):
    """The tables and files in which the secret still stands."""
    with store.db.reading() as db:
        if store.db.is_sqlite:
            names = db.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        else:
            names = db.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        rows = {name: str(db.execute(text(f'SELECT * FROM "{name}"')).all()).casefold() for name in names}
    places = [name for name, told in rows.items() if SECRET.casefold() in told]
    folders = [store.files.folder] + ([store.db.path.parent] if store.db.is_sqlite else [])
    stored = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    return places + [path.name for path in stored if SECRET.encode() in path.read_bytes()]


def test_nothing_is_found_afterwards(office):
    everywhere = {*COLLECTIONS.values(), "messages", "answers", "drafts", "files"}
    assert set(found_in(office)) >= everywhere - {"gatherings", "invitations"}

    office.erasure.erase("2027a", "N01", NOW)

    assert found_in(office) == []
    office.erasure.erase("2027a", "N01", NOW)


def test_what_others_wrote_and_what_is_counted_remains(office):
    office.erasure.erase("2027a", "N01", NOW)

    cohort = office.load("2027a")
    assert cohort.pairs["P01"].state is PairState.ENDED
    assert cohort.participants["N01"].erased_at == NOW
    assert cohort.sessions["P01.1"].report.outcome == "held"
    assert cohort.participants["N02"] == a_cohort(2).participants["N02"]
    assert cohort.applications["N02"] == a_cohort(2).applications["N02"]


def test_what_others_wrote_loses_the_name(office):
    office.erasure.erase("2027a", "N01", NOW)

    cohort = office.load("2027a")
    assert cohort.sessions["P01.1"].report.summary == "(erased) and I spoke about (erased)."
    assert cohort.escalations["P02:help"].remarks[0].words == "We met (erased) <(erased)>."
    assert cohort.materials["material-x"].note == "Ask (erased)."
    assert office.lookups.last_answer("2027a", "P02:need_help:M02").content == {"words": "Like (erased), I am lost."}
    assert office.lookups.last_answer("2027a", "P01.1:report_confirmation:M01").content == {
        "words": "(erased) was late."
    }
    assert office.drafts.get("2027a", "P02:recontract:M02").content == {"words": "As with (erased)"}


def test_each_words_of_an_agreement_and_a_plan_go_with_whoever_wrote_them(store):
    words = dict.fromkeys(("frequency", "place", "way_of_working", "purpose", "hopes", "cancel_notice"), "said")
    authors = {"purpose": "N01", "hopes": "M01"}  # an older office did not know who wrote the rest
    agreement = Agreement("mentee", agenda_by="mentor", authors=authors, **words)
    plan = MentoringPlan("goals", (), "learns", "helps", NOW, by="N01")
    cohort = a_cohort()
    store.create(
        cohort.put(replace(cohort.pairs["P01"], state=PairState.ENDED, agreement=agreement, plans={"N01": plan}))
    )

    store.erasure.erase("2027a", "M01", NOW)

    pair = store.load("2027a").pairs["P01"]
    assert (pair.agreement.purpose, pair.agreement.hopes, pair.agreement.place) == ("said", "", "")
    assert (pair.agreement.organiser, pair.agreement.agenda_by) == ("mentee", "mentor")
    assert pair.plans == {"N01": replace(plan, mentor_learns="")}  # it speaks of the mentor


def test_letters_to_others_are_written_anew_and_those_to_the_person_dropped(office):
    office.erasure.erase("2027a", "N01", NOW)

    states = {post.key: post.state for post in office.letters.posts()}
    assert states["to-them"] in (MessageState.SENT, MessageState.DROPPED)
    waiting = office.letters.posts(to="M01", states=[MessageState.QUEUED])
    assert waiting
    assert all("Mentor 1" in post.rendered.text for post in waiting)


def test_somebody_in_a_pair_has_to_leave_first(office):
    with pytest.raises(StorageError, match="let them leave the programme first"):
        office.erasure.erase("2027a", "N02", NOW)
    with pytest.raises(KeyError):
        office.erasure.erase("2027a", "N99", NOW)
