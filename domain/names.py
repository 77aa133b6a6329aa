"""Names: reads the name of a person, the same way in forms, in lists and on the open call, and says how to greet them.

Whose name is whose is left to domain/known_names.py.
"""

import unicodedata

from domain.saying import say
from domain.text import clean_line
from domain.titles import is_title

NAME_LENGTH_MAX = 120
SHORT = 3  # letters: AJ may be called so; MARIE alone has only written in capitals
NO_ADDRESS = say(
    "Write only the name here, without an address or a link. After a full stop inside a title put a blank."
)

_GIVEN = frozenset({"Ed", "Mal", "Art", "Doc"})  # with a capital and no full stop
_DOTS = str.maketrans({"。": ".", "｡": "."})  # full stops for a browser; the wide and small ones NFKC knows
_AROUND = ",;()[]\"'“”„«»"


def person_name(text: str) -> str:
    """A name that can stand in a greeting and in a header. ValueError says what to change: addresses and links are refused."""
    name = clean_line(text)
    if len(name) > NAME_LENGTH_MAX:
        raise ValueError(say("Use at most {most} characters for the name.", most=NAME_LENGTH_MAX))
    plain = unicodedata.normalize("NFKC", name).translate(_DOTS)
    if any(sign in plain for sign in "<>@:") or "//" in plain or any(map(_is_address, plain.split())):
        raise ValueError(NO_ADDRESS)
    if not any(letter.isalpha() for letter in name):
        raise ValueError(say("Write the name in letters.") if name else say("Please write the name."))
    return name


def _is_address(word: str) -> bool:
    """Whether a mail program could make a link of this word: full stops inside that no title or initial explains."""
    *before, last = word.strip(_AROUND).rstrip(".").split(".")
    parts = [part.strip("-‐‑/") for part in before]
    return bool(before) and not (all(map(_explains, parts)) and (_explains(last) or last[:1].upper() == last[:1]))


def _explains(part: str) -> bool:
    """A title, a piece of one, or an initial."""
    return is_title(part) or (len(part) == 1 and part.isalpha())


def in_order(name: str) -> str:
    """A name as it is spoken: "Novák, Jiří" as "Jiří Novák"; behind the comma of "Jan Novák, CSc." stand titles alone."""
    head, comma, tail = name.partition(",")
    if not comma or "," in tail or not _without_titles(tail) or not _without_titles(head):
        return name
    return f"{tail.strip()} {head.strip()}"


def first_name(name: str) -> str:
    """How somebody is greeted: "Dr. Eva Nová" as Eva, "NOVÁK Jan" and "Novák, Jan" as Jan. "" when there is no name."""
    head, _, tail = name.partition(",")
    words = _without_titles(tail) or _without_titles(head) or name.split()
    cased = [word for word in words if word.upper() != word.lower()]
    if not cased:  # a script without capitals, which does not tell which word is which
        return " ".join(words)
    small = [word for word in cased if not _in_capitals(word)]
    if not small:
        return cased[0] if len(words) == 1 and len(cased[0]) <= SHORT else cased[0].title()
    return next((word for word in small if word[0].isupper()), small[0])


def _without_titles(part: str) -> list[str]:
    """The words of a name that are no titles and no initials; of "Ing.Jana" only Jana."""
    words = [word.rpartition(".")[2] for word in part.replace(",", " ").split()]
    return [word for word in words if word and (word in _GIVEN or not is_title(word))]


def _in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()
