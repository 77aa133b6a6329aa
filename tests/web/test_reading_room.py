"""The reading room: a person's and a pair's page have the whole story, cost the same in any cohort, give nobody's login."""

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from domain.documents import Document
from domain.escalations import Escalation
from domain.extension import Extension
from domain.forms.verbs import open_case
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import DocumentState
from domain.rules.escalation import concerned
from domain.story.onlookers import WITHOUT_WORDS
from office.desk import DeskRole
from office.erasing import erase
from office.reading_room import ONLOOKERS
from storage.cohorts.shelves import Shelves
from tests.builders import a_cohort, days, together
from tests.web.conftest import client_of, signed_in
from tests.web.papers import a_pdf
from tests.web.world import NOW, a_world, mentoring, settled

REPORT = {"outcome": "held", "held_on": "2027-03-08", "summary": "Careers", "private": "Can we talk?"}


def read(web, way):
    answer = web.get(way)
    assert answer.status_code == 200, way
    return answer.text


def test_a_pairs_page_tells_who_they_are_and_what_they_said(web, world):
    web.post(world.form("session_report", "P01.1", "N01"), data=REPORT)
    web.post(world.form("session_report", "P01.1", "N01"), data=REPORT | {"private": "All is well"})

    page = read(web, f"{world.desk()}/pairs/P01")

    for words in (
        "Tereza Malá",
        "Jana Veselá",
        "Report on your session",
        "Can we talk?",
        "All is well",
        "changed later",
    ):
        assert words in page
    assert "Careers" not in page, "the summary is for the two alone"
    assert "not for the coordinator to read" in page


def test_a_persons_page_leads_to_their_pairs_and_back(web, world):
    person, pair = read(web, f"{world.desk()}/people/M01"), read(web, f"{world.desk()}/pairs/P01")

    assert f'href="{world.desk()}/pairs/P01"' in person
    assert f'href="{world.desk()}/people/M01"' in pair
    assert f'href="{world.desk()}/pairs/P01"' in read(web, f"{world.desk()}/pairs")


def test_answers_of_half_time_stand_side_by_side_once_something_seems_wrong(web, world):
    answers = {"sessions_so_far": "2", "on_plan": "mostly", "agreement_right": "yes"}
    answers |= {"expectations_met": "3", "partner_prepared": "3", "answers_in_time": "3"}
    web.post(world.form("midterm_check", "P01", "M01"), data=answers | {"mostly_asks": "2"})

    before = read(web, f"{world.desk()}/pairs/P01")
    world.change(Escalation("P01:midterm_gap:M01:x", "P01", "midterm_gap", "P01", world.clock.now()))
    after = read(web, f"{world.desk()}/pairs/P01")

    assert ("1 of 2 has answered." in before, "Half-way answers side by side" in before) == (True, False)
    assert "Half-way answers side by side" in after
    assert "Mostly" in after


def test_a_circle_has_a_page_too(tmp_path):
    cohort = a_cohort().in_mentoring().with_mentors(1).with_mentees(3).build()
    world = a_world(tmp_path, together(cohort, "C01", "N01", "N02", "N03", "M01"))
    with client_of(world) as web:
        page = read(web, f"{world.desk()}/pairs/C01")
        assert ("Circle C01" in page, "Aisha Rahman" in page) == (True, True)
        assert f'href="{world.desk()}/pairs/C01"' in read(web, f"{world.desk()}/people/N03")
        assert f'href="{world.desk()}/pairs/C01"' in read(web, f"{world.desk()}/pairs")


@pytest.mark.parametrize(
    "way", ["/people/N99", "/pairs/P99", "/pairs/N01", "/people/P01", "/letters/999999", "/documents/x"]
)
def test_whoever_is_not_there_has_no_page(web, world, way):
    assert web.get(world.desk() + way).status_code == 404


# --- notes ------------------------------------------------------------------------------------------------------------


HERE = {"origin": "http://127.0.0.1:8080"}


def noted(web, world, way, words):
    return web.post(f"{world.desk()}{way}/notes", data={"words": words}, headers=HERE)


