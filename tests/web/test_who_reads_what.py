"""Who reads what: every form is answered with words of its own, and each word is found again only where its readers are.

Whatever leaves the house is looked through: the page of each person and all their forms, the desk, every letter, the printed
documents, what the dashboard shows. A question that is added to a form is answered here without anybody thinking of it.
"""

from dataclasses import dataclass, replace
from itertools import islice, product
from string import ascii_lowercase

import pytest
from sqlalchemy import text

from documents.facts import facts_of
from domain.belonging import Reader
from domain.cohort import Entry
from domain.documents import Document
from domain.escalations import Escalation
from domain.forms import FORMS
from domain.forms.form import meta
from domain.invitations import invitation_id
from domain.lifecycles import ApplicationState, PairState
from domain.owners import people_of
from domain.seen import relation
from office.erasing import erase
from office.export_files import export_file
from office.exports import sheets_of
from office.intake import take_answer
from office.reports import sheets
from tests.domain.forms.samples import samples
from tests.web.conftest import client_of
from tests.web.world import a_world, settled, with_every_form

SAMPLES = {sample.form: sample.content for sample in samples()}
WORDS = ("".join(letters) for letters in product(ascii_lowercase, repeat=3))
WRITTEN = ("line", "text", "email")
# Who answers what: one of those for whom the world has each form open; the last ones change most.
ANSWERED_BY = {
    "sign_off": ("material-promotion", "eva"), "mentor_application": ("M03", "M03"), "mentee_application": ("N03", "N03"),
    "screening": ("N05", "eva"), "choose_partners": ("N02", "N02"), "first_meetings": ("M02", "M02"),
    "proposed_match": ("P04", "N04"), "agreement": ("P01", "N01"), "recontract": ("P01", "N01"),
    "extension": ("P01", "N01"),
    "mentoring_plan": ("P01", "N01"), "session_date": ("P01.1", "N01"), "offer_times": ("P03.1", "N03"),
    "meeting_objective": ("P01.1", "N01"),
    "session_report": ("P03.1", "N03"), "report_confirmation": ("P02.1", "M02"), "midterm_check": ("P01", "M01"),
    "reflection_mentee": ("N01", "N01"), "reflection_mentor": ("M01", "M01"), "rsvp": ("G-careers", "N01"),
    "impact": ("N01", "N01"),
    "alumni": ("N01", "N01"), "need_help": ("N02", "N02"), "away": ("N01", "N01"), "my_details": ("M01", "M01"),
    "decide_escalation": ("P02.1:missed:1", "eva"), "matching_terms": ("", "eva"), "review_proposal": ("match-2", "eva"),
    "gathering": ("G-careers", "eva"), "attendance": ("G-networking", "eva"),
    "note": ("N01", "eva"), "stop": ("N03", "N03"), "steer": ("", "eva"), "own_questions": ("", "eva"),
    "neutral_person": ("", "eva"),
}  # fmt: skip
BOUNCED = "N06:bounced:1"
BESIDES = {"matching_terms": {"balance": [], "afterwards": "next"}, "proposed_match": {"reason": "no_time"}}


@dataclass(frozen=True)
class Word:
    """A word that stands in one answer and nowhere else."""

    word: str
    form: str
    field: str
    about: str
    by: str

    def __str__(self):
        return f"{self.form}.{self.field}"


def test_every_form_is_answered_by_somebody():
    assert set(ANSWERED_BY) == set(FORMS)


def takes_words(field, declared):
    return meta(declared)["widget"] in WRITTEN and field != "time_zone"


def variants(name):
    """Answers to a form that together hold a word in every question that takes one, whatever must be ticked for it."""
    form, found = FORMS[name], []
    for field, declared in form.model_fields.items():
        if not takes_words(field, declared):
            continue
        wanted = what_must_be_ticked(form, field)
        fitting = (one for one in found if all(one[0].get(key, value) == value for key, value in wanted.items()))
        ticked, fields = next(fitting, ({}, []))
        if not fields:
            found.append((ticked, fields))
        ticked.update(wanted)
        fields.append(field)
    return found or [({}, [])]


def what_must_be_ticked(form, field):
    """The answers without which a question is not asked, and those without which these are not."""
    condition = meta(form.model_fields[field])["only_if"]
    return {condition[0]: condition[1][0]} | what_must_be_ticked(form, condition[0]) if condition else {}


