"""The inbox: where no mail server is set up, every letter can be read, and nothing in it can do anything."""

import re
import time
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from domain.messages import Message
from tests.builders import days
from tests.web.conftest import client_of
from tests.web.world import opened, settled
from web.app import create_app


def ids(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'href="/inbox/(\d+)"', page)]


def test_letters_are_listed_newest_first_and_their_links_work(web, world):
    settled(world)

    page = web.get("/inbox").text

    assert ids(page) == sorted(ids(page), reverse=True) != []
    newest = world.office.store.letters.posts(limit=1)[0]
    letter = web.get(f"/inbox/{newest.id}").text
    assert newest.rendered.subject in page
    assert newest.to_email in letter
    inside = web.get(f"/inbox/{newest.id}/letter").text
    link = re.search(r'href="http://127.0.0.1:8080(/[fp]/[^"?]+)', inside).group(1)
    assert web.get(link).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"x-forwarded-for": "203.0.113.7"}},
        {"headers": {"forwarded": "for=203.0.113.7"}},
        {"headers": {"x-forwarded-proto": "https"}},
        {"headers": {"via": "1.1 proxy"}},
        {"headers": {"x-real-ip": "203.0.113.7"}},
        {"headers": {"host": "mentoring.example.org"}},
        {"headers": {"host": "127.0.0.1.example.org:8080"}},
        {"headers": {"host": "[::1"}},
    ],
    ids=str,
)
def test_nobody_reads_letters_from_elsewhere(web, world, asked):
    number = settled(world).office.store.letters.posts(limit=1)[0].id

    for page in ("/inbox", f"/inbox/{number}", f"/inbox/{number}/letter", f"/inbox/{number}/attachments/0"):
        assert web.get(page, **asked).status_code == 404
    assert "/inbox" not in web.get("/", **asked).text
    assert web.get("/inbox").status_code == 200


@pytest.mark.parametrize("peer", [("203.0.113.7", 50000), ("192.168.1.5", 50000), None])
def test_nobody_reads_letters_from_another_machine(world, peer):
    browser = TestClient(create_app(world.office), base_url="http://127.0.0.1:8080", client=peer)

    assert browser.get("/inbox").status_code == 404


@pytest.mark.parametrize("settings", [{"base_url": "https://mentoring.example.org"}, {"web_host": "0.0.0.0"}])
def test_an_office_that_others_can_reach_has_no_inbox_page(world, tmp_path, settings):
    for inbox in ("auto", "on"):
        with client_of(opened(tmp_path / "world", world.code, inbox=inbox, **settings)) as web:
            assert web.get("/inbox").status_code == 404
            assert "/inbox" not in web.get("/").text


def test_letters_of_one_person_or_state(web, world):
    settled(world)

    mine = ids(web.get("/inbox", params={"to": "N01"}).text)

    assert {world.office.store.letters.post(number).to for number in mine} == {"N01"}
    assert ids(web.get("/inbox", params={"state": "failed"}).text) == []
    for odd in ({"to": "nobody"}, {"state": "odd"}, {"before": "x"}, {"before": "9" * 40}, {"cohort": "<b>"}):
        assert web.get("/inbox", params=odd).status_code == 200
    for odd in ("0", "x", "9" * 40, "-1", "1.5", "%00"):
        assert web.get(f"/inbox/{odd}").status_code == 404


def test_a_letter_stands_in_a_frame_that_can_do_nothing(web, world):
    settled(world)
    number = world.office.store.letters.posts(limit=1)[0].id

    frame, page = web.get(f"/inbox/{number}/letter"), web.get(f"/inbox/{number}")

    policy = frame.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "img-src data:" in policy
    assert policy.partition("; sandbox ")[2].split() == [
        "allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation",
    ]  # fmt: skip
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert "allow-scripts" not in page.text + policy
    assert "allow-same-origin" not in page.text + policy


def test_two_thousand_letters_are_no_burden(web, world):
    now = world.clock.now()
    first = Message("bulk:0", "mentee/call", "N01", "N01", "N01", now, now, now + days(9))
    letters = [replace(first, key=f"bulk:{n}") for n in range(2000)]
    world.office.store.update(world.code, lambda cohort: cohort.post(*letters))
    web.get("/inbox")

    start = time.perf_counter()
    page = web.get("/inbox").text
    older = web.get(re.search(r'href="(/inbox\?before=\d+)"', page).group(1)).text
    took = time.perf_counter() - start

    assert len(ids(page)) == len(ids(older)) == 50
    assert max(ids(older)) < min(ids(page))
    assert took < 1.0
