"""Forms over HTTP: one page or many, drafts, one-click answers, links that do not work, two windows at once."""

import html
import re
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from domain.lifecycles import InvitationState
from office.errors import Unavailable
from tests.answers import mentee_answers
from tests.builders import a_cohort, asked, days
from tests.web.conftest import client_of
from tests.web.papers import a_pdf, a_scan
from tests.web.world import a_world, mentoring, recruitment

REPORT = ("session_report", "P01.1", "N01")
TOLD = {
    "outcome": "held",
    "held_on": "2027-03-08",
    "usefulness": "3",
    "topics": ["path", "balance"],
    "summary": "Fine.",
}


def as_sent(content: dict) -> dict:
    """Answers as a browser names them: rankings and importances have a field for each place."""
    sent = {}
    for name, value in content.items():
        if name == "tracks" and "needs" in content:
            sent |= {f"{name}.{place}": code for place, code in enumerate(value, 1)}
        elif isinstance(value, dict):
            sent |= {f"{name}.{code}": level for code, level in value.items()}
        else:
            sent[name] = value
    return sent


def version_on(page: str) -> str:
    return re.search(r'name="_version" value="(\d+)"', page).group(1)


def tables(world) -> list[str]:
    """Everything in the database, row by row."""
    with closing(sqlite3.connect(world.office.settings.data / "mentoring.sqlite")) as db:
        return list(db.iterdump())


# --- one page --------------------------------------------------------------------------------------------------------


def test_a_report_is_sent_and_thanked_for(web, world):
    sent = web.post(world.form(*REPORT), data=TOLD)

    assert (sent.status_code, sent.headers["location"]) == (303, f"{world.form(*REPORT)}/thanks")
    thanks = web.get(sent.headers["location"])
    assert "Thank you. If you met, your partner gets a short note to confirm it." in thanks.text
    assert world.page("N01") in thanks.text
    assert world.last_answer(*REPORT)["summary"] == "Fine."
    assert world.cohort.sessions["P01.1"].held_on.isoformat() == "2027-03-08"


def test_a_click_in_a_letter_fills_the_answer_in_and_sends_nothing(web, world):
    before = tables(world)

    page = web.get(f"{world.form(*REPORT)}?outcome=moved&stranger=1&summary=hello")

    assert page.status_code == 200
    assert re.search(r'value="moved"[^>]* checked', page.text)
    assert "Your choice from the letter is filled in below" in page.text
    assert ">\nhello</textarea>" in page.text
    assert tables(world) == before


def test_looking_changes_nothing(web, world):
    before = tables(world)

    for path in (world.form(*REPORT), f"{world.form(*REPORT)}?outcome=held", world.page("N01"), world.desk()):
        for _ in range(5):
            assert web.get(path).status_code == 200
            assert web.head(path).status_code == 200
    for path in (f"{world.page('N01')}/unsubscribe", world.desk() + "/post", "/inbox", "/"):
        assert web.get(path).status_code == 200

    assert tables(world) == before


def test_what_is_missing_is_said_on_top_and_beside_the_field(web, world):
    page = web.post(world.form(*REPORT), data={"outcome": "held", "summary": "long " * 200})

    assert page.status_code == 422
    assert "In a few lines: Please use at most 600 characters." in page.text
    page = web.post(world.form(*REPORT), data={"outcome": "held", "summary": "long long"})
    assert page.status_code == 422
    assert '<a href="#f-held_on">When did you meet? Tell us when you met.</a>' in page.text
    assert 'aria-describedby="h-held_on e-held_on r-held_on" aria-invalid="true"' in page.text
    assert "long long" in page.text, "what was typed is still there"
    assert world.last_answer(*REPORT) is None


def test_the_same_answer_twice_is_fine_and_a_new_one_replaces_it(web, world):
    for summary in ("Fine.", "Fine.", "Better."):
        assert web.post(world.form(*REPORT), data=TOLD | {"summary": summary}).status_code == 303

    assert world.last_answer(*REPORT)["summary"] == "Better."
    page = web.get(world.form(*REPORT))
    assert "You have answered this before" in page.text
    assert "Better." in page.text


def test_two_clicks_at_the_same_time_are_one_answer_more_at_most(web, world):
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(web.post(world.form(*REPORT), data=TOLD))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {303}
    assert len(world.cohort.sessions["P01.1"].reports) == 1


def test_questions_that_do_not_apply_are_shown_with_their_condition_and_not_taken(web, world):
    page = web.get(world.form(*REPORT))
    assert "Only if you answered “We met” to “Did you meet?”." in html.unescape(page.text)

    web.post(world.form(*REPORT), data={"outcome": "absent_mentor", "summary": "written by mistake"})

    assert world.last_answer(*REPORT)["summary"] == ""


