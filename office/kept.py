"""Kept: what the office has of one person, for that person to see. Erasing it is storage/keeping/erasure's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.as_asked import as_asked
from domain.forms import Form
from office.office import Office
from office.pages import PersonalPage, about, personal_page


@dataclass(frozen=True)
class Told:
    """What somebody told us in one form: the newest version of their answer."""

    form: type[Form]
    about: str
    at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """A person's page with all they told us, newest first."""

    page: PersonalPage
    told: list[Told]


def what_we_keep(office: Office, token: str) -> Kept:
    """Everything somebody gave us, behind their personal link, also after they have left. LinkRefused else."""
    page = personal_page(office, token)
    cohort = page.cohort
    mine = [i for i in cohort.invitations.values() if i.to == page.person.id and i.answers]
    told = []
    for invitation in sorted(mine, key=lambda i: (i.answered_at or i.opens, i.id), reverse=True):
        answer = office.store.lookups.last_answer(cohort.code, invitation.id)
        if answer is not None and answer.content:
            told.append(
                Told(as_asked(invitation.form, cohort.policy), about(cohort, invitation), answer.at, answer.content)
            )
    return Kept(page, told)
