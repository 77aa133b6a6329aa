"""Posters: a call as a poster on paper (PDF, A3) and as a card to post (PNG, 1200 by 630 pixels), each with the open link as
a QR code. What they say is the office's (office/posters.py).
"""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typst

from documents.press import fonts
from documents.shelf import TEXTS

PIXELS_PER_POINT = 72  # of an inch: a point of the card is a pixel
POSTER = TEXTS / "poster.typ"


def poster(facts: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF; `at` (aware) is the day in the file. `facts`: headline, lines, ending, link, language, and who runs it."""
    told = {"facts": _told(facts, "poster")}
    printed = typst.compile(
        str(POSTER),
        root=str(TEXTS),
        font_paths=fonts(),
        sys_inputs=told,
        timestamp=int(at.timestamp()),
        format="pdf",
        pdf_standards="1.7",
    )
    return bytes(printed)


def card(facts: Mapping[str, Any]) -> bytes:
    """The PNG, of the same facts."""
    told = {"facts": _told(facts, "card")}
    drawn = typst.compile(
        str(POSTER), root=str(TEXTS), font_paths=fonts(), sys_inputs=told, format="png", ppi=PIXELS_PER_POINT
    )
    return bytes(drawn)


def _told(facts: Mapping[str, Any], shape: str) -> str:
    return json.dumps({**facts, "shape": shape, "code": _code(str(facts["link"]))}, ensure_ascii=False, sort_keys=True)


def _code(link: str) -> str:
    """The link as a QR code: an SVG, with the white margin that readers need."""
    import segno  # few documents bear one

    drawn = io.BytesIO()
    segno.make_qr(link, error="m").save(drawn, kind="svg", dark="#000", border=4, scale=4, xmldecl=False)
    return drawn.getvalue().decode()
