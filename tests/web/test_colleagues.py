"""The office at the desk: whoever looks after it registers colleagues, says who else looks after it, and sees first what it
will cause."""

import re

import pytest

from domain.people import Coordinator
from office.running_it import let_leave, make_admin, take_on
from tests.web.conftest import client_of

OURS = {"origin": "http://127.0.0.1:8080"}
RITA = Coordinator("rt", "Rita Talová", "rita@university.example")
JAN = {"code": "jn", "name": "Jan Novák", "email": "jan@university.example", "time_zone": "Europe/Prague"}


@pytest.fixture
def office(world):
    """Rita looks after the office."""
    world.office.store.register.add_coordinator(RITA)
    make_admin(world.office, "rt")
    with client_of(world, "rt") as web:
        yield web


def press(web, way, **sent):
    return web.post(f"/office/{way}", data=sent, headers=OURS)


def does(web, way, **sent):
    """Look, then press the button with what the page carries."""
    seen = press(web, way, **sent)
    assert seen.status_code == 200, seen.text
    carried = dict(re.findall(r'<input type="hidden" name="([^_"]\w*)" value="([^"]*)">', seen.text))
    return seen.text, press(web, way, **carried, _sure="yes")


def registered(world):
    return {one.code: one for one in world.office.store.register.coordinators()}


def test_a_colleague_is_registered_after_a_look_and_can_be_chosen(office, world):
    seen, done = does(office, "register", **JAN)

    assert "Jan Novák can be chosen on the page" in seen
    assert "No letter is written" in seen
    assert (done.status_code, done.headers["location"]) == (303, "/office")
    assert registered(world)["jn"] == Coordinator("jn", "Jan Novák", "jan@university.example", "Europe/Prague")
    assert "Jan Novák" in office.get(f"{world.desk()}/running").text


def test_looking_registers_nobody(office, world):
    press(office, "register", **JAN)

    assert "jn" not in registered(world)


def test_a_mistake_stands_beside_its_field_and_what_was_typed_stays(office, world):
    page = press(office, "register", **JAN | {"email": "nowhere", "code": "M1"})

    assert page.status_code == 422
    assert page.text.count("is not an address; write one like name@example.org") == 2
    assert 'value="Jan Novák"' in page.text
    assert "jn" not in registered(world)


def test_a_code_that_is_taken_is_refused_in_a_sentence(office, world):
    page = press(office, "register", **JAN | {"code": "eva"})

    assert page.status_code == 409
    assert "is registered as eva already; choose another code" in page.text


def test_a_colleague_is_corrected(office, world):
    assert 'value="eva.horakova@university.example"' in office.get("/office?code=eva").text

    seen, _ = does(
        office, "correct", code="eva", name="Eva Horáková", email="eva@new.example", time_zone="Europe/Prague"
    )

    assert "Letters go to eva@new.example from now on" in seen
    assert registered(world)["eva"].email == "eva@new.example"


def test_an_admin_is_made_and_ended_and_the_look_shows_the_letter(office, world):
    seen, _ = does(office, "admin", code="eva")

    assert "You look after the whole office now" in seen
    assert "Rita Talová decided this." in seen
    assert world.office.store.register.admins() == ["eva", "rt"]

    seen, _ = does(office, "end-admin", code="eva")
    assert "You no longer look after the office" in seen
    assert world.office.store.register.admins() == ["rt"]
    told = [
        post.rendered.subject for post in world.office.store.letters.posts(world.code, limit=99) if post.to == "eva"
    ]
    assert sorted(told) == ["You look after the whole office now", "You no longer look after the office"]


def test_the_last_one_is_told_that_nobody_is_left_and_is_signed_out(office, world):
    seen, done = does(office, "end-admin", code="rt")

    assert "Nobody looks after the office then" in seen
    assert done.headers["location"] == "/sign-in"
    assert office.get("/office").headers["location"].startswith("/sign-in")


def test_whoever_has_a_role_is_not_taken_out_and_whoever_has_none_is(office, world):
    does(office, "register", **JAN)
    take_on(world.office, world.code, "jn")

    kept = press(office, "let-go", code="jn", _sure="yes")
    assert (kept.status_code, "take Jan Novák off" in kept.text) == (409, True)

    let_leave(world.office, world.code, "jn")
    waits = press(office, "let-go", code="jn")
    assert (waits.status_code, "has not left yet" in waits.text) == (409, True)

    does(office, "register", code="ida", name="Ida Malá", email="ida@university.example", time_zone="Europe/Prague")
    does(office, "let-go", code="ida")
    assert "ida" not in registered(world)


def test_nobody_else_gets_to_that_page(office, world):
    with client_of(world, "eva") as eva:
        assert eva.get("/office").status_code == 403
        assert eva.post("/office/admin", data={"code": "eva", "_sure": "yes"}, headers=OURS).status_code == 403
    assert world.office.store.register.admins() == ["rt"]
    assert office.post("/office/everything", data={}, headers=OURS).status_code == 404
    assert 'href="/office"' in office.get(f"{world.desk()}/running").text
