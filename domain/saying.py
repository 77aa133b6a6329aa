"""Saying: a text of ours as what it is made from: its English, which is its id in the catalogues, and the facts in it.

Forms, checks and tables make sayings; in which language one is said is decided where a person reads (words/). Until then a
saying is an English string, so that tests, logs and JSON can read it. Cut or glued it is a plain string again and stays
English for ever: put texts together with `say` and `together`.
"""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, TypeVar

Code = TypeVar("Code")


class Either(tuple[str, ...]):
    """A fact: one of several, as in "a, b or c"; a plain list is all of them."""

    __slots__ = ()


class Said(str):
    """A text of ours. `message` is its id, `many` the id of its plural (chosen by the fact `n`), `facts` fill its blanks.

    `context` tells apart what is one word in English and several elsewhere. Blanks are names in braces and nothing more:
    how a fact is written (a day, a number, a list) is the language's affair.
    """

    __slots__ = ("context", "facts", "many", "message")
    message: str
    many: str
    facts: Mapping[str, Any]
    context: str

    def __new__(cls, message: str, many: str = "", facts: Mapping[str, Any] | None = None, context: str = "") -> "Said":
        known = facts or {}
        words = many if many and known["n"] != 1 else message
        plain = {name: _plain(fact) for name, fact in known.items()}
        said = super().__new__(cls, words.format_map(plain) if plain else words)
        said.message, said.many, said.facts, said.context = message, many, known, context
        return said

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.message, self.many, self.facts, self.context


def say(message: str, many: str = "", /, **facts: Any) -> str:
    """A sentence with its facts: `say("{n} open case", "{n} open cases", n=3)`. A fact may be a saying itself.

    The texts are written out in the call, never put together: the catalogue is made by reading them (docs/catalogue.py).
    """
    return Said(message, many, facts)


def sayings(table: Mapping[Code, str], context: str = "") -> dict[Code, str]:
    """A table of texts by code, each a saying; the texts are written out in the call."""
    return {code: Said(words, context=context) for code, words in table.items()}


def filled(text: str, **facts: Any) -> str:
    """A text of a table (`sayings`) with its facts."""
    said = text if isinstance(text, Said) else Said(text)
    return Said(said.message, said.many, facts, said.context)


def together(parts: Iterable[str], between: str = "\n\n") -> str:
    """Several texts as one, each said for itself; what people typed stays as it is."""
    facts = {f"part{n}": part for n, part in enumerate(parts)}
    if not facts:
        return ""
    return Said(between.join(f"{{{name}}}" for name in facts), facts=facts)


def said_by(error: Exception) -> str:
    """What an error says; `str(error)` would forget what it was made from."""
    return next((words for words in error.args if isinstance(words, str)), str(error))


def ours(words: str) -> str:
    """A text that was declared by us as a saying; one that is a saying already, or empty, as it is."""
    return words if isinstance(words, Said) or not words else Said(words)


def _plain(fact: Any) -> str:
    """A fact in English as far as nobody formats it: numbers without zeros, hours and minutes, lists with "and"."""
    if isinstance(fact, float):
        return f"{fact:g}"
    if isinstance(fact, time):
        return f"{fact:%H:%M}"
    if isinstance(fact, list | tuple):
        *before, last = [_plain(one) for one in fact] or [""]
        return f"{', '.join(before)} {'or' if isinstance(fact, Either) else 'and'} {last}" if before else last
    return str(fact)
