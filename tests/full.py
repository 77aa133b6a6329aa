"""Full: records in which every field that declares an owner holds a word, made from their declarations. A field that is
added to a record or a form is filled without anybody thinking of it.
"""

import dataclasses
import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.belonging import DECLARED, Answered
from domain.forms import FORMS
from domain.forms.form import meta

WRITTEN = ("line", "text", "email")


def full(record: Any, word: str, person: str) -> Any:
    """A record with `word` in every text that belongs to somebody, written by `person` where somebody must have."""
    changes = {
        field.name: _filled(field, get_type_hints(type(record))[field.name], getattr(record, field.name), word, person)
        for field in dataclasses.fields(record)
    }
    return dataclasses.replace(record, **changes)


def answers_full_of(form: str, word: str) -> dict[str, Any]:
    """An answer to a form with `word` wherever something can be typed; what is chosen is left out."""
    found: dict[str, Any] = {}
    for name, field in FORMS[form].model_fields.items():
        if meta(field)["widget"] in WRITTEN:
            found[name] = (word,) if "tuple" in str(field.annotation) else word
        if meta(field)["widget"] == "rows":
            row = get_args(field.annotation)[0]
            found[name] = [{name: word for name, cell in row.model_fields.items() if meta(cell)["widget"] in WRITTEN}]
    return found


def _filled(field: Any, hint: Any, value: Any, word: str, person: str) -> Any:
    declared = field.metadata.get(DECLARED)
    if isinstance(declared, Answered) and declared.stays:
        return value
    if isinstance(declared, Answered) and not declared.question:
        told = {name: said for form in declared.forms for name, said in answers_full_of(form, word).items()}
        return {person: told} if declared.whose == ("keys",) else told
    if declared is not None:
        return _word_as(hint, word, value, person)
    inner = _record_in(hint)
    if inner is None:
        return value
    if get_origin(hint) is Mapping:
        return {person: full(_blank(inner, person), word, person)}
    if get_origin(hint) is tuple:
        return tuple(full(one, word, person) for one in value or (_blank(inner, person),))
    return full(value or _blank(inner, person), word, person)


def _word_as(hint: Any, word: str, value: Any, person: str) -> Any:
    if hint is str:
        return word
    if get_origin(hint) is tuple and get_args(hint)[0] is str:
        return (word,)
    if get_origin(hint) is Mapping and get_args(hint)[1] is str:
        return {person: word}
    return {word: word} if get_origin(hint) is Mapping and get_args(hint) == (str, Any) else value


def _record_in(hint: Any) -> type | None:
    arms = get_args(hint) if get_origin(hint) in (Union, types.UnionType, tuple, Mapping) else (hint,)
    return next((arm for arm in arms if dataclasses.is_dataclass(arm)), None)


def _blank(kind: type, person: str) -> Any:
    """A record with the least in it."""
    from tests.storage.worlds import NOW

    hints, plain = get_type_hints(kind), {str: person, int: 0, bool: False, "datetime": NOW, "date": NOW.date()}
    needed = [f for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING]
    return kind(
        **{f.name: plain.get(hints[f.name], plain.get(getattr(hints[f.name], "__name__", ""), ())) for f in needed}
    )