def test_notes_are_kept_one_by_one_with_their_author_and_stand_on_the_tab_of_notes(web, world):
    for words in ("Would be a good speaker.", "Would be a good speaker.", "Prefers the phone."):
        assert noted(web, world, "/people/N01", words).status_code == 303
        world.clock.move(timedelta(minutes=1))

    page, tab = read(web, f"{world.desk()}/people/N01"), read(web, f"{world.desk()}/notes")

    for shown in (page, tab):
        assert (shown.count("Would be a good speaker."), shown.count("Prefers the phone.")) == (1, 1)
    assert "Eva Horáková noted" in page


def test_the_form_of_the_page_holds_what_a_note_needs(web, world):
    page = read(web, f"{world.desk()}/people/N01")
    ((action, proof),) = re.findall(r'action="([^"]+/notes)"><input type="hidden" name="_proof" value="([^"]+)"', page)
    web.proof = ""

    web.post(action, data={"words": "Prefers the phone.", "_proof": proof}, headers=HERE)

    assert "Prefers the phone." in read(web, f"{world.desk()}/people/N01")


def test_a_note_about_a_pair_stands_with_the_pair(web, world):
    noted(web, world, "/pairs/P01", "They like each other.")

    assert "They like each other." in read(web, f"{world.desk()}/pairs/P01")
    assert "They like each other." in read(web, f"{world.desk()}/people/N01")
    assert "They like each other." not in read(web, f"{world.desk()}/people/N02")


def test_no_participant_sees_a_note_but_in_the_copy_of_what_is_theirs(web, world):
    noted(web, world, "/people/N01", "Would be a good speaker.")
    noted(web, world, "/pairs/P01", "They like each other.")

    assert "Would be a good speaker." in read(web, f"{world.page('N01')}/copy.json")
    for way in (world.page("N01"), f"{world.page('N01')}/kept", world.page("M01"), f"{world.page('M01')}/copy.json"):
        assert "Would be a good speaker." not in read(web, way)
        assert "They like each other." not in read(web, way)
    assert "They like each other." not in read(web, f"{world.page('N01')}/copy.json")


def test_notes_go_with_the_person(web, world):
    noted(web, world, "/people/N01", "Would be a good speaker.")
    noted(web, world, "/pairs/P01", "They like each other.")
    noted(web, world, "/people/M01", "Has time.")

    erase(world.office, world.code, "N01")

    with world.office.store.db.reading() as db:
        assert db.scalars(text("SELECT content FROM answers WHERE form = 'note' AND content != '{}'")).all() == [
            '{"words": "Has time."}'
        ]


def test_a_note_needs_words_one_of_ours_and_our_own_page(web, world):
    again = noted(web, world, "/people/N01", "  ")
    assert (again.status_code, "Please write something" in again.text) == (422, True)
    assert noted(web, world, "/people/N99", "x").status_code == 404
    assert noted(web, world, "/pairs/N01", "x").status_code == 404
    foreign = {"origin": "https://elsewhere.example"}
    assert web.post(f"{world.desk()}/people/N01/notes", data={"words": "x"}, headers=foreign).status_code == 403


# --- who looks ---------------------------------------------------------------------------------------------------------


def test_whoever_sees_no_words_finds_nobodys_words_on_the_pages(web, world, monkeypatch):
    settled(world)
    web.post(world.form("session_report", "P01.1", "N01"), data=REPORT)
    noted(web, world, "/pairs/P01", "They like each other.")
    letter = world.office.store.letters.posts(world.code, limit=1)[0].id
    monkeypatch.setitem(ONLOOKERS, DeskRole.LEAD, WITHOUT_WORDS)

    pages = read(web, f"{world.desk()}/pairs/P01") + read(web, f"{world.desk()}/people/N01")

    assert "Report on your session" in pages
    for words in (
        "Can we talk?",
        "They like each other.",
        "Keep the note",
        world.cohort.applications["N01"].answers["goals"],
    ):
        assert words not in pages
    assert web.get(f"{world.desk()}/letters/{letter}").status_code == 404


def test_everybody_at_a_desk_is_known_as_somebody():
    assert set(ONLOOKERS) == set(DeskRole)


