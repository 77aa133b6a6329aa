"""Sign-in: a link for minutes, once, in one browser; a visit that ends; and no page of the desk without it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.lifecycles import MessageState
from domain.people import Coordinator
from office.keeping import let_go
from office.running_it import let_look_on, make_admin
from office.sign_in import IDLE_MAX, LINK_LASTS, LINKS_MAX, VISIT_MAX, local_path
from tests.builders import days
from tests.web.conftest import a_browser, client_of, signed_in
from tests.web.world import NOW, a_world, mentoring
from web.sign_in import ASKING_MAX

HERE = {"origin": "http://127.0.0.1:8080"}
EVA = "eva.horakova@university.example"


@pytest.fixture
def stranger(world):
    """A browser in which nobody is signed in."""
    with a_browser(world) as found:
        yield found


def asks(web, address=EVA, to="/desk/pilot-27/people"):
    return web.post("/sign-in", data={"address": address, "to": to}, headers=HERE)


def letters(world):
    return [p for p in world.office.store.letters.posts(world.code) if p.letter == "coordinator/sign_in"]


def link_in(letter):
    return re.search(r"http://127.0.0.1:8080(/sign-in/[\w.-]+)", letter.rendered.text)[1]


def the_link(world):
    return link_in(letters(world)[0])


def test_a_desk_leads_to_sign_in_and_back(stranger, world):
    led = stranger.get(f"{world.desk()}/people?start=2")

    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?to=%2Fdesk%2Fpilot-27%2Fpeople%3Fstart%3D2")
    assert 'value="/desk/pilot-27/people?start=2"' in stranger.get(led.headers["location"]).text
    asks(stranger)
    assert "Sign in as Eva" in stranger.get(the_link(world)).text
    entered = stranger.post(the_link(world), headers=HERE)
    assert (entered.status_code, entered.headers["location"]) == (303, "/desk/pilot-27/people")
    assert stranger.get(f"{world.desk()}/people").status_code == 200
    assert stranger.get("/sign-in?to=/desk/pilot-27").headers["location"] == "/desk/pilot-27"


@pytest.mark.parametrize("code", ["rita", "olga"])
def test_who_looks_on_and_whoever_looks_after_the_office_sign_in_by_a_letter_too(stranger, world, code):
    world.office.store.register.add_coordinator(Coordinator(code, code.title(), f"{code}@university.example"))
    let_look_on(world.office, world.code, "rita") if code == "rita" else make_admin(world.office, "olga")
    asks(stranger, f"{code}@university.example", "/desk")

    (letter,) = letters(world)
    assert (letter.to, letter.rendered.failure) == (code, "")
    assert stranger.post(the_link(world), headers=HERE).status_code == 303
    assert stranger.get("/desk").headers["location"] == world.desk()
    assert "You look on here" in stranger.get(world.desk()).text


def test_an_act_without_a_visit_is_not_done_and_leads_to_the_desk_afterwards(stranger, world):
    led = stranger.post(f"{world.desk()}/contacts", data={"role": "mentor"}, headers=HERE)

    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?to=%2Fdesk")


def test_known_and_unknown_addresses_are_answered_alike(stranger, world):
    known, unknown = asks(stranger), asks(stranger, "nobody@university.example")

    assert (known.status_code, known.headers["location"]) == (unknown.status_code, unknown.headers["location"])
    assert known.headers["location"] == "/sign-in-sent"
    assert len(letters(world)) == 1
    assert asks(stranger, "no address").status_code == 422


def test_the_letter_goes_to_the_coordinator_for_minutes_and_loses_its_words_when_it_is_used(stranger, world):
    asks(stranger, EVA.upper())
    letter = letters(world)[0]

    assert (letter.to, letter.state, letter.until) == ("eva", MessageState.QUEUED, NOW + LINK_LASTS)
    assert letter.rendered.failure == ""
    stranger.post(link_in(letter), headers=HERE)
    used = letters(world)[0]
    assert (used.rendered.text, used.rendered.html, used.state) == ("", "", MessageState.DROPPED)


def test_a_letter_that_nobody_used_loses_its_words_too(stranger, world):
    asks(stranger)
    world.clock.move(LINK_LASTS + timedelta(minutes=31))
    asks(stranger, "nobody@university.example")

    assert [letter.rendered.text for letter in letters(world)] == [""]


def test_a_link_works_once(stranger, world):
    asks(stranger)
    link = the_link(world)
    stranger.post(link, headers=HERE)

    for again in (stranger.get(link), stranger.post(link, headers=HERE)):
        assert again.status_code == 404
        assert "Ask for a new link" in again.text


def test_a_link_works_for_minutes(stranger, world):
    asks(stranger)
    world.clock.move(LINK_LASTS)

    assert stranger.get(the_link(world)).status_code == 404
    assert stranger.post(the_link(world), headers=HERE).status_code == 404


def test_a_link_works_in_the_browser_that_asked(stranger, world):
    asks(stranger)
    link = the_link(world)
    with a_browser(world) as other:
        assert other.get(link).status_code == 403
        assert other.post(link, headers=HERE).status_code == 404
        assert other.get(world.desk()).status_code == 303

    assert stranger.post(link, headers=HERE).status_code == 303


def test_looking_at_a_link_uses_nothing_up(stranger, world):
    asks(stranger)
    for _ in range(3):
        assert stranger.get(the_link(world)).status_code == 200

    assert stranger.post(the_link(world), headers=HERE).status_code == 303


def test_whoever_asks_twice_may_use_either_letter(stranger, world):
    asks(stranger)
    asks(stranger)

    assert [stranger.get(link_in(letter)).status_code for letter in letters(world)] == [200, 200]


def test_one_address_gets_few_letters_and_one_network_asks_seldom(stranger, world):
    answers = [asks(stranger).status_code for _ in range(ASKING_MAX + 1)]

    assert answers == [303] * ASKING_MAX + [429]
    assert len(letters(world)) == LINKS_MAX


@pytest.mark.parametrize(
    "strange",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "desk",
        "/a\nb",
        "/" * 2000,
    ],
)
def test_sign_in_leads_to_our_own_pages_only(strange):
    assert local_path(strange) == "/desk"


def test_a_visit_ends_when_nobody_comes_and_after_two_weeks(web, world):
    for _ in range(3):
        world.clock.move(IDLE_MAX - timedelta(minutes=10))
        assert web.get(world.desk()).status_code == 200
    world.clock.move(IDLE_MAX)
    assert web.get(world.desk()).status_code == 303

    signed_in(web, world)
    begun = world.clock.now()
    while world.clock.now() - begun < VISIT_MAX - IDLE_MAX:
        world.clock.move(IDLE_MAX - timedelta(minutes=10))
        assert web.get(world.desk()).status_code == 200
    world.clock.move(begun + VISIT_MAX - world.clock.now())
    assert web.get(world.desk()).status_code == 303


def test_where_one_is_signed_in_and_ending_one_and_all(web, world):
    with client_of(world) as other:
        page = web.get("/signed-in").text
        assert page.count("Firefox, Linux") > 1
        (end,) = re.findall(r'action="(/signed-in/\d+/end)"', page)
        web.post(end, headers=HERE)
        assert (other.get(world.desk()).status_code, web.get(world.desk()).status_code) == (303, 200)

        signed_in(other, world)
        web.post("/signed-in/end-all", headers=HERE)
        assert (other.get(world.desk()).status_code, web.get(world.desk()).status_code) == (303, 303)


def test_nobody_ends_the_visits_of_others(web, world):
    world.change_coordinators("max")
    with client_of(world, "max") as max_:
        (end,) = [f"/signed-in/{visit}/end" for visit in world.visits("eva")]
        max_.post(end, headers=HERE)

        assert web.get(world.desk()).status_code == 200
        assert "Where you are signed in" in max_.get(world.desk()).text


def test_signing_out_ends_the_visit_and_not_only_the_cookie(web, world):
    kept = web.cookies["mentoring-visit"]

    assert web.post("/sign-out", headers=HERE).headers["location"] == "/sign-in"
    web.cookies.set("mentoring-visit", kept, domain="127.0.0.1")
    assert web.get(world.desk()).status_code == 303


def test_signing_in_again_ends_the_visit_before(web, world):
    before = web.cookies["mentoring-visit"]
    web.post(world.way_in(), headers=HERE)

    assert web.cookies["mentoring-visit"] != before
    with a_browser(world) as thief:
        thief.cookies["mentoring-visit"] = before
        assert thief.get(world.desk()).status_code == 303


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(stranger, world, tmp_path):
    asking = asks(stranger).headers["set-cookie"]
    visit = stranger.post(the_link(world), headers=HERE).headers["set-cookie"]
    safe = a_world(tmp_path, mentoring(1), base_url="https://mentoring.example.org")
    with a_browser(safe) as web:
        there = asks(web).headers["set-cookie"]

    for cookie in (asking, visit, there):
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert there.startswith("__Host-mentoring-asking=")
    assert "Secure" in there.split("; ")


def test_no_secret_of_a_browser_is_in_the_database(stranger, world):
    asks(stranger)
    asking = stranger.cookies["mentoring-asking"]
    stranger.post(the_link(world), headers=HERE)
    kept = (world.office.settings.data / "mentoring.sqlite").read_bytes()
    kept += b"".join(file.read_bytes() for file in world.office.settings.data.glob("mentoring.sqlite-wal"))

    assert b"sign-in:" in kept
    assert asking.encode() not in kept
    assert stranger.cookies["mentoring-visit"].encode() not in kept


def test_the_desk_of_one_programme_opens_by_itself_and_several_are_listed(web, world):
    assert web.get("/desk").headers["location"] == world.desk()
    other = replace(mentoring(1), code="other-27", name="The other one")
    world.office.store.create(other)

    page = web.get("/desk").text
    assert [code for code in ("pilot-27", "other-27") if f'href="/desk/{code}"' in page] == ["pilot-27", "other-27"]


def test_a_desk_link_of_earlier_releases_is_an_address_and_no_login(stranger, world):
    old = f"/desk/{world.office.links._sign('desk', 'pilot-27', 'eva')}"

    assert stranger.get(old).headers["location"] == "/desk/pilot-27"
    assert stranger.get(f"{old}/people/N01").headers["location"] == "/desk/pilot-27/people/N01"
    assert stranger.get("/desk/pilot-27").status_code == 303


def test_with_the_inbox_open_a_newcomer_finds_the_letter(stranger, world):
    assert 'value="eva.horakova@university.example"' in stranger.get("/sign-in").text
    asks(stranger)
    assert 'href="/inbox"' in stranger.get("/sign-in-sent").text
    inbox = stranger.get("/inbox").text
    first = re.search(r'href="(/inbox/\d+)"', inbox)[1]
    assert the_link(world) in stranger.get(f"{first}/letter").text


def test_where_letters_leave_nobodys_address_is_on_the_page(tmp_path):
    world = a_world(tmp_path, mentoring(1), smtp_host="mail.example.org")
    with a_browser(world) as web:
        page = web.get("/sign-in").text
        assert "@" not in page.replace("mailto:", "")
        assert "/inbox" not in page + web.get("/sign-in-sent").text


def test_a_link_that_the_machine_gives_out_works_in_the_first_browser_only(stranger, world):
    link = world.way_in()
    assert stranger.post(link, headers=HERE).headers["location"] == "/desk"

    with a_browser(world) as second:
        assert second.post(link, headers=HERE).status_code == 404


def test_a_visit_does_not_outlive_days_of_silence(web, world):
    world.clock.move(days(1))

    assert web.get("/signed-in").status_code == 303


def test_visits_that_are_over_are_forgotten_by_the_daily_round_too(stranger, world):
    asks(stranger)
    stranger.post(the_link(world), headers=HERE)
    visits = world.office.store.visits
    assert (len(world.visits("eva")), visits.asked_since("eva", NOW - days(1))) == (1, 1)

    world.clock.move_to(NOW + VISIT_MAX)
    let_go(world.office)

    assert (visits.visits_of("eva", NOW, NOW - IDLE_MAX), visits.asked_since("eva", NOW - days(1))) == ([], 0)
