"""Content: turns what a browser sends into what was meant, before anything is checked. Refusing is left to form.py.

Texts are cleaned, empty fields left out (so that defaults hold), unticked boxes are a no, empty rows of a table
dropped, and answers to questions that were not asked forgotten.
"""

from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

from domain.text import clean_line, clean_text

YES_WORDS = ("true", "on", "yes", "1", "y", "t")
MANY = ("choices", "ranking")
DEPTH_MAX = 4


def tidied(content: Mapping[Any, Any], fields: Mapping[str, FieldInfo], skips: frozenset[str]) -> dict[Any, Any]:
    """The content by field, cleaned. Names that no question has are kept for pydantic to refuse."""
    clean: dict[Any, Any] = {name: value for name, value in content.items() if name not in fields}
    so_far = {name: field.default for name, field in fields.items() if not field.is_required()} | clean
    for name, field in fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        if name in skips or not is_asked(extra, so_far):
            continue
        value = _clean(content.get(name), extra["widget"] == "text" or extra["widget"] == "rows")
        value = _as_meant(value, str(extra["widget"]))
        if value is None and extra["widget"] == "yes" and field.is_required():
            value = False
        if value is not None:
            clean[name] = so_far[name] = value
    return clean


def is_asked(extra: Mapping[str, Any], content: Mapping[Any, Any]) -> bool:
    """Whether a question is shown, given the answers to those before it."""
    condition = extra["only_if"]
    if not condition:
        return True
    name, values = condition
    answer = content.get(name)
    chosen = answer if isinstance(answer, list | tuple) else [answer]
    return any(_code(one) in values or (_code(one).casefold() in YES_WORDS and "True" in values) for one in chosen)


def _code(value: Any) -> str:
    """A choice as its code; numbers only as far as options go, since Python refuses to print endless ones."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and 0 <= value < 1000 else ""


def _as_meant(value: Any, widget: str) -> Any:
    if value in ("", None):
        return None
    if widget in MANY:
        many = value if isinstance(value, list | tuple) else [value]
        return [one for one in many if one not in ("", None)] or None
    if widget == "rows" and isinstance(value, list | tuple):
        return [row for row in value if not _is_empty(row)] or None
    if widget == "importance" and isinstance(value, Mapping):
        return {name: level for name, level in value.items() if level not in ("", None)} or None
    return value


def _is_empty(row: Any) -> bool:
    return isinstance(row, Mapping) and all(cell in ("", None) for cell in row.values())


def _clean(value: Any, lines: bool, depth: int = 0) -> Any:
    """Every text within, cleaned; what is nested deeper than any form is cut off."""
    if isinstance(value, str):
        return clean_text(value) if lines else clean_line(value)
    if isinstance(value, bytes):
        return _clean(value.decode(errors="replace"), lines)
    if depth >= DEPTH_MAX:
        return None
    if isinstance(value, Mapping):
        return {_clean(name, False): _clean(one, lines, depth + 1) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one, lines, depth + 1) for one in value]
    return value
