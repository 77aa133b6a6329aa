"""Own copy: everything the office keeps of one person, for them to see and to take along (GDPR art. 15 and 20).

What belongs to them is told by the declarations. Nothing in it names anybody else; asking twice gives the same. A coordinator
who hands it out gets the same without what is not for coordinators.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from domain.as_asked import as_asked
from domain.belonging import Reader
from domain.cohort import Cohort
from domain.forms import FORMS
from domain.invitations import Answer
from domain.owned import owned_by
from domain.owners import people_of
from domain.reading import told_to
from office.contact_book import entry_facts
from office.desk import Access
from office.office import Office
from office.pages import open_page

LETTERS_MAX = 10_000


@dataclass(frozen=True)
class OwnFile:
    """A file that somebody gave, or that was printed for them."""

    id: str
    name: str
    content: bytes


@dataclass(frozen=True)
class OwnCopy:
    """`told`: what they answered, and `written_about`: what coordinators answered about them alone, each version, oldest
    first; `facts`: the same and all the rest as plain values; `reader`: who gets it in their place."""

    cohort: Cohort
    person: str
    told: list[Answer]
    written_about: list[Answer]
    facts: dict[str, Any]
    files: list[OwnFile]
    reader: Reader | None = None

    def as_json(self) -> str:
        return json.dumps(self.facts, indent=1, ensure_ascii=False, sort_keys=True, default=str)


def own_copy(office: Office, token: str) -> OwnCopy:
    """The copy behind a personal link, also after they have left. LinkRefused when the link is none of ours."""
    cohort, person = open_page(office, token)
    return _copy(office, cohort, person.id, None)


def copy_for_the_desk(office: Office, access: Access, person: str) -> OwnCopy | None:
    """The copy of somebody as far as it is for coordinators; None when there is nobody of this code any more."""
    cohort = office.store.load(access.cohort, focus={person})
    known = cohort.participants.get(person)
    there = known is not None and known.erased_at is None
    return _copy(office, cohort, person, Reader.COORDINATOR) if there else None


def _copy(office: Office, cohort: Cohort, who: str, reader: Reader | None) -> OwnCopy:
    """`reader`: who gets it to hand it out; None: they themselves."""
    given = office.store.ledger.answers_of(cohort.code, who)
    told = [one for one in given if one.by == who]
    about = [one for one in given if one.by != who and _is_about(cohort, one, who)]
    if reader is not None:
        told, about = (list(_for(cohort, reader, answers)) for answers in (told, about))
    files = [OwnFile(*row) for row in _files(office, cohort, who)]
    return OwnCopy(cohort, who, told, about, _facts(office, cohort, who, told, about, files, reader), files, reader)


def _for(cohort: Cohort, reader: Reader, answers: list[Answer]) -> Iterator[Answer]:
    """The answers as far as they are for this reader; none of a form that keeps them to itself."""
    for one in answers:
        form = as_asked(one.form, cohort.policy) if one.form in FORMS else None
        if form is not None and form.may_be_looked_at(cohort, cohort.scope_of(_about(one))):
            yield replace(one, content=told_to(reader, form, one.content, cohort.policy))


def _is_about(cohort: Cohort, answer: Answer, person: str) -> bool:
    """Written about this person and nobody else, by a form that says so."""
    form = FORMS.get(answer.form)
    about = _about(answer)
    concerned = people_of(cohort, about) or people_of(cohort, cohort.scope_of(about))
    return form is not None and "subject" in form.whose and concerned == {person}


def _about(answer: Answer) -> str:
    return answer.invitation.removesuffix(f":{answer.form}:{answer.by}")


def _files(office: Office, cohort: Cohort, person: str) -> Iterator[tuple[str, str, bytes]]:
    for key in office.store.files.of_scope(cohort.code, person):
        stored = office.store.files.get(key)
        if stored is not None:
            yield key, stored.name, stored.content


def _facts(
    office: Office,
    cohort: Cohort,
    person: str,
    told: list[Answer],
    about: list[Answer],
    files: list[OwnFile],
    reader: Reader | None,
) -> dict[str, Any]:
    letters = office.store.letters.posts(cohort.code, to=person, limit=LETTERS_MAX)
    journal = office.store.ledger.journal(cohort.code, person, limit=LETTERS_MAX)
    return {
        "programme": {"code": cohort.code, "name": cohort.name},
        "you": person,
        "handed_out_by": "you" if reader is None else reader.value,
        "answers": [_answer(cohort, one) for one in told],
        "written_about_you": [_answer(cohort, one) for one in about],
        # What is not sent yet is nobody else's.
        "drafts": office.store.drafts.of_person(cohort.code, person) if reader is None else {},
        "records": owned_by(cohort, person, reader),
        "contact_book": entry_facts(office, cohort.participants[person].email) if reader is None else None,
        "files": [{"id": one.id, "name": one.name, "bytes": len(one.content)} for one in files],
        "letters": [
            {"letter": one.letter, "written_at": one.written_at, "sent_at": one.sent_at, "state": one.state.value}
            for one in reversed(letters)
        ],
        "journal": [{"at": line.at, "did": line.did} for line in reversed(journal)],
    }


def _answer(cohort: Cohort, one: Answer) -> dict[str, Any]:
    """An answer with its questions in words, so that it can be read without us."""
    form = as_asked(one.form, cohort.policy) if one.form in FORMS else None
    questions = form.model_fields if form else {}
    return {
        "form": one.form,
        "title": form.title if form else one.form,
        "about": _about(one),
        "version": one.version,
        "at": one.at,
        "answers": [
            {"name": name, "question": questions[name].title if name in questions else name, "answer": value}
            for name, value in one.content.items()
        ],
        "agreed_to": [
            {"name": name, "words": said.words, "version": said.version, "purpose": said.purpose}
            for name, said in one.agreed.items()
            if name in one.content
        ],
    }
