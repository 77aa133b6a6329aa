"""Acts on gatherings: moved, called off, added, recorded; what follows is told by the rules."""

from dataclasses import replace

from domain.lifecycles import InvitationState
from tests.builders import MONDAY, a_cohort, answered, days
from tests.domain.acts.stories import did, offered, refused, written
from tests.domain.rules.stories import on

AT = MONDAY + days(70.4)
WHEN = {"day": "2027-05-20", "time": "17:00"}


def invited():
    """N01 and N02 are invited to G-careers, on 17 May; N01 comes."""
    cohort = on(a_cohort().in_mentoring().with_pairs(2).build(), MONDAY + days(69.4))
    cohort = answered(cohort, "rsvp", "G-careers", "N01", MONDAY + days(69.5), answer="coming")
    return on(cohort, AT).settled()


def prefilled(**told):
    return {"title_of_it": "Careers", "minutes": 60, "place": "Room 4", **WHEN, **told}


def test_a_gathering_that_moves_is_told_to_all_who_were_invited():
    moved = on(did(invited(), "change_gathering", "G-careers", AT, **prefilled()), AT)

    assert written(moved) == [("person/gathering_moved", "N01"), ("person/gathering_new_day", "N02")]


def test_a_gathering_is_moved_to_no_moment_that_is_over_or_lies_behind_the_end():
    cohort = invited()

    assert list(refused(cohort, "change_gathering", "G-careers", AT, **prefilled(day="2027-05-01"))) == ["day"]
    assert list(refused(cohort, "change_gathering", "G-careers", AT, **prefilled(day="2028-05-01"))) == ["day"]
    assert list(refused(cohort, "change_gathering", "G-careers", AT, **prefilled(place="online"))) == ["place"]


def test_what_is_called_off_is_told_to_those_who_come_and_nobody_is_asked_any_more():
    off = on(did(invited(), "cancel_gathering", "G-careers", AT), AT)

    assert written(off) == [("person/gathering_cancelled", "N01")]
    assert off.invitations["G-careers:rsvp:N02"].state is InvitationState.REVOKED
    assert offered(off, "gathering", "G-careers", AT) == []


def test_an_activity_is_added_in_the_middle_and_people_are_invited():
    told = prefilled(kind="activity", audience="mentees", day="2027-05-19", agenda="A visit.")
    added = on(did(invited(), "add_gathering", "", AT, **told), AT)

    assert written(added) == [("person/gathering_invited", "N01"), ("person/gathering_invited", "N02")]
    second = did(added, "add_gathering", "", AT + days(1), **told)
    assert [key for key in second.gatherings if key.startswith("G-activity")] == ["G-activity", "G-activity-2"]


def test_a_recording_can_be_told_once_it_has_begun_and_the_rest_no_longer():
    cohort, after = invited(), MONDAY + days(90)
    cohort = cohort.put(replace(cohort.attendances["G-careers:N01"], answer="recording"))

    assert offered(cohort, "gathering", "G-careers", AT) == ["change_gathering", "cancel_gathering"]
    assert offered(cohort, "gathering", "G-careers", after) == ["add_recording"]
    told = did(cohort.settled(), "add_recording", "G-careers", after, recording="https://film.example/1")
    assert ("person/gathering_recording", "N01") in written(on(told, after + days(1.4)))
