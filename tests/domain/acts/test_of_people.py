"""Acts on a person: details, links, places, verdicts, coming late, leaving."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.applications import Screening
from domain.lifecycles import ApplicationState, InvitationState, PairState
from domain.people import Away, Role
from domain.rules.recruitment import call_window
from tests.builders import MONDAY, a_cohort, asked, days
from tests.domain.acts.stories import did, offered, refused, written

NOW = MONDAY + days(9)
DETAILS = {
    "full_name": "Tereza Malá",
    "email": "n01@university.example",
    "language": "en",
    "time_zone": "Europe/Prague",
}


def a_pair():
    return asked(a_cohort().in_mentoring().with_pairs(2).build(), "session_date", "P01.1", "N01", MONDAY)


def decided(state):
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(1).with_applications(state).build()
    at = cohort.milestones.matching_on - days(5)
    sheet = Screening("eva", at, 3, 3, 3, 3)
    return cohort.put(replace(cohort.applications["N01"], decided_at=at, screening=sheet)), at + timedelta(hours=1)


def called():
    """Somebody on the list who never applied, and the moment after their call has closed."""
    cohort = a_cohort().in_recruitment().with_mentees(1).build()
    cohort = replace(cohort, applications={})
    return cohort, call_window(cohort, Role.MENTEE)[1] + days(1)


def test_a_corrected_name_is_no_reason_for_a_letter():
    after = did(a_pair(), "correct_details", "N01", NOW, **DETAILS | {"full_name": "Tereza Malá-Nová"})

    assert after.participants["N01"].name == "Tereza Malá-Nová"
    assert written(after) == []


def test_a_corrected_address_kills_old_links_and_is_written_to():
    after = did(a_pair(), "correct_details", "N01", NOW, **DETAILS | {"email": "tereza@home.example"})

    person = after.participants["N01"]
    assert (person.email, person.bounced_at, person.links) == ("tereza@home.example", None, 2)
    assert after.invitations["P01.1:session_date:N01"].generation == 2
    assert [(one.letter, one.address) for one in after.messages] == [
        ("person/address_changed", ""), ("person/address_left", "n01@university.example"),
    ]  # fmt: skip


def test_an_address_that_did_not_work_is_not_written_to():
    cohort = a_pair()
    cohort = cohort.put(replace(cohort.participants["N01"], bounced_at=NOW - days(1)))

    after = did(cohort, "correct_details", "N01", NOW, **DETAILS | {"email": "tereza@home.example"})

    assert written(after) == [("person/address_changed", "N01")]


def test_the_address_of_somebody_else_is_refused():
    told = refused(a_pair(), "correct_details", "N01", NOW, **DETAILS | {"email": "N02@university.example"})

    assert told == {"email": "Somebody else in this cohort has this address."}


def test_a_new_link_replaces_all_links_there_are():
    after = did(a_pair(), "new_link", "N01", NOW)

    assert after.invitations["P01.1:session_date:N01"].generation == 2
    assert written(after) == [("person/link_renewed", "N01")]


def test_an_absence_is_noted_as_if_they_had_told_it():
    after = did(a_pair(), "note_absence", "N01", NOW, first="2027-04-01", last="2027-04-10")

    assert after.participants["N01"].away == (Away(date(2027, 4, 1), date(2027, 4, 10)),)
    assert list(refused(a_pair(), "note_absence", "N01", NOW, first="2027-04-11", last="2027-04-10")) == ["last"]


def test_a_mentor_takes_more_but_not_fewer_than_there_are():
    two = did(a_pair(), "change_capacity", "M01", NOW, places="2")

    assert two.applications["M01"].capacity == 2
    pair = replace(
        two.groups["P02"],
        roster=tuple(replace(m, code="M01", seat=2) if m.code == "M02" else m for m in two.groups["P02"].roster),
    )
    assert list(refused(two.put(pair), "change_capacity", "M01", NOW, places="1")) == ["places"]
    assert "change_capacity" not in offered(a_pair(), "person", "N01", NOW)


@pytest.mark.parametrize("state", [ApplicationState.DECLINED, ApplicationState.WAITLISTED])
def test_a_decision_is_taken_back(state):
    cohort, at = decided(state)

    after = did(cohort, "change_verdict", "N01", at, verdict="accept")

    application = after.applications["N01"]
    assert (application.state, application.decided_at) == (ApplicationState.ACCEPTED, at)
    assert (application.screening.field, application.screening.at) == (3, at)


def test_what_counts_already_is_not_offered_again():
    cohort, at = decided(ApplicationState.ACCEPTED)

    assert refused(cohort, "change_verdict", "N01", at, verdict="accept") == {"verdict": "Please choose from the list."}


def test_somebody_on_the_list_may_apply_late_with_a_last_day_of_their_own():
    cohort, at = called()

    after = did(cohort, "admit_late", "N01", at, last=f"{at.date() + timedelta(5)}")

    form = after.invitation("N01", "mentee_application", "N01")
    assert (form.state, form.closes.date()) == (InvitationState.OPEN, at.date() + timedelta(5))
    assert written(after) == [("person/late_link", "N01")]


def test_nobody_is_late_while_the_call_is_open():
    cohort, at = called()

    assert "admit_late" not in offered(cohort, "person", "N01", at - days(3))
    assert list(refused(cohort, "admit_late", "N01", at, last="2020-01-01")) == ["last"]


def test_whoever_has_to_stop_leaves_as_by_their_own_page():
    after = did(a_pair(), "stop_for_them", "N01", NOW, sure="on")

    assert after.participants["N01"].left.at == NOW
    assert after.groups["P01"].state is PairState.ENDED
    assert offered(after, "person", "N01", NOW) == ["correct_details", "erase_person"]


def test_without_the_tick_nobody_is_made_to_leave():
    assert list(refused(a_pair(), "stop_for_them", "N01", NOW)) == ["sure"]
    assert list(refused(a_pair(), "erase_person", "N01", NOW)) == ["sure"]
