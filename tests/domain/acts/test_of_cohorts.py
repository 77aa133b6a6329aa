"""Acts on a cohort: its calendar, its beginning, who comes late, holding and calling off."""

from dataclasses import replace
from datetime import date, timedelta

from domain.dates import day_of
from domain.lifecycles import InvitationState, Phase
from domain.people import Role
from domain.rules.recruitment import call_window
from tests.builders import MONDAY, ZONE, a_cohort, asked, days
from tests.domain.acts.stories import did, offered, refused, written

NOW = MONDAY + days(9)


def mentoring():
    return a_cohort().in_mentoring().with_pairs(2).build()


def waiting():
    """Two pairs that wait for mentoring to start."""
    return a_cohort().in_recruitment().with_pairs(2).build(), MONDAY - days(10)


def said(cohort, name):
    return day_of(getattr(cohort.milestones, name) - timedelta(microseconds=1), ZONE)


def test_the_end_of_mentoring_moves_with_what_follows_and_the_last_windows():
    cohort = mentoring()
    last = said(cohort, "mentoring_ends")

    after = did(
        cohort, "move_milestone", "", NOW, milestone="mentoring_ends", day=f"{last + timedelta(14)}", follow="true"
    )

    assert said(after, "mentoring_ends") == last + timedelta(14)
    assert said(after, "closes") == said(cohort, "closes") + timedelta(14)
    assert after.sessions["P01.6"].closes == after.milestones.mentoring_ends
    assert after.gatherings["G-wrapup"].starts_at.date() == cohort.gatherings["G-wrapup"].starts_at.date() + timedelta(
        14
    )
    assert after.gatherings["G-careers"] == cohort.gatherings["G-careers"]
    assert written(after) == [("person/dates_moved", code) for code in ("M01", "M02", "N01", "N02")]


def test_one_date_alone_moves_where_that_works():
    cohort = mentoring()
    last = said(cohort, "mentoring_ends")

    after = did(
        cohort, "move_milestone", "", NOW, milestone="mentoring_ends", day=f"{last + timedelta(7)}", follow=False
    )

    assert said(after, "closes") == said(cohort, "closes")
    far = refused(
        cohort, "move_milestone", "", NOW, milestone="mentoring_ends", day=f"{last + timedelta(90)}", follow=False
    )
    assert "mentoring_ends" in far["day"]


def test_what_lies_behind_is_not_moved():
    told = refused(mentoring(), "move_milestone", "", NOW, milestone="mentoring_starts", day="2027-06-01")

    assert told == {"milestone": "Please choose from the list."}


def test_pairs_that_wait_begin_when_mentoring_does():
    cohort, at = waiting()

    after = did(cohort, "move_milestone", "", at, milestone="mentoring_starts", day="2027-03-08", follow="true")

    assert after.groups["P01"].starts_on == date(2027, 3, 8)
    assert day_of(after.sessions["P01.1"].opens, ZONE) == date(2027, 3, 8)
    assert written(after) == [("person/dates_moved", code) for code in ("M01", "M02", "N01", "N02")]


def test_a_longer_call_keeps_the_forms_open_and_tells_those_who_could_still_apply():
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(2).build()
    closes = call_window(cohort, Role.MENTEE)[1]
    cohort = asked(replace(cohort, applications={}), "mentee_application", "N01", "N01", closes - days(9))
    form = cohort.invitation("N01", "mentee_application", "N01")
    cohort = cohort.put(replace(form, closes=closes))

    day = f"{said(cohort, 'mentees_close') + timedelta(7)}"
    after = did(cohort, "move_milestone", "", closes - days(2), milestone="mentees_close", day=day, follow="true")

    assert after.invitation("N01", "mentee_application", "N01").closes == closes + days(7)
    assert written(after) == [("person/call_moved", "N01")]


def test_mentoring_starts_early_with_the_pairs_there_are():
    cohort, at = waiting()

    after = did(cohort, "start_early", "", at)

    today = day_of(at, ZONE)
    assert (after.phase, day_of(after.milestones.mentoring_starts, ZONE)) == (Phase.MENTORING, today)
    assert (after.groups["P01"].starts_on, day_of(after.sessions["P01.1"].opens, ZONE)) == (today, today)
    assert said(after, "mentoring_ends") == said(cohort, "mentoring_ends")
    assert ("person/dates_moved", "N01") in written(after)


def test_without_a_pair_nothing_starts_early():
    cohort = a_cohort().in_recruitment().with_mentors(1).build()

    assert "start_early" not in offered(cohort, "cohort", "", NOW)


def test_somebody_new_joins_late_with_a_form_of_their_own():
    cohort = mentoring()
    content = {"full_name": "Jan Pozdní", "email": "jan@late.example", "role": "mentee", "last": "2027-03-20"}

    after = did(cohort, "add_latecomer", "", NOW, **content)

    assert after.participants["N03"].name == "Jan Pozdní"
    assert after.invitation("N03", "mentee_application", "N03").state is InvitationState.OPEN
    assert written(after) == [("person/late_link", "N03")]
    twice = refused(after, "add_latecomer", "", NOW, **content | {"email": "JAN@late.example"})
    assert list(twice) == ["email"]


def test_a_cohort_is_held_and_goes_on():
    held = did(mentoring(), "hold_cohort", "", NOW, reason="The building is closed.")

    assert (held.hold.by, held.hold.reason) == ("eva", "The building is closed.")
    assert offered(held, "cohort", "", NOW) == [
        "add_gathering", "take_in", "move_milestone", "add_latecomer", "let_go_on", "call_off",
    ]  # fmt: skip
    assert did(held, "let_go_on", "", NOW).hold is None


def test_a_cohort_is_called_off_and_then_nothing_is_left_to_do():
    off = did(mentoring(), "call_off", "", NOW, sure="on")

    assert off.phase is Phase.CALLED_OFF
    assert offered(off, "cohort", "", NOW) == []
