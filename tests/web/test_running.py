"""Who runs a cohort: one more, a hand-over by which everything open follows, and somebody who leaves is out at once; each
shown first with its letters, and done as it was shown.
"""

import re

import pytest

from domain.lifecycles import InvitationState
from domain.people import Coordinator
from office.running_it import NotPossible, hand_over, let_leave, stand_in, take_on
from tests.web.conftest import client_of
from tests.web.world import NOW

OURS = {"origin": "http://127.0.0.1:8080"}
JAN = Coordinator("jan", "Jan Novák", "jan@university.example")


@pytest.fixture
def two(world):
    """Eva leads, and Jan runs the cohort too."""
    world.office.store.register.add_coordinator(JAN)
    take_on(world.office, world.code, "jan", "eva")
    return world


def open_forms(world, to):
    return sorted(
        i.form
        for i in world.cohort.invitations.values()
        if i.to == to and i.state is InvitationState.OPEN and i.form == "sign_off"
    )


def press(web, world, way, **sent):
    return web.post(f"{world.desk()}/running/{way}", data=sent, headers=OURS)


def does(web, world, way, **sent):
    """Look, then press the button with what the page carries."""
    seen = press(web, world, way, **sent)
    assert seen.status_code == 200, seen.text
    return seen.text, press(web, world, way, **carried(seen.text))


def carried(page):
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return {name: value for name, value in found.items() if name != "_proof"}


def role_letters(world):
    posts = world.office.store.letters.posts(world.code, limit=1000)
    return sorted((post.to, post.rendered.subject) for post in posts if post.letter.startswith("coordinator/role"))


def done(world):
    lines = world.office.store.ledger.journal(world.code, limit=20)
    return sorted((line.did, line.by) for line in lines if line.key.startswith("desk:"))


def test_the_lead_hands_over_at_the_desk_and_what_was_open_follows(two):
    with client_of(two, "eva") as eva:
        assert "Jan Novák" in eva.get(f"{two.desk()}/running").text
        seen, pressed = does(eva, two, "lead", code="jan")
        assert pressed.status_code == 303
        assert eva.get(f"{two.desk()}/people").status_code == 200

    assert "Letters of the office come to Jan Novák from now on" in seen
    assert "1 open form passes from Eva Horáková to Jan Novák" in seen
    assert two.cohort.lead.code == "jan"
    assert (open_forms(two, "eva"), open_forms(two, "jan")) == ([], ["sign_off"])
    assert done(two) == [("jan leads in place of eva", "eva"), ("jan runs it too", "eva")]


def test_handing_over_and_back_leaves_everything_open_where_it_was(two):
    hand_over(two.office, two.code, "jan")
    hand_over(two.office, two.code, "eva")

    assert (open_forms(two, "eva"), open_forms(two, "jan")) == (["sign_off"], [])


def test_whoever_leaves_is_out_at_once_and_the_others_keep_what_was_open(two):
    hand_over(two.office, two.code, "jan")
    with client_of(two, "eva") as eva, client_of(two, "jan") as jan:
        seen, _ = does(jan, two, "leave", code="eva")

        assert "Eva Horáková is signed out everywhere" in seen
        assert eva.get(two.desk()).headers["location"].startswith("/sign-in")
        assert [person.code for person in two.cohort.coordinators] == ["jan"]
        assert "sign_off" in open_forms(two, "jan")


def test_only_the_lead_changes_who_runs_it(two):
    with client_of(two, "jan") as jan:
        for act in ("join", "lead", "leave"):
            assert jan.post(f"{two.desk()}/running/{act}", data={"code": "jan"}, headers=OURS).status_code == 403

    assert two.cohort.lead.code == "eva"


@pytest.mark.parametrize(
    ("change", "code", "why"),
    [
        (let_leave, "eva", "hand pilot-27 over to a colleague first: eva leads it"),
        (let_leave, "max", "nobody with the code max runs pilot-27"),
        (hand_over, "max", "nobody with the code max runs pilot-27"),
        (take_on, "max", "nobody is registered as max"),
    ],
)
def test_what_cannot_be_is_said(two, change, code, why):
    with pytest.raises(NotPossible, match=why):
        change(two.office, two.code, code)

    assert [person.code for person in two.cohort.coordinators] == ["eva", "jan"]


def test_one_more_joins_at_the_desk(world):
    world.office.store.register.add_coordinator(JAN)
    with client_of(world, "eva") as eva:
        seen, _ = does(eva, world, "join", code="jan")
        refused = press(eva, world, "leave", code="eva")
        page = eva.get(f"{world.desk()}/running").text

    assert [person.code for person in world.cohort.coordinators] == ["eva", "jan"]
    assert (refused.status_code, "over to a colleague first" in refused.text) == (409, True)
    assert "You run Pilot 2027 now, with Eva Horáková" in seen
    assert "decided by Eva Horáková" in page
    assert "leaves on" in page


def test_a_look_changes_nothing_and_writes_nobody(two):
    before = role_letters(two)
    with client_of(two, "eva") as eva:
        press(eva, two, "lead", code="jan")
        press(eva, two, "leave", code="jan")
        press(eva, two, "look-on", code="jan")
        leave = press(eva, two, "stand-in", code="jan", last="2027-03-19").text

    assert "From 10 March 2027 to 19 March 2027" in leave
    assert leave.count("<details open>") == 2, "both letters, word for word"
    assert (two.cohort.lead.code, two.cohort.stand_in, role_letters(two)) == ("eva", None, before)


def test_what_changed_between_the_look_and_the_button_is_shown_anew(two):
    with client_of(two, "eva") as eva:
        seen = press(eva, two, "leave", code="jan").text
        stand_in(two.office, two.code, "jan", (NOW.date(), NOW.date()), "eva")
        again = press(eva, two, "leave", **carried(seen))
        assert (again.status_code, "something has changed" in again.text) == (409, True)
        assert [person.code for person in two.cohort.coordinators] == ["eva", "jan"]
        press(eva, two, "leave", **carried(again.text))

    assert [person.code for person in two.cohort.coordinators] == ["eva"]


def test_somebody_stands_in_and_the_lead_comes_back(two):
    with client_of(two, "eva") as eva:
        does(eva, two, "stand-in", code="jan", last="2027-03-19")
        there = two.cohort.stand_in
        seen, _ = does(eva, two, "back")

    assert (there.code, there.last.isoformat()) == ("jan", "2027-03-19")
    assert "come to Eva Horáková again" in seen
    assert two.cohort.stand_in is None


def test_days_that_cannot_be_stay_as_they_were_typed(two):
    with client_of(two, "eva") as eva:
        refused = press(eva, two, "stand-in", code="jan", first="2027-03-20", last="2027-03-12")

    assert refused.status_code == 409
    assert 'value="2027-03-20"' in refused.text
    assert 'value="2027-03-12"' in refused.text


def test_what_would_change_nothing_is_said(two):
    with client_of(two, "eva") as eva:
        refused = press(eva, two, "join", code="jan")

    assert (refused.status_code, "Nothing would change" in refused.text) == (409, True)
