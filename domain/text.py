"""Text: makes what people type safe to keep and to show. Knows no form; escaping is left to web and letters."""

import re
import unicodedata
from typing import Any

from domain.saying import Said

# C0 and C1 controls, DEL, lone surrogates, and the two noncharacters that XML refuses; tab and newline stay.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Characters that turn the reading direction around or cannot be seen: a name could pass for another with them. The two
# that join letters (U+200C, U+200D) stay: Persian and Indian names are written with them.
_DISGUISES = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&=:])")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")


def clean_text(text: str) -> str:
    """Several lines as typed, in NFC, without control characters and lone surrogates; line ends are newlines."""
    lines = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", lines).strip()


def clean_line(text: str) -> str:
    """One line: as `clean_text`, each run of blanks as one space, and nothing that turns the direction of reading."""
    return " ".join(clean_text(_DISGUISES.sub("", text)).split())


def folded(word: str) -> str:
    """A word as it is compared: without case, without spaces around or doubled inside."""
    return " ".join(word.casefold().split())


def as_typed(text: str) -> str:
    """A text for the middle of Markdown, where it will read exactly as it was typed; of a text of ours, the facts in it."""
    if isinstance(text, Said):
        facts = {name: _typed(fact) for name, fact in text.facts.items()}
        return Said(text.message, text.many, facts, text.context)
    return _MARKS.sub(r"\\\1", text)


def _typed(fact: Any) -> Any:
    """A fact of ours as `as_typed` leaves it: words and lists of words are literal, numbers and days are what they are."""
    if isinstance(fact, list | tuple):
        return type(fact)(as_typed(one) if isinstance(one, str) else one for one in fact)
    return as_typed(fact) if isinstance(fact, str) else fact
