"""The desk: what waits, pairs, people, post; lists of contacts; and nobody else's browser may act on it."""

import re
from dataclasses import replace

import pytest

from domain.lifecycles import ApplicationState, MessageState
from domain.messages import Message
from domain.people import Coordinator
from office.believed import SEEN, doubt
from office.clock import VirtualClock
from tests.builders import days
from tests.web.conftest import client_of, signed_in
from tests.web.papers import a_pdf
from tests.web.world import a_world, mentoring, screening, settled

HERE = {"origin": "http://127.0.0.1:8080"}
LIST = "name;email;language\r\nAnna Lee;anna@firm.example;en\r\nJana Veselá;m01@firm.example;\r\n".encode(
    "cp1252", "replace"
)


def upload(web, world, raw=LIST, role="mentor", **headers):
    return web.post(
        f"{world.desk()}/contacts", data={"role": role}, files={"list": ("contacts.csv", raw)}, headers=headers or HERE
    )


def test_the_desk_shows_what_waits_and_leads_there(web, world):
    page = web.get(world.desk()).text

    material = next(m for m in world.cohort.materials.values() if world.cohort.invitation(m.id, "sign_off", "eva"))
    assert "One thing waits for you" in page
    assert "1 item of the checklist is open" in page
    assert f"{world.desk()}/checklist" in page
    assert material.title in web.get(f"{world.desk()}/checklist").text
    assert "Mentoring ends" in page
    assert f"{world.desk()}/steer" in page


def test_every_page_of_the_desk_says_that_letters_do_not_arrive(web, world):
    assert "come back" not in web.get(world.desk()).text

    world.office.store.register.coordinator_bounced("eva", world.clock.now())
    world.office.store.outbox.pause("the mail server refuses our letters")

    for place in ("", "/pairs", "/people", "/post"):
        page = web.get(world.desk() + place).text
        assert "Letters to Eva Horáková come back." in page
        assert "<strong>The post is paused:</strong> the mail server refuses our letters." in page


def test_pairs_and_their_sessions_stand_in_a_table(web, world):
    web.post(world.form("session_report", "P01.1", "N01"), data={"outcome": "held", "held_on": "2027-03-08"})
    world.clock.move(days(40))

    page = signed_in(web, world).get(f"{world.desk()}/pairs").text

    assert "Session 1: held, 8 Mar 2027." in page
    assert "Session 1: no date, window over" in page
    assert "Tereza Malá" in page
    assert "no date for session 1, and its window is over" in web.get(world.desk()).text


def test_an_application_can_be_read_with_its_files_before_it_is_screened(tmp_path):
    from tests.web.conftest import client_of

    world = a_world(tmp_path, screening(), now=screening().milestones.mentees_close)
    key = world.office.store.files.put(a_pdf(), "Životopis.pdf", "application/pdf", world.code, "N01")
    known = world.cohort.applications["N01"]
    world.change(replace(known, answers={**known.answers, "cv": key}))
    with client_of(world) as web:
        assert f"{world.desk()}/people/N01" in web.get(world.desk()).text
        page = web.get(f"{world.desk()}/people/N01").text
        assert "Životopis.pdf" in page
        assert "Immunology" in page
        file = web.get(f"{world.desk()}/people/N01/cv.pdf")
        assert file.content.startswith(b"%PDF-")
        assert file.headers["content-disposition"] == (
            "attachment; filename=\"_ivotopis.pdf\"; filename*=UTF-8''%C5%BDivotopis.pdf"
        )
        assert "sandbox" in file.headers["content-security-policy"]
        for field in ("motivation", "full_name", "nothing", ".."):
            assert web.get(f"{world.desk()}/people/N01/{field}.pdf").status_code == 404


