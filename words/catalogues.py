"""Catalogues: the translations of our texts, by language: <language>/LC_MESSAGES/mentoring.po here. English needs none.

A catalogue is read as it is written, once in a process: there is nothing to compile and nothing to forget.
"""

import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"
ROOT = Path(__file__).parent
TEMPLATE = ROOT / "mentoring.pot"
"""Every text there is to translate; written by `make words` (docs/catalogue.py)."""
LOCALES = {ENGLISH: "en_GB"}
"""By language the country whose way of writing days and lists is meant, where it is not the usual one."""


def place_of(language: str) -> Path:
    """Where the catalogue of a language is, or would be."""
    return ROOT / language / "LC_MESSAGES" / "mentoring.po"


def languages() -> tuple[str, ...]:
    """English, and every language that has a catalogue, complete or not."""
    return (ENGLISH, *sorted(path.parts[-3] for path in ROOT.glob("*/LC_MESSAGES/mentoring.po")))


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """How a language writes days, numbers and lists (CLDR)."""
    return Locale.parse(LOCALES.get(language, language))


@lru_cache(maxsize=32)
def translations(language: str) -> gettext.NullTranslations:
    """The translations of a language; none for English."""
    if language not in languages() or language == ENGLISH:
        return gettext.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as its translators wrote it."""
    with place_of(language).open("rb") as file:
        return read_po(file, locale=language, domain="mentoring")


def template() -> Catalog:
    """Every text there is to translate."""
    with TEMPLATE.open("rb") as file:
        return read_po(file, domain="mentoring")


@lru_cache(maxsize=32)
def unsaid(language: str) -> tuple[str, ...]:
    """The texts that a language cannot say yet: without translation, or with one that nobody has looked over."""
    if language == ENGLISH:
        return ()
    known = catalogue(language)
    return tuple(_first(message.id) for message in template() if message.id and not _is_said(known, message))


def _is_said(known: Catalog, wanted: object) -> bool:
    found = known.get(_first(wanted.id), wanted.context)  # type: ignore[attr-defined]
    if found is None or found.fuzzy:
        return False
    return all(found.string) if isinstance(found.string, tuple) else bool(found.string)


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]
