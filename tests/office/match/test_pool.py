"""Pool: what a coordinator learns on a morning of recruitment."""

from dataclasses import replace

from domain.match.words.left_over import left_over
from domain.policy import BalanceRule
from office.match.balance import uncounted
from office.match.pool import pool_page, pool_this_morning
from office.reports import sheets
from tests.builders import MONDAY, a_cohort, days
from tests.office.offices import an_office
from tests.pools import WOMEN, a_pool

OPEN = MONDAY - days(40)  # the calls are open


def test_more_mentees_than_places_says_how_many_and_whom_to_look_for():
    today = pool_this_morning(a_cohort().in_recruitment().with_mentors(2).with_mentees(5).build())
    assert (today.result.mentees, today.result.places, len(today.result.matches)) == (5, 2, 2)
    assert today.look_for


def test_the_page_names_nobody():
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(3).build()
    page = pool_page(cohort, OPEN)
    assert "2 could be matched today" in page
    assert not [person.id for person in cohort.participants.values() if person.name in page or person.email in page]


def test_the_page_says_who_could_not_and_why_by_code():
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(3).build()
    (one,) = pool_this_morning(cohort).result.unmatched
    why = left_over(one)
    help_ = "one more could be matched if one of these mentors had one more place: M01, M02"
    assert f"| {one.code} | {'; '.join(why)} | {help_} |" in pool_page(cohort, OPEN)
    assert why[-1] == "2 mentors would be possible, but their places are taken"


def test_the_dashboard_shows_it_while_recruiting_only(tmp_path):
    office = an_office(tmp_path)
    office.store.create(a_cohort().in_recruitment().with_mentors(2).with_mentees(2).build())
    assert "pool" in [page.name for page in sheets(office, "pilot-27").pages]

    other = an_office(tmp_path / "other")
    other.store.create(a_cohort().in_mentoring().with_pairs(1).build())
    assert "pool" not in [page.name for page in sheets(other, "pilot-27").pages]


def test_the_page_counts_those_whom_a_rule_on_gender_cannot_count():
    cohort = a_pool(balance=(WOMEN,))
    shy = cohort.applications["M03"]
    cohort = cohort.put(replace(shy, answers={**shy.answers, "gender_consent": False}))

    note = "Balance by gender: fewer than 3 of 3 mentors were not counted because they did not agree to be counted."
    assert uncounted(cohort) == [note]
    assert note in pool_page(cohort, OPEN)
    assert uncounted(a_pool()) == []


def test_once_nobody_can_apply_any_more_nobody_is_looked_for():
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(5).build()
    closed = cohort.milestones.mentors_close

    before, after = pool_page(cohort, closed - days(1)), pool_page(cohort, closed)

    assert ("## Whom to look for" in before, "nobody is looked for" in before) == (True, False)
    assert ("## Whom to look for" in after, "nobody is looked for" in after) == (False, True)
    assert "The call for mentors was open until 31 January 2027" in after


def test_the_page_names_no_employer_and_no_rule_that_somebody_typed():
    """Three mentors of one employer, of whom a rule takes one: everybody who opens the dashboard reads why."""
    one_each = BalanceRule(label="Friends of Corvix", trait="employer", at_most=1)
    cohort = a_pool(balance=(one_each,))
    at_corvix = (replace(a, answers={**a.answers, "employer": "Corvix"}) for a in cohort.applications.values())
    page = pool_page(cohort.put(*at_corvix), OPEN)

    assert "“rule 1”" in page
    assert "Corvix" not in page
