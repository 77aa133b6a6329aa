"""Conflicts: rules that no match keeps together and the ways out, in words with names, for a match without an office.

What is in conflict is found in matching/insight; what a rule means when it is broken stands in domain/verdicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.verdicts import CROWDED, ONE_PERSON, PEOPLE, TWICE, broken, of_people
from matching.candidates import Suggestion


@dataclass(frozen=True)
class Conflict:
    """`each`: every one of the ways out is needed, since each is for another pin; else any one of them would do."""

    rules: tuple[str, ...]
    ways_out: tuple[str, ...]
    each: bool


def in_conflict(found: Suggestion, names: Mapping[str, str]) -> Conflict:
    """What a match says is in conflict, with a name beside every code; for pins that break a rule, what to do about them."""

    def name(code: str) -> str:
        return f"{names[code]} ({code})"

    rules, ways = found.report.get("conflict", []), found.report.get("ways_out", [])
    told = tuple(of_people(label, name, names.__contains__).removesuffix(".") or label for label in rules)
    if ways or any(label.startswith("pin: ") for label in rules):
        return Conflict(told, tuple(ways), each=False)
    remedies = []
    for label in rules:
        words, about = broken(label, names.__contains__)
        if words:
            who = " and ".join(name(code) for key, code in about.items() if key in PEOPLE)
            remedies.append(f"{who}: {_remedy(words, about)}")
    return Conflict(told, tuple(dict.fromkeys(remedies)), each=bool(remedies))


def _remedy(words: str, about: Mapping[str, str]) -> str:
    """What to do about pins that break a rule."""
    if words == CROWDED:
        many = int(about["many"]) - int(about["free"])
        return f"drop {'one' if many == 1 else many} of these pins, or raise the capacity"
    if words == TWICE:
        return "drop all of these pins but one"
    if words == ONE_PERSON:
        return "drop this pin"
    return "drop this pin, or let it stand with --pins-stand"
