"""Ends: what closes at midnight is said by its last day, in one way everywhere; what is closed says that it is closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.calendar import ENDS, Milestones, first_day_after, milestone_days, told_by
from domain.dates import day_of, last_day
from domain.lifecycles import Phase
from domain.people import Role
from notifications.letters import render
from office.contacts import read_contacts
from office.desk import MILESTONES, access, desk_alone
from office.reports import timeline
from tests.builders import MONDAY, ZONE, a_cohort, asked, days
from tests.notifications.world import StraightLinks, message_of
from tests.web.conftest import client_of
from tests.web.test_desk import HERE
from tests.web.world import CALLING
from words import tongue

LAST = "31 January 2027"  # the call for mentors closes on this day at midnight: 2027-01-31T23:00Z


def invited_when(world):
    """What a coordinator reads about a list of mentors."""
    found = read_contacts(world.office, world.code, Role.MENTOR, b"name,email\nA B,a@b.example\n")
    return tongue("en").say(found.invited)


def set_clock(world, moment):
    world.clock.move(moment - world.clock.now())


def test_the_letter_the_page_the_desk_and_the_dashboard_say_the_same_day(calling, call):
    cohort, closes = call.cohort, call.cohort.milestones.mentors_close
    letter = replace(message_of("mentor/call", "M01"), until=closes)
    world = asked(cohort, "mentor_application", "M01", "M01", CALLING)
    form = world.invitations["M01:mentor_application:M01"]
    invited = world.put(replace(form, closes=closes))

    said = {
        "letter": render(invited, replace(letter, invitation=form.id), StraightLinks()).text,
        "apply page": calling.get(call.apply("mentor")).text,
        "desk": calling.get(call.desk()).text,
        "list": invited_when(call),
    }

    assert {where for where, text in said.items() if LAST in text} == set(said)
    assert {where for where, text in said.items() if "1 February" in text} == set()
    assert "| Call for mentors closes | 2027-01-31 |" in timeline(cohort, CALLING)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (-timedelta(minutes=1), f"The call closes on Sunday, {LAST}"),
        (timedelta(0), f"It was open until Sunday, {LAST}"),
        (days(100), f"It was open until Sunday, {LAST}"),
    ],
)
def test_a_call_says_at_each_moment_whether_it_is_open(calling, call, when, words):
    set_clock(call, call.cohort.milestones.mentors_close + when)

    assert words in calling.get(call.apply("mentor")).text


def test_a_call_that_is_still_to_come_says_when_and_one_that_is_late_promises_no_day(calling, call):
    set_clock(call, call.cohort.milestones.mentors_open - days(3))
    soon = calling.get(call.apply("mentor")).text
    call.office.store.update(call.code, lambda cohort: replace(cohort, phase=Phase.PREPARATION))
    set_clock(call, call.cohort.milestones.mentors_open + days(3))
    late = calling.get(call.apply("mentor")).text

    assert f"It opens on Friday, 1 January 2027 and closes on Sunday, {LAST}" in soon
    assert "This call is not open yet" in late
    assert "as soon as everything is prepared" in late


def test_a_call_of_a_cohort_that_goes_on_or_is_over_is_closed_whatever_its_date(calling, call):
    said = []
    for phase in (Phase.MENTORING, Phase.CALLED_OFF, Phase.CLOSED):
        call.office.store.update(call.code, lambda cohort, phase=phase: replace(cohort, phase=phase))
        said.append("This call is closed" in calling.get(call.apply("mentor")).text)

    assert said == [True, True, True]


def test_windows_of_sessions_and_forms_end_with_their_last_day(web, world):
    session = world.cohort.sessions["P03.6"]
    pages = [web.get(world.page("N03")).text, web.get(f"{world.desk()}/pairs").text]
    last, after = last_day(session.closes, ZONE), day_of(session.closes, ZONE)

    assert [f"{last.day} {last:%b %Y}" in page or f"{last:%b} {last.day}" in page for page in pages] == [True, True]
    assert [f"{after.day} {after:%b %Y}" in page for page in pages] == [False, False]


def test_every_milestone_that_ends_something_is_told_by_its_last_day():
    stones = a_cohort().build().milestones
    told = {name: day_of(told_by(name, getattr(stones, name)), ZONE) for name in Milestones.__dataclass_fields__}
    days_of = milestone_days(day_of(stones.preparation_starts, ZONE), a_cohort().policy.calendar)

    assert {name for name in told if told[name] != days_of[name]} == ENDS
    assert first_day_after(told) == days_of
    assert set(MILESTONES) <= set(told)


def test_the_desk_counts_an_end_as_past_from_midnight_on(call):
    closes = call.cohort.milestones.mentors_close
    eva = access(call.office, call.code, call.cohort.lead)

    assert max(at for _, at in desk_alone(call.office, eva).milestones if at < closes) == closes - timedelta(
        microseconds=1
    )


def test_a_list_that_comes_nine_hours_late_is_told_so_before_it_is_taken_in(call):
    set_clock(call, call.cohort.milestones.mentors_close + timedelta(hours=9))

    with client_of(call) as client:
        page = client.post(
            f"{call.desk()}/contacts",
            data={"role": "mentor"},
            files={"list": ("mentors.csv", b"name,email\nAda Lovelace,ada@firm.example\n", "text/csv")},
            headers=HERE,
        ).text

    assert f"Their call was open until {LAST}, so that none of them gets a letter or can apply." in page


@pytest.mark.parametrize(
    ("at", "phase", "words"),
    [
        (MONDAY - days(70), Phase.PREPARATION, "when their call opens, on 1 January 2027"),
        (MONDAY - days(58), Phase.PREPARATION, "its day has come, but something is not signed off"),
        (MONDAY - days(58), Phase.RECRUITMENT, f"the call closes on {LAST}"),
        (MONDAY - days(20), Phase.RECRUITMENT, f"was open until {LAST}"),
        (MONDAY, Phase.MENTORING, f"was open until {LAST}"),
    ],
)
def test_a_list_says_when_its_people_get_their_letters(call, at, phase, words):
    set_clock(call, at)
    call.office.store.update(call.code, lambda cohort: replace(cohort, phase=phase))

    assert words in invited_when(call)
