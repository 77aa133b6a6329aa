"""Brought: a list as a page carries it from the look to the button, and what a coordinator says of how it is to be read.

The list itself travels with the page, so that nothing of it is kept before the button is pressed.
"""

import base64
import binascii
import zlib
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from domain.saying import say
from office.lists.alphabets import ENCODINGS
from office.lists.reading import Sheet
from web.incoming import parts_of, word
from web.signed_in import LARGE_FIELD

LIST_MAX = 4 * 1024 * 1024  # bytes of a list
COLUMNS_MAX = 60  # that can be corrected; a form service writes some thirty
TOO_LARGE = say("This list is larger than 4 MB. Split it, and choose one part after the other.")


async def posted_list(request: Request) -> AsyncIterator[FormData]:
    """The body of a list: one field of it carries the whole list from the look to the button."""
    async for form in parts_of(request, field_max=LARGE_FIELD):
        yield form


SentList = Annotated[FormData, Depends(posted_list)]


def raw_of(sent: FormData) -> bytes | None:
    """The list, chosen just now or carried along; None when there is none. One that is too large comes with a byte more."""
    file = sent.get("list")
    if isinstance(file, UploadFile):
        return file.file.read(LIST_MAX + 1) or None if file.filename else None
    return _unpacked(word(sent, "packed"))


def packed(raw: bytes) -> str:
    """The list as the page carries it."""
    return base64.b64encode(zlib.compress(raw, 6)).decode()


def _unpacked(packed: str) -> bytes | None:
    """The list as it was uploaded; 400 when somebody changed it on the way."""
    if not packed:
        return None
    try:
        reader = zlib.decompressobj()
        raw = reader.decompress(base64.b64decode(packed, validate=True), LIST_MAX + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise HTTPException(400) from None
    if not raw or len(raw) > LIST_MAX or not reader.eof:
        raise HTTPException(400)
    return raw


def encoding_said(sent: FormData) -> str:
    """The encoding that was chosen; "" where it is left to us."""
    chosen = word(sent, "encoding")
    return chosen if chosen in ENCODINGS else ""


def columns_said(sent: FormData, meanings: Mapping[str, str]) -> tuple[Mapping[str, int] | None, str]:
    """What the columns mean as it was said; None where nobody said anything yet. And what is wrong with it."""
    if not word(sent, "_columns"):
        return None, ""
    said: dict[str, int] = {}
    for place in range(COLUMNS_MAX):
        meaning = word(sent, f"column.{place}")
        if meaning in said:
            return said, say("Two columns are taken for the same: {what}. Choose one of them.", what=meanings[meaning])
        if meaning in meanings:
            said[meaning] = place
    return said, ""


def reading_of(
    sheet: Sheet | None, taken: Mapping[str, int], meanings: Mapping[str, str], encoding: str
) -> dict[str, Any]:
    """What a page shows of how a list was read (lists.html)."""
    return {
        "sheet": sheet,
        "columns": _columns(sheet, taken),
        "meanings": meanings,
        "encodings": ENCODINGS,
        "encoding": encoding,
    }


def _columns(sheet: Sheet | None, taken: Mapping[str, int]) -> list[dict[str, Any]]:
    """The columns with what stands in them; one without heading and content is not worth a line."""
    if sheet is None:
        return []
    at = {place: meaning for meaning, place in taken.items()}
    columns = (
        {"place": n, "heading": heading, "examples": sheet.examples(n), "meaning": at.get(n, "")}
        for n, heading in enumerate(sheet.headings[:COLUMNS_MAX])
    )
    return [column for column in columns if column["heading"] or column["examples"]]