def test_a_form_says_who_it_is_for_and_who_reads_what(web, world):
    page = web.get(world.form(*REPORT)).text

    assert "For Tereza Malá. Not you?" in page
    assert "Only the coordinator reads this" in page
    assert "Your partner and the coordinator read this" in page
    assert "Only your partner reads this" in page
    assert "Counted only, never shown with your name" in page


def test_partners_see_the_agreement_as_it_stands_now_and_not_their_own_old_words(web, world):
    world.change(replace(world.cohort.invitation("P01", "agreement", "N01"), id="P01:agreement:M01", to="M01"))
    terms = {"organiser": "mentee", "frequency": "Once a month", "way_of_working": "By mail", "purpose": "Next steps"}
    terms |= {
        "place": "Online",
        "cancel_notice": "Two days",
        "agenda_by": "mentee",
        "common_rules": "true",
        "signs": "true",
    }
    mine, theirs = world.form("agreement", "P01", "N01"), world.form("agreement", "P01", "M01")
    assert web.post(mine, data=terms).status_code == 303
    assert ">\nBy mail</textarea>" in web.get(theirs).text

    assert web.post(theirs, data=terms | {"way_of_working": "By phone"}).status_code == 303

    assert ">\nBy phone</textarea>" in web.get(mine).text


def test_a_table_is_filled_in_row_by_row(web, world):
    plan = ("mentoring_plan", "P01", "N01")
    rows = {
        "rows.0.month": "1",
        "rows.0.topics": "Where I stand",
        "rows.3.month": "4",
        "rows.3.topics": "Clinical trials",
    }

    assert web.post(world.form(*plan), data={"goals": "A plan", **rows}).status_code == 303
    assert [row.topics for row in world.cohort.pairs["P01"].plans["N01"].rows] == ["Where I stand", "Clinical trials"]
    assert web.post(world.form(*plan), data={"goals": "A plan", "rows.0.month": "x"}).status_code == 422


# --- closed, broken and foreign links --------------------------------------------------------------------------------


def test_a_closed_form_says_so_kindly_and_takes_nothing(web, world):
    closed = world.cohort.invitation("P01.1", "session_report", "N01")
    world.change(type(closed)(**{**closed.__dict__, "closes": world.clock.now() - days(1)}))

    for answer in (web.get(world.form(*REPORT)), web.post(world.form(*REPORT), data=TOLD)):
        assert answer.status_code == 410
        assert "This form is closed" in answer.text
    assert world.last_answer(*REPORT) is None


def test_links_that_do_not_work_all_look_the_same(web, world, tmp_path):
    good = world.form(*REPORT).removeprefix("/f/")
    elsewhere = a_world(tmp_path / "other", mentoring(1), secret_keys="another key").form(*REPORT).removeprefix("/f/")
    broken = {
        "tampered": good[:-3] + ("abc" if not good.endswith("abc") else "cba"),
        "truncated": good[:-12],
        "empty text": "x",
        "of another office": elsewhere,
        "of a page": world.page("N01").removeprefix("/p/"),
        "of another generation": world.form(*REPORT, generation=2).removeprefix("/f/"),
        "of a form that is not open": world.form("session_report", "P01.2", "N01").removeprefix("/f/"),
        "of nobody": world.form("need_help", "N99", "N99").removeprefix("/f/"),
        "of a form that is none": world.form("nothing", "N01", "N01").removeprefix("/f/"),
        "strange": "%00%ff%e2%80%ae",
        "long": "a" * 5000,
    }

    for why, token in broken.items():
        for answer in (web.get(f"/f/{token}"), web.post(f"/f/{token}", data=TOLD), web.get(f"/f/{token}/check")):
            shown = re.sub(r'action="[^"]*"', "", answer.text)
            reference = re.sub(r'action="[^"]*"', "", web.get("/f/x").text)
            assert (answer.status_code, shown) == (404, reference), why


def test_an_old_link_is_replaced_by_a_letter_to_the_address_on_file(web, world):
    old = world.form(*REPORT)
    invitation = world.cohort.invitation("P01.1", "session_report", "N01")
    world.change(type(invitation)(**{**invitation.__dict__, "generation": 2}))
    assert 'method="post"' in web.get(old).text

    answers = [web.post(f"{path}/link") for path in (old, old, "/f/nothing-of-ours")]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.text for answer in answers}) == 1
    letters = [post.letter for post in world.office.store.letters.posts(world.code)]
    assert letters == ["person/new_link"]


