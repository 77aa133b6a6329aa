"""One morning letter over all cohorts of a coordinator: the list of the desk, told once, never lost, read by a stand-in."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from domain.escalations import Escalation
from domain.lifecycles import MessageState
from domain.messages import MORNING
from domain.people import Coordinator
from office import today
from office.round import play_round
from office.running_it import stand_in, take_on
from storage.tables import messages
from tests.builders import MONDAY, a_cohort, asked, days
from tests.web.world import a_world

NIGHT = (
    MONDAY + days(32) + timedelta(hours=3)
)  # before Friday, 2 April, the first morning after Easter on which cases wait too long
JAN = Coordinator("jan", "Jan Novák", "jan@university.example")


def a_programme(code, *ages):
    """A cohort with one open case for each of these ages in days."""
    cohort = a_cohort().in_mentoring().with_pairs(len(ages) or 1).build()
    cohort = replace(cohort, code=code, name=f"Programme {code}", materials={}, gatherings={})
    for n, age in enumerate(ages, start=1):
        case = Escalation(f"P0{n}:poor_fit:{n}", f"P0{n}", "poor_fit", f"P0{n}", NIGHT - days(2 + age))
        cohort = asked(cohort.put(case), "decide_escalation", case.id, "eva", case.opened_at)
    return cohort


@pytest.fixture
def world(tmp_path):
    """Eva leads two programmes; in each somebody has waited for three days this morning."""
    world = a_world(tmp_path, a_programme("spring", 5, 2.9), NIGHT)
    world.office.store.create(a_programme("autumn", 4, 2.9))
    for code in ("spring", "autumn"):
        play_round(world.office, code)
    world.clock.move_to(NIGHT + timedelta(hours=4))
    return world


def mornings(world, *codes):
    """Whoever got which list, from all cohorts."""
    for code in codes or ("spring", "autumn"):
        play_round(world.office, code)
    posts = [post for code in ("spring", "autumn") for post in world.office.store.letters.posts(code, limit=1000)]
    return [post for post in posts if post.letter == MORNING]


def test_two_cohorts_are_told_in_one_letter_in_the_order_of_the_desk(world):
    (letter,) = mornings(world)

    day = today.day(world.office, "eva", world.code)
    assert letter.rendered.subject == f"{day.total} things wait for you"
    lines = re.findall(r"^- (Programme \w+): (.+), look and decide \((\S+)\)$", letter.rendered.text, re.M)
    assert [programme for programme, _, _ in lines] == [day.cohorts[item.cohort].name for item in day.items]
    assert [re.sub(r".*(/desk/\w+)", r"\1", link) for _, _, link in lines] == [
        f"/desk/{item.cohort}{item.page or f'?item={quote(item.about)}#{quote(item.about)}'}" for item in day.items
    ]


def test_whichever_cohort_comes_first_writes_it_and_the_next_round_writes_nothing(world):
    assert [post.cohort for post in mornings(world, "autumn", "spring", "autumn")] == ["autumn"]


def test_what_the_first_letter_could_not_tell_is_not_lost(world):
    """A case came to the second cohort after the letter of the first was written, and is told again in its own time."""
    mornings(world, "spring")
    autumn = world.office.store.load("autumn")
    late = Escalation("P02:poor_fit:9", "P02", "poor_fit", "P02", NIGHT - days(3))
    world.office.store.update(
        "autumn",
        lambda cohort: cohort.put(
            late, *asked(autumn.put(late), "decide_escalation", late.id, "eva", NIGHT).invitations.values()
        ),
    )

    assert [post.cohort for post in mornings(world, "autumn")] == ["spring", "autumn"]


def test_a_letter_that_never_left_has_told_nothing(world):
    (first,) = mornings(world, "spring")
    with world.office.store.db.writing() as db:
        db.execute(messages.update().where(messages.c.id == first.id).values(state=MessageState.DROPPED))

    assert [post.cohort for post in mornings(world, "autumn")] == ["spring", "autumn"]


def test_somebody_who_stands_in_gets_it_and_the_lead_hears_of_the_other_programme_only(world):
    world.office.store.register.add_coordinator(JAN)
    take_on(world.office, "autumn", "jan")
    first = (NIGHT - days(1)).date()
    stand_in(world.office, "autumn", "jan", (first, first + timedelta(9)))

    told = {post.to: post.rendered for post in mornings(world)}

    assert {who: sorted(set(re.findall(r"/desk/(\w+)\?item", letter.text))) for who, letter in told.items()} == {
        "eva": ["spring"],
        "jan": ["autumn"],
    }


def test_nothing_waits_any_more_and_nothing_is_written(world):
    for code in ("spring", "autumn"):
        closed = [
            replace(case, state="resolved", decided_at=NIGHT)
            for case in world.office.store.load(code).escalations.values()
        ]
        world.office.store.update(code, lambda cohort, closed=closed: cohort.put(*closed))

    assert mornings(world) == []
