"""Gatherings: what the desk shows of them: who comes, who asked what, who was there. What is done to one is an act."""

from dataclasses import dataclass
from datetime import datetime

from domain.acts import Act
from domain.attending import those_it_is_for, word_of
from domain.cohort import Cohort
from domain.forms import FORMS
from domain.forms.rsvp import ANSWERS
from domain.gatherings import Gathering
from domain.saying import say
from office.acts.doing import offers
from office.office import Office
from office.pages import FormLink


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
    """One gathering with its guests, the forms of it that can be answered now, and what can be done."""

    gathering: Gathering
    guests: list[Guest]
    forms: list[FormLink]
    acts: list[type[Act]]

    @property
    def counts(self) -> dict[str, int]:
        """How many said what, in words."""
        said = [guest.answer for guest in self.guests]
        return {answer: said.count(answer) for answer in dict.fromkeys(sorted(said))}


def in_order(cohort: Cohort) -> list[Gathering]:
    """All gatherings by time."""
    return sorted(cohort.gatherings.values(), key=lambda one: (one.starts_at, one.id))


def one(office: Office, cohort: Cohort, gathering: Gathering) -> GatheringPage:
    """Everything about one gathering."""
    now = office.clock.now()
    return GatheringPage(
        gathering,
        [_guest(cohort, gathering, person.id) for person in those_it_is_for(cohort, gathering)],
        list(_forms(office, cohort, gathering, now)),
        offers(cohort, "gathering", gathering.id, now),
    )


def _guest(cohort: Cohort, gathering: Gathering, code: str) -> Guest:
    person, word = cohort.participants[code], word_of(cohort, gathering, code)
    if word is None or not word.answer:
        answer = say("has not answered")
    elif not gathering.stands(word):
        answer = say("answered for the day before it moved")
    else:
        answer = ANSWERS[word.answer]
    question = word.question if word else ""
    return Guest(code, person.name or code, person.role.value, answer, question, word.came if word else None)


def _forms(office: Office, cohort: Cohort, gathering: Gathering, now: datetime) -> list[FormLink]:
    known = (cohort.invitation(gathering.id, form, cohort.lead.code) for form in ("gathering", "attendance"))
    return [
        FormLink(FORMS[form.form].title, office.links.form(cohort.code, form))
        for form in known
        if form and form.takes_answers(now)
    ]
