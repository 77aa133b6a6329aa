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
BROKEN: Mapping[str, str] = {
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
    "pinned": "fixed by you",
    "unknown": "no longer free to be paired",
    "capacity": "too few places",
    "one mentor": "one mentor at a time",
}
"""By the label of a rule (matching/constraints.RULES), what it means when a pair breaks it."""
FIXED: Mapping[str, str] = {
    r"mentee (.+) and mentor (.+) may not be paired": r"\1 and \2: you fixed this pair, and a rule forbids it.",
    r"the pinned pair of mentee (.+) and mentor (.+) is missing": r"\1 and \2: you fixed this pair, and it is missing.",
    r"mentee (.+) has (\d+) mentors": r"\1 is fixed with \2 mentors; one mentor at a time.",
    r"mentor (.+) has (\d+) mentees and (\d+) seats": r"\1 is fixed with \2 mentees; places: \3.",
}
"""By what a proof says of pairs fixed by hand (matching/measure.broken), what a coordinator reads."""


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
    return [f"It would work with “{way}”." for way in proposal.report.get("ways_out") or ()]


def in_words(label: str, name: Callable[[str], str]) -> str:
    """A label such as "employer: M01 and N03" as a sentence; `name` puts a name to a code."""
    rule, colon, about = label.partition(": ")
    fixed = next((found.expand(words) for said, words in FIXED.items() if (found := re.fullmatch(said, label))), "")
    told = fixed or (f"{about}: {BROKEN[rule]}." if colon and rule in BROKEN else "")
    return CODES.sub(lambda code: name(code[0]), told) or f"The balance rule “{label}” cannot be kept."


def with_names(cohort: Cohort, words: str) -> str:
    """A sentence in which every code has its name before it."""
    return CODES.sub(lambda found: named(cohort, found[0]), words)


def named(cohort: Cohort, code: str) -> str:
    """ "Anna Lee (M03)"; the code alone where the name is gone."""
    person = cohort.participants.get(code)
    return f"{person.name} ({code})" if person and person.name else code
