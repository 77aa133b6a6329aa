"""Who runs a cohort: one more, a hand-over by which everything open follows, and somebody who leaves is out at once."""

import pytest

from domain.lifecycles import InvitationState
from domain.people import Coordinator
from office.running_it import NotPossible, hand_over, let_leave, take_on
from tests.web.conftest import client_of

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


def done(world):
    lines = world.office.store.ledger.journal(world.code, limit=20)
    return sorted((line.did, line.by) for line in lines if line.key.startswith("desk:"))


def test_the_lead_hands_over_at_the_desk_and_what_was_open_follows(two):
    with client_of(two, "eva") as eva:
        assert "Jan Novák" in eva.get(f"{two.desk()}/running").text
        assert eva.post(f"{two.desk()}/running/lead", data={"code": "jan"}, headers=OURS).status_code == 303
        assert eva.get(f"{two.desk()}/people").status_code == 200

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
        jan.post(f"{two.desk()}/running/leave", data={"code": "eva"}, headers=OURS)

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
        eva.post(f"{world.desk()}/running/join", data={"code": "jan"}, headers=OURS)
        refused = eva.post(f"{world.desk()}/running/leave", data={"code": "eva"}, headers=OURS)

    assert [person.code for person in world.cohort.coordinators] == ["eva", "jan"]
    assert (refused.status_code, "over to a colleague first" in refused.text) == (409, True)
