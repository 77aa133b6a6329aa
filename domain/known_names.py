"""Known names: people and organisations as keys that agree however a name was written. Who may meet is decided elsewhere.

A name is taken apart into words and initials, without titles, accents and case, in whatever order. What it says outright
are its `sure` keys, what it could also mean its `maybe` keys: "J. Novák" says that it is a Novák with a J, which "Jan
Novák" could be as well. Two names may be one person where they share a key that at least one of them is sure of.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import combinations, permutations
from typing import NamedTuple

from domain.text import folded
from domain.titles import WHOLE_TITLES

LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"} | dict.fromkeys("'’ʼ`´", "")
)
"""Letters that Unicode does not take apart into a plain one and an accent, and apostrophes, which are left out."""
ASIDE = re.compile(r"\(.*?\)|\S*@\S*|\b(?:van|von|der|den|del?|della|di|da|dos|du|la|le|zu)\b", re.IGNORECASE)
"""Remarks, addresses, and particles that many surnames share."""
SEVERAL = re.compile(r"[;/&|\n]|\s(?:(?i:and|und|et)|[aeiy])\s")
AFTERWARDS = re.compile(r",|\s[-–—]\s")
WORD = re.compile(r"[^\W_]+")
SILENT = re.compile(r"(?!\b\w\w\b)(?:([aou])e|(a)a)")
CAPITALS = re.compile(r"\b[A-Z]{2,3}\b")
WORDS_MAX = 8
"""Beyond so many words it is no name but a story, whose pairs of words would have no end (own)."""
LEGAL_FORMS = re.compile(
    r"""(?:\W+(?: spol | s\W*r\W*o | a\W*s | v\W*o\W*s | k\W*s | o\W*p\W*s | v\W*v\W*i | z\W*s | sp\W+z\W*o\W*o
      | d\W*o\W*o | g?gmbh | mbh | ag | kga?a? | ohg | ug | e\W*v | se | s\W*e | ltd | limited | p\W*l\W*c | l\W*l\W*c | llp
      | inc | incorporated | corp | corporation | co | company | pty | s\W*p\W*a | s\W*r\W*l | s\W*a\W*r\W*l | s\W*a\W*s
      | s\W*a | s\W*l | b\W*v | n\W*v | oyj? | ab | aps | kft | zrt | nyrt | ltda | lda ))+\W*$""",
    re.VERBOSE,
)


class Keys(NamedTuple):
    """`maybe` holds the sure ones too."""

    sure: frozenset[str]
    maybe: frozenset[str]


@lru_cache(maxsize=2**15)
def named(names: frozenset[str], code: str = "") -> Keys:
    """The keys of all these names; a code, like an address, is compared as it stands."""
    found = [_of_one(one) for name in names for one in SEVERAL.split(name)]
    exact = frozenset(f"={folded(word)}" for word in (*names, code) if word)
    return Keys(exact.union(*(one.sure for one in found)), exact.union(*(one.maybe for one in found)))


def forget() -> None:
    """Keep no name any longer: for whoever looks at people anew, of whom some may have been erased."""
    named.cache_clear()
    organisation.cache_clear()


@lru_cache(maxsize=2**14)
def organisation(name: str) -> str:
    """An organisation without case, accents, spaces, punctuation, "the" and its legal form."""
    words = WORD.findall(LEGAL_FORMS.sub("", _plain(name)))
    return "".join(word for word in words if word not in ("the", "and")) or folded(name)


def same_name(name: str) -> str:
    """A name as it is however it was written: without titles, accents, case and particles, its words in one order."""
    words = WORD.findall(_plain(WHOLE_TITLES.sub(" ", ASIDE.sub(" ", name))))
    return " ".join(sorted(dict.fromkeys(words)))


def _of_one(name: str) -> Keys:
    """What the name of one person says outright, and what it could mean.

    Two words are sure, in any order, unless both can be given names: the first two of three or more, or those after a
    comma. Initials are sure where they stand first or beside one word; one word is sure where it stands alone.
    """
    head, tail = _words(name)
    said = list(dict.fromkeys([*head, *tail]))
    words = [word for word in said if not _initial(word)][:WORDS_MAX]
    given = set(tail) or set(words[:2] if len(words) > 2 else ())
    both = {" ".join(sorted(pair)): given.issuperset(pair) for pair in combinations(words, 2)}
    spelled = {f"{word} {initial}." for word in words for initial in said if _initial(initial)}
    implied = {f"{word} {other[0]}." for word, other in permutations(words, 2)}
    sure = {pair for pair, may_be_given in both.items() if not may_be_given}
    if len(words) == 1 or (words and _initial(said[0])):
        sure |= spelled or set(words)
    return Keys(frozenset(sure), frozenset({*both, *spelled, *implied, *words}))


def _words(name: str) -> tuple[list[str], list[str]]:
    """The words before and after the first comma."""
    bare = WHOLE_TITLES.sub(" ", ASIDE.sub(" ", name))
    if not name.isupper():
        bare = CAPITALS.sub(lambda found: " ".join(found[0]), bare)
    head, *tail = AFTERWARDS.split(bare.strip(" ,.-–—"), maxsplit=1)
    return WORD.findall(_plain(head)), WORD.findall(_plain(" ".join(tail)))


def _initial(word: str) -> bool:
    """One letter of a script that has capitals: a sign of another script is a whole word."""
    return len(word) == 1 and word.upper() != word.lower()


def _plain(text: str) -> str:
    """Without case, accents and apostrophes; ae, oe, ue and aa count as the plain vowel that ä, ö, ü and å become."""
    letters = text.casefold().translate(LETTERS)
    if not text.isascii():
        taken_apart = unicodedata.normalize("NFKD", letters).casefold()
        letters = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return SILENT.sub(r"\1\2", letters)
