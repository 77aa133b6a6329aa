"""Passages: what a story tells, as the lines of a page. Which of it may be shown was decided before (domain/story)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from domain.as_asked import as_asked
from domain.cohort import Cohort
from domain.dates import day_of
from domain.forms import FORMS
from domain.forms.form import Form, meta
from domain.forms.note import Note
from domain.remarks import lines_of
from domain.saying import say
from domain.states import CASES, LETTERS
from domain.story.passages import Case, Passage, Printed, Told, Written
from domain.story.sentences import about_what, name_of, sentence
from web.fields import Field, fields_of, in_words, is_shown
from web.inbox import BADGES

OF_CODES = ("choice", "choices", "ranking", "importance")
LONG = ("mentor_application", "mentee_application")  # folded, since the page shows them as they stand
Lines = list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Shown:
    """One passage. `way`: where more of it can be read, below the desk; `marks`: words with their looks; `folded`: its
    lines are opened by hand."""

    at: datetime
    kind: str
    line: str
    about: str = ""
    way: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    lines: Lines | None = None
    folded: bool = False
    held_back: bool = False


def by_month(cohort: Cohort, passages: Iterable[Passage], words: bool) -> list[list[Shown]]:
    """Passages as the page shows them, in parts of a month each: the page folds those of long ago.

    Without `words` no way leads to letters and documents.
    """
    lines = [one if words else replace(one, way="") for one in (shown(cohort, passage) for passage in passages)]
    return [list(part) for _, part in groupby(lines, lambda line: day_of(line.at, cohort.zone).replace(day=1))]


def shown(cohort: Cohort, passage: Passage) -> Shown:
    """A passage as the page shows it."""
    line = sentence(cohort, passage)
    match passage:
        case Told():
            return _answer(cohort, passage, line)
        case Written():
            state, look = LETTERS[passage.state], BADGES.get(passage.state.value, "")
            return Shown(passage.at, "post", line, way=f"/letters/{passage.key}", marks=((state, look),))
        case Case():
            return _case(cohort, passage, line)
        case Printed():
            return Shown(passage.at, "printed", line, way=f"/documents/{passage.document.id}")
        case _:
            return Shown(passage.at, "happened", line)


def _answer(cohort: Cohort, told: Told, line: str) -> Shown:
    earlier = ((say("changed later"), ""),) if told.newer else ()
    again = ((say("changed"), "care"),) if told.version > 1 and not FORMS[told.form].anytime else ()
    lines = answers_in_words(cohort, as_asked(told.form, cohort.policy), told.content)
    return Shown(
        told.at,
        "noted" if told.form == Note.name else "told",
        line,
        about_what(cohort, told.about),
        marks=(*again, *earlier),
        lines=lines,
        folded=bool(told.newer) or told.form in LONG,
        held_back=told.held_back,
    )


def _case(cohort: Cohort, passage: Case, line: str) -> Shown:
    case = passage.case
    lines: Lines = [(say("{who} wrote", who=name_of(cohort, remark.by)), lines_of(remark)) for remark in case.remarks]
    look = "care" if case.is_open else ""
    return Shown(
        passage.at, "case", line, about_what(cohort, case.about), marks=((CASES[case.state], look),), lines=lines
    )


def answers_in_words(cohort: Cohort, form: type[Form], content: Mapping[str, Any]) -> Lines:
    """The questions that were answered, each with the lines of its answer."""
    fields = [field for field in _fields(cohort, form, content) if _applies(form, field, content)]
    told = ((field.title, in_words(field)) for field in fields)
    return [(title, words) for title, words in told if words and words != ["No"]]


def _fields(cohort: Cohort, form: type[Form], content: Mapping[str, Any]) -> list[Field]:
    options = {name: _words(cohort, form, name, value) for name, value in content.items() if _of_codes(form, name)}
    fields = fields_of(form, content, cohort.policy, options=options)
    return [field for field in fields if field.name in content]


def _applies(form: type[Form], field: Field, content: Mapping[str, Any]) -> bool:
    """Whether the question was asked; where the answer it depends on is not for the reader, it was."""
    return (field.only_if is not None and field.only_if[0] not in content) or is_shown(form, field, content)


def _of_codes(form: type[Form], name: str) -> bool:
    return meta(form.model_fields[name])["widget"] in OF_CODES


def _words(cohort: Cohort, form: type[Form], name: str, value: Any) -> Mapping[str, str]:
    """The words of each code: as the form has them, else the name of a person, else the code."""
    declared: Mapping[str, str] = meta(form.model_fields[name])["options"]
    chosen = [str(one) for one in value] if isinstance(value, list | tuple | dict) else [str(value)]
    return {code: name_of(cohort, code) for code in chosen if code} | dict(declared)
