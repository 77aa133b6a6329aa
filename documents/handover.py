"""Handover page: a cohort for whoever takes over, as one HTML file that needs nothing else: no script, nothing from outside.

What is on it is office/handover's; whatever people wrote is shown as text.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from documents.shelf import TEXTS
from domain import states
from words import Tongue, tongue
from words.pages import InTemplates


def handover_page(found: Any, spoken: Tongue) -> str:
    """The page in a language; `found` is a Handover."""
    return _template(spoken.language).render(found=found, cohort=found.cohort, zone=found.cohort.zone, states=states)


@lru_cache(maxsize=8)
def _template(language: str) -> Template:
    spoken = tongue(language)
    environment = Environment(
        loader=FileSystemLoader(TEXTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    InTemplates(spoken).teach(environment)

    def day(value: date | datetime | None, zone: str = "UTC") -> str:
        """A day; a moment by that day in its zone."""
        if isinstance(value, datetime):
            value = (value.astimezone(ZoneInfo(zone)) if value.tzinfo else value).date()
        return spoken.short_day(value) if value else ""

    def moment(value: datetime, zone: str) -> str:
        return spoken.moment(value, zone)

    def cell(value: Any) -> str:
        """An answer in words: a day as a day, a number as this language writes it."""
        return spoken.short_day(value) if isinstance(value, date) else spoken.written(value)

    def capital(words: str) -> str:
        said = spoken.say(words)
        return said[:1].upper() + said[1:]

    environment.filters |= {"day": day, "moment": moment, "cell": cell, "capital": capital}
    return environment.get_template("handover.html")
