"""Readings: what coordinators answered, as the next one may read it: the fields whose declaration says so. What others
answered stands in the story of a person or a pair (reading_room.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.as_asked import as_asked
from domain.belonging import Reader
from domain.cohort import Cohort
from domain.forms import FORMS
from domain.forms.form import Form
from domain.invitations import Answer
from domain.reading import told_to
from office.office import Office

ELSEWHERE = ("mentor_application", "mentee_application")  # shown from the application itself, as it stands


@dataclass(frozen=True)
class Reading:
    """One answer, with nothing in it that is not for its reader. `about`: the id of what it is about."""

    form: type[Form]
    about: str
    by: str
    at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True)
class ReadingsPage:
    """Some of them, with as much of the cohort as they speak of. `more`: whether older ones follow."""

    cohort: Cohort
    readings: list[Reading]
    more: bool


def page_of_coordinators(office: Office, code: str, start: int, size: int) -> ReadingsPage:
    """So many of their answers from `start` on, the newest first, without those in which nothing may be read."""
    staff = office.store.register.running(code)
    forms = [name for name in FORMS if name not in ELSEWHERE]
    each = [name for name in forms if FORMS[name].anytime]
    found = office.store.ledger.noted(code, staff, forms, each, start, size + 1)
    cohort = office.store.load(code, focus={scope for _, scope in found[:size]} - {""})
    shown = [answer for answer, _ in found[:size]]
    cases = office.store.casebook.cases(code, [_about(one) for one in shown])
    cohort = cohort.put(*office.store.lookups.materials(code), *cases)
    return ReadingsPage(cohort, list(_readings(cohort, shown)), len(found) > size)


def _readings(cohort: Cohort, answers: list[Answer]) -> Iterator[Reading]:
    for one in answers:
        form = as_asked(one.form, cohort.policy) if one.form in FORMS else None
        about = _about(one)
        if form is None or one.form in ELSEWHERE or not form.may_be_looked_at(cohort, about):
            continue
        content = told_to(Reader.COORDINATOR, form, one.content, cohort.policy)
        if any(content.values()):
            yield Reading(form, about, one.by, one.at, content)


def _about(answer: Answer) -> str:
    """The id of what an answer is about."""
    return answer.invitation.removesuffix(f":{answer.form}:{answer.by}")
