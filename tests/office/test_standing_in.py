"""Standing in: while the lead is away letters, and answers to letters, reach a colleague; afterwards the lead, by itself.
A calendar entry keeps the organiser under whom it went out, whoever leads or stands in afterwards.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.actions import Due, Write
from domain.carry_out import carry_out
from domain.dates import FAR_FUTURE, day_of
from domain.desk_roles import DeskRole
from domain.escalations import Escalation
from domain.gatherings import Attendance
from domain.messages import ENTRIES, ROLE, ROLE_ENDED
from domain.people import Coordinator, Organizer
from notifications.letters import LETTERS, letter
from office.running_it import NotPossible, come_back, hand_over, let_leave, let_look_on, stand_in, take_on
from tests.builders import ZONE, days
from tests.web.world import NOW, a_world, mentoring, settled

JAN = Coordinator("jan", "Jan Novák", "jan@university.example")
TODAY = day_of(NOW, ZONE)


@pytest.fixture
def world(tmp_path):
    """Eva leads, Jan runs the cohort too, and a case waits."""
    case = Escalation("N02:help:1", "N02", "help", "N02", NOW)
    found = a_world(tmp_path, mentoring().put(case))
    found.office.store.register.add_coordinator(JAN)
    take_on(found.office, found.code, "jan", "eva")
    yield found
    found.office.store.close()


def to_coordinators(world):
    return sorted(
        {
            post.to
            for post in world.office.store.letters.posts(world.code, limit=500)
            if post.to in ("eva", "jan") and post.letter not in (ROLE, ROLE_ENDED)
        }
    )


def a_date(world, moved=0):
    """P03 have a date, and both hear of it."""
    starts = NOW + days(3) + timedelta(hours=moved)

    def told(cohort):
        dated = replace(cohort.sessions["P03.2"], starts_at=starts, sequence=moved)
        key = f"P03.2:dated:{moved}"
        return carry_out(
            Due(world.clock.now(), FAR_FUTURE, key, Write("pair/date_set", "N03", "P03.2"), scope="P03"),
            cohort.put(dated),
            world.clock.now(),
        )

    world.office.store.update(world.code, told, focus={"P03"})
    return next(
        post for post in world.office.store.letters.posts(world.code, limit=500) if post.letter == "pair/date_set"
    ).rendered


def organizer(rendered):
    text = rendered.calendar.replace("\r\n ", "")
    return next(line for line in text.splitlines() if line.startswith("ORGANIZER")).rpartition("mailto:")[2]


def parcels(world):
    return world.office.store.outbox.claim(world.clock.now(), limit=500)


def test_while_it_lasts_letters_reach_the_stand_in_and_the_day_after_the_lead(world):
    stand_in(world.office, world.code, "jan", (TODAY, TODAY + timedelta(days=2)), "eva")
    settled(world)
    while_away = to_coordinators(world)
    world.change(Escalation("N03:help:1", "N03", "help", "N03", NOW + days(3)))
    world.clock.move(days(3))
    settled(world)

    assert while_away == ["jan"]
    assert to_coordinators(world) == ["eva", "jan"]


def test_what_is_open_stays_the_leads_and_the_stand_in_may_decide_it(world):
    stand_in(world.office, world.code, "jan", (TODAY, TODAY), "eva")
    settled(world)

    asked = {one.to for one in world.cohort.invitations.values() if one.form == "decide_escalation"}
    assert asked == {"eva"}
    assert world.cohort.role_of("jan", NOW) is DeskRole.STAND_IN
    assert world.cohort.role_of("jan", NOW + days(1)) is DeskRole.COORDINATOR


def test_answers_to_letters_go_to_the_stand_in_on_the_day_a_letter_leaves(world):
    stand_in(world.office, world.code, "jan", (TODAY, TODAY), "eva")
    a_date(world)

    assert {parcel.reply_email for parcel in parcels(world)} == {"jan@university.example"}


def test_answers_go_to_the_lead_before_and_after(world):
    stand_in(world.office, world.code, "jan", (TODAY + timedelta(days=1), TODAY + timedelta(days=2)), "eva")
    a_date(world)

    assert {parcel.reply_email for parcel in parcels(world)} == {"eva.horakova@university.example"}


def test_an_entry_keeps_the_organiser_under_whom_it_went_out(world):
    stand_in(world.office, world.code, "jan", (TODAY, TODAY), "eva")
    first = a_date(world)
    come_back(world.office, world.code, "eva")
    moved = a_date(world, moved=1)

    assert (organizer(first), organizer(moved)) == ("jan@university.example", "jan@university.example")


def test_a_hand_over_and_a_new_address_break_no_entry_that_is_out(world):
    first = a_date(world)
    hand_over(world.office, world.code, "jan", "eva")
    let_leave(world.office, world.code, "eva", "jan")
    moved = a_date(world, moved=1)

    assert organizer(first) == organizer(moved) == "eva.horakova@university.example"
    assert "SEQUENCE:1" in moved.calendar
    assert world.cohort.sessions["P03.2"].organizer == Organizer(
        "Eva Horáková", "eva.horakova@university.example", world.office.store.snapshots.issuer.domain
    )


def test_the_letters_that_bring_an_entry_are_those_that_say_so():
    assert {name for name in LETTERS if letter(name).calendar == "REQUEST"} == ENTRIES


def test_who_comes_to_a_gathering_keeps_the_organiser_of_their_entry_too(world):
    gathering = next(iter(world.cohort.gatherings.values()))
    world.change(Attendance(f"{gathering.id}:N01", gathering.id, "N01", "coming", NOW))

    def heard(letter):
        due = Due(NOW, FAR_FUTURE, f"{gathering.id}:{letter}:N01", Write(letter, "N01", gathering.id), scope="N01")
        world.office.store.update(world.code, lambda cohort: carry_out(due, cohort, NOW), focus={"N01"})
        return next(post for post in world.office.store.letters.posts(world.code, limit=500) if post.letter == letter)

    first = heard("person/gathering_noted").rendered
    hand_over(world.office, world.code, "jan", "eva")
    changed = heard("person/gathering_changed").rendered

    assert organizer(first) == organizer(changed) == "eva.horakova@university.example"
    assert changed.text.count("Jan Novák") == 1  # who signs, and whom answers reach


@pytest.mark.parametrize("change", [hand_over, let_leave, let_look_on])
def test_a_hand_over_and_a_farewell_end_it(world, change):
    stand_in(world.office, world.code, "jan", (TODAY, TODAY), "eva")
    assert world.cohort.stand_in is not None

    change(world.office, world.code, "jan", "eva")

    assert world.cohort.stand_in is None


@pytest.mark.parametrize(
    ("code", "first", "last", "why"),
    [
        ("eva", TODAY, TODAY, "somebody else has to stand in"),
        ("max", TODAY, TODAY, "nobody with the code max runs pilot-27"),
        ("jan", TODAY, TODAY - timedelta(days=1), "lies before the first"),
        ("jan", date(2027, 1, 1), date(2027, 1, 2), "is over"),
        ("jan", TODAY, TODAY + timedelta(days=400), "more than a year"),
    ],
)
def test_who_cannot_stand_in_is_said(world, code, first, last, why):
    with pytest.raises(NotPossible, match=why):
        stand_in(world.office, world.code, code, (first, last), "eva")

    assert world.cohort.stand_in is None


def test_the_journal_says_who_did_it_and_as_what(world):
    stand_in(world.office, world.code, "jan", (TODAY, TODAY), "eva")
    come_back(world.office, world.code, "jan")
    journal = world.office.store.ledger.journal(world.code)
    lines = [(line.did, line.by, line.role) for line in journal if line.by and not line.did.startswith("write ")]

    day = TODAY.isoformat()
    assert sorted(lines) == [
        ("jan runs it too", "eva", "lead"),
        (f"jan stands in for eva from {day} to {day}", "eva", "lead"),
        ("jan stands in for eva no more", "jan", "stand-in"),
    ]