# --- letters -----------------------------------------------------------------------------------------------------------


def test_every_letter_can_be_read_and_gives_nobodys_login(web, world):
    settled(world)
    letters = world.office.store.letters.posts(world.code, limit=500)
    logins = [post for post in letters if re.search(r"/[fp]/[\w.-]{20}", post.rendered.text)]
    assert logins, "letters have links"

    for post in letters:
        place = f"{world.desk()}/letters/{post.id}"
        shown = read(web, place) + read(web, f"{place}/letter")
        assert post.rendered.subject.split("'")[0] in shown
        assert re.search(r"/[fp]/[\w.-]{20}", shown.replace(place, "")) is None


def test_a_letter_stands_in_the_story_of_its_reader_and_of_its_pair(web, world):
    settled(world)
    post = next(one for one in world.office.store.letters.posts(world.code, limit=500) if one.scope == "P01")

    for way in (f"/people/{post.to}", "/pairs/P01"):
        assert f"{world.desk()}/letters/{post.id}" in read(web, world.desk() + way)
    assert f"{world.desk()}/letters/{post.id}" not in read(web, f"{world.desk()}/pairs/P02")


def test_letters_of_another_cohort_are_none_of_this_desk(world, web):
    other = replace(mentoring(1), code="other-27")
    world.office.store.create(other)
    world.office.store.update("other-27", lambda cohort: cohort)
    settled(replace(world, code="other-27"))
    (post, *_) = world.office.store.letters.posts("other-27")

    assert web.get(f"{world.desk()}/letters/{post.id}").status_code == 404
    assert web.get(f"{world.desk()}/letters/{post.id}/letter").status_code == 404


def test_a_printed_document_can_be_opened(web, world):
    key = world.office.store.files.put(a_pdf(), "Agreement.pdf", "application/pdf", world.code, "P01")
    printed = Document("agreement:P01", "agreement", "P01", "N01", "P01", NOW, DocumentState.PRINTED, key, NOW)
    world.change(printed)

    assert f"{world.desk()}/documents/agreement:P01" in read(web, f"{world.desk()}/pairs/P01")
    assert web.get(f"{world.desk()}/documents/agreement:P01").content.startswith(b"%PDF-")


def test_a_long_row_of_letters_is_paged(web, world, monkeypatch):
    settled(world)
    monkeypatch.setattr("office.reading_room.LETTERS_PER_PAGE", 1)
    numbers = sorted(p.id for p in world.office.store.letters.posts(world.code, to="N01", limit=500))

    page, seen = f"{world.desk()}/people/N01", []
    while page:
        text = read(web, page)
        seen += [int(number) for number in re.findall(r"/letters/(\d+)", text)]
        (before,) = re.findall(r"\?before=(\d+)", text) or [None]
        page = f"{world.desk()}/people/N01?before={before}" if before else None

    assert sorted(seen) == numbers


def test_a_page_of_letters_may_begin_anywhere(web, world):
    for before in ("0", "-1", str(10**30)):
        read(web, f"{world.desk()}/people/N01?before={before}")


# --- cost --------------------------------------------------------------------------------------------------------------


@contextmanager
def work(store):
    """What the database does meanwhile: statements, and steps of its machine in hundreds."""
    done = {"statements": 0, "steps": 0}

    def statement(*_):
        done["statements"] += 1

    def step():
        done["steps"] += 1

    def count(connection, *_):
        connection.set_progress_handler(step, 100)

    store.db.close()  # the connections of before are not counted
    for engine in set(store.db.engines()):
        event.listen(engine, "connect", count)
        event.listen(engine, "before_cursor_execute", statement)
    yield done
    for engine in set(store.db.engines()):
        event.remove(engine, "connect", count)
        event.remove(engine, "before_cursor_execute", statement)