def answer_in_full(world, name):
    """Answer a form in each of its variants, an application as long as it may be answered, and give the words."""
    words = []
    if name.endswith("_application"):
        world.change(replace(world.cohort.applications[ANSWERED_BY[name][1]], state=ApplicationState.SUBMITTED))
    for ticked, fields in variants(name):
        words += answer(world, name, ticked, fields)
    if name.endswith("_application"):
        world.change(replace(world.cohort.applications[ANSWERED_BY[name][1]], state=ApplicationState.ACCEPTED))
    return words


def answer(world, name, ticked, fields):
    """Answer a form with new words in these fields, and give the words."""
    form, (about, by) = FORMS[name], ANSWERED_BY[name]
    if "address" in fields:
        about = BOUNCED
    if ticked.get("decision") == "resume":
        ticked = {"decision": "write"}  # so that the words go into a letter
    words = [
        Word(f"Zq{word}", name, field, about, by)
        for field, word in zip(fields, islice(WORDS, len(fields)), strict=True)
    ]
    content = SAMPLES[name] | BESIDES.get(name, {})
    for key, value in ticked.items():
        many = meta(form.model_fields[key])["widget"] == "choices"
        content = content | {key: [value] if many else value}
    for word in words:
        email = meta(form.model_fields[word.field])["widget"] == "email"
        content = content | {word.field: f"{word.word}@example.org" if email else word.word}
    key = invitation_id(about, name, by)
    known = world.cohort.invitations.get(key)
    token = world.office.links.form_token(world.code, key, known.generation if known else 1)
    take_answer(world.office, token, content)
    return words


@pytest.fixture(scope="module", params=["topics", "summaries"])
def told(request, tmp_path_factory):
    """The world after everybody has said everything, the words they used, and all that is shown to anybody."""
    cohort = with_every_form()
    sessions = cohort.policy.sessions.model_copy(update={"coordinator_reads": request.param})
    cohort = replace(cohort, policy=cohort.policy.model_copy(update={"sessions": sessions}))
    cohort = cohort.put(replace(next(iter(cohort.materials.values())), id="material-promotion"))
    world = a_world(tmp_path_factory.mktemp("told"), asked_of(cohort))
    words, shown = [], []
    for name in ANSWERED_BY:
        if name == "stop":
            shown += everything(settled(world))
        words += answer_in_full(world, name)
    settled(world)
    return world, world.cohort, words, [*shown, *everything(world)]


def asked_of(cohort):
    from tests.builders import asked
    from tests.web.world import NOW, days

    cohort = cohort.put(*(replace(p, offered_at=NOW) for p in cohort.pairs.values() if p.state is PairState.OFFERED))
    for pair in cohort.pairs:  # their sessions are there already
        cohort = cohort.note(Entry(f"{pair}:sessions", pair, NOW, ""))
    cohort = cohort.put(replace(cohort.pairs["P05"], state=PairState.DISCARDED))  # N05 is screened once more
    cohort = cohort.put(Escalation(BOUNCED, "N06", "bounced", "N06", NOW))
    cohort = asked(cohort, "decide_escalation", BOUNCED, "eva", NOW - days(1))
    for name, (about, by) in ANSWERED_BY.items():
        if not FORMS[name].anytime:
            cohort = asked(cohort, name, about, by, NOW - days(1))
    return cohort


