"""Acts: who may decide what by a form or a button, in whose name it is kept, and from whose pages it counts."""

import re

import pytest

from domain.lifecycles import InvitationState
from domain.people import Coordinator
from tests.web.conftest import a_browser, client_of
from tests.web.world import settled
from web import app
from web.look import HERE

OURS = {"origin": "http://127.0.0.1:8080"}
REPORT = ("session_report", "P01.1", "N01")
HELD = {"outcome": "held", "held_on": "2027-03-08"}


def sign_off(world):
    """The form by which the lead signs off a material, and the material."""
    material = next(i.about for i in world.cohort.invitations.values() if i.form == "sign_off")
    return world.form("sign_off", material, "eva"), material


# --- forms of coordinators --------------------------------------------------------------------------------------------


def test_a_coordinators_form_leads_to_sign_in_and_back(world):
    way, material = sign_off(world)
    with a_browser(world) as stranger:
        for led in (stranger.get(way), stranger.post(way, data={"done": "True"}, headers=OURS)):
            assert (led.status_code, led.headers["location"]) == (303, f"/sign-in?to={way.replace('/', '%2F')}")
        assert stranger.post(f"{way}/draft", data={"note": "x"}).headers["location"].endswith(way.replace("/", "%2F"))

    assert world.cohort.materials[material].signed_at is None
    with client_of(world) as eva:
        assert "For Eva" in eva.get(way).text


def test_from_a_coordinators_form_a_way_leads_back_to_the_desk_and_its_link_is_no_login(world):
    way, _ = sign_off(world)
    theirs = world.form("session_report", "P01.1", "N01")
    with client_of(world) as eva:
        eva.post(way, data={"done": "True"})
        for page in (eva.get(way).text, eva.get(f"{way}/thanks").text):
            assert f'<a href="{world.desk()}">Desk</a>' in page
            assert "is your login" not in page
        page = eva.get(theirs).text

    assert world.desk() not in page
    assert "The link to this page is your login." in page


def test_a_colleague_may_answer_what_the_lead_was_asked_and_it_is_kept_in_their_name(world):
    way, material = sign_off(world)
    world.change_coordinators("jan")
    with client_of(world, "jan") as jan:
        assert "For Jan" in jan.get(way).text
        answered = jan.post(way, data={"done": "True"})

    assert (answered.status_code, answered.headers["location"]) == (303, f"{way}/thanks")
    assert world.cohort.materials[material].signed_by == "jan"
    invitation = world.cohort.invitation(material, "sign_off", "eva")
    assert invitation.state is InvitationState.ANSWERED
    answer = world.office.store.lookups.last_answer(world.code, invitation.id)
    (line,) = [e for e in world.office.store.ledger.journal(world.code) if e.key == f"{invitation.id}:answer:1"]
    assert (answer.by, line.by) == ("jan", "jan")


def test_a_hold_bears_the_name_of_whoever_pressed_the_button(world):
    world.change_coordinators("jan")
    way = world.form("steer", "", "eva")
    with client_of(world, "jan") as jan:
        assert jan.post(way, data={"action": "hold", "reason": "Summer"}).status_code == 303

    assert world.cohort.hold.by == "jan"


def test_whoever_runs_another_cohort_finds_no_form_of_this_one(world):
    way, material = sign_off(world)
    world.office.store.register.add_coordinator(Coordinator("max", "Max Other", "max@university.example"))
    with client_of(world, "max") as max_:
        assert max_.get(way).status_code == 404
        assert max_.post(way, data={"done": "True"}).status_code == 404

    assert world.cohort.materials[material].signed_at is None


def test_a_participants_form_needs_its_link_alone(world):
    with a_browser(world) as mentee:
        assert mentee.get(world.form(*REPORT)).status_code == 200
        assert mentee.post(world.form(*REPORT), data=HELD).status_code == 303


# --- the proof of a visit ---------------------------------------------------------------------------------------------


def acts(world):
    """Every address of the desk and of signing out that takes a POST, and a form of a coordinator."""
    rooms = [room for room in vars(app).values() if hasattr(room, "router")]
    paths = sorted({route.path for room in rooms for route in room.router.routes if "POST" in route.methods})
    needs = [path for path in paths if path.startswith(("/desk", "/signed-in", "/sign-out"))]
    assert len(needs) > 15
    filled = [re.sub(r"{\w+:int}", "1", path.replace("{cohort}", world.code)) for path in needs]
    return [*(re.sub(r"{[^}]+}", "N01", path) for path in filled), sign_off(world)[0]]


def test_no_act_counts_without_the_proof_of_the_visit_or_with_that_of_another(world):
    settled(world)
    with client_of(world) as web, client_of(world) as other:
        for way in acts(world):
            for proof in ("", "guessed", other.proof):
                refused = web.post(way, data={"_proof": proof, "done": "True"}, headers=OURS)
                assert (refused.status_code, way) == (403, way)
        assert web.get(world.desk()).status_code == 200

    assert world.cohort.materials[sign_off(world)[1]].signed_at is None


# Forms of pages for which nobody signs in, or not yet.
WITHOUT_A_VISIT = {
    *("agreed", "apply", "entry", "erase", "moving", "notice", "person"),
    *("sign_in", "sign_in_button", "unsubscribe"),
}


def test_every_form_that_posts_carries_the_proof():
    """A form without it would be refused; this says so before anybody presses its button."""
    bare = {
        path.stem
        for path in (HERE / "templates").glob("*.html")
        for form in re.findall(r'<form [^>]*method="post".*?</form>', path.read_text(), flags=re.S)
        if "ours.proven(" not in form
    }

    assert bare == WITHOUT_A_VISIT, "give the template what templates/proof.html makes"


# --- other sites ------------------------------------------------------------------------------------------------------


def posted(world, headers):
    """What a report, an unsubscription and a wish to apply are answered."""
    with a_browser(world) as web:
        report = web.post(world.form(*REPORT), data=HELD, headers=headers)
        return report.status_code, web.post(f"{world.page('N01')}/unsubscribe", headers=headers).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://127.0.0.1:8080.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "null"},
        {"sec-fetch-site": "none", "origin": "https://evil.example"},
    ],
)
def test_a_form_from_another_site_is_refused(world, headers):
    assert posted(world, headers) == (403, 403)
    assert world.last_answer(*REPORT) is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8080"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"host": "internal:80", "origin": "http://127.0.0.1:8080"},
    ],
    ids=["nothing", "hidden", "ours", "ours by a new browser", "ours behind a proxy"],
)
def test_a_participant_whose_browser_says_little_is_not_locked_out(world, headers):
    assert posted(world, headers) == (303, 200)
