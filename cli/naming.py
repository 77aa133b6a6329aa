"""Naming: who is meant by a code, a name or an address: in pairs, in people's own choices. Earlier pairs are
read in `pair_files`."""

from collections.abc import Iterable, Mapping

from cli.tables import Notebook
from domain.cohort import Cohort
from domain.people import Role

Codes = frozenset[tuple[str, str]]
"""(mentor, mentee)."""


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
            why = next((words for words in tried if isinstance(words, str)), "write a mentor, a colon and a mentee")
            book.wrong += [f"{option} {text!r}: {why}"] if why else []
    return frozenset(found)


def _pair(mentor: str, mentee: str, cohort: Cohort) -> tuple[str, str] | str:
    codes = code_of(mentor, Role.MENTOR, cohort), code_of(mentee, Role.MENTEE, cohort)
    wrong = [words for code, words in codes if not code]
    return "; ".join(filter(None, wrong)) if wrong else (codes[0][0], codes[1][0])


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
        return "", f"{len(meant)} {role.value}s are called {word!r}; write a code: {', '.join(meant)}"
    return (
        "",
        f"there is no {role.value} {word!r}; write a name, an address or a code such as {people[0].id if people else 'M01'}",
    )


def chosen(cells: Mapping[str, tuple[str, str]], cohort: Cohort, book: Notebook) -> dict[str, tuple[str, ...]]:
    """By code, whom this person chose of the other side, best first; `cells` hold the place of each cell and its text."""
    found = {}
    for code, (place, cell) in cells.items():
        other = Role.MENTEE if cohort.participants[code].role is Role.MENTOR else Role.MENTOR
        meant = [code_of(part.strip(), other, cohort) for part in cell.split(";") if part.strip()]
        book.wrong += [f"{place}, column choices: {why}" for _, why in meant if why]
        found[code] = tuple(dict.fromkeys(one for one, _ in meant if one))
    if found and not cohort.policy.matching.weights.get("choices") and cohort.policy.matching.mode != "self_choice":
        book.notes.append("the column choices counts nothing: give it a weight in the policy, weights: {choices: 30}.")
    return found
