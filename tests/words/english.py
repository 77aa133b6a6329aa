"""English: the words of it that give it away in a page, a letter or a document of another language."""

import re

from tests.words.made_up import without_typed

WORD = re.compile(r"[A-Za-zÀ-ÿ'’]+")
FREQUENT = """
    the and of to is are was were be been being you your yours we our they their them this that these those there it its
    with without for from by on in into at as or if then than when where who whom whose which what why how not nothing nobody
    somebody have had having will would can could might must should shall do does did done but also only about after
    before until since while here now each every everybody all any some more most less least many much few other another
    please thank thanks write written wrote read look choose chosen send sent open closed close answer answers answered letter
    letters page pages form forms people person mentors pair pairs session sessions meeting meetings meet met gathering
    programme cohort application applications apply agreement goals day days week weeks month months year years hour hours
    date dates time today tomorrow yesterday next last first second third new old good better best yes change changed keep kept
    save saved back again still already never always once nobody's name address words question questions draft drafts case
    cases decided waiting waits needs wanted missing asked ask asks tell told says said set sign signed link links
"""
GIVEN_AWAY = frozenset(FREQUENT.split())
"""Frequent in ours; none is Spanish, as "has", "me", "no", "may" and "decide" are."""


def english_in(words, typed=()):
    """Where these texts speak English: each text with the words that give it away."""
    found = []
    for text in words:
        left = without_typed(text, typed)
        if given := [word for word in WORD.findall(left) if word.casefold() in GIVEN_AWAY]:
            found.append(f"{' '.join(given)} in {' '.join(text.split())!r}")
    return found
