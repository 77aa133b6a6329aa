"""Personas: habits of acted participants, as a table. Says when somebody answers; what they answer is in answers.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

Hours = tuple[float, float]


@dataclass(frozen=True)
class Persona:
    """One habit.

    `moved_by`: the how-many-th letter about the same form makes them act; `within`: how long after that letter, in
    hours; `silent_after` mentoring has run for so many days: they read and say no more; `twice`: they send a second
    version; `declines`: how many proposed matches they turn down; `bounces_after`: days of mentoring after which their
    address dies; `visits`: forms of the personal page that they open by themselves, each on a day drawn from its range
    (below 0: before mentoring starts), or A_LOST_LINK; `never`: forms they leave alone; `walks_in`: not on the contact
    list, they ask for an application by the open link.
    """

    name: str
    moved_by: int = 1
    within: Hours = (1, 30)
    silent_after: Hours | None = None
    twice: bool = False
    declines: int = 0
    bounces_after: Hours | None = None
    visits: Mapping[str, Hours] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    walks_in: bool = False


A_LOST_LINK = "a lost link"  # they open an old link and ask for another
PUNCTUAL = Persona("punctual")
PERSONAS: Mapping[str, Persona] = {
    persona.name: persona
    for persona in (
        PUNCTUAL,
        Persona("forgetful", moved_by=2, within=(2, 60)),
        Persona("late", within=(120, 400)),
        Persona("silent", silent_after=(20, 45)),
        Persona("leaver", visits={"stop": (35, 120)}),
        Persona("double_booker", twice=True),
        Persona("declining", declines=1),
        Persona("bouncing", bounces_after=(15, 60)),
        Persona("holidaymaker", visits={"away": (20, 110)}),
        Persona("reluctant", moved_by=3, within=(2, 40)),
        Persona("spontaneous", never=("session_date", "offer_times")),  # they meet, and tell of it when asked
        Persona("quitter", visits={"stop": (-40, -5)}),
        Persona("worried", visits={"need_help": (5, 80)}),
        Persona("mover", visits={"my_details": (-20, 60), A_LOST_LINK: (5, 60)}),
        Persona("passer_by", walks_in=True),
        Persona("uninterested", never=("mentor_application", "mentee_application")),
    )
}
AWAY_FOR = timedelta(13)
SECOND_THOUGHTS: Hours = (0.3, 20)

# How often each habit is drawn, in parts: half of a cohort is punctual, the rest is why coordinators are needed (own).
MIX: Mapping[str, int] = {
    "punctual": 50,
    "forgetful": 16,
    "late": 6,
    "silent": 5,
    "leaver": 4,
    "double_booker": 6,
    "declining": 4,
    "bouncing": 3,
    "holidaymaker": 6,
    "reluctant": 3,
    "spontaneous": 3,
    "quitter": 2,
    "worried": 3,
    "mover": 3,
    "passer_by": 3,
    "uninterested": 2,
}
# The coordinator decides within two working days (own); posting hours are applied on top of it.
COORDINATOR_WITHIN: Hours = (2, 46)


@dataclass(frozen=True)
class Life:
    """What happens to one person in one rehearsal, in days of mentoring; None: it does not happen."""

    silent_after: float | None = None
    bounces_after: float | None = None
    visits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Temper:
    """A persona with its drawn life. Every draw depends on the seed and a key alone, never on the order of questions."""

    persona: Persona
    seed: int
    key: str
    life: Life = field(default_factory=Life)

    def random(self, *about: object) -> Random:
        """The dice for one matter."""
        return Random(f"{self.seed}:{self.key}:{':'.join(map(str, about))}")  # noqa: S311 (must repeat)

    def delay(self, invitation: str, letters: int) -> timedelta | None:
        """How long after the n-th letter about a form this person answers; None: this letter does not move them."""
        _, form, _ = invitation.rsplit(":", 2)
        if letters != self.persona.moved_by or form in self.persona.never:
            return None
        return timedelta(hours=self.random("delay", invitation).uniform(*self.persona.within))

    def second_delay(self, invitation: str) -> timedelta | None:
        """How long after an answer another version follows; None: it does not."""
        if not self.persona.twice:
            return None
        return timedelta(hours=self.random("again", invitation).uniform(*SECOND_THOUGHTS))


def tempered(persona: Persona, seed: int, key: str) -> Temper:
    """The persona with its life drawn."""
    random = Random(f"{seed}:{key}:life")  # noqa: S311 (must repeat)

    def drawn(range_: Hours | None) -> float | None:
        return round(random.uniform(*range_), 2) if range_ else None

    life = Life(
        silent_after=drawn(persona.silent_after),
        bounces_after=drawn(persona.bounces_after),
        visits={what: round(random.uniform(*days), 2) for what, days in persona.visits.items()},
    )
    return Temper(persona, seed, key, life)
