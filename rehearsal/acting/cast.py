"""Cast: who plays in a rehearsal, with which habits. People come from people.py, habits from personas.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from random import Random
from typing import Any

from domain.people import Coordinator, Role
from domain.policy import Recruitment
from rehearsal.acting.people import USUAL, Person, examples, invented, reading_in
from rehearsal.acting.personas import COORDINATOR_WITHIN, MIX, PERSONAS, Hours, Temper, tempered

COORDINATOR = Coordinator("C01", "Klára Benešová", "coordinator@example.org", "Europe/Prague")


@dataclass(frozen=True)
class Actor:
    """A person with a temper."""

    person: Person
    temper: Temper

    @property
    def email(self) -> str:
        return self.person.email

    @property
    def persona(self) -> str:
        return self.temper.persona.name


@dataclass(frozen=True)
class Errand:
    """A form that somebody fills in of themselves on a day of mentoring (below 0: before it starts); `by`: their code,
    "" for the coordinator, whose `form` may be an act too."""

    day: float
    form: str
    content: Mapping[str, Any]
    about: str = ""
    by: str = ""


@dataclass(frozen=True)
class Cast:
    """Everybody in one rehearsal. The coordinator is acted too; `coordinator_temper` is only their dice.

    `quiet`: pairs of which both say no more from that day of mentoring on. `desk_left_for`: the forms `left_lying` of the
    last days before the rehearsal ends are left undecided, for the person who takes over. `decides_within`: hours until
    the coordinator sees to a form; `neglects`: forms that they leave lying; `prefers`: what they decide about cases where
    it is possible, the first thing first, then, about the same matter, the next one; `errands`: what else is done, by whom.
    """

    seed: int
    actors: tuple[Actor, ...]
    coordinator: Coordinator
    coordinator_temper: Temper
    quiet: Mapping[str, float] = field(default_factory=dict)
    desk_left_for: timedelta = timedelta(0)
    left_lying: tuple[str, ...] = ("decide_escalation",)
    decides_within: Hours = COORDINATOR_WITHIN
    neglects: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    errands: tuple[Errand, ...] = ()

    def of(self, role: Role) -> list[Actor]:
        return [actor for actor in self.actors if actor.person.role is role]

    @cached_property
    def by_email(self) -> dict[str, Actor]:
        return {actor.email: actor for actor in self.actors}


def cast(
    seed: int,
    mentors: int = 15,
    mentees: int = 18,
    *,
    personas: Mapping[str, str] | None = None,
    mix: Mapping[str, int] = MIX,
    coordinator: Coordinator = COORDINATOR,
    recruitment: Recruitment = USUAL,
) -> Cast:
    """A cast by seed: the people of the pilot as far as they go, invented ones beyond, and in a programme for others.

    `personas` fixes the habit of single people (by address); the others are drawn from `mix`.
    """
    numbers = {Role.MENTOR: mentors, Role.MENTEE: mentees}
    people = [one for role, number in numbers.items() for one in _people(role, number, seed, recruitment)]
    return cast_of(people, seed, personas=personas, mix=mix, coordinator=coordinator)


def speaking(people: Cast, language: str) -> Cast:
    """The same cast in a programme of this language: two in three read our letters in it, the others as they did before."""
    actors = [
        replace(actor, person=reading_in(actor.person, language)) if n % 3 else actor
        for n, actor in enumerate(people.actors)
    ]
    return replace(people, actors=tuple(actors))


def cast_of(
    people: Iterable[Person],
    seed: int,
    *,
    personas: Mapping[str, str] | None = None,
    mix: Mapping[str, int] = MIX,
    coordinator: Coordinator = COORDINATOR,
) -> Cast:
    """These people, each with a habit."""
    random = Random(seed)  # noqa: S311 (the same seed must give the same cast)
    names, weights = list(mix), list(mix.values())
    actors = []
    for person in people:
        drawn = random.choices(names, weights)[0]
        chosen = (personas or {}).get(person.email, drawn)
        actors.append(Actor(person, tempered(PERSONAS[chosen], seed, person.email)))
    return Cast(seed, tuple(actors), coordinator, tempered(PERSONAS["punctual"], seed, coordinator.email))


def _people(role: Role, number: int, seed: int, recruitment: Recruitment) -> list[Person]:
    as_usual = not recruitment.mentors_from and recruitment.sector == USUAL.sector
    known = list(examples(role)) if as_usual and number <= len(examples(role)) else []
    return known[:number] or list(invented(role, number, seed, recruitment))
