"""Organisation: who runs a programme: a name for letters and documents, and a logo for documents.

A logo travels in the policy itself as a data address (RFC 2397), so that it is in every copy of a cohort: a plan file names
a PNG or SVG beside it, and whoever reads the plan puts the picture in its place (office/plan_files).
"""

import base64
import binascii
import re
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field

from domain.ladders import Numbers
from domain.saying import say

LOGO_BYTES_MAX = 48_000  # a policy is read with every snapshot of a cohort (own)
DATA = re.compile(r"data:image/(png|svg\+xml);base64,([A-Za-z0-9+/=]+)")
BEGINS = {"png": re.compile(rb"\x89PNG\r\n\x1a\n"), "svg": re.compile(rb"\s*(<\?xml|<!--|<svg|<!DOCTYPE svg)")}


class Picture(NamedTuple):
    """What a logo is made of."""

    format: Literal["png", "svg"]
    content: bytes


def as_data(picture: Picture) -> str:
    """A picture as it stands in a policy."""
    kind = "svg+xml" if picture.format == "svg" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(picture.content).decode()}"


def picture_of(logo: str) -> Picture | None:
    """The picture of a logo; None for one that is no picture of the two kinds, or none at all."""
    found = DATA.fullmatch(logo)
    if found is None:
        return None
    format: Literal["png", "svg"] = "png" if found[1] == "png" else "svg"
    try:
        content = base64.b64decode(found[2], validate=True)
    except binascii.Error:
        return None
    return Picture(format, content) if BEGINS[format].match(content) else None


def _a_logo(value: str) -> str:
    picture = picture_of(value)
    if value and picture is None:
        raise ValueError(say("name a file beside the plan that is a PNG or an SVG, such as logo.svg"))
    if picture and len(picture.content) > LOGO_BYTES_MAX:
        raise ValueError(say("the logo is larger than {most} kB; save a smaller one", most=LOGO_BYTES_MAX // 1000))
    return value


class Organisation(Numbers):
    """Who runs the programme. Without a name letters and documents bear that of the cohort alone."""

    name: str = Field("", max_length=120, description="As letters and documents name it")
    logo: Annotated[str, AfterValidator(_a_logo)] = Field(
        "", description="A PNG or SVG beside the plan file, for documents: a file name such as logo.svg"
    )
