"""Shelf: which documents there are, and in which languages. Texts are in texts/<language>/, their look in texts/house.typ."""

from pathlib import Path

from words import ENGLISH

TEXTS = Path(__file__).parent / "texts"
SHARED = frozenset({"conduct"})  # a part of several documents, and a page to read by itself


def texts_in(language: str) -> frozenset[str]:
    """The kinds of documents that a language has."""
    return frozenset(path.stem for path in (TEXTS / language).glob("*.typ")) - SHARED


KINDS = texts_in(ENGLISH)
READABLE = KINDS | SHARED
"""What can be read on the web."""


def language_for(kind: str, wanted: str) -> str:
    """The language a document is printed in: the one wanted, or English where it lacks this kind."""
    return wanted if (TEXTS / wanted / f"{kind}.typ").exists() else ENGLISH
