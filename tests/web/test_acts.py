"""The desk without a case: what is offered, what it will cause, done, taken back."""

import re

import pytest

from domain.acts import ACTS
from domain.lifecycles import PairState, SessionState
from domain.people import Coordinator
from office.acts.doing import LETTERS_WAIT
from office.running_it import take_on
from tests.office.acts.worlds import content_of
from tests.web.conftest import client_of
from tests.web.world import NOW, World, a_world, mentoring, settled

OURS = {"sec-fetch-site": "same-origin"}
ADDRESS = {"full_name": "Tereza Malá", "email": "tereza@home.example", "time_zone": "Europe/Prague"}


@pytest.fixture
def world(tmp_path):
    found = a_world(tmp_path, mentoring(), NOW)
    settled(found)
    return found


@pytest.fixture
def desk(world):
    return Desk(world)


class Desk:
    """A coordinator at the desk, without JavaScript."""

    def __init__(self, world: World, who: str = "") -> None:
        self.world, self.web = world, client_of(world, who)

    def open(self, path):
        return self.web.get(f"{self.world.desk()}{path}")

    def send(self, path, content):
        return self.web.post(f"{self.world.desk()}{path}", data=content, headers=OURS, follow_redirects=True)

    def do(self, name, about, **content):
        """Fill in, look, and press the button: the page on which it is done."""
        path = f"/do/{name}?about={about}"
        seen = self.send(path, content)
        return self.send(path, dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', seen.text)))

    def take_back(self, page):
        return self.send(f"/done/{re.search(r'/done/([^/]+)$', str(page.url)).group(1)}", {})


def test_a_person_is_offered_what_can_be_done(desk):
    offered = re.findall(r'/do/(\w+)\?about=N01"', desk.open("/people/N01").text)

    assert offered == ["correct_details", "new_link", "note_absence", "stop_for_them", "erase_person"]


def test_a_pair_has_a_page_with_its_sessions_and_acts(desk):
    page = desk.open("/pairs/P01")

    assert page.status_code == 200
    assert "Tereza Malá" in page.text
    assert re.findall(r"/do/(\w+)\?about=P01", page.text)[:2] == ["change_date", "excuse_session"]
    gone = desk.open("/pairs/P99")
    assert gone.status_code == 404
    assert "There is nothing at this address" in gone.text, "no word of letters and their links, as to participants"
    assert f'<a href="{desk.world.desk()}">Back to the desk</a>' in gone.text


def test_the_cohort_is_steered_from_one_page(desk):
    assert re.findall(r'/do/(\w+)"', desk.open("/steer").text) == [
        "add_gathering", "take_in", "move_milestone", "add_latecomer", "hold_cohort", "call_off",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_every_act_has_its_page_or_says_why_not(desk, world, name):
    act = ACTS[name]
    about = {"group": "P01", "person": "N01", "gathering": "G-careers", "cohort": ""}[act.on]

    page = desk.open(f"/do/{name}?about={about}")

    offered = act.offered(world.cohort, about, NOW)
    if name == "take_in":  # a list is read before anything is asked
        assert (page.status_code, page.headers["location"]) == (303, f"{world.desk()}/contacts")
        return
    assert page.status_code == (200 if offered else 409)
    assert act.title in page.text
    if offered and (content := content_of(act, world.cohort, about, NOW)):
        seen = desk.send(f"/do/{name}?about={about}", content)
        assert (seen.status_code, "What it will cause" in seen.text) == (200, True)


def test_a_look_tells_letters_dates_and_forms_and_shows_nobodys_login(desk, world):
    page = desk.open("/do/end_group?about=P01").text

    assert "2 letters" in page
    assert "Your pair has come to its end" in page
    assert "Sessions 1, 2, 3, 4, 5 and 6 of P01: cancelled" in page
    assert "A form is withdrawn: Your mentoring plan, of Tereza Malá" in page
    assert "/p/" not in page
    assert world.cohort.groups["P01"].state is PairState.ACTIVE


def test_what_a_hold_spares_waits_and_is_not_given_up(desk):
    shown = desk.send("/do/hold_cohort", {"reason": "Summer"}).text

    assert "are not written until you let the cohort go on" in shown
    assert "will not be written" not in shown


def test_an_address_is_corrected_and_put_back(desk, world):
    page = desk.do("correct_details", "N01", **ADDRESS)

    assert world.cohort.participants["N01"].email == "tereza@home.example"
    assert "You can take it back until" in page.text

    back = desk.take_back(page)

    assert world.cohort.participants["N01"].email == "n01@university.example"
    assert "Taken back" in back.text
    assert "This was taken back already" in desk.take_back(page).text


def test_two_deeds_in_one_second_have_a_page_each(desk, world):
    world.office.store.register.add_coordinator(Coordinator("jan", "Jan Novák", "jan@university.example"))
    take_on(world.office, world.code, "jan", "eva")
    days = {"first": "2027-05-03", "last": "2027-05-20"}

    pages = [who.do("add_session", "P01", **days) for who in (desk, Desk(world, "jan"), desk)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert len({str(page.url) for page in pages}) == 3
    assert len(world.cohort.sessions_of("P01")) == 9
    assert "Taken back" in desk.take_back(pages[2]).text


def test_after_its_letters_left_an_act_says_why_it_stands(desk, world):
    page = desk.do("correct_details", "N01", **ADDRESS)
    world.clock.move(LETTERS_WAIT)

    late = desk.take_back(page)

    assert late.status_code == 409
    assert "its letters have left" in late.text
    assert world.cohort.participants["N01"].email == "tereza@home.example"


def test_a_mistake_is_shown_beside_its_field(desk):
    page = desk.send("/do/correct_details?about=N01", ADDRESS | {"email": "nowhere"})

    assert page.status_code == 422
    assert 'href="#f-email"' in page.text
    assert "Please give an address like name@example.org." in page.text


def test_what_has_changed_meanwhile_is_shown_once_more(desk, world):
    seen = desk.open("/do/end_group?about=P01").text
    mark = re.search(r'name="_mark" value="(\w+)"', seen).group(1)
    desk.do("excuse_session", "P01", session="P01.1")
    assert world.cohort.sessions["P01.1"].state is SessionState.CANCELLED

    page = desk.send("/do/end_group?about=P01", {"_mark": mark})

    assert page.status_code == 409
    assert "Meanwhile something has changed" in page.text
    assert world.cohort.groups["P01"].state is PairState.ACTIVE


def test_other_sites_cannot_have_it_done(desk, world):
    sent = desk.web.post(
        f"{world.desk()}/do/end_group?about=P01", data={"_mark": "x"}, headers={"origin": "https://evil.example"}
    )

    assert sent.status_code == 403
    assert desk.web.post(f"{world.desk()}/done/P01:end_group:x").status_code == 403


@pytest.mark.parametrize("path", ["/do/fly?about=P01", "/do/end_group?about=N01", "/do/end_group", "/done/nothing"])
def test_what_is_not_there_is_not_found(desk, path):
    assert desk.open(path).status_code == 404


def test_what_was_done_lately_can_be_found_again(desk, world):
    desk.do("excuse_session", "P01", session="P01.1")

    page = desk.open("/steer").text
    assert "Excuse a session" in page
    names = " and ".join(world.cohort.participants[code].name for code in world.cohort.groups["P01"].members)
    assert f"{names} · Eva Horáková · " in page


def test_a_new_link_kills_the_old_ones_and_letters_that_wait_have_the_new(desk, world):
    """The page, a form that was asked for and one for any time: all of them by links of before."""
    old = [world.page("N01"), world.form("session_date", "P01.1", "N01"), world.form("need_help", "N01", "N01")]
    assert [desk.web.get(link).status_code for link in old] == [200, 200, 200]

    page = desk.do("new_link", "N01")

    assert [desk.web.get(link).status_code for link in old] == [404, 404, 404]
    waiting = [post for post in world.office.store.letters.posts(world.code, to="N01") if post.state.value == "queued"]
    links = {link for post in waiting for link in re.findall(r"/[pf]/[\w.\-]+", post.rendered.text)}
    assert len(waiting) > 1
    assert {desk.web.get(link).status_code for link in links} == {200}

    desk.take_back(page)
    assert [desk.web.get(link).status_code for link in old] == [200, 200, 200]
