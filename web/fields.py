"""Fields: the questions of a form as a page shows them. Reads what `question` declared; knows no HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.forms.content import YES_WORDS, is_asked
from domain.forms.form import Form, meta
from domain.policy import Policy
from domain.reading import WHO_READS
from domain.saying import Either, Said, say, sayings, together
from office.uploads import SCAN

RADIOS_MAX = 8  # longer lists are a select
SELECT_MAX = 60  # so many options are repeated in every row of a table
ROWS_SPARE = 1
ROWS_MAX = 40
CELL_LONG = 300  # characters from which a cell of a table is a text of several lines
PLACES = sayings(
    {
        1: "First choice",
        2: "Second choice",
        3: "Third choice",
        4: "Fourth choice",
        5: "Fifth choice",
        6: "Sixth choice",
    }
)
AUTOFILL = {"full_name": "name", "name": "name", "email": "email", "city": "address-level2", "employer": "organization"}


@dataclass(frozen=True)
class Column:
    """One column of a table of answers."""

    name: str
    title: str
    hint: str
    widget: str
    options: Mapping[str, str]

    @property
    def as_select(self) -> bool:
        """Short lists are a select in every row; a long one stands once on the page, and what is typed finds it."""
        return 0 < len(self.options) <= SELECT_MAX


@dataclass(frozen=True)
class Field:
    """One question with its answer so far. `value` is what was typed or kept, of any kind, also when it is wrong."""

    name: str
    title: str
    hint: str
    widget: str
    value: Any
    options: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    reader: str = ""
    step: str = ""
    needed: bool = False
    error: str = ""
    only_if: tuple[str, tuple[str, ...]] | None = None
    condition: str = ""  # `only_if` in words, for browsers that cannot hide a question
    low: Any = None
    high: Any = None
    most: int | None = None  # characters of a text, entries of a list
    rows: int = 0
    autofill: str = "off"
    file_name: str = ""
    link: str = ""  # an address elsewhere that helps to answer

    @property
    def as_select(self) -> bool:
        return len(self.options) > RADIOS_MAX

    @property
    def places(self) -> list[str]:
        """The words for each place of a ranking."""
        return list(PLACES.values())[: min(self.most or 3, len(self.options))]

    @property
    def chosen(self) -> list[str]:
        """The codes chosen so far, whatever the kind of question."""
        if isinstance(self.value, list | tuple):
            return [str(code) for code in self.value]
        return [] if self.value in ("", None) else [str(self.value)]

    @property
    def text(self) -> str:
        """The value of a plain field, as its input wants it."""
        if self.value is None or isinstance(self.value, dict):
            return ""
        if isinstance(self.value, list | tuple):
            return ", ".join(str(one) for one in self.value)
        if self.widget == "time":
            return str(self.value)[:5]
        return self.value if isinstance(self.value, str) else str(self.value)

    @property
    def ticked(self) -> bool:
        return str(self.value).casefold() in YES_WORDS

    @property
    def table(self) -> list[Mapping[str, Any]]:
        """The rows of a table, with some empty ones to go on."""
        given = [row for row in self.value if isinstance(row, Mapping)] if isinstance(self.value, list | tuple) else []
        full = all(sum(cell not in ("", None) for cell in row.values()) > 1 for row in given)
        wanted = len(given) + ROWS_SPARE if full else len(given)
        rows = min(max(self.rows, wanted), self.most or ROWS_MAX)
        return [*given, *({} for _ in range(rows - len(given)))]

    @property
    def is_scan(self) -> bool:
        """A file without any text that could be read in it (office/uploads)."""
        return self.file_name.endswith(f"{SCAN}.pdf")

    @property
    def says_most(self) -> bool:
        """A text whose limit is worth saying, unless the hint does."""
        return self.widget == "text" and self.most is not None and "characters" not in self.hint

    @property
    def is_group(self) -> bool:
        """Several inputs with one question: a fieldset with a legend."""
        grouped = self.widget in ("choices", "ranking", "scale", "importance", "rows")
        return grouped or (self.widget == "choice" and not self.as_select)


def fields_of(
    form: type[Form],
    content: Mapping[str, Any],
    policy: Policy,
    *,
    options: Mapping[str, Mapping[str, str]] | None = None,
    hints: Mapping[str, str] | None = None,
    skips: Iterable[str] = (),
    errors: Mapping[str, str] | None = None,
    file_names: Mapping[str, str] | None = None,
) -> list[Field]:
    """Every question of a form that this person is asked, in order, with what was answered and what is wrong."""
    skipped = frozenset(skips)
    return [
        _field(form, name, declared, content, policy, options or {}, hints or {}, errors or {}, file_names or {})
        for name, declared in form.model_fields.items()
        if name not in skipped
    ]


def steps_of(fields: Iterable[Field]) -> list[str]:
    """The pages of a form in order; [""] when it has only one."""
    return list(dict.fromkeys(field.step for field in fields)) or [""]


def is_shown(form: type[Form], field: Field, content: Mapping[str, Any]) -> bool:
    """Whether a question applies, given the answers so far."""
    return is_asked(meta(form.model_fields[field.name]), content)


def _field(
    form: type[Form],
    name: str,
    declared: FieldInfo,
    content: Mapping[str, Any],
    policy: Policy,
    options: Mapping[str, Mapping[str, str]],
    hints: Mapping[str, str],
    errors: Mapping[str, str],
    file_names: Mapping[str, str],
) -> Field:
    extra = meta(declared)
    default = None if declared.is_required() else declared.get_default(call_default_factory=True, validated_data={})
    value = content.get(name, default)
    return Field(
        name=name,
        title=declared.title or name,
        hint=hints.get(name) or declared.description or "",
        widget="choice" if extra["widget"] == "language" else extra["widget"],
        value=value,
        options=_options(extra, options.get(name), declared),
        levels=extra["levels"],
        columns=_columns(name, declared, options) if extra["widget"] == "rows" else (),
        reader=WHO_READS[form.belongs(name, policy).audience],
        step=extra["step"],
        needed=declared.is_required() or bool(extra["needed"]),
        error=errors.get(name, ""),
        only_if=(extra["only_if"][0], tuple(extra["only_if"][1])) if extra["only_if"] else None,
        condition=_in_words(form, extra["only_if"], options),
        low=_limit(declared, "ge"),
        high=_limit(declared, "le"),
        most=_limit(declared, "max_length"),
        rows=extra["rows"],
        autofill=AUTOFILL.get(name, "off"),
        file_name=file_names.get(str(value), "") if value else "",
        link=form.links(policy).get(name, ""),
    )


def _options(extra: Mapping[str, Any], offered: Mapping[str, str] | None, declared: FieldInfo) -> Mapping[str, str]:
    found = offered if offered is not None else extra["options"]
    low, high = _limit(declared, "ge"), _limit(declared, "le")
    if extra["widget"] == "scale" and not found and isinstance(low, int) and isinstance(high, int):
        return {str(n): str(n) for n in range(low, high + 1)}
    return {str(code): words for code, words in found.items()}


def _columns(table: str, declared: FieldInfo, offered: Mapping[str, Mapping[str, str]]) -> tuple[Column, ...]:
    """The columns of `tuple[Row, ...]`; a Row's fields may be plain pydantic fields or questions."""
    kinds = (kind for kind in get_args(declared.annotation) if isinstance(kind, type))
    row = next((kind for kind in kinds if issubclass(kind, BaseModel)), None)
    if row is None:
        return ()
    columns = []
    for name, cell in row.model_fields.items():
        extra = cell.json_schema_extra if isinstance(cell.json_schema_extra, dict) else {}
        columns.append(
            Column(
                name,
                cell.title or name.replace("_", " ").capitalize(),
                cell.description or "",
                "text" if (_limit(cell, "max_length") or 0) >= CELL_LONG else str(extra.get("widget", "line")),
                offered.get(f"{table}.{name}") or dict(extra.get("options") or {}),  # type: ignore[arg-type]
            )
        )
    return tuple(columns)