def everything(world):
    """(reader, place, text) of all that leaves the house; "" reads what nobody's words may stand in."""
    cohort, office = world.cohort, world.office
    with client_of(world) as web:

        def look(way):
            page = web.get(way)
            assert page.status_code < 500, way
            return page.text

        for code in cohort.participants:
            yield code, "the page", look(world.page(code))
            yield code, "the copy", look(f"{world.page(code)}/copy.json")
        for invitation in cohort.invitations.values():
            way = f"/f/{office.links.form_token(world.code, invitation.id, invitation.generation)}"
            pages = len({meta(field)["step"] for field in FORMS[invitation.form].model_fields.values()})
            steps = [way, *(f"{way}/{n}" for n in range(2, pages + 1))]
            yield invitation.to, f"the form {invitation.form}", "".join(map(look, steps))
        tabs = [
            "",
            "/pairs",
            "/people",
            "/notes",
            "/post",
            "/match",
            *(f"/people/{code}{copy}" for code in cohort.participants for copy in ("", "/copy.json")),
            *(f"/pairs/{code}" for code in cohort.groups),
            *(f"/letters/{post.id}" for post in office.store.letters.posts(world.code, limit=2000)),
        ]
        for tab in tabs:
            yield "eva", f"the desk{tab}", look(world.desk() + tab)
        yield "", "the privacy notice", look(f"/privacy/{world.code}")
    for post in office.store.letters.posts(world.code, limit=2000):
        yield (
            post.to,
            f"the letter {post.letter}",
            f"{post.rendered.subject} {post.rendered.text} {post.rendered.calendar}",
        )
    for kind, about, to in (
        ("agreement", "P01", "N01"),
        ("agreement", "P01", "M01"),
        ("plan", "P01", "M01"),
        ("evaluation", "", "?"),
    ):
        yield (
            to,
            f"the document {kind}",
            str(facts_of(cohort, Document(f"{kind}:{to}", kind, about, to, about, world.clock.now()))),
        )
    yield "eva", "the export", str([sheet.rows for sheet in sheets_of(office, world.code)])
    yield "eva", "the handover", export_file(office, world.code, "handover", "en").content.decode()
    shown = sheets(office, world.code)
    yield "", "the dashboard", str([page.text for page in shown.pages] + [table.rows for table in shown.tables])
    yield "", "the journal", str(office.store.ledger.journal(world.code, limit=10_000))


def may_read(cohort, word, reader):
    """Whether this word is for this reader: their own, or the declaration names them."""
    form = FORMS[word.form]
    scope = cohort.scope_of(word.about)
    about = people_of(cohort, word.about) or people_of(cohort, scope)
    belongs = form.belongs(word.field, cohort.policy)
    if reader == word.by or (about == {reader} and "subject" in belongs.whose):
        return True
    author = word.by if word.by in cohort.participants else scope
    readers = relation(cohort, reader, scope or author) | relation(cohort, reader, author)
    return bool(readers & belongs.readers)


def test_nobody_reads_what_is_not_for_them(told):
    _, cohort, words, shown = told

    wrong = {
        f"{word} stands in {place} of {reader or 'everybody'}"
        for reader, place, text in shown
        for word in words
        if word.word in text and not may_read(cohort, word, reader)
    }

    assert sorted(wrong) == [], "the declaration names other readers: change what is shown, or what is declared"


def seen_by_others(words, shown):
    return {word for reader, _, text in shown for word in words if reader != word.by and word.word in text}


def test_whoever_is_named_as_a_reader_finds_it_somewhere(told):
    _, cohort, words, shown = told
    to_people = {Reader.COORDINATOR, Reader.PARTNER, Reader.GROUP, Reader.ANYBODY}

    unread = [
        str(word)
        for word in words
        if FORMS[word.form].belongs(word.field, cohort.policy).readers & to_people
        and word not in seen_by_others(words, shown)
        and not (word.by == "eva" and any(word.word in text for reader, _, text in shown if reader == "eva"))
    ]

    assert unread == [], "its declaration names readers, and no page or letter shows it to them"


def test_every_question_that_takes_words_was_answered(told):
    _, _, words, _ = told
    asked = {
        f"{name}.{field}"
        for name, form in FORMS.items()
        for field, declared in form.model_fields.items()
        if takes_words(field, declared)
    }

    assert asked - {str(word) for word in words} == set()
    assert len({word.word for word in words}) == len(words)


def test_when_everybody_is_erased_only_words_about_the_programme_are_left(told):
    """The last one, since it leaves nobody."""
    world, _, words, _ = told
    for code in world.cohort.participants:
        erase(world.office, world.code, code)

    with world.office.store.db.reading() as db:
        tables = db.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        kept = "".join(str(db.execute(text(f'SELECT * FROM "{table}"')).all()) for table in tables)
    left = {str(word) for word in words if word.word in kept}

    of_gatherings = {"gathering.place", "gathering.agenda", "gathering.material", "attendance.recording"}
    neutral = {"neutral_person.full_name", "neutral_person.email", "neutral_person.reached"}  # nobody of the cohort
    assert left == {"sign_off.note", "review_proposal.exception", "steer.reason", *of_gatherings, *neutral}
