"""Casts: the same seed gives the same people with the same habits; everybody's application is one the form takes."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers

from domain.cohort import Cohort
from domain.forms import FORMS
from domain.invitations import Invitation
from domain.people import Role
from office.policies import policy
from rehearsal.acting.cast import COORDINATOR, cast
from rehearsal.acting.people import Person, contact_list, examples, invented
from rehearsal.acting.personas import PERSONAS

NOW = datetime(2027, 3, 2, tzinfo=UTC)
COHORT = Cohort("x", "X", policy("industry-one-to-one"), date(2027, 2, 1), "Europe/Prague", NOW, "C01", (COORDINATOR,))


def check(person: Person) -> None:
    """What the office does with the application; raises where a field needs another look."""
    form = FORMS[f"{person.role.value}_application"]
    invitation = Invitation(f"X:{form.name}:X", form.name, "X", "X", "X", NOW)
    told = {**person.application, "cv": "0123abc"}
    if person.role is Role.MENTEE:  # as it stands in the form already
        told["university_email"] = told.get("university_email") or person.email
    form.check(told, COHORT, invitation, NOW)


@pytest.mark.parametrize("person", [*examples(Role.MENTOR), *examples(Role.MENTEE)], ids=lambda person: person.email)
def test_every_row_of_the_pilot_is_a_complete_application(person: Person):
    check(person)


@settings(max_examples=15, deadline=None)
@given(seed=integers(0, 10_000))
def test_invented_people_apply_as_well_as_real_ones(seed: int):
    for role in Role:
        for person in invented(role, 8, seed):
            check(person)


def test_the_same_seed_gives_the_same_cast():
    assert cast(3, 40, 50) == cast(3, 40, 50)
    assert cast(3, 40, 50) != cast(4, 40, 50)


def test_a_large_cast_knows_every_habit():
    habits = Counter(actor.persona for actor in cast(1, 150, 180).actors)

    assert set(habits) == set(PERSONAS)
    assert habits["punctual"] > 100


def test_invented_people_have_addresses_of_their_own():
    emails = [actor.email for actor in cast(5, 300, 300).actors]

    assert len(set(emails)) == 600


def test_a_habit_can_be_given():
    chosen = cast(1, personas={"helena.vranova@example.org": "silent"}).by_email["helena.vranova@example.org"]

    assert chosen.persona == "silent"
    assert chosen.temper.life.silent_after is not None


def test_a_contact_list_has_a_line_for_everybody():
    lines = contact_list(examples(Role.MENTEE)).decode().splitlines()

    assert lines[0] == "email,name,language,time_zone"
    assert len(lines) == 19
