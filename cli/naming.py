"""Naming: who is meant by a code, a name or an address: in pairs, in people's own choices. Earlier pairs are
read in `pair_files`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from cli.notebook import Notebook, at
from domain.cohort import Cohort
from domain.people import Role
from domain.saying import filled, say, sayings, together

Codes = frozenset[tuple[str, str]]
"""(mentor, mentee)."""
Place = tuple[Path, int]
A_WEIGHT = "weights: {choices: 30}"
NOBODY = sayings(
    {
        Role.MENTOR: "there is no mentor {word}; write a name, an address or a code such as {code}",
        Role.MENTEE: "there is no mentee {word}; write a name, an address or a code such as {code}",
    }
)


def named_pairs(option: str, texts: Iterable[str], cohort: Cohort, book: Notebook) -> Codes:
    """Pairs written as "mentor:mentee" on the command line, each by code, name or address."""
    found = set()
    for text in texts:
        cuts = [k for k, sign in enumerate(text) if sign == ":"]
        tried = [_pair(text[:k].strip(), text[k + 1 :].strip(), cohort) for k in cuts]
        pair = next((pair for pair in tried if not isinstance(pair, str)), None)
        if pair:
            found.add(pair)
        else:
            why = next(
                (words for words in tried if isinstance(words, str)), say("write a mentor, a colon and a mentee")
            )
            book.wrong += [together((f"{option} {text!r}", why), ": ")] if why else []
    return frozenset(found)


def _pair(mentor: str, mentee: str, cohort: Cohort) -> tuple[str, str] | str:
    codes = code_of(mentor, Role.MENTOR, cohort), code_of(mentee, Role.MENTEE, cohort)
    wrong = [words for code, words in codes if not code]
    return together(filter(None, wrong), "; ") if wrong else (codes[0][0], codes[1][0])


def code_of(word: str, role: Role, cohort: Cohort) -> tuple[str, str]:
    """The code of whoever is meant, or "" and why that is not clear; no why where a list could not be read at all."""
    people = [person for person in cohort.participants.values() if person.role is role]
    if not people:
        return "", ""
    plain = " ".join(word.casefold().split())
    meant = [p.id for p in people if p.id.casefold() == plain] or [
        p.id for p in people if plain and plain in (p.name.casefold(), p.email.casefold())
    ]
    if len(meant) == 1:
        return meant[0], ""
    if meant:
        return "", _several(role, len(meant), repr(word), ", ".join(meant))
    return "", filled(NOBODY[role], word=repr(word), code=people[0].id)


def _several(role: Role, n: int, word: str, codes: str) -> str:
    if role is Role.MENTOR:
        return say(
            "{n} mentor is called {word}; write a code: {codes}",
            "{n} mentors are called {word}; write a code: {codes}",
            n=n,
            word=word,
            codes=codes,
        )
    return say(
        "{n} mentee is called {word}; write a code: {codes}",
        "{n} mentees are called {word}; write a code: {codes}",
        n=n,
        word=word,
        codes=codes,
    )


def chosen(cells: Mapping[str, tuple[Place, str]], cohort: Cohort, book: Notebook) -> dict[str, tuple[str, ...]]:
    """By code, whom this person chose of the other side, best first; `cells` hold the place of each cell and its text."""
    found = {}
    for code, ((file, line), cell) in cells.items():
        other = Role.MENTEE if cohort.participants[code].role is Role.MENTOR else Role.MENTOR
        meant = [code_of(part.strip(), other, cohort) for part in cell.split(";") if part.strip()]
        book.wrong += [at(file, line, why, "choices") for _, why in meant if why]
        found[code] = tuple(dict.fromkeys(one for one, _ in meant if one))
    if found and not cohort.policy.matching.weights.get("choices") and cohort.policy.matching.mode != "self_choice":
        words = say("the column choices counts nothing: give it a weight in the policy, {example}.", example=A_WEIGHT)
        book.notes.append(words)
    return found
