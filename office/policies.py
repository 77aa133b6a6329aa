"""Policies: read the presets of policies/ and lay a plan's own numbers over them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.coherence import Programme, mistakes
from domain.policy import Policy
from domain.saying import Said, said_by, say, sayings, together
from office.plain_yaml import read_yaml
from words import ENGLISH, Tongue, tongue

PRESETS = Path(__file__).resolve().parent.parent / "policies"
DEFAULT_PRESET = "industry-one-to-one"
WORDED = ("title", "hint", "agenda")  # what people read of a preset; anything else in it is numbers and codes


class PolicyMistakes(ValueError):
    """What cannot work in a policy: (place, sentence) for each mistake."""

    def __init__(self, mistakes: list[tuple[str, str]]) -> None:
        super().__init__(together((together(mistake, ": ") for mistake in mistakes), "; "))
        self.mistakes = mistakes


def presets() -> list[str]:
    """The names of the presets that ship with the office."""
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


def presets_by_title() -> dict[str, str]:
    """The presets, each with what it calls itself."""
    return {name: Said(_raw(name)["title"], context="preset") for name in presets()}


@lru_cache(maxsize=32)
def _raw(preset: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = read_yaml((PRESETS / f"{preset}.yaml").read_text(encoding="utf-8"))
    return loaded


def _in(spoken: Tongue, value: Any, name: str = "") -> Any:
    """A preset with its words in a language."""
    match value:
        case Mapping():
            return {key: _in(spoken, inner, str(key)) for key, inner in value.items()}
        case list():
            return [_in(spoken, inner, name) for inner in value]
        case str() if name in WORDED:
            return spoken.translated(value, context="preset")
    return value


def words_of(preset: str) -> list[str]:
    """What a preset calls things, for whoever translates it."""
    return list(_words(_raw(preset)))


def _words(value: Any, name: str = "") -> Iterator[str]:
    inner = (
        value.items()
        if isinstance(value, Mapping)
        else [(name, one) for one in value]
        if isinstance(value, list)
        else ()
    )
    for key, one in inner:
        yield from _words(one, str(key))
    if isinstance(value, str) and name in WORDED:
        yield value


@dataclass(frozen=True)
class Reading:
    """A preset with a plan's own numbers laid over it, as far as they can be read.

    `wrong`: what cannot be read, each by its place and a sentence; there the number of the preset stands. `spoiled`: those
    places, and what nobody can tell while the preset is unknown.
    """

    policy: Policy
    wrong: tuple[tuple[str, str], ...]
    spoiled: frozenset[str]


def read(preset: str, changes: Mapping[str, Any] | None = None, language: str = ENGLISH) -> Reading:
    """Every number by itself, with the words of the preset in a language. Nothing is measured by another one yet."""
    told = changes or {}
    known = preset in presets()
    unknown = () if known else (("preset", _no_preset(preset)),)
    below = _in(tongue(language), _raw(preset if known else DEFAULT_PRESET))
    guessed = frozenset() if known else frozenset(_places(below)) - frozenset(_places(told))
    try:
        return Reading(Policy.model_validate(laid_over(below, told)), unknown, guessed)
    except ValidationError as error:
        places = {_number(item["loc"]) for item in error.errors()}
        rest = Policy.model_validate(laid_over(below, _without(told, places)))
        return Reading(rest, (*unknown, *in_words(error)), guessed | places)


def _no_preset(name: str) -> str:
    return say("there is no preset {name}; choose one of {known}", name=repr(name), known=", ".join(presets()))


def policy(preset: str, changes: Mapping[str, Any] | None = None) -> Policy:
    """The preset with a plan's own numbers laid over it. PolicyMistakes names every place that cannot work.

    Days are those of an example; a plan is measured by its own (office/launch).
    """
    found = read(preset, changes)
    if wrong := [*found.wrong, *mistakes(Programme.of(found.policy), found.spoiled)]:
        raise PolicyMistakes(wrong)
    return found.policy


def as_launched(preset: str, changes: Mapping[str, Any] | None, language: str) -> Policy:
    """The policy of a plan that has been checked by its own days, in the language of the programme: what the preset calls
    gatherings and materials people read in letters and calendars. PolicyMistakes for what cannot be read at all."""
    found = read(preset, changes, language)
    if found.wrong:
        raise PolicyMistakes(list(found.wrong))
    return found.policy


def _number(place: Sequence[int | str]) -> str:
    """The number of a policy in which a place lies: a list is one number."""
    return ".".join(str(part) for part in place[:2] if isinstance(part, str))


def _places(values: Mapping[str, Any]) -> Iterator[str]:
    """The numbers of a policy as read, by section and name."""
    for section, inner in values.items():
        if isinstance(inner, Mapping):
            yield from (f"{section}.{name}" for name in inner)
        else:
            yield str(section)


def _without(changes: Mapping[str, Any], wrong: Collection[str]) -> dict[str, Any]:
    """The changes but for those at these places, a whole section or a number in it."""
    rest: dict[str, Any] = {}
    for section, values in changes.items():
        if isinstance(values, Mapping) and str(section) not in wrong:
            rest[section] = {name: value for name, value in values.items() if f"{section}.{name}" not in wrong}
        elif not any(place.partition(".")[0] == str(section) for place in wrong):
            rest[section] = values
    return rest


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`above` wins; sections are merged, lists and numbers replaced."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = laid_over(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


WORDS = sayings(
    {
        "missing": "is missing",
        "extra_forbidden": "is not a known name, check the spelling",
        "int": "must be a whole number",
        "float": "must be a number",
        "finite_number": "must be a number",
        "date": "must be a date like 2027-01-11",
        "string": "must be text",
        "string_too_short": "is too short",
        "string_too_long": "is too long",
        "too_short": "is too short",
        "too_long": "is too long",
        "literal_error": "must be one of: {expected}",
        "greater_than_equal": "must be at least {ge}",
        "less_than_equal": "must be at most {le}",
        "greater_than": "must be more than {gt}",
        "less_than": "must be less than {lt}",
        "time": "must be a time like 08:00",
        "bool": "must be true or false",
        "list": "must be a list",
        "tuple": "must be a list",
        "dict": "must be a section with names and values",
        "model": "must be a section with names and values",
        "invalid_key": "has a name that is a number; put quotes around it if it is meant",
    }
)
"""By the type of a pydantic mistake, or the word it begins with; in braces what pydantic tells about it."""
ANYTHING_ELSE = say("cannot be used here")
RETIRED = sayings(
    {
        "post.reminders_per_week_max": "is called post.letters_per_week_max, for it bounds all letters but answers",
        "format": "cannot be chosen yet: the office runs pairs, one mentor and one mentee; leave this line out",
    }
)
"""What a plan of earlier days may hold, by its place, and the sentence that helps."""
OF_A_NAME = ".[key]"
"""How pydantic ends the place of a name in a section, where it is the name that is wrong, not its value."""


def in_words(error: ValidationError, prefix: str = "") -> list[tuple[str, str]]:
    """Each mistake of a pydantic error as (place, sentence), in our words."""
    found = []
    for item in error.errors():
        place = ".".join([prefix, *(str(part) for part in item["loc"])] if prefix else [str(p) for p in item["loc"]])
        found.append((place.removesuffix(OF_A_NAME), _told(item)))
    return found


def _told(item: ErrorDetails) -> str:
    """The sentence of one mistake, with the words or the number that would do."""
    place = ".".join(map(str, item["loc"]))
    kind, limits = item["type"], item.get("ctx", {})
    if kind == "value_error":
        return said_by(limits["error"])
    retired = RETIRED.get(place) if kind == "extra_forbidden" else None
    words = retired or WORDS.get(kind) or WORDS.get(kind.split("_")[0], ANYTHING_ELSE)
    limits = limits | {"expected": str(limits.get("expected", "")).replace("'", "").replace(" or ", ", ")}
    told = Said(words, facts={name: fact for name, fact in limits.items() if f"{{{name}}}" in words})
    return say("is not a known name; {remedy}", remedy=told) if item["loc"][-1:] == ("[key]",) else told
