"""The house: every text that people write belongs to somebody, and says so beside its field (domain/belonging.py)."""

import dataclasses
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from domain.belonging import Answered, Code, declared
from domain.cohort import COLLECTIONS, Entry, Hold
from domain.forms import FORMS
from domain.invitations import Answer
from domain.messages import Message, Rendered
from domain.people import Coordinator

SAYS = "declare whose it is: metadata=answer_to(…) or personal(…); or its type is Code, when nobody's words can stand in it"


def records():
    """Every kind of record the store keeps, and those within them."""
    found = [*COLLECTIONS, Entry, Hold, Answer, Message, Rendered, Coordinator]
    for kind in found:
        for hint in get_type_hints(kind).values():
            found += [part for part in parts_of(hint) if dataclasses.is_dataclass(part) and part not in found]
    return found


def parts_of(hint):
    """A type hint and everything in it; a Code is one thing."""
    yield hint
    if get_origin(hint) is not Annotated:
        for part in get_args(hint):
            yield from parts_of(part)


RECORDS = records()
by_record = pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)


def may_hold_words(hint):
    return any(part is str or part is Any for part in parts_of(hint))


@by_record
def test_a_text_without_an_owner_is_refused(kind):
    hints = get_type_hints(kind, include_extras=True)

    unowned = [name for name, told in declared(kind).items() if told is None and may_hold_words(hints[name])]

    assert unowned == [], f"{kind.__name__}: {SAYS}"


@by_record
def test_what_a_record_says_about_a_question_leads_to_one(kind):
    pointers = {name: told for name, told in declared(kind).items() if isinstance(told, Answered)}

    lost = [
        name
        for name, told in pointers.items()
        for form in told.forms
        if form not in FORMS or (told.question and told.question not in FORMS[form].model_fields)
    ]

    assert lost == []


@by_record
def test_the_codes_of_owners_stand_where_the_declaration_says(kind):
    """In the record itself or in one that holds it; `scope` and `keys` are words of forgetting.py."""
    around = {field.name for other in RECORDS if holds(other, kind) for field in dataclasses.fields(other)}
    known = around | {field.name for field in dataclasses.fields(kind)} | {"keys", "scope", "scope:mentor"}
    known |= {"to"} if kind is Rendered else set()  # a row of the same table as its Message

    whose = {word for told in declared(kind).values() if told for word in told.whose}

    assert whose - known == set()


def holds(other, kind):
    return other is not kind and any(
        part is kind or (dataclasses.is_dataclass(part) and part is not other and holds(part, kind))
        for hint in get_type_hints(other).values()
        for part in parts_of(hint)
    )


def test_a_code_is_a_text_like_any_other():
    assert get_args(Code)[0] is str


@pytest.mark.parametrize("name", FORMS)
def test_every_answer_belongs_to_whoever_gives_it_and_names_its_readers(name):
    form = FORMS[name]

    declarations = {field: form.belongs(field) for field in form.model_fields}

    assert [field for field, told in declarations.items() if "author" not in told.whose or not told.uses] == []
