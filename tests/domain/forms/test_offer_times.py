"""Offering times: each on their own clock; what suits both is the date, told to both like any other."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from domain.forms import FORMS, mistakes
from domain.lifecycles import SessionState
from domain.sessions import Offer, Span
from tests.builders import MONDAY, a_cohort, answered, days, invited

NOW = MONDAY + days(1)
FORM = FORMS["offer_times"]


def mentoring(mentor_zone="Europe/Prague"):
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    return cohort.put(replace(cohort.participants["M01"], time_zone=mentor_zone))


def row(day, first, until):
    return {"day": f"2027-03-{day:02}", "first": first, "until": until}


def offer(cohort, code, *rows, at=NOW):
    return answered(cohort, "offer_times", "P01.1", code, at, times=rows)


def refused(cohort, *rows, at=NOW):
    with pytest.raises(ValidationError) as wrong:
        FORM.check({"times": rows}, cohort, invited(cohort, "offer_times", "P01.1", "N01", at), at)
    return mistakes(wrong.value)


def test_what_one_offers_is_kept_and_the_session_waits_for_the_other():
    cohort = offer(mentoring(), "N01", row(10, "09:00", "11:30"))

    session = cohort.sessions["P01.1"]
    times = (Span(datetime(2027, 3, 10, 8, tzinfo=UTC), datetime(2027, 3, 10, 10, 30, tzinfo=UTC)),)
    assert (session.offers, session.state) == ((Offer("N01", NOW, times),), SessionState.PLANNED)


def test_the_first_time_that_suits_both_is_the_date_whoever_was_first():
    one, other = (
        [row(10, "09:00", "11:30"), row(11, "14:00", "16:00")],
        [row(11, "15:00", "18:00"), row(10, "11:00", "12:00")],
    )

    for first, second in (("N01", "M01"), ("M01", "N01")):
        cohort = offer(offer(mentoring(), first, *one), second, *other)
        session = cohort.sessions["P01.1"]
        assert (session.state, session.starts_at) == (SessionState.DATED, datetime(2027, 3, 11, 14, tzinfo=UTC))
        assert {form.form for form in cohort.invitations.values() if form.about == "P01.1"} >= {"session_date"}


def test_each_types_on_their_own_clock_and_reads_the_others_times_on_it():
    cohort = offer(mentoring("America/New_York"), "N01", row(10, "15:00", "18:00"))

    known = FORM.prefilled(cohort, invited(cohort, "offer_times", "P01.1", "M01", NOW))
    assert known == {"times": [row(10, "09:00", "12:00")]}
    dated = offer(cohort, "M01", *known["times"]).sessions["P01.1"]
    assert dated.starts_at == datetime(2027, 3, 10, 14, tzinfo=UTC)


def test_where_nothing_suits_both_there_is_no_date_and_either_may_offer_more():
    cohort = offer(offer(mentoring(), "N01", row(10, "09:00", "11:00")), "M01", row(10, "13:00", "15:00"))
    assert cohort.sessions["P01.1"].state is SessionState.PLANNED

    cohort = offer(cohort, "N01", row(10, "13:30", "15:00"), at=NOW + days(1))
    assert cohort.sessions["P01.1"].starts_at == datetime(2027, 3, 10, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "rows",
    [
        [row(10, "11:00", "09:00")],
        [row(10, "09:00", "09:30")],
        [row(13, "09:00", "12:00")],  # a Saturday
        [row(10, "19:00", "22:00")],
        [{"day": "2019-03-10", "first": "09:00", "until": "12:00"}],
        [{"day": "9999-12-31", "first": "09:00", "until": "12:00"}],
        [{"day": "0001-01-01", "first": "00:00", "until": "12:00"}],
        [{"day": "2027-03-10", "first": "", "until": "12:00"}],
        [row(10, "09:00", "12:00")] * 13,
    ],
)
def test_times_of_no_use_are_sent_back_with_a_sentence(rows):
    assert refused(mentoring(), *rows).keys() == {"times"}


def test_a_session_that_has_a_date_wants_no_times():
    cohort = offer(offer(mentoring(), "N01", row(10, "09:00", "11:00")), "M01", row(10, "09:00", "11:00"))

    assert refused(cohort, row(12, "09:00", "11:00")).keys() == {""}
    assert FORM.may_change(cohort, invited(cohort, "offer_times", "P01.1", "N01", NOW)) is False
