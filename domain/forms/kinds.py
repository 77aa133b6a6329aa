"""Kinds: the types of answers that several forms share, each with its limits and its own words for a mistake."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from domain.addresses import address_in
from domain.dates import is_zone
from domain.names import person_name
from domain.saying import say

TAGS_MAX = 12


def _ticked(value: bool) -> bool:
    if not value:
        raise ValueError(say("Please tick this box to go on."))
    return value


def _tags(value: Any) -> Any:
    """Words separated by commas, semicolons or lines."""
    if not isinstance(value, str):
        return value
    words = (word.strip() for word in value.replace(";", ",").replace("\n", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _few(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(value) > TAGS_MAX:
        raise ValueError(say("Please give at most {most}, separated by commas.", most=TAGS_MAX))
    return value


def _address(value: str) -> str:
    if not (address := address_in(value)):
        raise ValueError(say("Please give an address like name@example.org."))
    return address


def _zone(value: str) -> str:
    if not is_zone(value):
        raise ValueError(say('Please give a time zone like "Europe/Prague".'))
    return value


Consent = Annotated[bool, AfterValidator(_ticked)]
PersonName = Annotated[str, StringConstraints(max_length=400), AfterValidator(person_name)]
Email = Annotated[str, StringConstraints(max_length=254), AfterValidator(_address)]
Zone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]
Line = Annotated[str, StringConstraints(max_length=160)]
Short = Annotated[str, StringConstraints(max_length=600)]
Text = Annotated[str, StringConstraints(max_length=2000)]
Long = Annotated[str, StringConstraints(max_length=6000)]
Code = Annotated[str, StringConstraints(max_length=60)]
Tag = Annotated[str, StringConstraints(max_length=80)]
Tags = Annotated[tuple[Tag, ...], BeforeValidator(_tags), AfterValidator(_few)]
Upload = Annotated[str, StringConstraints(max_length=120, pattern=r"^[A-Za-z0-9._:-]*$")]
