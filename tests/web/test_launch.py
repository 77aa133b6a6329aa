"""Launch from the desk: the plan as a form, refusals at the field, everything shown before it is done, one way to launch."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.dates import add_months
from domain.lifecycles import Phase
from domain.people import Coordinator
from office import running_it
from office.acts.doing import undo
from office.who_launches import may_launch
from rehearsal.preview import Foreseen, Preview
from tests.builders import days
from tests.office.offices import an_office, launched
from tests.web.conftest import a_browser, client_of, signed_in
from tests.web.world import a_world, mentoring

HERE = {"origin": "http://127.0.0.1:8080"}
PLAN = {"name": "Autumn cohort", "code": "autumn-27", "starts_on": "2027-05-03", "time_zone": "Europe/Prague"}
LETTERS = (
    Foreseen(datetime(2027, 6, 3, 8, tzinfo=UTC), "mentor/call", "M01", "M01:call:1", "Would you mentor?", "Dear Ada,"),
    Foreseen(datetime(2027, 6, 3, 8, tzinfo=UTC), "mentor/call", "M02", "M02:call:1", "Would you mentor?", "Dear Max,"),
    Foreseen(datetime(2027, 7, 1, 8, tzinfo=UTC), "mentee/call", "N01", "N01:call:1", "Would you like?", "Dear Eve,"),
)


class Played:
    """Rehearsals that were played already, or that nobody has the patience for."""

    def __init__(self, found=None):
        self.found, self.asked = found, []

    def of(self, plan, lead, patience):
        self.asked.append((plan.code, lead.code))
        return self.found

    def close(self):
        pass


@pytest.fixture
def world(tmp_path):
    world = a_world(tmp_path, mentoring(1))
    yield world
    world.office.store.close()


@pytest.fixture
def web(world):
    with client_of(world) as client:
        client.app.state.rehearsals = Played(Preview(LETTERS, ("2 letters left on a Sunday",), (), (), 6))
        yield client


def sent(web, **fields):
    return web.post("/launch", data=fields, headers=HERE)


def mistakes(answer):
    """By field, what stands beside it."""
    found = re.findall(r'<p class="mistake" id="e-([^"]+)"><span.*?</span>(.*?)</p>', answer.text, re.DOTALL)
    return {name: html.unescape(re.sub(r"<[^>]+>", "", words)).strip() for name, words in found}


def test_the_plan_is_looked_at_and_then_launched(web, world):
    look = sent(web, **PLAN, **{"recruitment.pairs_aim": "12", "sessions.minutes": "45"})

    assert look.status_code == 200
    assert "3 letters, day by day" in look.text
    assert "2 letters left on a Sunday" in look.text
    assert "June 2027" in look.text
    assert "Thursday, 3 June 2027" in look.text  # recruitment opens
    assert world.office.store.cohorts() == [world.code]
    assert web.app.state.rehearsals.asked == [("autumn-27", "eva")]

    done = sent(web, **PLAN, **{"recruitment.pairs_aim": "12", "sessions.minutes": "45", "_launch": "yes"})

    assert (done.status_code, done.headers["location"]) == (303, "/desk/autumn-27")
    cohort = world.office.store.load("autumn-27")
    assert (cohort.name, cohort.phase, [one.code for one in cohort.coordinators]) == (
        "Autumn cohort",
        Phase.PREPARATION,
        ["eva"],
    )
    assert (cohort.policy.recruitment.pairs_aim, cohort.policy.sessions.minutes) == (12, 45)


def test_everything_that_cannot_work_stands_at_its_field(web, world):
    answer = sent(
        web,
        **{
            "name": "X",
            "code": "Bad Code",
            "starts_on": "2020-01-01",
            "time_zone": "Europe/Atlantis",
            "recruitment.pairs_aim": "three",
            "recruitment.pairs_min": "40",
            "sessions.held_to_complete": "9",
            "dates.mentees_open": "2027-08-01",
            "dates.mentees_close": "2027-07-01",
            "numbers": "coffee: {cups: 3}",
        },
    )

    assert answer.status_code == 422
    assert mistakes(answer).keys() >= {
        *("name", "code", "starts_on", "time_zone", "recruitment.pairs_aim", "sessions.held_to_complete"),
        *("dates.mentees_close", "numbers"),
    }
    assert "must be a whole number" in mistakes(answer)["recruitment.pairs_aim"].casefold()
    assert 'value="Bad Code"' in answer.text
    assert 'href="#f-sessions.held_to_complete"' in answer.text
    assert world.office.store.cohorts() == [world.code]


@pytest.mark.parametrize(
    "text", ["a: [", "- a list", "a: &x [1]\nb: *x", "1: {a: 2}", "recruitment: {pairs_aim: 3", "\t", "sessions: 7"]
)
def test_numbers_that_cannot_be_read_are_refused_at_their_field(web, text):
    answer = sent(web, **PLAN, numbers=text)

    assert (answer.status_code, list(mistakes(answer))) in ((422, ["numbers"]), (200, []))
    assert answer.status_code == 422 or not text.strip()


def test_a_code_is_given_once(web, world):
    answer = sent(web, **PLAN | {"code": world.code})

    assert "There is a cohort with this code already" in mistakes(answer)["code"]


def test_a_second_press_launches_nothing_twice(web, world):
    sent(web, **PLAN, _launch="yes")
    launched = world.office.store.load("autumn-27", focus={""})

    again = sent(web, **PLAN, _launch="yes")

    assert again.status_code == 422
    assert world.office.store.load("autumn-27", focus={""}).launched_at == launched.launched_at


def test_who_has_no_patience_may_launch_or_look_again(web):
    web.app.state.rehearsals = Played()

    page = sent(web, **PLAN).text

    assert "Look again" in page
    assert 'action="/launch" data-again="3000"' in page, "a browser with scripts looks again by itself"
    assert "Launch it" in page


def test_the_plan_can_be_changed_after_the_look(web):
    page = sent(web, **PLAN, _change="yes")

    assert (page.status_code, 'value="Autumn cohort"' in page.text) == (200, True)


def test_colleagues_run_it_too(web, world):
    world.office.store.register.add_coordinator(Coordinator("max", "Max Malý", "max@university.example"))
    assert "Max Malý (max)" in web.get("/launch").text

    sent(web, **PLAN, coordinators="max", _launch="yes")

    assert [one.code for one in world.office.store.load("autumn-27").coordinators] == ["eva", "max"]


def test_whoever_leads_nothing_launches_nothing(world):
    world.change_coordinators("max")
    with client_of(world, "max") as web:
        assert web.get("/launch").status_code == 403
        assert sent(web, **PLAN, _launch="yes").status_code == 403
        assert "Launch a cohort" not in web.get(world.desk()).text
    assert world.office.store.cohorts() == [world.code]


def test_whoever_looks_after_the_office_launches_too(world):
    world.office.store.register.add_coordinator(Coordinator("max", "Max Malý", "max@university.example"))
    running_it.make_admin(world.office, "max")

    with client_of(world, "max") as web:
        assert web.get("/launch").status_code == 200


def test_nobody_launches_without_signing_in_or_from_elsewhere(world, web):
    with a_browser(world) as strange:
        assert strange.get("/launch").headers["location"] == "/sign-in?to=%2Flaunch"
    assert web.post("/launch", data=PLAN, headers={"origin": "https://evil.example"}).status_code == 403
    assert web.post("/launch", data=PLAN | {"_proof": "x"}, headers=HERE).status_code == 403


def test_the_first_cohort_of_an_office_is_launched_by_whoever_is_registered(tmp_path, world):
    office = an_office(tmp_path / "fresh")

    assert [may_launch(office, code) for code in ("eva", "nobody")] == [True, False]
    launched(office)
    assert [may_launch(office, code) for code in ("eva", "karl")] == [True, False]


def test_a_new_cohort_may_be_like_an_earlier_one(web, world):
    own = world.cohort.policy.model_copy(
        update={"sessions": world.cohort.policy.sessions.model_copy(update={"minutes": 45, "silence_after": days(30)})}
    )
    world.office.store.update(world.code, lambda cohort: replace(cohort, phase=Phase.CLOSED, policy=own))
    assert f"/launch?like={world.code}" in web.get("/launch").text

    page = web.get(f"/launch?like={world.code}").text

    assert f'value="{world.cohort.name}"' in page
    assert f'value="{add_months(world.cohort.starts_on, 12)}"' in page
    assert re.search(r'name="sessions.minutes"[^>]*value="45"', page)
    assert "silence_after: 30 days" in html.unescape(page)
    assert web.get("/launch?like=nothing").status_code == 404


def test_whoever_would_take_part_again_comes_along_and_can_be_taken_back(web, world):
    cohort = world.cohort
    said = replace(cohort.applications["M01"], reflection={"again": "yes"})
    world.office.store.update(world.code, lambda cohort: replace(cohort.put(said), phase=Phase.CLOSED))
    known = cohort.participants["M01"]
    form = web.get(f"/launch?like={world.code}").text
    assert "1 mentor who would do it again" in form
    assert "0 mentees who keep their place on the waiting list" in form
    like = PLAN | {"like": world.code, "along": "mentors"}
    assert known.name in sent(web, **like).text

    sent(web, **like, _launch="yes")

    fresh = world.office.store.load("autumn-27")
    assert [(one.id, one.name, one.email, one.source) for one in fresh.participants.values()] == [
        ("M01", known.name, known.email, f"again:{world.code}")
    ]
    [deed] = world.office.store.deeds.since("autumn-27", world.clock.now())
    assert deed.until == fresh.milestones.mentors_open
    undo(world.office, "autumn-27", deed.id, "eva")
    assert world.office.store.load("autumn-27").participants == {}


def test_the_form_asks_for_a_signed_in_browser(world):
    web = signed_in(a_browser(world), world)

    assert web.get("/launch").status_code == 200
