"""Actions: the closed set of what a rule may ask for. carry_out.py does them; a Due says when and under which key."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from domain.cohort import Cohort


@dataclass(frozen=True)
class Write:
    """Write a letter to one person about one record; `invitation` is the form its link opens.

    `prompt`: an answer to something the reader has just done, or what is in vain any later; it does not wait for posting
    hours. `last`: no later rung of its ladder reminds the same reader.
    """

    letter: str
    to: str
    about: str
    invitation: str = ""
    reminder: bool = False
    prompt: bool = False
    last: bool = False


@dataclass(frozen=True)
class Ask:
    """Open a form for one person (or find it open) and write the letter with its link.

    Without a letter ("") the form only appears on the person's page; another letter tells of several at once. `last`: no
    later rung of its ladder reminds the same person.
    """

    form: str
    to: str
    about: str
    letter: str = ""
    closes: datetime | None = None
    reminder: bool = False
    prompt: bool = False
    last: bool = False


@dataclass(frozen=True)
class Move:
    """Move a record along its lifecycle; `record` is a collection of the cohort, or "cohort" for the cohort itself."""

    record: Literal["cohort", "applications", "groups", "sessions", "invitations", "escalations", "proposals"]
    id: str
    to: str
    why: str = ""


@dataclass(frozen=True)
class Plan:
    """Create what the policy says belongs to this moment: a group's sessions, the gatherings, the materials."""

    what: Literal["sessions", "gatherings", "materials"]
    about: str = ""


@dataclass(frozen=True)
class Match:
    """Order a proposal from the matchmaker."""

    number: int


@dataclass(frozen=True)
class Issue:
    """Order a document from the press. `version`: of something that can be printed anew, which state of it."""

    kind: str
    to: str
    about: str
    version: str = ""


@dataclass(frozen=True)
class Escalate:
    """Open a case for the coordinator."""

    matter: str
    about: str


Action = Write | Ask | Move | Plan | Match | Issue | Escalate


class Due(NamedTuple):
    """Something to be done in [at, until). `key` is stable, readable, without personal data, and names the fact.

    `scope` is that of the record the rule decided over, `rule` its name; the agenda fills both in. No dataclass: tens of
    thousands are made where one is done, and a tuple is made three times as fast.
    """

    at: datetime
    until: datetime
    key: str
    action: Action
    scope: str = ""
    rule: str = ""


@dataclass(frozen=True, eq=False)
class Rule:
    """A named decision over some records of a cohort: `over` picks them, `decide` says what each makes due.

    Split in two so that one record a rule stumbles over does not keep the others waiting. Each is itself alone.
    """

    name: str
    over: Callable[[Cohort], Iterable[Any]]
    decide: Callable[[Cohort, Any], Iterator[Due]]

    def __call__(self, cohort: Cohort) -> Iterator[Due]:
        for record in self.over(cohort):
            yield from self.decide(cohort, record)


def rule(over: Callable[[Cohort], Iterable[Any]]) -> Callable[[Callable[[Cohort, Any], Iterator[Due]]], Rule]:
    """Make a function a rule over the records that `over` picks."""
    return lambda decide: Rule(decide.__name__, over, decide)
