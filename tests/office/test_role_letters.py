"""Whoever gets, changes or loses a role hears of it: what they can do now, where they sign in, who decided it."""

from datetime import timedelta

import pytest

from domain.messages import ROLE, ROLE_ENDED
from domain.people import Coordinator
from office.running_it import come_back, end_admin, hand_over, let_leave, let_look_on, make_admin, stand_in, take_on
from tests.office.offices import an_office, launched
from tests.web.world import NOW, a_world, mentoring

JAN = Coordinator("jan", "Jan Novák", "jan@university.example")
IDA = Coordinator("ida", "Ida Malá", "ida@university.example")
TODAY = NOW.date()


@pytest.fixture
def world(tmp_path):
    world = a_world(tmp_path, mentoring())
    for person in (JAN, IDA):
        world.office.store.register.add_coordinator(person)
    return world


def told(world, since=0):
    """(who, subject) of the letters about roles, as they were written."""
    posts = sorted(world.office.store.letters.posts(world.code, limit=1000), key=lambda post: post.id)
    return [(post.to, post.rendered.subject) for post in posts if post.letter in (ROLE, ROLE_ENDED)][since:]


def the_letter(world, to):
    posts = [post for post in world.office.store.letters.posts(world.code, limit=1000) if post.to == to]
    return max((post for post in posts if post.letter in (ROLE, ROLE_ENDED)), key=lambda post: post.id).rendered


def test_a_new_colleague_reads_what_they_can_do_where_and_who_decided_it(world):
    take_on(world.office, world.code, "jan", "eva")

    letter = the_letter(world, "jan")
    assert letter.subject == "You run Pilot 2027 now, with Eva Horáková"
    assert "Eva Horáková decided this." in letter.text
    assert "may decide everything" in letter.text
    assert f"/desk/{world.code}" in letter.text
    assert "jan@university.example" in letter.text


def test_at_a_hand_over_both_hear(world):
    take_on(world.office, world.code, "jan", "eva")
    hand_over(world.office, world.code, "jan", "eva")

    assert told(world, 1) == [
        ("eva", "You run Pilot 2027 now, with Jan Novák"),
        ("jan", "You lead Pilot 2027 now"),
    ]
    assert "You decided this yourself." in the_letter(world, "eva").text


def test_who_stands_in_and_who_is_away_hear_of_the_days_and_of_the_end(world):
    take_on(world.office, world.code, "jan", "eva")
    stand_in(world.office, world.code, "jan", (TODAY, TODAY + timedelta(9)), "eva")

    assert told(world, 1) == [
        ("eva", "Jan Novák stands in for you in Pilot 2027"),
        ("jan", "You stand in for Eva Horáková in Pilot 2027"),
    ]
    assert "From 10 March 2027 to 19 March 2027" in the_letter(world, "jan").text

    come_back(world.office, world.code, "eva")
    assert told(world, 3) == [
        ("eva", "You answer for Pilot 2027 again"),
        ("jan", "Eva Horáková answers for Pilot 2027 again"),
    ]


def test_who_is_taken_off_hears_it_without_a_way_to_the_desk(world):
    take_on(world.office, world.code, "jan", "eva")
    let_leave(world.office, world.code, "jan")

    letter = the_letter(world, "jan")
    assert letter.subject == "You are no longer at the desk of Pilot 2027"
    assert "Whoever looks after the office decided this." in letter.text
    assert "/desk" not in letter.text + letter.html


def test_who_looks_on_and_looks_on_no_more_hears_it(world):
    let_look_on(world.office, world.code, "ida", "eva")
    let_leave(world.office, world.code, "ida", "eva")

    assert told(world) == [
        ("ida", "You look on in Pilot 2027 now"),
        ("ida", "You are no longer at the desk of Pilot 2027"),
    ]


def test_an_office_admin_hears_of_the_beginning_and_of_the_end(world):
    make_admin(world.office, "ida", "eva")
    end_admin(world.office, "ida", "eva")

    assert told(world) == [
        ("ida", "You look after the whole office now"),
        ("ida", "You no longer look after the office"),
    ]


def test_an_admin_who_no_longer_runs_a_programme_is_told_what_stays(world):
    take_on(world.office, world.code, "ida", "eva")
    make_admin(world.office, "ida", "eva")
    let_leave(world.office, world.code, "ida", "eva")

    assert told(world)[-1] == ("ida", "You no longer run Pilot 2027")
    assert "You still see its desk" in the_letter(world, "ida").text


def test_nothing_changes_and_nobody_is_written_to(world):
    take_on(world.office, world.code, "eva", "eva")
    hand_over(world.office, world.code, "eva", "eva")
    come_back(world.office, world.code, "eva")

    assert told(world) == []


def test_who_was_made_to_look_after_an_office_without_programmes_hears_of_it_with_the_first(tmp_path):
    office = an_office(tmp_path)
    office.store.register.add_coordinator(IDA)
    make_admin(office, "ida")

    codes = launched(office), launched(office, code="autumn-27")

    posts = [post for code in codes for post in office.store.letters.posts(code, to="ida")]
    assert [(post.cohort, post.rendered.subject) for post in posts] == [
        ("spring-27", "You look after the whole office now")
    ]