def test_somebody_who_left_has_a_page_and_no_forms_any_more(web, world):
    stop = world.form("stop", "N01", "N01")

    before = world.page("N01")

    goodbye = web.post(stop, data={"reason": "A new job", "sure": "true"})

    now = world.form("stop", "N01", "N01")
    assert (goodbye.status_code, goodbye.headers["location"]) == (303, f"{now}/thanks")
    thanks = web.get(f"{now}/thanks").text
    assert "All the best." in thanks
    assert f'href="{world.page("N01")}"' in thanks
    assert [web.get(old).status_code for old in (before, stop, f"{stop}/thanks")] == [404] * 3
    assert web.post(stop, data={"sure": "true"}).status_code == 404
    assert web.get(world.page("N01")).status_code == 200
    assert [web.get(path).status_code for path in (world.form(*REPORT), world.form("away", "N01", "N01"))] == [404, 404]
    assert web.get(world.page("M01")).status_code == 200


# --- many pages ------------------------------------------------------------------------------------------------------


def fill_in(calling, path, answers, pages=8):
    """Page after page, as a person would: the files come with theirs."""
    for number in range(1, pages + 1):
        page = calling.get(f"{path}/{number}")
        files = {
            name: (f"{name}.pdf", a_pdf(f"My {name}"), "application/pdf")
            for name in ("cv", "motivation")
            if f'type="file" id="f-{name}"' in page.text
        }
        names = set(re.findall(r'name="([^"_][^"]*)"', page.text))
        sent = {name: value for name, value in answers.items() if name in names} | {"_version": version_on(page.text)}
        answer = calling.post(f"{path}/{number}", data=sent, files=files or None)
        assert answer.status_code == 303, (number, re.findall(r'class="mistake"[^>]*>(.*?)</p>', answer.text))
    return answer


def test_a_whole_application_page_by_page(calling, call):
    path = call.form("mentee_application", "N01", "N01")
    answers = as_sent({name: value for name, value in mentee_answers().items() if name not in ("cv", "motivation")})

    last = fill_in(calling, path, answers)

    assert last.headers["location"] == f"{path}/check"
    check = calling.get(f"{path}/check")
    assert "Please look at this again" not in check.text
    assert "cv.pdf" in check.text
    assert "1. Research in industry" in check.text
    assert call.last_answer("mentee_application", "N01", "N01") is None, "nothing is sent before the button"
    sent = calling.post(f"{path}/check", data={"_version": version_on(check.text), "_go": "send"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}/thanks")
    application = call.cohort.applications["N01"]
    assert application.answers["tracks"] == [15, 17, 6]
    stored = call.office.store.files.get(application.answers["cv"])
    assert (stored.name, stored.scope, stored.content[:5]) == ("cv.pdf", "N01", b"%PDF-")
    again = calling.post(f"{path}/check", data={"_version": version_on(check.text), "_go": "send"})
    assert (again.status_code, again.headers["location"]) == (303, f"{path}/thanks"), "a second click"


def test_a_page_is_kept_when_somebody_stops_and_comes_back(calling, call):
    path = call.form("mentee_application", "N01", "N01")

    later = calling.post(f"{path}/2", data={"field": "Immunology", "_go": "later", "_version": "0"})

    assert later.headers["location"] == f"{path}/2?kept"
    assert "Saved." in calling.get(later.headers["location"]).text
    assert 'value="Immunology"' in calling.get(f"{path}/2").text
    assert call.office.store.drafts.get(call.code, "N01:mentee_application:N01").content["field"] == "Immunology"


def test_each_page_asks_for_what_is_missing_on_it(calling, call):
    path = call.form("mentee_application", "N01", "N01")

    answer = calling.post(f"{path}/2", data={"field": "Immunology", "_go": "next"})

    assert answer.status_code == 422
    assert "Doctoral programme: Please answer this." in answer.text
    assert "Your CV" not in answer.text
    assert calling.get(f"{path}/9").status_code == 404


def test_an_incomplete_application_cannot_be_sent(calling, call):
    path = call.form("mentee_application", "N01", "N01")

    answer = calling.post(f"{path}/check", data={"_go": "send"})

    assert answer.status_code == 422
    assert f'<a href="{path}/6#f-cv">Your CV: Please answer this.</a>' in answer.text


def test_two_windows_do_not_overwrite_each_other(calling, call):
    path = call.form("mentee_application", "N01", "N01")
    first = version_on(calling.get(f"{path}/2").text)
    assert calling.post(f"{path}/2", data={"field": "Immunology", "_go": "later", "_version": first}).status_code == 303

    stale = calling.post(f"{path}/2", data={"field": "Genetics", "_go": "later", "_version": first})

    assert stale.status_code == 409
    assert 'value="Genetics"' in stale.text, "what was typed is still there"
    assert call.office.store.drafts.get(call.code, "N01:mentee_application:N01").content["field"] == "Immunology"
    again = calling.post(f"{path}/2", data={"field": "Genetics", "_go": "later", "_version": version_on(stale.text)})
    assert again.status_code == 303
    assert call.office.store.drafts.get(call.code, "N01:mentee_application:N01").content["field"] == "Genetics"


def test_autosave_keeps_versions_apart(calling, call):
    path = call.form("mentee_application", "N01", "N01")

    saved = calling.post(f"{path}/draft", data={"_page": "2", "_version": "0", "field": "Immunology", "cv": "forged"})
    assert (saved.status_code, saved.json()) == (200, {"version": 1})
    assert calling.post(f"{path}/draft", data={"_page": "2", "_version": "0", "field": "Genetics"}).status_code == 409
    content = call.office.store.drafts.get(call.code, "N01:mentee_application:N01").content
    assert (content["field"], content.get("cv")) == ("Immunology", None)


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("cv.docx", b"PK\x03\x04", "This is not a PDF."),
        ("cv.pdf", b"MZ no pdf", "This is not a PDF."),
        ("cv.pdf", b"%PDF-1.7 broken", "This PDF is damaged"),
        ("cv.pdf", b"", "This file is empty."),
    ],
)
def test_a_file_we_cannot_take_is_said_beside_its_field(calling, call, name, raw, words):
    path = call.form("mentee_application", "N01", "N01")

    answer = calling.post(f"{path}/6", data={"contribution": "Curiosity"}, files={"cv": (name, raw)})

    assert answer.status_code == 422
    assert words in answer.text
    assert "Curiosity" in answer.text


