"""Offering: what a form asks and offers in this house: as the cohort has it, and of languages only those we speak whole.

A language is whole when its catalogue, its letters and its documents are. Where there is one only, nobody is asked for it.
"""

from collections.abc import Mapping

from documents.shelf import KINDS, texts_in
from domain.cohort import Cohort
from domain.forms.form import Form, meta
from domain.invitations import Invitation
from notifications.letters import LETTERS, letters_in
from words import languages, tongue, unsaid


def spoken_whole() -> dict[str, str]:
    """The languages in which everything can be said, by code, each by its own name."""
    whole = [
        code for code in languages() if not unsaid(code) and letters_in(code) == LETTERS and texts_in(code) == KINDS
    ]
    return {code: tongue(code).own_name for code in whole}


def options_of(form: type[Form], cohort: Cohort, invitation: Invitation) -> dict[str, Mapping[str, str]]:
    """The choices of a form by field, where they differ from those it declares."""
    return {**form.options(cohort, invitation), **{name: spoken_whole() for name in _of_language(form)}}


def skips_of(form: type[Form], cohort: Cohort, invitation: Invitation) -> frozenset[str]:
    """The questions that nobody is asked here."""
    asked_in_vain = _of_language(form) if len(spoken_whole()) < 2 else ()
    return form.skips(cohort, invitation) | frozenset(asked_in_vain)


def _of_language(form: type[Form]) -> list[str]:
    return [name for name, field in form.model_fields.items() if meta(field)["widget"] == "language"]
