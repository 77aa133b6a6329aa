"""Belonging: whose a field is, who may read it, what it is for and how long it is kept. Declared once, beside the field.

A question of a form declares it with `question` (domain/forms/form.py). A field of a record says which question it holds
the answer to (`answer_to`), or declares for itself what no form asks (`personal`). What follows from it is elsewhere: who is
shown what in reading.py, what goes when somebody is forgotten in forgetting.py, the words for people in web/ and docs/.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated, Any

Code = Annotated[str, "a code of ours, never anybody's words: N12, P07.3, held"]
"""The type of every text in a record that belongs to nobody; all other text must say whose it is."""


class Reader(StrEnum):
    """Somebody as a field knows them. Whoever a field belongs to may always read it."""

    MET = "met"  # whom somebody is asked to meet before there are pairs
    PARTNER = "partner"  # the mentor of a mentee and the other way round, once both have accepted
    GROUP = "group"  # everybody in the pair or group in which it was written
    SUGGESTED = "suggested"  # whom the office suggests as a partner: without a name
    REASON = "reason"  # the two of a match, as far as it is a reason why they fit
    COORDINATOR = "coordinator"
    COUNTS = "counts"  # counts and averages of three or more, never beside a name
    ANYBODY = "anybody"  # readers of the evaluation: without a name


class Audience(StrEnum):
    """Who reads an answer, as one word of a declaration; the sentences for people are in web/fields.py."""

    NAMED = "named"
    PARTNER = "partner"
    SUGGESTED = "suggested"
    GROUP = "group"
    TWO = "two"
    REASON = "reason"
    COORDINATOR = "coordinator"
    STATISTICS = "statistics"
    QUOTED = "quoted"
    EVERYBODY = "everybody"
    NOBODY = "nobody"


READERS: Mapping[Audience, frozenset[Reader]] = {
    Audience.NAMED: frozenset({Reader.MET, Reader.PARTNER, Reader.GROUP, Reader.COORDINATOR, Reader.COUNTS}),
    Audience.PARTNER: frozenset({Reader.PARTNER, Reader.COORDINATOR, Reader.COUNTS}),
    Audience.SUGGESTED: frozenset({Reader.PARTNER, Reader.SUGGESTED, Reader.REASON, Reader.COORDINATOR, Reader.COUNTS}),
    Audience.GROUP: frozenset({Reader.GROUP, Reader.COORDINATOR, Reader.COUNTS}),
    Audience.TWO: frozenset({Reader.GROUP}),
    Audience.REASON: frozenset({Reader.REASON, Reader.COORDINATOR, Reader.COUNTS}),
    Audience.COORDINATOR: frozenset({Reader.COORDINATOR, Reader.COUNTS}),
    Audience.STATISTICS: frozenset({Reader.COUNTS}),
    Audience.QUOTED: frozenset({Reader.ANYBODY}),
    Audience.EVERYBODY: frozenset(Reader),
    Audience.NOBODY: frozenset(),
}


class Use(StrEnum):
    """What reads a field. A field that nothing uses does not exist."""

    ADDRESS = "address"
    MATCHING = "matching"
    PROFILE = "profile"
    PARTNER = "partner"
    MEETING = "meeting"
    CARE = "care"
    COMPLETION = "completion"
    EVALUATION = "evaluation"
    CONSENT = "consent"
    DECISION = "decision"
    KEEPING = "keeping"


class Kept(StrEnum):
    """How long something is kept; the numbers are the policy's (`keeping`)."""

    PROGRAMME = "programme"  # a year after the cohort has closed, or until the day that the person chose
    CONFIDENCE = "confidence"  # told in confidence: gone a few months after the cohort has closed
    BOOK = "book"  # until the day that stands in their entry of the contact book
    OFFICE = "office"  # about the programme and nobody in it: as long as the cohort's counts


@dataclass(frozen=True)
class Belonging:
    """One declaration. `whose` names where the codes of those it belongs to stand, as forgetting.py reads it."""

    whose: tuple[str, ...]
    audience: Audience
    uses: tuple[Use, ...]
    kept: Kept = Kept.PROGRAMME

    @property
    def readers(self) -> frozenset[Reader]:
        return READERS[self.audience]


@dataclass(frozen=True)
class Answered:
    """A field of a record that holds the answer to a question, or, without one, the answers to a whole form.

    `stays`: a code or a number that counts need; it remains when those it belongs to are forgotten.
    """

    whose: tuple[str, ...]
    forms: tuple[str, ...]
    question: str = ""
    stays: bool = False


Declared = Belonging | Answered
DECLARED = "belongs"


def personal(
    *whose: str, audience: Audience, use: Use | tuple[Use, ...], kept: Kept = Kept.PROGRAMME
) -> Mapping[str, Any]:
    """Metadata of a dataclass field that no form asks for, or that several do."""
    return {DECLARED: Belonging(whose, audience, use if isinstance(use, tuple) else (use,), kept)}


def of_the_office(audience: Audience = Audience.EVERYBODY) -> Mapping[str, Any]:
    """Metadata of a text that is about the programme and nobody in it: the title of a gathering, the name of a rule."""
    return personal(audience=audience, use=Use.DECISION, kept=Kept.OFFICE)


def answer_to(question: str, *whose: str, stays: bool = False) -> Mapping[str, Any]:
    """Metadata of a field that holds the answer to a question, "session_report.summary": readers, use and time are its."""
    form, _, name = question.partition(".")
    return {DECLARED: Answered(whose, (form,), name, stays)}


def answers_to(*forms: str, whose: str) -> Mapping[str, Any]:
    """Metadata of a mapping that holds the answers to a form, or to one of two, by question."""
    return {DECLARED: Answered((whose,), forms)}


def declared(kind: type[Any]) -> Mapping[str, Declared | None]:
    """What each field of a record declares; None for those that belong to nobody."""
    return {field.name: field.metadata.get(DECLARED) for field in fields(kind)}
