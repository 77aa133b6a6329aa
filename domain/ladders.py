"""Ladders: a question asked with growing weight, as data: when each rung is due, and whom the ladder can address.

What happens at a rung is left to rules/asking; which ladders there are, to domain/policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from domain.saying import Either, say

AS_WRITTEN = Either(('"7 days"', '"2 weeks"', '"3 hours"'))  # whatever language it is read in


def _duration(value: Any) -> Any:
    """Read "7 days", "3 hours", "2 weeks"."""
    units = {"hour": "hours", "day": "days", "week": "weeks"}
    if isinstance(value, str) and len(words := value.split()) == 2 and words[0].lstrip("-").isdigit():
        unit = units.get(words[1].rstrip("s"))
        if unit:
            return timedelta(**{unit: int(words[0])})
    if isinstance(value, timedelta):
        return value
    raise ValueError(say("write a length like {these}, not {typed}", these=AS_WRITTEN, typed=repr(value)))


def _as_written(value: timedelta) -> str:
    """As a policy has it: "7 days", "3 hours"."""
    hours = round(value.total_seconds() / 3600)
    return f"{hours // 24} days" if hours % 24 == 0 else f"{hours} hours"


Length = Annotated[timedelta, BeforeValidator(_duration), PlainSerializer(_as_written)]
Recipient = Literal["person", "mentee", "mentor", "both", "turn", "coordinator"]


class Numbers(BaseModel):
    """Base of all sections of a policy: frozen, and a name that nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rung(Numbers):
    """One step of a ladder: how long after the beginning, and to whom.

    "person" is whoever the question is for, "turn" the one of a pair whose turn it is, "coordinator" a case on the desk,
    or a letter where the question is the coordinator's own.
    """

    after: Length
    to: Recipient = "person"


@dataclass(frozen=True)
class Heeds:
    """Whom the rungs of one ladder can address; a rung that names nobody, or the "person", goes to the first."""

    to: tuple[Recipient, ...]

    def __call__(self, value: Any) -> Any:
        """The rung with its recipient; ValueError for one that this ladder could not reach."""
        told = value.model_dump() if isinstance(value, Rung) else value
        if not isinstance(told, Mapping):
            return value
        to = told.get("to") or "person"
        if to == "person":
            return {**told, "to": self.to[0]}
        if to not in self.to:
            known = ", ".join(self.to)
            raise ValueError(say("cannot go to {to}; this ladder can reach: {known}", to=repr(to), known=known))
        return told


# The kinds of ladders that a policy is made of. Where the coordinator is reached, rules/asking says by which case.
ForThePerson = tuple[Annotated[Rung, BeforeValidator(Heeds(("person",)))], ...]
ForThePersonOrACase = tuple[Annotated[Rung, BeforeValidator(Heeds(("person", "coordinator")))], ...]
ForTheMenteeOrACase = tuple[Annotated[Rung, BeforeValidator(Heeds(("mentee", "coordinator")))], ...]
ForBoth = tuple[Annotated[Rung, BeforeValidator(Heeds(("both", "mentee", "mentor")))], ...]
ForBothOrACase = tuple[Annotated[Rung, BeforeValidator(Heeds(("both", "mentee", "mentor", "coordinator")))], ...]
ForAnyoneOfAPair = tuple[
    Annotated[Rung, BeforeValidator(Heeds(("turn", "both", "mentee", "mentor", "coordinator")))], ...
]
ForWhoeverReports = tuple[
    Annotated[Rung, BeforeValidator(Heeds(("mentee", "mentor", "both", "turn", "coordinator")))], ...
]
ForTheCoordinator = tuple[Annotated[Rung, BeforeValidator(Heeds(("coordinator",)))], ...]


def heeded(kind: Any) -> Heeds | None:
    """Whom a ladder of this kind can address; None for what is no ladder."""
    inner = next(iter(get_args(kind)), None)
    found = (mark.func for mark in getattr(inner, "__metadata__", ()) if isinstance(mark, BeforeValidator))
    return next((func for func in found if isinstance(func, Heeds)), None)
