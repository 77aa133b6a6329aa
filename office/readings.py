"""Readings: what coordinators answered, as the next one may read it: the fields whose declaration says so. What others
answered stands in the story of a person or a pair (reading_room.py).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


def of_coordinators(office: Office, cohort: Cohort) -> list[Reading]:
    """What coordinators decided and noted, the newest first: for whoever takes over."""
    staff: Collection[str] = [coordinator.code for coordinator in cohort.coordinators]
    answers = office.store.ledger.answers_by(cohort.code, staff)
    newest = {one.invitation: one.version for one in answers}
    return list(reversed(list(_readings(cohort, [one for one in answers if _stands(one, newest)]))))


def _stands(answer: Answer, newest: Mapping[str, int]) -> bool:
    """The newest version of an answer; of what is told at any time each one stands for itself."""
    form = FORMS.get(answer.form)
    return (form is not None and form.anytime) or newest[answer.invitation] == answer.version


def _readings(cohort: Cohort, answers: list[Answer]) -> Iterator[Reading]:
    for one in answers:
        form = FORMS.get(one.form)
        about = one.invitation.removesuffix(f":{one.form}:{one.by}")
        if form is None or one.form in ELSEWHERE or not form.may_be_looked_at(cohort, about):
            continue
        content = told_to(Reader.COORDINATOR, form, one.content, cohort.policy)
        if any(content.values()):
            yield Reading(form, about, one.by, one.at, content)
