"""Told: an answer as a section of a page. Which of it may be shown was decided before (office/readings)."""

from typing import Any

from domain.cohort import Cohort
from domain.matters import case_named
from domain.saying import say
from office.readings import Reading
from web.fields import fields_of, in_words, is_shown


def as_part(cohort: Cohort, told: Reading) -> dict[str, Any]:
    """An answer as a section of a page: what it is, by whom, about what, and the lines of each question."""
    fields = [f for f in fields_of(told.form, told.content, cohort.policy) if f.name in told.content]
    lines = [(field, in_words(field)) for field in fields if is_shown(told.form, field, told.content)]
    return {
        "title": told.form.title,
        "about": _about(cohort, told.about),
        "way": way_to(cohort, told.about),
        "by": cohort.person(told.by).name or told.by,
        "at": told.at,
        "fields": [(field, words) for field, words in lines if words and words != ["No"]],
    }


def way_to(cohort: Cohort, about: str) -> str:
    """The page of the person or group that something is about, below the desk; "" when it is about neither."""
    scope = cohort.scope_of(about)
    if scope in cohort.groups:
        return f"pairs/{scope}"
    return f"people/{scope}" if scope in cohort.participants else ""


def _about(cohort: Cohort, about: str) -> str:
    if session := cohort.sessions.get(about):
        return say("session {number} of {group}", number=session.number, group=session.group)
    if gathering := cohort.gatherings.get(about):
        return gathering.title
    if material := cohort.materials.get(about):
        return material.title
    if person := cohort.participants.get(about):
        return person.name or about
    if case := cohort.escalations.get(about):
        return case_named(cohort, case)
    return about
