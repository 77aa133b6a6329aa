"""Press: prints a document as PDF with typst. Knows no cohort: what is in a document is in facts.py, how it looks in texts/.

Facts travel as JSON and are data to typst, never its markup: whatever a participant typed is printed as typed. Nothing is
fetched. The same facts at the same time make the same bytes. Fonts come with typst; for scripts they lack the
machine's own fonts step in. Documents are PDF/UA-1 (readable with a screen reader) unless a letter of some name is in no
font at all: then the standard gives way, because a certificate that lacks a sign is better than none.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

import typst

from documents.shelf import KINDS, TEXTS, language_for
from words import ENGLISH

NO_FONT = "could not be displayed with font"  # typst's words


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
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


def _printed(kind: str, facts: Mapping[str, Any], at: datetime, standard: Literal["ua-1", "1.7"]) -> bytes:
    printed = typst.compile(
        str(TEXTS / language_for(kind, str(facts.get("language", ENGLISH))) / f"{kind}.typ"),
        root=str(TEXTS),
        font_paths=_fonts(),
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True)},
        timestamp=int(at.timestamp()),
        format="pdf",
        pdf_standards=standard,
    )
    return bytes(printed)