@pytest.mark.parametrize("way", ["/people/M01", "/pairs/P01"])
def test_a_page_costs_the_same_in_a_small_cohort_and_in_a_large_one(tmp_path, way):
    told = {}
    for pairs in (15, 150):
        cohort = a_cohort().in_mentoring().with_pairs(pairs).build()
        world = settled(a_world(tmp_path / str(pairs), cohort))
        with client_of(world) as web:
            read(web, world.desk() + way)  # templates are compiled, the policy is read
            world.office.store.snapshots.shelves = Shelves()
            with work(world.office.store) as done:
                read(web, world.desk() + way)
        told[pairs] = done
        world.office.store.close()

    assert told[15]["statements"] == told[150]["statements"]
    assert told[150]["steps"] <= 1.3 * told[15]["steps"] + 2, told


# --- distress ----------------------------------------------------------------------------------------------------------


def test_a_call_for_help_is_an_item_at_once_and_leads_to_what_was_written(web, world):
    gathering = next(g.id for g in world.cohort.gatherings.values() if g.starts_at > world.clock.now())
    world.change(*invitations_to(world, gathering))
    form = world.form("rsvp", gathering, "N01")

    web.post(form, data={"answer": "coming", "question": "I am afraid to come"})
    web.post(form, data={"answer": "coming", "question": "I am afraid to come"})
    settled(world)

    (case,) = [one for one in world.cohort.escalations.values() if one.matter == "call_for_help"]
    assert (case.about, len(case.remarks)) == ("N01", 1)
    desk = read(web, world.desk())
    assert "Words in an answer may be a call for help; please read it" in desk
    assert f'href="{world.desk()}/people/N01"' in desk
    assert "I am afraid to come" in read(web, f"{world.desk()}/people/N01")
    kept = [*world.office.store.ledger.journal(world.code), *world.cohort.escalations.values()]
    (letter,) = [
        post for post in world.office.store.letters.posts(world.code, to="eva") if "call for help" in post.rendered.text
    ]
    assert f"{world.office.links.desk(world.code)}/people/N01" in letter.rendered.text
    letters = [post.rendered.text for post in world.office.store.letters.posts(world.code, to="eva")]
    assert "afraid" not in f"{kept} {letters}"


def test_the_coordinators_words_on_a_call_for_help_go_to_nobody_else(world):
    cohort = open_case(world.cohort, "call_for_help", "P01.1", "N01", NOW, noted="x")

    assert [concerned(cohort, case) for case in cohort.escalations.values()] == [("N01",)]


def invitations_to(world, gathering):
    return [Invitation(invitation_id(gathering, "rsvp", "N01"), "rsvp", "N01", gathering, "N01", NOW)]


# --- the way there -----------------------------------------------------------------------------------------------------


def test_every_page_of_the_desk_leads_to_the_people_and_pairs_it_names(web, world):
    noted(web, world, "/pairs/P01", "They like each other.")
    world.clock.move(days(40))  # P01's first window is over
    signed_in(web, world)

    ways = {
        "": ["/pairs/P01"],
        "/pairs": ["/pairs/P01", "/people/N01"],
        "/people": ["/people/N01"],
        "/notes": ["/pairs/P01"],
    }
    for tab, wanted in ways.items():
        page = read(web, world.desk() + tab)
        assert [way for way in wanted if f'href="{world.desk()}{way}"' not in page] == [], tab


def test_the_page_of_a_pair_says_whether_it_goes_on_longer(web, world):
    proposed = Extension(date(2027, 9, 14), NOW, NOW + days(12), {"M01": NOW})
    world.change(replace(world.cohort.groups["P01"], extension=proposed))
    asked = read(web, f"{world.desk()}/pairs/P01")
    world.change(replace(world.cohort.groups["P01"], extension=replace(proposed, refused_by="N01", refused_at=NOW)))
    refused = read(web, f"{world.desk()}/pairs/P01")
    world.change(replace(world.cohort.groups["P01"], ends_on=date(2027, 9, 14), extension=None))
    agreed = read(web, f"{world.desk()}/pairs/P01")

    assert "Until 22 Mar 2027 they are asked whether they go on until Tuesday, 14 September 2027." in asked
    assert "Jana Veselá has said yes." in asked
    assert "They were asked whether they go on until Tuesday, 14 September 2027, and do not." in refused
    assert "They go on until Tuesday, 14 September 2027, as all of them agreed." in agreed
