"""Verdicts: what the matchmaker's answer is worth and what stood in its way, in sentences. Judges nothing itself."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from domain.cohort import Cohort
from domain.proposals import Proposal

CODES = re.compile(r"\b[MN]\d+\b")
VERDICTS: Mapping[str, str] = {
    "BY_HAND": "These are your own pairs: checked against the rules, and nothing was optimised.",
    "OPTIMAL": "Proven best: no other match does better on these terms.",
    "INFEASIBLE": "No match keeps all the rules at once.",
}
PEOPLE = ("one", "other")
MISSING = "{one} and {other}: you fixed this pair, and it is missing."
TWICE = "{one} is fixed with {many} mentors; one mentor at a time."
CROWDED = "{one} is fixed with {many} mentees; places: {free}."
BROKEN: Mapping[str, str] = {
    "same person": "they are one person, who cannot be their own mentor",
    "language": "they share no language",
    "format and city": "they cannot meet in the same way or city",
    "employer": "they work at the same place",
    "supervisor": "they are tied by supervision",
    "not with": "one of them asked not to be paired with the other",
    "first meeting": "they met, and one of them would rather not go on",
    "academic wishes": "the mentor cannot speak about the academic careers wished for",
    "musts": "the mentor lacks what the mentee wished as a must",
    "forbidden": "you ruled this pair out, or they were a pair before",
    "pin": "fixed by you",
}
"""By the label of a rule (matching/constraints.RULES), what it means when a pair breaks it."""
ONE_PERSON = f"{{one}} and {{other}}: {BROKEN['same person']}."
FIXED: Mapping[str, str] = {
    r"mentee (?P<one>.+) and mentor (?P<other>.+) may not be paired": "{one} and {other}: you fixed this pair, and a rule "
    "forbids it.",
    r"the pinned pair of mentee (?P<one>.+) and mentor (?P<other>.+) is missing": MISSING,
    r"pinned: (?P<one>.+) and (?P<other>.+) are missing": MISSING,
    r"unknown: (?P<one>.+) or (?P<other>.+) is not in the pool": "{one} or {other} is no longer free to be paired.",
    r"mentee (?P<one>.+) has (?P<many>\d+) mentors": TWICE,
    r"one mentor: (?P<one>.+) has (?P<many>\d+)": TWICE,
    r"mentor (?P<one>.+) has (?P<many>\d+) mentees and (?P<free>\d+) seats": CROWDED,
    r"capacity: (?P<one>.+) has (?P<many>\d+) mentees and (?P<free>\d+) free places?": CROWDED,
} | {rf"{rule}: (?P<one>.+) and (?P<other>.+)": f"{{one}} and {{other}}: {words}." for rule, words in BROKEN.items()}
"""By what a check or a proof says of certain people (matching/constraints.check, matching/measure.broken), what a coordinator
reads; `one` and `other` are codes."""


def proof(proposal: Proposal) -> str:
    """How good the answer is, in one sentence; empty while there is none."""
    values, bounds = (proposal.report.get(name) or {} for name in ("value", "bound"))
    return verdict(proposal.status, proposal.gap, values, bounds)


def verdict(status: str, gap: int, values: Mapping[str, Any], bounds: Mapping[str, Any]) -> str:
    """What a status of the matchmaker means; `values` and `bounds` by stage, scores in hundredths of a point."""
    if status != "FEASIBLE":
        return VERDICTS.get(status, "")
    stage = next((stage for stage in values if values[stage] != bounds.get(stage)), "")
    what = {
        "matched": f"at most {gap} more mentees could have a mentor",
        "score": f"at most {gap / 100:g} points in all below the best there may be",
        "max_min": f"the weakest pair at most {gap / 100:g} points below the best there may be",
    }.get(stage, "perhaps another match is a little better")
    return f"The best found in the time given: {what}."


def in_the_way(cohort: Cohort, proposal: Proposal) -> list[str]:
    """Each rule that stood in the way, with the names of those it is about."""
    return [in_words(str(label), lambda code: named(cohort, code)) for label in proposal.report.get("conflict") or ()]


def ways_out(proposal: Proposal) -> list[str]:
    """Single changes of a rule's number that would do."""
    return [f"{way[:1].upper()}{way[1:]}." for way in proposal.report.get("ways_out") or ()]


def in_words(label: str, name: Callable[[str], str]) -> str:
    """What a check says of certain people, such as "employer: M01 and N03", as a sentence; any other label is that of a
    balance rule. `name` puts a name to a code."""
    return of_people(label, name) or f"The balance rule “{label}” cannot be kept."


def of_people(label: str, name: Callable[[str], str], known: Callable[[str], object] = CODES.fullmatch) -> str:
    """What a check says of certain people as a sentence; "" for any other label. `known` tells whether this is a code."""
    words, about = broken(label, known)
    return words.format_map({key: name(told) if key in PEOPLE else told for key, told in about.items()})


def broken(label: str, known: Callable[[str], object] = CODES.fullmatch) -> tuple[str, Mapping[str, str]]:
    """The words for what a check says of certain people, and the codes and numbers in it; no words for other labels."""
    for said, words in FIXED.items():
        found = re.fullmatch(said, label)
        if found and all(known(told) for key, told in found.groupdict().items() if key in PEOPLE):
            return words, found.groupdict()
    return "", {}


def with_names(cohort: Cohort, words: str) -> str:
    """A sentence in which every code has its name before it."""
    return CODES.sub(lambda found: named(cohort, found[0]), words)


def named(cohort: Cohort, code: str) -> str:
    """ "Anna Lee (M03)"; the code alone where the name is gone."""
    person = cohort.participants.get(code)
    return f"{person.name} ({code})" if person and person.name else code