def test_a_file_survives_a_mistake_elsewhere_and_can_be_taken_away(calling, call):
    path = call.form("mentee_application", "N01", "N01")
    wrong = calling.post(f"{path}/6", data={"contribution": ""}, files={"cv": ("mine.pdf", a_scan())})
    assert wrong.status_code == 422
    assert "mine (scan).pdf" in wrong.text
    assert "We could not read any text in this file" in wrong.text
    assert call.office.store.drafts.get(call.code, "N01:mentee_application:N01").content["cv"]

    calling.post(f"{path}/6", data={"contribution": "x", "_remove": "cv", "_go": "later"})

    assert call.office.store.drafts.get(call.code, "N01:mentee_application:N01").content["cv"] == ""


# --- trouble in the house --------------------------------------------------------------------------------------------


class Busy:
    """A store whose database does not answer when something is to be written."""

    def __init__(self, store):
        self._store, self.update = store, self._refuse
        self.drafts = SimpleNamespace(get=store.drafts.get, save=self._refuse)

    def __getattr__(self, name):
        return getattr(self._store, name)

    def _refuse(self, *args, **kwargs):
        raise Unavailable("the database is busy")


def test_a_busy_database_keeps_what_was_typed(web, world):
    object.__setattr__(world.office, "store", Busy(world.office.store))

    answer = web.post(world.form(*REPORT), data=TOLD | {"summary": "A long story"})

    assert answer.status_code == 503
    assert "A long story" in answer.text
    assert "press the button again" in answer.text


def test_what_nobody_expected_is_a_page_with_a_reference(web, world, caplog):
    class Broken(Busy):
        def _refuse(self, *args, **kwargs):
            raise OperationalError("secret words of somebody", {}, ValueError("private"))

    object.__setattr__(world.office, "store", Broken(world.office.store))

    answer = web.post(world.form(*REPORT), data=TOLD)

    assert answer.status_code == 500
    reference = re.search(r"reference: (\w{8})", answer.text).group(1)
    assert reference in caplog.text
    assert "secret words" not in caplog.text + answer.text
    assert world.form(*REPORT) not in caplog.text


def test_the_state_of_an_invitation_follows_its_answer(web, world):
    web.post(world.form(*REPORT), data=TOLD)

    assert world.cohort.invitation("P01.1", "session_report", "N01").state is InvitationState.ANSWERED


def test_recruitment_has_links_of_its_own():
    assert {i.form for i in recruitment().invitations.values()} == {"mentor_application", "mentee_application"}


@pytest.mark.parametrize(("answers", "offered"), [(("N01",), True), (("N01", "M01"), False)], ids=["one", "both"])
def test_another_answer_is_offered_only_as_long_as_it_would_count(tmp_path, answers, offered):
    cohort = a_cohort().in_recruitment().with_offers(1).build()
    now = cohort.pairs["P01"].offered_at + days(1)
    for code in ("N01", "M01"):
        cohort = asked(cohort, "proposed_match", "P01", code, now)
    world = a_world(tmp_path, cohort, now)
    ways = [world.form("proposed_match", "P01", code) for code in answers]
    with client_of(world) as web:
        for way in ways:
            assert web.post(way, data={"answer": "accept"}).status_code == 303
        thanks, again = web.get(f"{ways[0]}/thanks").text, web.get(ways[0])

    assert ("change your answer" in thanks) is offered
    assert again.status_code == (200 if offered else 303)