def test_a_verdict_is_given_on_its_sheet_and_changed_in_one_way(tmp_path):
    from tests.web.conftest import client_of

    world = a_world(tmp_path, screening(), now=screening().milestones.mentees_close)
    marks = {"field": "2", "trajectory": "2", "planning": "2", "contribution": "2"}
    sheet = world.form("screening", "N01", "eva")
    act = f"{world.desk()}/do/change_verdict?about=N01"
    with client_of(world) as web:
        before = web.get(f"{world.desk()}/people/N01").text
        web.post(sheet, data=marks | {"verdict": "decline"})
        after = web.get(f"{world.desk()}/people/N01").text
        seen = web.post(act, data={"verdict": "accept"}, headers=HERE)
        web.post(act, data=told_on(seen.text), headers=HERE)

    assert (sheet in before, before.count("Change the verdict")) == (True, 0)
    assert (sheet in after, after.count("Change the verdict"), act in after) == (False, 1, True)
    assert world.cohort.applications["N01"].state is ApplicationState.ACCEPTED


def told_on(page):
    """What a page sends along with its button."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_the_verdict_on_somebody_in_a_pair_is_not_offered_to_be_changed(web, world):
    assert "Change the verdict" not in web.get(f"{world.desk()}/people/N01").text


# --- who may act -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8080"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_another_site_cannot_act_for_the_coordinator(web, world, headers):
    for way in ("/contacts", "/drafts/mentee/call", "/post/1/again"):
        answer = web.post(f"{world.desk()}{way}", data={"role": "mentor", "count": "0"}, headers=headers)
        assert answer.status_code == 403


def test_our_own_page_may(web, world):
    assert upload(web, world, **{"sec-fetch-site": "same-origin"}).status_code == 200


def test_a_desk_belongs_to_the_coordinators_of_its_cohort(web, world):
    world.office.store.register.add_coordinator(Coordinator("max", "Max Other", "max@university.example"))
    token = world.page("N01").removeprefix("/p/")

    for page in ("", "/pairs", "/people", "/people/N01", "/post", "/people/N01/cv.pdf", "/match", "/match/N01"):
        for way in ("/desk/nothing-27", f"/desk/{token}"):
            assert web.get(f"{way}{page}").status_code == 404
        with client_of(world, "max") as strange:
            assert strange.get(f"{world.desk()}{page}").status_code == 404
            assert strange.post(f"{world.desk()}/contacts", headers=HERE).status_code == 404


# --- post ------------------------------------------------------------------------------------------------------------


def test_drafts_are_counted_and_read_before_they_go(web, world):
    now = world.clock.now()
    first = Message("a:1", "mentee/paired", "N01", "P01", "P01", now, now, now + days(9), state=MessageState.DRAFT)
    letters = [first, replace(first, key="a:2", to="N02", about="P02", scope="P02")]
    world.office.store.update(world.code, lambda cohort: cohort.post(*letters))
    way = f"{world.desk()}/drafts/mentee/paired"
    assert way in web.get(world.desk()).text

    page = web.get(way).text
    assert "2 letters to look at" in page
    assert "Tereza Malá" in page
    changed = web.post(way, data={"count": "1"}, headers=HERE)
    assert changed.status_code == 409
    assert world.office.store.letters.draft_counts(world.code) == {"mentee/paired": 2}
    assert web.post(way, data={"count": "2"}, headers=HERE).status_code == 303
    assert world.office.store.letters.draft_counts(world.code) == {}
    lines = [(line.did, line.by, line.role) for line in world.office.store.ledger.journal(world.code) if line.by]
    assert lines == [("let 2 drafts of mentee/paired go", "eva", "lead")]


def test_the_post_page_shows_letters_in_trouble(web, world):
    settled(world)
    post = world.office.store.outbox.claim(world.clock.now() + days(2), limit=1)[0]
    world.office.store.outbox.close(post.id, "failed", world.clock.now(), "550 no such mailbox")

    page = web.get(f"{world.desk()}/post").text

    assert "550 no such mailbox" in page


def test_a_letter_that_failed_is_sent_again_once_and_the_journal_says_by_whom(web, world):
    settled(world)
    failed = world.office.store.outbox.claim(world.clock.now() + days(2), limit=1)[0]
    world.office.store.outbox.close(failed.id, "failed", world.clock.now(), "550 no such mailbox")
    way = f"{world.desk()}/post/{failed.id}/again"
    assert way in web.get(f"{world.desk()}/post").text

    assert web.post(way, headers=HERE).status_code == 303

    assert world.office.store.letters.post(failed.id).state is MessageState.QUEUED
    assert way not in web.get(f"{world.desk()}/post").text
    (entry,) = [e for e in world.office.store.ledger.journal(world.code, limit=50) if ":again:" in e.key]
    assert entry.by == "eva"
    again = web.post(way, headers=HERE)
    assert (again.status_code, "cannot be sent again" in again.text) == (409, True)
    for stranger in (0, 99999, 2**63):
        assert web.post(f"{world.desk()}/post/{stranger}/again", headers=HERE).status_code == 409


def test_an_office_that_stands_still_is_shouted_about(web, world):
    world.office.store.leases.beat(f"tick:{world.code}", world.clock.now())
    assert "The office stands still" not in web.get(world.desk()).text

    world.clock.move(days(2))

    assert "The office stands still" in signed_in(web, world).get(world.desk()).text
    world.office.store.outbox.pause("The mail server refuses our password.")
    assert "The mail server refuses our password." in web.get(world.desk()).text


def test_a_cohort_on_hold_says_so_on_desk_and_pages(web, world):
    assert web.post(world.form("steer", "", "eva"), data={"action": "hold", "reason": "Summer"}).status_code == 303

    for place in ("", "/people/N01"):
        [way] = re.findall(r'href="([^"]+)">Let it go on', web.get(world.desk() + place).text)
        assert "What it will cause" in web.get(way).text
    assert "on hold" in web.get(world.page("N01")).text


# --- the clock --------------------------------------------------------------------------------------------------------


def test_a_clock_that_nobody_believes_is_said_on_every_page_with_a_button(world):
    world = replace(world, office=replace(world.office, clock=VirtualClock(world.clock.now(), may_err=True)))
    with client_of(world) as web:
        assert "Is it really" not in web.get(world.desk()).text
        world.office.store.leases.beat(SEEN, world.clock.now() - days(400))

        for way in ("", "/people", "/post"):
            assert "Is it really Wednesday, 10 March 2027, 10:00?" in web.get(f"{world.desk()}{way}").text
        assert web.post(f"{world.desk()}/go-on", headers={"origin": "https://elsewhere.example"}).status_code == 403
        assert doubt(world.office) is not None

        assert web.post(f"{world.desk()}/go-on", headers=HERE).status_code == 303
        assert "Is it really" not in web.get(world.desk()).text
        assert [
            entry.by for entry in world.office.store.ledger.journal(world.code) if entry.key.startswith("clock:")
        ] == ["eva"]


def test_the_desk_leads_to_its_runs_where_somebody_said_how_the_dashboard_is_reached(tmp_path):
    known = a_world(tmp_path / "known", mentoring(), dashboard_url="https://dashboard.example.org/")
    unknown = a_world(tmp_path / "unknown", mentoring())

    pages = []
    for world in (known, unknown):
        with client_of(world) as web:
            pages.append(web.get(world.desk()).text)

    assert ["https://dashboard.example.org/v2/runs?tags=cohort:pilot-27" in page for page in pages] == [True, False]
    assert "on the dashboard" not in pages[1]


# --- the way around ---------------------------------------------------------------------------------------------------

PLACES = (
    "", "/glance", "/match", "/match/search", "/pairs", "/pairs/P01", "/people", "/people/N01", "/notes", "/exports",
    "/post", "/steer", "/running", "/checklist", "/screening", "/do/change_date?about=P01",
    "/list/sessions/1/planned",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_every_page_of_the_desk_says_in_which_part_of_it_one_is(web, world, place):
    page = web.get(world.desk() + place)

    assert page.status_code == 200
    assert page.text.partition("</nav>")[0].count('aria-current="page"') == 1
