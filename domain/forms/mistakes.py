"""Mistakes: what is wrong with an answer, in plain sentences by field. The only place that knows pydantic's types."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from domain.saying import Said, say, sayings

WORDS = sayings(
    {
        "missing": "Please answer this.",
        "extra_forbidden": "This form has no such question.",
        "string_type": "Please write this as text.",
        "string_unicode": "Please write this as text.",
        "string_too_long": "Please use at most {max_length} characters.",
        "string_too_short": "Please write at least {min_length} characters.",
        "string_pattern_mismatch": "This does not look right; please try again.",
        "int_type": "Please give a whole number.",
        "int_parsing": "Please give a whole number.",
        "int_parsing_size": "Please give a smaller number.",
        "int_from_float": "Please give a whole number.",
        "finite_number": "Please give a whole number.",
        "greater_than_equal": "Please give {ge} or more.",
        "less_than_equal": "Please give {le} or less.",
        "too_short": "Please give at least {min_length}.",
        "too_long": "Please give at most {max_length}.",
        "bool_type": "Please tick the box or leave it empty.",
        "bool_parsing": "Please tick the box or leave it empty.",
        "tuple_type": "Please choose from the list.",
        "dict_type": "Please choose from the list.",
        "model_type": "Please fill in the table again.",
        "model_attributes_type": "Please fill in the table again.",
        "date": "Please give a day like 2027-03-04.",
        "time": "Please give a time like 14:30.",
    }
)
ANSWER_THIS = WORDS["missing"]
ANYTHING_ELSE = say("Please look at this again.")


def mistakes(error: ValidationError) -> dict[str, str]:
    """Field -> what to change, in one sentence; the first mistake of each field. "" is the form as a whole."""
    found: dict[str, str] = {}
    for mistake in error.errors(include_url=False, include_input=False):
        place = mistake["loc"]
        words = _sentence(mistake["type"], mistake.get("ctx", {}))
        if len(place) > 2 and isinstance(place[1], int):
            words = say("Row {number}: {words}", number=place[1] + 1, words=words)
        found.setdefault(str(place[0]) if place else "", words)
    return found


def _sentence(kind: str, context: dict[str, Any]) -> str:
    """The sentence as it was meant: whoever refused an answer gave it along, unless it was pydantic itself."""
    if kind == "look_twice":
        return context["words"]  # type: ignore[no-any-return]
    if kind == "value_error":
        return next(iter(context["error"].args), ANYTHING_ELSE) if context.get("error") else ANYTHING_ELSE
    words = WORDS.get(kind) or WORDS.get(kind.split("_")[0], ANYTHING_ELSE)
    return Said(words, facts={name: fact for name, fact in context.items() if f"{{{name}}}" in words})


def mistaken(form: str, found: dict[str, str]) -> ValidationError:
    """The ValidationError that carries these sentences, each at its field."""
    return ValidationError.from_exception_data(
        form,
        [
            InitErrorDetails(
                type=PydanticCustomError("look_twice", "{words}", {"words": words}),
                loc=(field,) if field else (),
                input=None,
            )
            for field, words in found.items()
        ],
    )
