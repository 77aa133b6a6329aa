"""Traits: what is counted of an application as long as it may still be matched, as codes. They are kept beside it, so that the
database counts a pool of any size (storage/cohorts/traits.py); what a count means is left to recruiting.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.applications import Application
from domain.careers import GENDERS
from domain.lifecycles import ApplicationState
from domain.people import Role

FIELDS = ("tracks", "sub_sectors", "company_size", "profession")
"""The questions of both forms in which mentors tell what they are, and mentees what they wish for."""
ACCEPTED, WAITING, UNDECIDED, GENDER = "accepted", "waiting", "undecided", "gender"
"""How an application stands, with how many mentees its person takes as the code. Gender: of those who agreed to be counted."""
STANDINGS = {
    ApplicationState.ACCEPTED: ACCEPTED,
    ApplicationState.WAITLISTED: WAITING,
    ApplicationState.SUBMITTED: UNDECIDED,
}
NOT_DECIDED = (WAITING, UNDECIDED)


@dataclass(frozen=True)
class Trait:
    """One thing that somebody is, offers or wishes for."""

    what: str
    code: str


@dataclass(frozen=True)
class Picked:
    """Those of one role who have any of these traits: of these kinds, with one of `codes` or, if none is named, with any."""

    role: Role
    whats: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tally:
    """How many have a trait, and how many places they offer together."""

    people: int = 0
    places: int = 0


Tallies = Mapping[tuple[Role, Trait], Tally]


def offers(field: str) -> str:
    """What mentors tell in this question, as a kind of trait."""
    return f"offers_{field}"


def wishes(field: str) -> str:
    """What mentees wish for in this question, as a kind of trait."""
    return f"wishes_{field}"


def traits_of(one: Application) -> tuple[Trait, ...]:
    """Everything that is counted of an application, each once; nothing where its person can no longer be matched, or where
    it is incomplete and may never come."""
    return tuple(dict.fromkeys(_traits(one))) if one.state in STANDINGS else ()


def _traits(one: Application) -> Iterator[Trait]:
    yield Trait(STANDINGS[one.state], str(one.capacity))
    for field in FIELDS:
        if one.role is Role.MENTOR:
            yield from (Trait(offers(field), code) for code in _told(one, field))
        else:
            yield from (Trait(wishes(field), code) for code in _wished_for(one, field))
    if one.answers.get("gender_consent") and one.answers.get("gender") in GENDERS:
        yield Trait(GENDER, one.answers["gender"])


def _wished_for(one: Application, field: str) -> Sequence[str]:
    """What a mentee wishes for that counts: the first of their tracks; of other things, where it matters to them, the one
    that they named alone."""
    codes = _told(one, field)
    if field == "tracks":
        return codes[:1]
    matters = one.answers.get(f"wish_{field}") in ("must", "nice")
    return codes if matters and len(codes) == 1 else ()


def _told(one: Application, field: str) -> Sequence[str]:
    """The codes somebody gave, one or several."""
    given: Any = one.answers.get(field) or ()
    return [str(code) for code in ((given,) if isinstance(given, str | int) else given)]
