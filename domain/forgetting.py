"""Forgetting: what goes from a cohort when a person is erased or a time is over, told by the declarations of its fields.

Everything whose owner is the person goes: what they wrote and what was written about them. What others wrote stays theirs,
without the name. Codes, states and dates remain, so that the counts of a cohort still add up. Pure; letters, drafts and
files are storage/keeping/erasure's.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from domain.belonging import DECLARED, Answered, Audience, Belonging, Kept, Use
from domain.cohort import COLLECTIONS, Cohort, Entry, Record
from domain.forms import FORMS
from domain.forms.form import meta
from domain.invitations import Answer
from domain.owners import owners, people_of
from domain.people import Participant

ERASED = "(erased)"
WRITTEN = ("line", "text", "email", "rows")  # widgets into which people write words of their own
KEYS = ("keys",)  # a mapping of which each value belongs to its key
FAMILY_NAME_MIN = 3  # letters of a part of a name that is looked for on its own

Goes = Callable[[Belonging, frozenset[str]], bool]
Unnamed = Callable[[str], str]


def without(cohort: Cohort, person: str, now: datetime, by: str = "") -> Cohort:
    """The cohort without anything that tells who this person is or what they wrote. Rules may still count them."""
    known = cohort.participants[person]
    near, far = names_of(known)
    theirs = {person, *(group.id for group in cohort.groups_ever_of(person))}

    def goes(_: Belonging, owners: frozenset[str]) -> bool:
        return person in owners

    changed = []
    for record in _records(cohort):
        after = forgotten(cohort, record, goes, near if record.scope in theirs else far)
        if isinstance(after, Participant) and after.id == person:
            after = replace(after, erased_at=known.erased_at or now)
        if after is not record:
            changed.append(after)
    key = f"{person}:erased"
    if key not in cohort.journal:
        cohort = cohort.note(Entry(key, person, now, f"erase {person}", by))
    told = {letter: _with_words(words, far) for letter, words in cohort.wordings.items()}
    return replace(cohort.put(*changed), hold=forgotten(cohort, cohort.hold, goes, far), wordings=told)


def past_their_time(cohort: Cohort, over: frozenset[Kept], now: datetime) -> Cohort:
    """The cohort without what is kept only until a time that is over."""

    def goes(belongs: Belonging, _: frozenset[str]) -> bool:
        return belongs.kept in over

    changed = [after for record in _records(cohort) if (after := forgotten(cohort, record, goes)) is not record]
    for kept in sorted(over):
        if (key := let_go_key(kept)) not in cohort.journal:
            cohort = cohort.note(Entry(key, "", now, f"let go what is kept as {kept}"))
    return cohort.put(*changed)


def let_go_key(kept: Kept) -> str:
    """The journal line that says that what is kept so long is gone."""
    return f"keeping:{kept}:over"


def forgotten(cohort: Cohort, value: Any, goes: Goes, unnamed: Unnamed = str) -> Any:
    """A record without the fields that go; where a text stays, `unnamed` may take names out. The same object if nothing is
    to be changed."""
    return _Walk(cohort, goes, unnamed).through(value, ())


def _records(cohort: Cohort) -> Iterable[Record]:
    for name in COLLECTIONS.values():
        yield from cohort.here(getattr(cohort, name).values())


# --- the walk through a record ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Walk:
    cohort: Cohort
    goes: Goes
    unnamed: Unnamed

    def through(self, value: Any, around: tuple[Any, ...]) -> Any:
        """A record, or several in a tuple or mapping; `around`: the records it stands in, the outermost first."""
        if is_dataclass(value) and not isinstance(value, type):
            here = (*around, value)
            changes = {f.name: after for f in fields(value) if (after := self._field(f, here)) is not _of(value, f)}
            return replace(value, **changes) if changes else value
        if isinstance(value, tuple):
            parts = tuple(self.through(one, around) for one in value)
            return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
        if isinstance(value, Mapping):
            told = {key: self.through(one, around) for key, one in value.items()}
            return value if all(told[key] is one for key, one in value.items()) else told
        return value

    def _field(self, field: Field[Any], here: tuple[Any, ...]) -> Any:
        value, declared = _of(here[-1], field), field.metadata.get(DECLARED)
        if declared is None or (isinstance(declared, Answered) and declared.stays):
            return self.through(value, here)
        if isinstance(declared, Answered) and not declared.question:
            return self._answers(value, declared, here)
        belongs = self._told_by_the_form(declared) if isinstance(declared, Answered) else declared
        if declared.whose == KEYS:
            kept = {code: told for code, told in value.items() if not self.goes(belongs, frozenset({code}))}
            return value if kept == value else kept
        if self.goes(belongs, self._owners(declared.whose, field.name, here)):
            empty = _nothing_in(field, value)
            return value if value == empty else empty
        # A namesake keeps the name.
        return value if Use.ADDRESS in belongs.uses else _with_words(value, self.unnamed)

    def _told_by_the_form(self, declared: Answered) -> Belonging:
        return FORMS[declared.forms[0]].belongs(declared.question, self.cohort.policy)

    def _answers(self, content: Mapping[str, Any], declared: Answered, here: tuple[Any, ...]) -> Mapping[str, Any]:
        """Answers to a form by question; of some forms by who gave them."""
        kept: Mapping[str, Any]
        if declared.whose == KEYS:
            kept = {code: self._content(told, declared.forms, frozenset({code})) for code, told in content.items()}
        else:
            given = here[-1] if isinstance(here[-1], Answer) else None
            forms, about = (
                ((given.form,), concerned(self.cohort, given)) if given else (declared.forms, frozenset[str]())
            )
            kept = self._content(content, forms, self._owners(declared.whose, "", here), about)
        return content if kept == content else kept

    def _content(
        self,
        content: Mapping[str, Any],
        forms: tuple[str, ...],
        authors: frozenset[str],
        about: frozenset[str] = frozenset(),
    ) -> Mapping[str, Any]:
        kept = {}
        for name, value in content.items():
            form = next((FORMS[form] for form in forms if form in FORMS and name in FORMS[form].model_fields), None)
            belongs = form.belongs(name, self.cohort.policy) if form else UNKNOWN
            if self.goes(belongs, authors | about if "subject" in belongs.whose else authors):
                continue
            written = form is None or meta(form.model_fields[name])["widget"] in WRITTEN
            kept[name] = _with_words(value, self.unnamed) if written else value
        return kept

    def _owners(self, whose: tuple[str, ...], name: str, here: tuple[Any, ...]) -> frozenset[str]:
        return owners(self.cohort, whose, name, here)


# A question that an older form asked and no form declares any more: its author's, and read by nobody.
UNKNOWN = Belonging(("author",), Audience.NOBODY, ())


def concerned(cohort: Cohort, answer: Answer) -> frozenset[str]:
    """The participants whom an answer is about."""
    about = answer.invitation.removesuffix(f":{answer.form}:{answer.by}")
    return people_of(cohort, about) or people_of(cohort, cohort.scope_of(about))


def _of(record: Any, field: Field[Any]) -> Any:
    return getattr(record, field.name)


def _nothing_in(field: Field[Any], value: Any) -> Any:
    """What stands in a field that nobody has filled in."""
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    return () if is_dataclass(value) else type(value)()


def _with_words(value: Any, change: Unnamed) -> Any:
    """A value with every text in it changed; the same object when no text was."""
    if isinstance(value, str):
        after: Any = change(value)
    elif isinstance(value, Mapping):
        after = {name: _with_words(one, change) for name, one in value.items()}
    elif isinstance(value, list | tuple):
        after = type(value)(_with_words(one, change) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _with_words(getattr(value, f.name), change) for f in fields(value)}
        after = replace(value, **parts)
    else:
        return value
    return value if after == value else after


# --- names in what others wrote -----------------------------------------------------------------------------------


def names_of(person: Participant) -> tuple[Unnamed, Unnamed]:
    """Two ways to take a person out of a text: near them, where a first name says who is meant, and anywhere else."""
    parts = [part for part in person.name.split() if len(part) >= FAMILY_NAME_MIN and not part.endswith(".")]
    whole = [
        re.escape(word) for word in (person.email, person.name) if word and (word != person.name or len(parts) > 1)
    ]
    single = [rf"\b{re.escape(part)}\b" for part in parts]
    return _taking_out(whole, single), _taking_out(whole)


def _taking_out(whole: list[str], single: list[str] | None = None) -> Unnamed:
    # Whole names in any case; parts of one only as they are written, since many are words too.
    steps = [re.compile("|".join(whole), re.IGNORECASE)] if whole else []
    steps += [re.compile("|".join(single))] if single else []

    def change(text: str) -> str:
        for step in steps:
            text = step.sub(ERASED, text)
        return text

    return change
