"""Policies: read the presets of policies/ and lay a plan's own numbers over them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.policy import Policy
from office.plain_yaml import read_yaml

PRESETS = Path(__file__).resolve().parent.parent / "policies"
DEFAULT_PRESET = "industry-one-to-one"


class PolicyMistakes(ValueError):
    """What cannot work in a policy: (place, sentence) for each mistake."""

    def __init__(self, mistakes: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {words}" for place, words in mistakes))
        self.mistakes = mistakes


def presets() -> list[str]:
    """The names of the presets that ship with the office."""
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


@lru_cache(maxsize=32)
def _raw(preset: str) -> Mapping[str, Any]:
    path = PRESETS / f"{preset}.yaml"
    if preset not in presets():
        raise PolicyMistakes([("preset", f"there is no preset {preset!r}; choose one of {', '.join(presets())}")])
    loaded: Mapping[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return loaded


def policy(preset: str, changes: Mapping[str, Any] | None = None) -> Policy:
    """The preset with a plan's own numbers laid over it. PolicyMistakes names every place that cannot work."""
    try:
        return Policy.model_validate(laid_over(_raw(preset), changes or {}))
    except ValidationError as error:
        raise PolicyMistakes([*in_words(error), *_hidden(preset, changes or {}, error)]) from error


def _hidden(preset: str, changes: Mapping[str, Any], error: ValidationError) -> list[tuple[str, str]]:
    """What is checked across numbers (ladders, calls) and so only once every single number is right: leave out the wrong."""
    wrong = {item["loc"][:2] for item in error.errors()}
    if () in wrong:
        return []  # nothing was hidden
    rest: dict[str, Any] = {}
    for section, values in changes.items():
        if isinstance(values, Mapping) and (section,) not in wrong:
            rest[section] = {name: value for name, value in values.items() if (section, name) not in wrong}
        elif section not in {place[0] for place in wrong}:
            rest[section] = values
    try:
        Policy.model_validate(laid_over(_raw(preset), rest))
    except ValidationError as found:
        return in_words(found)
    return []


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`above` wins; sections are merged, lists and numbers replaced."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = laid_over(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known name, check the spelling",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "finite_number": "must be a number",
    "date_from_datetime_parsing": "must be a date like 2027-01-11",
    "date_parsing": "must be a date like 2027-01-11",
    "date_type": "must be a date like 2027-01-11",
    "string_type": "must be text",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "literal_error": "must be one of: {expected}",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "greater_than": "must be more than {gt:g}",
    "time_parsing": "must be a time like 08:00",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be a section with names and values",
    "model_type": "must be a section with names and values",
    "invalid_key": "has a name that is a number; put quotes around it if it is meant",
}
"""By the type of a pydantic mistake; in braces what pydantic tells about it."""
RETIRED = {
    "post.letters_per_week_max": "is called post.reminders_per_week_max, for it bounds reminders only",
    "format": "cannot be chosen yet: the office runs pairs, one mentor and one mentee; leave this line out",
}
"""What a plan of earlier days may hold, by its place, and the sentence that helps."""
OF_A_NAME = ".[key]"
"""How pydantic ends the place of a name in a section, where it is the name that is wrong, not its value."""


def in_words(error: ValidationError, prefix: str = "") -> list[tuple[str, str]]:
    """Each mistake of a pydantic error as (place, sentence), in our words."""
    found = []
    for item in error.errors():
        place = ".".join([prefix, *(str(part) for part in item["loc"])] if prefix else [str(p) for p in item["loc"]])
        found += [_placed(place.removesuffix(OF_A_NAME), words) for words in _told(item)]
    return found


def _told(item: ErrorDetails) -> list[str]:
    """The sentences of one mistake, with the words or the number that would do."""
    place = ".".join(map(str, item["loc"]))
    words = RETIRED.get(place) if item["type"] == "extra_forbidden" else None
    words = words or WORDS.get(item["type"])
    if words is None:
        return item["msg"].removeprefix("Value error, ").split("; ")
    limits = item.get("ctx", {})
    expected = str(limits.get("expected", "")).replace("'", "").replace(" or ", ", ")
    told = words.format_map(limits | {"expected": expected})
    return [f"is not a known name; {told}" if item["loc"][-1:] == ("[key]",) else told]


def _placed(place: str, words: str) -> tuple[str, str]:
    """Sentences of a check over the whole policy name their own place in front of a colon."""
    if place in ("", "policy") and ": " in words:
        inner, _, sentence = words.partition(": ")
        return (f"{place}.{inner}" if place else inner), sentence
    return place, words
