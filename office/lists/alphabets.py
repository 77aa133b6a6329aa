"""Alphabets: what bytes say as text. An encoding that nothing names is told by what it makes of names: the byte F8 is ř in
Prague and ø in Oslo, and only one of the two stands well between its neighbours.

Splits nothing into cells (reading.py does).
"""

import codecs
import re
from collections.abc import Mapping

from domain.saying import say, sayings

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CANDIDATES = {"cp1252": 0.0, "cp1250": 0.0, "iso8859_2": 1.0, "cp852": 1.0}
"""By how much each must be the better reading, as some are seldom met; of equals the first is taken."""
ENCODINGS: Mapping[str, str] = sayings(
    {
        "utf-8": "Unicode (UTF-8)",
        "cp1252": "Windows, Western Europe",
        "cp1250": "Windows, Central Europe",
        "iso8859_2": "ISO 8859-2, Central Europe",
        "cp852": "MS-DOS, Central Europe",
        "utf-16": "Unicode (UTF-16)",
    },
    context="encoding",
)
"""What may be chosen by hand where the guess is wrong."""

WORDS_MAX = 5000  # with letters beyond ASCII; so many tell enough
WORD = re.compile(r"[^\s,;|\"<>()/]*[^\x00-\x7f\s][^\s,;|\"<>()/]*")
PUNCTUATION = frozenset("’‘“”„‚–—…·•«»\u00a0€°")
VOWELS = frozenset("aeiouyáéíóúýàèìòùâêîôûäëïöüÿãõåæøœěůąęăőűı")
SELDOM = frozenset("ìòùûïĺŕľťďňÿ¸")
"""Letters that few names hold: a reading that finds one where another finds a usual letter is the less likely one."""
TOGETHER = frozenset({"ão", "oã", "ãe", "õe", "ío", "ía", "aë", "oë", "aï", "oï", "ié", "iè", "éa", "éo", "üe", "íe"})
"""Vowels that stand side by side in names."""


class Unreadable(ValueError):
    """A file that no list can be read from; the sentence says what would do."""


def text_of(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """The text of a file and the encoding it was read in; Unreadable when it is not text, or not in the one that is named."""
    marked = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "")
    if encoding or marked:
        return _strictly(raw, encoding or marked), encoding or marked.removesuffix("-sig")
    if wide := _without_mark(raw):
        return _strictly(raw, wide), "utf-16"
    if b"\x00" in raw:
        raise Unreadable(say("This is not a list: save it as CSV, or as an Excel workbook (.xlsx)."))
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _is_nearly_utf8(raw):
        return raw.decode("utf-8", errors="replace"), "utf-8"
    best = max(CANDIDATES, key=lambda name: likeness(raw.decode(name, errors="replace")) - CANDIDATES[name])
    return raw.decode(best, errors="replace"), best


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        known = ", ".join(ENCODINGS)
        raise Unreadable(say("{encoding} is no encoding; known are {known}.", encoding=encoding, known=known)) from None
    except UnicodeError:
        raise Unreadable(say("This file is not written in {encoding}.", encoding=encoding)) from None


def _without_mark(raw: bytes) -> str:
    """UTF-16 that does not say so: every second byte of plain text is zero."""
    even, odd = raw[:2000:2].count(0), raw[1:2000:2].count(0)
    half = max(1, len(raw[:2000]) // 2)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else ""


def _is_nearly_utf8(raw: bytes) -> bool:
    """Whether a few bytes only keep it from being UTF-8: somebody has pasted a line of another file."""
    read = raw.decode("utf-8", errors="replace")
    broken = read.count("\ufffd")
    whole = sum(1 for sign in read if ord(sign) > 127) - broken
    return broken * 5 <= whole


# --- how likely a reading is ------------------------------------------------------------------------------------


def likeness(text: str) -> float:
    """How much the words of a text look like names of people: letters that stand well among their neighbours."""
    words = WORD.findall(text)[:WORDS_MAX]
    return sum(map(_of_word, words))


def _of_word(word: str) -> float:
    found = 0.0
    for place, sign in enumerate(word):
        if sign.isascii():
            continue
        before, after = word[:place][-1:], word[place + 1 : place + 2]
        if not sign.isalpha():
            found -= 0 if sign in PUNCTUATION and not (before.isalpha() and after.isalpha() and sign != "’") else 3
        elif sign.isupper() and before.islower():
            found -= 2
        else:
            found += _of_letter(before.casefold(), sign.casefold(), after.casefold())
    return found


def _of_letter(before: str, letter: str, after: str) -> float:
    usual = 0.4 if letter in SELDOM else 1.0
    beside = sum(sign in VOWELS for sign in (before, after))
    if letter in "ñń":  # Spanish has it before a vowel, Polish before a consonant or at the end
        return 1.0 if (letter == "ñ") == (after in VOWELS and after != "") else -1.0
    if letter in "ìã" and after.isalpha() and after not in "oe":  # Italian and Portuguese have them at the end
        return -1.0
    if letter == "õ" and after != "e":  # in Portuguese only there; elsewhere it is the ő of Hungary more often
        usual = 0.9
    if letter in VOWELS:
        pleasant = before + letter in TOGETHER or letter + after in TOGETHER
        return usual if beside == 0 or pleasant else usual - beside * 0.9
    return usual if beside else -1.0
