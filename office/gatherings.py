"""Gatherings: what the desk shows of them: who comes, who asked what, who was there. What is done to one is an act."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.acts import Act
from domain.cohort import Cohort
from domain.forms import FORMS
from domain.forms.rsvp import ANSWERS
from domain.gatherings import Gathering
from domain.invitations import invitation_id
from domain.saying import say
from office.acts.doing import offers
from office.office import Office
from office.pages import FormLink
from storage.cohorts.guests import GuestLine


@dataclass(frozen=True)
class Guest:
    """Somebody for whom a gathering is. `answer`: in words; `came`: None as long as nobody has told."""

    code: str
    name: str
    role: str
    answer: str
    question: str
    came: bool | None


@dataclass(frozen=True)
class GatheringPage:
    """One gathering with a page of its guests, how many said what, the forms of it that can be answered now, and what can be
    done."""

    gathering: Gathering
    guests: list[Guest]
    counts: dict[str, int]
    forms: list[FormLink]
    acts: list[type[Act]]


def in_order(cohort: Cohort) -> list[Gathering]:
    """All gatherings by time."""
    return sorted(cohort.gatherings.values(), key=lambda one: (one.starts_at, one.id))


def one(office: Office, cohort: Cohort, gathering: Gathering, start: int, size: int) -> GatheringPage:
    """Everything about one gathering, and its guests from `start` on."""
    now = office.clock.now()
    guests = office.store.guests.page(cohort.code, gathering, start, size)
    return GatheringPage(
        gathering,
        [_guest(gathering, line) for line in guests],
        counts(office, cohort, [gathering])[gathering.id],
        list(_forms(office, cohort, gathering, now)),
        offers(cohort, "gathering", gathering.id, now),
    )


def counts(office: Office, cohort: Cohort, gatherings: Collection[Gathering]) -> dict[str, dict[str, int]]:
    """For each gathering, by id, how many said what, in words."""
    return {id: _counted(said) for id, said in office.store.guests.said(cohort.code, gatherings).items()}


def _counted(said: Mapping[tuple[str, bool], int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for (answer, stands), number in said.items():
        found[_in_words(answer, stands=stands)] += number
    return dict(sorted(found.items()))


def _guest(gathering: Gathering, line: GuestLine) -> Guest:
    word = line.word
    answer = _in_words(word.answer, stands=gathering.stands(word)) if word else _in_words("", stands=True)
    question = word.question if word else ""
    return Guest(line.id, line.name or line.id, line.role.value, answer, question, word.came if word else None)


def _in_words(answer: str, *, stands: bool) -> str:
    if not answer:
        return say("has not answered")
    return ANSWERS[answer] if stands else say("answered for the day before it moved")


def _forms(office: Office, cohort: Cohort, gathering: Gathering, now: datetime) -> list[FormLink]:
    asked = (invitation_id(gathering.id, form, cohort.lead.code) for form in ("gathering", "attendance"))
    known = (office.store.lookups.invitation(cohort.code, key) for key in asked)
    return [
        FormLink(FORMS[form.form].title, office.links.form(cohort.code, form))
        for form in known
        if form and form.takes_answers(now)
    ]
