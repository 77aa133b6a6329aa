"""Unsent: what a coordinator typed while the visit ended is shown once more, in that browser alone, and can be sent."""

import re
from datetime import timedelta
from html import unescape

from office.sign_in import IDLE_MAX
from tests.web.conftest import a_browser, client_of, signed_in

OURS = {"origin": "http://127.0.0.1:8080"}
WORDS = "She asked for more time.\nI will call her on Monday."


def fields(page):
    """What the form of the page would send."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in found}


def noted(world):
    return [one.content["words"] for one in world.office.store.ledger.answers(world.code) if one.form == "note"]


def test_what_was_typed_when_the_visit_ended_is_sent_after_signing_in(world):
    way = f"{world.desk()}/people/N01/notes"
    with client_of(world) as web:
        world.clock.move(IDLE_MAX + timedelta(minutes=1))
        kept = web.post(way, data={"words": WORDS}, headers=OURS)
        again = web.post(way, data=fields(kept), headers=OURS)
        signed_in(web, world)
        web.proof = ""
        once_more = web.post(way, data=fields(again), headers=OURS)
        sent = web.post(way, data=fields(once_more), headers=OURS)

    assert [page.status_code for page in (kept, again, once_more, sent)] == [403, 403, 403, 303]
    assert "You were signed out meanwhile." in kept.text
    assert "/sign-in?to=%2Fdesk" in kept.text
    assert "before you signed in as Eva Horáková" in once_more.text
    assert noted(world) == [WORDS]


def test_a_page_opened_before_somebody_signed_in_anew_is_sent_once_more(world):
    way = f"{world.desk()}/people/N01/notes"
    with client_of(world) as web:
        kept = web.post(way, data={"words": WORDS, "_proof": "of the visit before"}, headers=OURS)
        sent = web.post(way, data=fields(kept), headers=OURS)

    assert (kept.status_code, sent.status_code, noted(world)) == (403, 303, [WORDS])


def test_it_leads_to_where_it_was_written(world):
    with a_browser(world) as stranger:
        typed = {"reason": "Summer is here", "list": "a b"}
        page = stranger.post(f"{world.desk()}/do/hold_cohort?about=", data=typed, headers=OURS)

    assert f'action="{world.desk()}/do/hold_cohort?about="' in page.text
    assert fields(page) == typed | {"_proof": ""}
    assert world.cohort.hold is None


def test_another_sites_words_are_shown_to_nobody(world):
    with a_browser(world) as stranger, client_of(world) as eva:
        for web in (stranger, eva):
            for headers in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {}):
                page = web.post(
                    f"{world.desk()}/people/N01/notes", data={"words": WORDS, "_proof": "x"}, headers=headers
                )
                assert (page.status_code, "She asked" in page.text) == (403, False), headers

    assert noted(world) == []


def test_a_press_of_a_button_without_words_leads_to_sign_in(world):
    with a_browser(world) as stranger:
        led = stranger.post(f"{world.desk()}/running/join", data={"code": "jan"}, headers=OURS)

    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?to=%2Fdesk")
