"""Taking back: which permissions an answer gives, in what words, and what becomes of everything when one is taken back.

Told by the declarations of the questions (domain/permission.py). Pure; office/permissions.py shows and does it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from domain.applications import Application
from domain.belonging import DECLARED, Answered
from domain.cohort import Cohort, Entry
from domain.forms.form import Form, meta
from domain.invitations import Answer
from domain.permission import Permission, Words
from domain.saying import together

VERSION_MARK = 8  # hexadecimal digits


def permissions_of(form: type[Form]) -> Mapping[str, Permission]:
    """The permissions for which a form asks, by question."""
    asked = ((name, meta(field)["permission"]) for name, field in form.model_fields.items())
    return {name: permission for name, permission in asked if permission is not None}


def given_in(form: type[Form], content: Mapping[str, Any]) -> dict[str, Permission]:
    """Those that an answer gives: what is ticked, chosen or written."""
    return {name: permission for name, permission in permissions_of(form).items() if content.get(name)}


def words_of(form: type[Form], question: str) -> str:
    """What stands before whoever is asked: the question and what is written below it."""
    field = form.model_fields[question]
    return together((part for part in (field.title, field.description) if part), ". ")


def agreed_to(
    form: type[Form], content: Mapping[str, Any], language: str, spoken: Callable[[str], str]
) -> dict[str, Words]:
    """The words of the permissions that an answer gives; `spoken` says a text of ours in this language."""
    return {
        name: Words(spoken(words_of(form, name)), spoken(permission.purpose), _version(words_of(form, name)), language)
        for name, permission in given_in(form, content).items()
    }


def _version(words: str) -> str:
    return sha256(str(words).encode()).hexdigest()[:VERSION_MARK]


def taken_back(cohort: Cohort, form: type[Form], last: Answer, question: str, now: datetime) -> Cohort:
    """The cohort after somebody took back one permission that this answer, their last to a form, gives.

    It is a new version of the answer, so that the record says when it was given and when it ended. The records that hold
    the answer follow, and so does all that reads them.
    """
    gone = (question, *permissions_of(form)[question].covers)
    content = emptied(form, last.content, gone)
    words = {name: one for name, one in last.agreed.items() if name not in gone}
    invitation = cohort.invitations[last.invitation]
    told = replace(invitation, answers=last.version + 1)
    answer = replace(last, version=told.answers, at=now, content=content, agreed=words)
    line = Entry(f"{told.id}:taken_back:{question}:{told.answers}", told.scope, now, f"take back {question}", last.by)
    cohort = replace(cohort.put(told, *_followed(cohort, form, last.by, gone)), answers=(*cohort.answers, answer))
    return cohort.note(line)


def emptied(form: type[Form], content: Mapping[str, Any], gone: tuple[str, ...]) -> dict[str, Any]:
    """Answers without these: there stands what stands where nobody has answered."""
    nothing = {name: _nothing_in(form, name) for name in gone if name in content}
    return {**content, **nothing}


def _nothing_in(form: type[Form], question: str) -> Any:
    empty = form.model_fields[question].get_default(call_default_factory=True, validated_data={})
    return list(empty) if isinstance(empty, tuple) else empty


def _followed(cohort: Cohort, form: type[Form], person: str, gone: tuple[str, ...]) -> Iterator[Application]:
    application = cohort.applications.get(person)
    if application is None:
        return
    changed: dict[str, Any] = {
        name: emptied(form, getattr(application, name), gone)
        for name in fields_with_answers_to(form)
        if getattr(application, name)
    }
    yield replace(application, **changed)


def fields_with_answers_to(form: type[Form]) -> list[str]:
    """The fields of an application that hold the answers to a form."""
    return [
        field.name
        for field in fields(Application)
        if isinstance(told := field.metadata.get(DECLARED), Answered) and not told.question and form.name in told.forms
    ]