def _limit(declared: FieldInfo, name: str) -> Any:
    return next((found for limit in declared.metadata if (found := getattr(limit, name, None)) is not None), None)


def _in_words(form: type[Form], only_if: list[Any] | None, options: Mapping[str, Mapping[str, str]]) -> str:
    if not only_if or only_if[0] not in form.model_fields:
        return ""
    other, values = form.model_fields[only_if[0]], only_if[1]
    extra = meta(other)
    if extra["widget"] == "yes":
        ticked = "True" in values
        return (
            say("Only if you ticked “{question}”.", question=other.title)
            if ticked
            else say("Only if you did not tick “{question}”.", question=other.title)
        )
    words = options.get(only_if[0]) or extra["options"]
    said = Either(say("“{answer}”", answer=words.get(value, value)) for value in values if value)
    if not said or len(said) > 3:
        return say("It depends on your answer to “{question}”.", question=other.title)
    return say("Only if you answered {answers} to “{question}”.", answers=said, question=other.title)


def in_words(field: Field) -> list[str]:
    """An answer as a person would read it, a line for each part; [] when there is none."""
    words = field.options
    match field.widget:
        case "yes":
            return [say("Yes")] if field.ticked else [say("No")]
        case "upload":
            return [field.file_name or say("A file is attached")] if field.value else []
        case "importance" if isinstance(field.value, Mapping):
            return [
                together((words.get(str(code), code), field.levels.get(str(level), level)), ": ")
                for code, level in field.value.items()
                if level not in ("", None)
            ]
        case "rows" if isinstance(field.value, list | tuple):
            known = {column.name: column.options for column in field.columns}
            return [
                together(
                    (
                        known.get(name, {}).get(str(cell), str(cell))
                        for name, cell in row.items()
                        if cell not in ("", None)
                    ),
                    " · ",
                )
                for row in field.value
                if isinstance(row, Mapping) and any(cell not in ("", None) for cell in row.values())
            ]
        case "date":
            return [_day_in_words(words) for words in field.text.splitlines()]
        case "ranking":
            return [
                together((str(place), words.get(code, code)), ". ")
                for place, code in enumerate(field.chosen, 1)
                if code
            ]
    if words:
        return [words[code] for code in field.chosen if words.get(code)]
    return field.text.splitlines()


def _day_in_words(typed: str) -> str:
    """A day as its reader writes it; what is no day, as it was typed."""
    try:
        return Said("{day}", facts={"day": date.fromisoformat(typed)})
    except ValueError:
        return typed
