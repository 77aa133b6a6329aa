"""The second cohort of the demo: its match waits, there is competition in it, and no law is broken, whatever day today is.

More days: MENTORING_SEEDS=20 pytest tests/rehearsal.
"""

import os
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from cli.demo import second_plan
from domain.forms.proposing import waits_for_review
from domain.lifecycles import InvitationState, Phase
from domain.people import Role
from office.plan_files import read_plan
from rehearsal.acting.cast import COORDINATOR
from rehearsal.acting.people import EXAMPLES, examples
from rehearsal.acting.second import MENTEES, MENTORS, SEED, second_cast, second_people
from rehearsal.rehearse import rehearse
from tests.office.offices import an_office
from tests.rehearsal.test_cast import check

PEOPLE = [*second_people(Role.MENTOR, MENTORS, SEED), *second_people(Role.MENTEE, MENTEES, SEED)]
# The second one is the Sunday of Easter: the day of matching lay before it.
TODAYS = [date(2027, 1, 9), date(2027, 3, 28)]
TODAYS += [date(2027, 2, 15) + timedelta(37 * n) for n in range(int(os.environ.get("MENTORING_SEEDS", "0")))]


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_a_match_waits_in_the_second_cohort(today: date, tmp_path):
    now = datetime.combine(today, time(9), UTC)
    plan = second_plan(an_office(tmp_path, now=now), now)

    told = rehearse(plan, second_cast(), SEED, until=now, probes=0)

    cohort = told.history.cohort
    proposal = waits_for_review(cohort)
    waiting = [
        i.form for i in cohort.invitations.values() if i.to == COORDINATOR.code and i.state is InvitationState.OPEN
    ]
    assert told.broken == {}
    assert cohort.phase is Phase.RECRUITMENT
    assert [form for form in waiting if form != "gathering"] == ["review_proposal"]
    assert now - timedelta(days=7) <= proposal.solved_at <= now - timedelta(days=1)
    assert proposal.matches
    assert proposal.unmatched


def test_the_second_cohort_is_made_of_people_whom_the_forms_take():
    for person in PEOPLE:
        check(person)


def test_everybody_of_the_second_cohort_has_a_name_and_an_address_of_their_own():
    pilot = [person.email for role in Role for person in examples(role)]

    assert len({person.name for person in PEOPLE}) == len(PEOPLE)
    assert len({*pilot, *(person.email for person in PEOPLE)}) == len(PEOPLE) + len(pilot)


def test_the_balance_rules_of_the_plan_ask_for_what_its_people_can_give_and_not_more():
    mentors = [person.application for person in PEOPLE if person.role is Role.MENTOR]
    women = sum(told.get("gender") == "woman" and told["gender_consent"] == "yes" for told in mentors)
    houses = Counter(told["employer"] for told in mentors)

    asked, at_most = read_plan(EXAMPLES.parent / "next" / "plan.yaml")["policy"]["matching"]["balance"]

    assert asked["at_least"] <= women < 2 * asked["at_least"]
    assert max(houses.values()) > at_most["at_most"]
