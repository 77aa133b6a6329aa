"""The house: every text that people write belongs to somebody, and says so beside its field (domain/belonging.py)."""

import ast
import dataclasses
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from domain.acts import ACTS
from domain.belonging import Answered, Audience, Belonging, Code, Reader, Use, declared
from domain.cohort import COLLECTIONS, Entry, Hold
from domain.contact_book import Asking, PossibleMentor
from domain.forms import FORMS
from domain.forms.form import meta
from domain.invitations import Answer
from domain.messages import Message, Piece, Rendered, Wording
from domain.notice import BESIDES, WHAT_FOR
from domain.people import Coordinator
from domain.reading import WHO_READS
from tests.house.sources import ROOT, is_named, texts_of, tree

SAYS = "declare whose it is: metadata=answer_to(…) or personal(…); or its type is Code, when nobody's words can stand in it"


ASKED = {**FORMS, **ACTS}


def records():
    """Every kind of record the store keeps, and those within them."""
    found = [*COLLECTIONS, Entry, Hold, Answer, Message, Rendered, Coordinator, PossibleMentor, Asking]
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
    known |= {"to"} if kind in (Rendered, Piece) else set()  # a row of the same table as its Message

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


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_belongs_to_whoever_gives_it_and_names_its_readers(name):
    form = ASKED[name]

    declarations = {field: form.belongs(field) for field in form.model_fields}

    assert [field for field, told in declarations.items() if "author" not in told.whose or not told.uses] == []


# --- what uses it -----------------------------------------------------------------------------------------------------

# Where the code of a use reads fields by name. CARE and PARTNER need none: pages show by declaration whatever is for the
# coordinator or the partner (tests/web/test_who_reads_what.py finds each word there).
PLACES = {
    Use.ADDRESS: ("notifications/facts.py", "domain/people.py", "domain/cohort.py"),
    Use.MATCHING: ("office/match/candidates.py", "domain/applications.py", "domain/rules/pairing.py"),
    Use.PROFILE: ("domain/forms/profile.py", "notifications/facts.py"),
    Use.MEETING: ("domain/rules", "domain/groups.py", "domain/dates.py", "notifications/facts.py"),
    Use.COMPLETION: ("domain/completion.py", "domain/rules"),
    Use.EVALUATION: ("documents/evaluation.py", "documents/experience.py"),
    Use.DECISION: ("domain/rules",),
    Use.KEEPING: ("domain/keeping.py",),
}
SHOWN_TO = {Use.CARE: {Reader.COORDINATOR}, Use.PARTNER: {Reader.PARTNER, Reader.GROUP}}

# Declared and not used yet, each with its reason; the list only gets shorter.
NOT_USED_YET: dict[str, str] = {}


def names_read_in(*places):
    """Names that code reads: attributes, keys, keywords; with `*` for what is filled in."""
    files = [
        file
        for place in places
        for file in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).glob("*.py")))
    ]
    found = set()
    for file in files:
        found |= texts_of(file) | {node.attr for node in ast.walk(tree(file)) if isinstance(node, ast.Attribute)}
    return {name for name in found if len(name) < 60}


def read_by_the_form(form):
    """Names that the form's own code takes from an answer: `self.name`."""
    files = {
        ROOT / f"{kind.__module__.replace('.', '/')}.py"
        for kind in form.__mro__
        if kind.__module__.startswith(("domain.forms.", "domain.acts."))
    }
    return {
        node.attr
        for file in files
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    }


def is_used(form, name, use):
    told = form.belongs(name)
    if use is Use.CONSENT:
        return meta(form.model_fields[name])["widget"] == "yes"
    if use in SHOWN_TO:
        return bool(told.readers & SHOWN_TO[use])
    if use is Use.DECISION and form.by == "participant" and Reader.COORDINATOR in told.readers:
        return True  # read on the desk by whoever decides
    if use is Use.DECISION and is_a_tick_that_counts(form, name):
        return True
    if use is Use.MATCHING and form.by == "coordinator":
        return True  # terms: read by name from WEIGHED and STAGES
    return name in read_by_the_form(form) or is_named(name, names_read_in(*PLACES[use]))


def is_a_tick_that_counts(form, name):
    """Without it the answer is refused, or another question is not asked."""
    field = form.model_fields[name]
    conditions = (meta(other)["only_if"] for other in form.model_fields.values())
    leads_on = any(condition and condition[0] == name for condition in conditions)
    return meta(field)["widget"] == "yes" and (field.is_required() or bool(meta(field)["needed"]) or leads_on)


@pytest.mark.parametrize("name", ASKED)
def test_a_field_that_nothing_uses_is_refused(name):
    form = ASKED[name]

    idle = [
        f"{field}: {use}"
        for field in form.model_fields
        for use in form.belongs(field).uses
        if field not in NOT_USED_YET and not is_used(form, field, use)
    ]

    assert idle == [], "say what uses it (use=…), or take it away"


def test_what_is_not_used_yet_is_still_asked():
    assert set(NOT_USED_YET) - {field for form in FORMS.values() for field in form.model_fields} == set()


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_matching_reads_only_what_says_so(role):
    form = FORMS[f"{role}_application"]
    other = FORMS["mentee_application" if role == "mentor" else "mentor_application"]
    read = {name for name in form.model_fields if name in names_read_in("office/match/candidates.py")}

    silent = [name for name in read if Use.MATCHING not in form.belongs(name).uses and name not in other.model_fields]

    assert silent == []


def test_every_audience_and_use_has_its_words():
    assert set(WHO_READS) == set(Audience)
    assert set(WHAT_FOR) == set(Use)


def test_the_privacy_notice_tells_of_everything_that_no_form_asks():
    told = {(kind, name) for kind, name, _ in BESIDES}
    kept = {
        (kind, name)
        for kind in RECORDS
        for name, one in declared(kind).items()
        if isinstance(one, Belonging) and one.whose and kind is not Coordinator
    }
    words = {(kind, name) for kind, name in kept if kind in (Rendered, Piece, Wording)}

    assert kept - words == told - words
