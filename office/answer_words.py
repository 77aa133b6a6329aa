"""Answer words: one answer as a cell of a table: a day, a number, or its words in one line. The web shows the same in lines.

Who may read it was asked before (domain/reading.py).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from documents.spreadsheet import Cell
from domain.forms.form import meta
from domain.saying import say, together
from domain.topics import OWN_TOPIC

EMPTY = ("", None)


def cell_of(field: FieldInfo, value: Any) -> Cell:
    """What somebody answered to this question; None for nothing."""
    words = meta(field)["options"]
    if value in EMPTY:
        return None
    match meta(field)["widget"]:
        case "yes":
            return say("Yes") if value else say("No")
        case "upload":
            return say("A file is attached")
        case "date":
            return date.fromisoformat(str(value))
        case "number" | "scale" if isinstance(value, int | float):
            return value
        case "importance" if isinstance(value, Mapping):
            levels = meta(field)["levels"]
            told = [(words.get(str(code), code), levels.get(str(n), str(n))) for code, n in value.items() if n != ""]
            return _listed([together(pair, ": ") for pair in told])
        case "rows":
            return _listed([words for row in value if (words := _row(field, row))])
        case "ranking":
            return _listed([together((str(n), words.get(code, code)), ". ") for n, code in enumerate(value, 1)])
    if isinstance(value, list | tuple):
        return _listed([words.get(str(code)) or _own(str(code)) for code in value])
    return words.get(str(value), str(value)) if words else str(value)


def _own(code: str) -> str:
    """What is not on the list: a topic of a plan stands there with its words, a report knows its code alone."""
    return say("a topic of their own") if code.startswith(OWN_TOPIC) else code


def _row(field: FieldInfo, row: Mapping[str, Any]) -> str:
    """One line of a table within a form."""
    kinds = [kind for kind in get_args(field.annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
    columns = kinds[0].model_fields if kinds else {}
    cells = [(meta(columns[name])["options"] if name in columns else {}, cell) for name, cell in row.items()]
    return _listed([options.get(str(cell), str(cell)) for options, cell in cells if cell not in EMPTY], " · ")


def _listed(parts: list[str], between: str = "; ") -> str:
    return together([part for part in parts if part], between) if parts else ""
