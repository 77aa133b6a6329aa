"""Look: turns a template and its facts into a page in the language of its reader. Knows Jinja; decides nothing.

Whatever of ours a template shows is said in that language on the way out (words/pages.py), what people typed as they typed it.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from domain import states
from domain.dates import last_moment
from words import tongue
from words.pages import InTemplates

HERE = Path(__file__).parent

# Introductions may quote what participants wrote, so no HTML, no links and no pictures come out of them; and they come
# from docstrings, so that an indented line is no code.
_prose = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "autolink", "image", "code"])


@cache
def static(name: str) -> str:
    """The address of a static file; it changes with the file, so browsers may keep it."""
    fingerprint = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{fingerprint}"


def path(link: str) -> str:
    """The way to one of our pages from another one, whatever the host is called."""
    return urlsplit(link).path


class Shown(InTemplates):
    """What templates may call, in one language."""

    def capital(self, text: str) -> str:
        """A text at the beginning of a line."""
        words = self.spoken.say(text)
        return words[:1].upper() + words[1:]

    def prose(self, markdown: str) -> Markup:
        """A Markdown text of ours as HTML."""
        return Markup(_prose.render(self.spoken.say(markdown)))  # noqa: S704 - markdown-it escapes what it did not make

    # --- days, times and numbers; "" for nothing ----------------------------------------------------------------

    def day(self, value: date | datetime | str | None, zone: str = "UTC") -> str:
        """A day as people write it: "Thursday, 4 March 2027". Moments are read in `zone`."""
        found = _day_in(value, zone)
        return self.spoken.day(found) if found else ""

    def short_day(self, value: date | datetime | None, zone: str = "UTC") -> str:
        """A day for tables: "4 Mar 2027"."""
        found = _day_in(value, zone)
        return self.spoken.short_day(found) if found else ""

    def month(self, value: date) -> str:
        """The month of a day: "March 2027"."""
        return self.spoken.month(value)

    def moment(self, value: datetime | None, zone: str = "UTC") -> str:
        """Day and time in `zone`: "Thursday, 4 March 2027, 14:30"."""
        return self.spoken.moment(value, zone) if value else ""

    def clock(self, value: datetime | time | None, zone: str = "UTC") -> str:
        """The time of day in `zone`: "14:30"."""
        if isinstance(value, datetime):
            value = value.astimezone(ZoneInfo(zone)).time()
        return self.spoken.clock(value) if value else ""

    def last_moment(self, value: datetime | None) -> datetime | None:
        """What ends, by a moment of its last day: to be said as a day."""
        return last_moment(value) if value else None

    def figures(self, value: float) -> str:
        """A number: "1,200", "7.5"."""
        return self.spoken.number(value)


def _day_in(value: date | datetime | str | None, zone: str) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value


FILTERS = ("capital", "prose", "day", "short_day", "month", "moment", "clock", "last_moment", "figures")


@lru_cache(maxsize=16)
def environment(language: str) -> Environment:
    """The templates, compiled once for each language."""
    shown = Shown(tongue(language))
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do", "jinja2.ext.i18n"],
    )
    shown.teach(made)
    made.filters |= {name: getattr(shown, name) for name in FILTERS} | {"path": path, "said": shown.spoken.say}
    made.globals |= {"static": static, "states": states}
    return made


def page(
    template: str, language: str, status: int = 200, headers: Mapping[str, str] | None = None, **facts: Any
) -> HTMLResponse:
    """The page `templates/<template>.html` in the language of its reader, filled with `facts`."""
    text = environment(language).get_template(f"{template}.html").render(**facts)
    return HTMLResponse(text, status, headers=dict(headers or {}))
