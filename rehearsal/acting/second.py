"""The cast of the second cohort that `make run` shows: its first match is solved, and waits for whoever opens the desk.

The people are invented; what the balance rules of examples/next count is given to them here.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from domain.people import Role
from rehearsal.acting.cast import Cast, cast_of
from rehearsal.acting.people import HOUSES, Person, invented

SEED = 318
MENTORS, MENTEES = 24, 30  # one or two mentees do not get past the screening
DESK_LEFT_FOR = timedelta(days=10)  # longer than since the day of matching, whatever holidays fell on it
# Nobody declines or falls silent by chance: the match is there to be decided upon.
MIX = {"punctual": 70, "forgetful": 20, "double_booker": 10}

WOMEN = frozenset(
    (
        *("Ada", "Alba", "Astrid", "Carla", "Dana", "Farah", "Greta", "Hana", "Iris", "Jana", "Kaja", "Livia", "Maja"),
        *("Nadia", "Noor", "Olga", "Petra", "Rosa", "Tereza", "Uma", "Vera", "Wanda", "Zora", "Žofie"),
    )
)
SAY_THEIR_GENDER = 0.8


def second_cast(seed: int = SEED) -> Cast:
    """More mentees than there are places, and a coordinator who has left the proposal lying."""
    people = [*second_people(Role.MENTOR, MENTORS, seed), *second_people(Role.MENTEE, MENTEES, seed)]
    return replace(
        cast_of(people, seed, mix=MIX), desk_left_for=DESK_LEFT_FOR, left_lying=("review_proposal", "decide_escalation")
    )


def second_people(role: Role, number: int, seed: int) -> Iterator[Person]:
    """Invented people, most of whom say their gender; the mentors work in a handful of houses."""
    random = Random(f"{seed}:{role.value}:counted")  # noqa: S311 (the same seed must give the same people)
    for person in invented(role, number, seed):
        told = dict(person.application)
        if random.random() < SAY_THEIR_GENDER:
            told |= {"gender": "woman" if person.name.split()[0] in WOMEN else "man", "gender_consent": "yes"}
        if role is Role.MENTOR:
            told["employer"] = random.choice(HOUSES)
        yield replace(person, application=told)
