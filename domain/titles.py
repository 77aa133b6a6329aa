"""Titles: what stands before or after a name and is no part of it, as people of universities and firms write it.

One list, read in two ways: a single word or piece of a name may be one (domain/names.py greets people by what is left), and
whole titles are taken out of a name (domain/known_names.py compares what is left).
"""

import re

_ALONE = """
    prof univ doc dr drs doctor doktor priv pd doz hab habil mult em emer asst mudr mvdr mddr rndr phdr judr thdr paeddr
    pharmdr rsdr ing inz dipl dipling mgr mag magister lic bc bca mga dis dott ssa mr mrs ms miss mx herr frau mme mlle
    monsieur madame sr sra jr sir
"""
_WITH_ANY_ENDING = "profes docent dozent diplom emerit assoc assistant"
_AFTER = {"dr": "rer nat med phil sc iur jur techn vet oec pol pharm agr", "ing": "arch", "mgr": "art"}
"""What belongs to a title that stands before it, and could be a name elsewhere."""
_IN_PARTS: tuple[str, ...] = (
    *("ph d", "th d", "c sc", "dr sc", "d sc", "m sc", "b sc", "d phil", "m phil", "h c"),
    *("ll m", "ll b", "ll d", "m eng", "b eng"),
)
_BY_LETTERS = "mba mpa mph"
"""With full stops between the letters or without; with blanks they would be initials."""
_IN_CAPITALS = "MD MA BA MS BS"
"""Letters that could be a name: a title in capitals after the name only."""
_BETWEEN_FULL_STOPS = """
    ao kand akad mal soch inż thlic icdr artd theol tech dent mont forest publ comm soc rel cult paed ed inf sig ra st
"""
"""Pieces of titles, and titles seen seldom, that as words would take too many names apart."""

_PIECES = frozenset(
    " ".join((_ALONE, _WITH_ANY_ENDING, *_AFTER.values(), *_IN_PARTS, _BY_LETTERS, _IN_CAPITALS, _BETWEEN_FULL_STOPS))
    .casefold()
    .split()
) | {title.replace(" ", "") for title in _IN_PARTS}
_STEMS = tuple(_WITH_ANY_ENDING.split())


def is_title(word: str) -> bool:
    """Whether this is a title, or a piece of one as it stands between full stops: "Dr.rer.nat.", "Ph.D."."""
    folded = word.casefold()
    return folded in _PIECES or folded.startswith(_STEMS)


def _whole_titles() -> str:
    """Each title as a pattern, the longer ones first where one begins another."""
    whole = [rf"{before}(?:\W+(?:{'|'.join(after.split())})\b)*" for before, after in _AFTER.items()]
    whole += [r"\W{0,2}".join(title.split()) for title in _IN_PARTS]
    whole += [rf"{stem}\w*" for stem in _STEMS]
    whole += [r"\.?".join(title) for title in _BY_LETTERS.split()]
    whole += _ALONE.split()
    capitals = "|".join(r"\.?".join(title) for title in _IN_CAPITALS.split())
    return "|".join([*whole, rf"(?-i:{capitals})(?=\W*(?:,|$))"])


WHOLE_TITLES = re.compile(rf"\b(?:{_whole_titles()})\b\.?", re.IGNORECASE)
"""A whole title wherever it stands in a name."""
