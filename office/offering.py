"""Offering: what a form asks and offers in this house: as the cohort has it, and of languages only those we speak whole.

A language is whole when its catalogue, its letters and its documents are. Where there is one only, nobody is asked for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from documents.shelf import KINDS, texts_in
from domain.cohort import Cohort
from domain.forms.form import Form, meta
from domain.invitations import Invitation
from notifications.letters import LETTERS, letters_in
from words import languages, tongue, unsaid


@dataclass(frozen=True)
class Lacking:
    """How many texts, letters and documents a language cannot say yet: their readers get those in English."""

    texts: int
    letters: int
    documents: int

    def __bool__(self) -> bool:
        return bool(self.texts or self.letters or self.documents)


def lacking(language: str) -> Lacking:
    """What is still to translate into a language that has been begun."""
    return Lacking(len(unsaid(language)), len(LETTERS - letters_in(language)), len(KINDS - texts_in(language)))


def spoken_whole() -> dict[str, str]:
    """The languages in which everything can be said, by code, each by its own name."""
    named = {code: tongue(code).own_name for code in languages() if not lacking(code)}
    return {code: name[:1].upper() + name[1:] for code, name in named.items()}  # as a choice: "Español"


def scripts_without_a_font() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The scripts in which no name can be printed on this machine: those of East Asia, whose fonts are large, and others."""
    from documents.scripts import EAST_ASIAN, unprintable  # loads the press

    found = unprintable()
    east = tuple(name for word, name in found.items() if word in EAST_ASIAN)
    return east, tuple(name for word, name in found.items() if word not in EAST_ASIAN)


def spoken_in_part() -> dict[str, Lacking]:
    """The languages that somebody has begun to translate, by code."""
    return {code: left for code in languages() if (left := lacking(code))}


def options_of(form: type[Form], cohort: Cohort, invitation: Invitation) -> dict[str, Mapping[str, str]]:
    """The choices of a form by field, where they differ from those it declares."""
    return {**form.options(cohort, invitation), **{name: spoken_whole() for name in _of_language(form)}}


def skips_of(form: type[Form], cohort: Cohort, invitation: Invitation) -> frozenset[str]:
    """The questions that nobody is asked here."""
    asked_in_vain = _of_language(form) if len(spoken_whole()) < 2 else ()
    return form.skips(cohort, invitation) | frozenset(asked_in_vain)


def _of_language(form: type[Form]) -> list[str]:
    return [name for name, field in form.model_fields.items() if meta(field)["widget"] == "language"]
