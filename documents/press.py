"""Press: prints a document as PDF with typst, or as a page to read where a PDF is awkward. Knows no cohort: what is in a
document is in facts.py, how it looks in texts/.

Facts travel as JSON and are data to typst, never its markup: whatever a participant typed is printed as typed. Nothing is
fetched. The same facts at the same time make the same bytes. Fonts come with typst; for scripts they lack the
machine's own fonts step in. Documents are PDF/UA-1 (readable with a screen reader) unless a letter of some name is in no
font at all: then the standard gives way, because a certificate that lacks a sign is better than none.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

import typst

from documents.shelf import KINDS, READABLE, TEXTS, language_for
from domain.organisation import Picture
from words import ENGLISH

NO_FONT = "could not be displayed with font"  # typst's words


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Found once: looking through the machine's fonts takes longer than printing."""
    return typst.Fonts()


def print_document(kind: str, facts: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of one document, in the language its facts are in. `at` (aware) is the day it bears; KeyError for a kind
    without a text."""
    if kind not in KINDS:
        raise KeyError(f"documents/texts has no {kind}.typ; there are {', '.join(sorted(KINDS))}")
    try:
        return _printed(kind, facts, at, "ua-1")
    except typst.TypstError as error:
        if NO_FONT not in str(error):
            raise
        return _printed(kind, facts, at, "1.7")


def lacks_a_font(word: str) -> bool:
    """Whether some letter of a word is in none of the fonts there are."""
    try:
        typst.compile(
            str(TEXTS / "word.typ"),
            root=str(TEXTS),
            font_paths=fonts(),
            sys_inputs={"word": word},
            format="pdf",
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        return NO_FONT in str(error)
    return False


def can_print(logo: Picture) -> bool:
    """Whether a logo is a picture that documents can bear."""
    told = {"organisation": "-", "title": "", "logo": {"format": logo.format, "bytes": list(logo.content)}}
    try:
        typst.compile(str(TEXTS / "logo.typ"), root=str(TEXTS), sys_inputs={"facts": json.dumps(told)}, format="pdf")
    except typst.TypstError:
        return False
    return True


def read_document(kind: str, facts: Mapping[str, Any]) -> str:
    """A document as safe HTML for the middle of a page, whose headings begin one level below those of a section (h3): to be
    read on a phone. Its look is the page's; of what is placed on paper (a certificate, lines to sign) nothing is left.
    KeyError as above."""
    if kind not in READABLE:
        raise KeyError(f"documents/texts has no {kind}.typ; there are {', '.join(sorted(READABLE))}")
    page = _read(kind, str(facts.get("language", ENGLISH)), json.dumps(facts, ensure_ascii=False, sort_keys=True))
    body = page[page.index("<body>") + len("<body>") : page.rindex("</body>")]
    return re.sub(r"(</?h)([2-5])\b", lambda found: f"{found[1]}{int(found[2]) + 1}", body)


@lru_cache(maxsize=32)  # a coordinator looks several times, and each takes a tenth of a second
def _read(kind: str, language: str, facts: str) -> str:
    text = str(TEXTS / language_for(kind, language) / f"{kind}.typ")
    return typst.compile(text, root=str(TEXTS), sys_inputs={"facts": facts}, format="html").decode()


def _printed(kind: str, facts: Mapping[str, Any], at: datetime, standard: Literal["ua-1", "1.7"]) -> bytes:
    printed = typst.compile(
        str(TEXTS / language_for(kind, str(facts.get("language", ENGLISH))) / f"{kind}.typ"),
        root=str(TEXTS),
        font_paths=fonts(),
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True)},
        timestamp=int(at.timestamp()),
        format="pdf",
        pdf_standards=standard,
    )
    return bytes(printed)
