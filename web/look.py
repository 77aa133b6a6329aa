"""Look: turns a template and its facts into a page. Knows Jinja and the words for days; decides nothing."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

HERE = Path(__file__).parent

# Introductions may quote what participants wrote, so no HTML, no links and no pictures come out of them; and they come
# from docstrings, so that an indented line is no code.
_prose = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "autolink", "image", "code"])


def prose(markdown: str) -> Markup:
    """A Markdown text of ours as HTML."""
    return Markup(_prose.render(markdown))  # noqa: S704 - markdown-it escapes everything it did not make itself


def day(value: date | datetime | str | None, zone: str = "UTC") -> str:
    """A day as people write it: Thursday 4 March 2027. Moments are read in `zone`."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return f"{value:%A} {value.day} {value:%B %Y}"


def short_day(value: date | datetime | None, zone: str = "UTC") -> str:
    """A day for tables: 4 Mar 2027."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return f"{value.day} {value:%b %Y}"


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """Day and time in `zone`: Thursday 4 March 2027, 14:30."""
    return f"{day(value, zone)}, {clock(value, zone)}" if value else ""


def clock(value: datetime | time | None, zone: str = "UTC") -> str:
    """The time of day in `zone`: 14:30."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).time()
    return f"{value:%H:%M}" if value else ""


@cache
def static(name: str) -> str:
    """The address of a static file; it changes with the file, so browsers may keep it."""
    fingerprint = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{fingerprint}"


def path(link: str) -> str:
    """The way to one of our pages from another one, whatever the host is called."""
    return urlsplit(link).path


environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=["jinja2.ext.do"],
)
environment.filters |= {
    "prose": prose,
    "day": day,
    "short_day": short_day,
    "moment": moment,
    "clock": clock,
    "path": path,
}
environment.globals |= {"static": static}


def page(template: str, status: int = 200, headers: Mapping[str, str] | None = None, **facts: Any) -> HTMLResponse:
    """The page `templates/<template>.html` filled with `facts`."""
    text = environment.get_template(f"{template}.html").render(**facts)
    return HTMLResponse(text, status, headers=dict(headers or {}))
