"""Applicants: people from a CSV file, as applications of a cohort that nobody launched: for a match without an office.

Columns are the fields of the application forms, as in examples/pilot; what a file leaves out, matching does without.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError, create_model

from cli.refusals import Refused, readable
from domain.applications import Application
from domain.cohort import Cohort
from domain.forms import FORMS, Form
from domain.forms.mistakes import mistakes
from domain.lifecycles import ApplicationState
from domain.people import Participant, Role
from domain.policy import Policy
from rehearsal.people import person_of

NOW = datetime(2000, 1, 1, tzinfo=UTC)  # nothing here depends on time
NEEDED = ("name",)


def cohort_of(policy: Policy, files: Mapping[Role, Path]) -> Cohort:
    """Everybody in these files, accepted; Refused names every mistake with file, line and column."""
    wrong: list[str] = []
    people, applications = [], []
    for role, file in files.items():
        for n, (line, row) in enumerate(_rows(file), start=1):
            code = f"{role.letter}{n:02d}"
            answers, found = _answers(role, row)
            wrong += [f"{file}, line {line}, column {column}: {words}" for column, words in found.items()]
            people.append(Participant(code, role, row["name"], row.get("email") or f"{code}@example.org"))
            applications.append(Application(code, role, ApplicationState.ACCEPTED, NOW, answers))
    if wrong:
        raise Refused("\n".join(["These lists cannot be matched:", *(f"  - {words}" for words in wrong)]))
    empty = Cohort("match", "Match", policy, date(2000, 1, 1), "UTC", NOW, "", ())
    return empty.put(*people, *applications)


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a file with their line numbers."""
    try:
        text = readable(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8 text; save it as CSV UTF-8.") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        raise Refused(
            f"{file}, line 1: there is no column {', '.join(missing)}; columns are named as in examples/pilot."
        )
    for row in reader:
        yield reader.line_num, {name: value or "" for name, value in row.items() if isinstance(name, str)}


def _answers(role: Role, row: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the row tells, checked question by question; and what is wrong with it, by column."""
    form = FORMS[f"{role.value}_application"]
    told = {name for name in form.model_fields if (row.get(name) or "").strip()} - {"cv", "motivation"}
    person = person_of(role, {"email": "", "cv": "", **row})
    content = {name: value for name, value in person.application.items() if name in told}
    try:
        return _asking_only(form, told).model_validate(content).kept(), {}
    except ValidationError as error:
        return {}, mistakes(error)


def _asking_only(form: type[Form], told: set[str]) -> type[Form]:
    """The form with every other question made optional and unchecked."""
    left_out: dict[str, Any] = {}
    for name, field in form.model_fields.items():
        if name not in told:
            open_field = copy(field)
            open_field.default, open_field.annotation, open_field.metadata = None, Any, []
            left_out[name] = (Any, open_field)
    return create_model(form.__name__, __base__=form, **left_out)
