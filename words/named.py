"""Named: which language somebody means by its name, in whatever language they write it: "Czech", "čeština", "Tschechisch"; and
which entry of a table of ours by its words.
"""

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

from babel import Locale

from words.catalogues import languages
from words.tongues import tongue

Code = TypeVar("Code")

WRITTEN_IN = (
    *("en", "cs", "sk", "pl", "de", "es", "fr", "pt", "it", "nl", "hu", "ro", "sl", "hr", "sv", "da", "nb", "fi", "et"),
    *("lt", "lv", "uk", "el", "tr", "ca"),
)
"""In which languages people write lists (own): those of Europe, with their accents or without."""


def language_named(text: str) -> str:
    """The ISO code of a language, by its code or its name, also with a remark: "English (fluent)", "en-GB"; "" for none."""
    plain = _plain(text.partition("(")[0])
    known = _names()
    if plain in known:
        return known[plain]
    code = plain.replace("_", "-").partition("-")[0]
    return code if len(code) in (2, 3) and code in known.values() else ""


def named_by(table: Mapping[Code, str]) -> Callable[[str], Code | None]:
    """What tells the code of an entry from its code or from its words in any language that we speak; None for none."""
    spoken = [tongue(language) for language in languages()]
    known: dict[str, Code] = {}
    for code, words in table.items():
        for name in (str(code), *(one.say(words) for one in spoken)):
            known.setdefault(_plain(name), code)
    return lambda text: known.get(_plain(text))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for locale in map(Locale, WRITTEN_IN):
        for code, name in locale.languages.items():
            if len(str(code)) in (2, 3):
                found.setdefault(_plain(str(name)), str(code))
    return found | {code: code for code in map(str, Locale("en").languages) if len(code) == 2}


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.strip().casefold().replace("ł", "l"))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())
