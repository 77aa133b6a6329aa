"""Verdicts: what the matchmaker's answer is worth and what stood in its way, in sentences. Judges nothing itself."""

import re
from collections.abc import Callable, Mapping

from domain.cohort import Cohort
from domain.proposals import Proposal

CODES = re.compile(r"\b[MN]\d+\b")
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


def proof(proposal: Proposal) -> str:
    """How good the answer is, in one sentence; empty while there is none."""
    if proposal.status == "BY_HAND":
        return "These are your own pairs: each was checked against every rule, and nothing was optimised."
    if proposal.status == "OPTIMAL":
        return "Proven best: no other match does better on these terms."
    if proposal.status == "INFEASIBLE":
        return "No match keeps all the rules at once."
    if proposal.status == "FEASIBLE":
        return f"The best found in the time given: {_distance(proposal)}."
    return ""


def _distance(proposal: Proposal) -> str:
    """How far from the best the first open stage may be; points are hundredths of a point of 100."""
    values, bounds = (proposal.report.get(name) or {} for name in ("value", "bound"))
    stage = next((stage for stage in values if values[stage] != bounds.get(stage)), "")
    if stage == "matched":
        return f"at most {proposal.gap} more mentees could have a mentor"
    if stage in ("score", "max_min"):
        what = "in all" if stage == "score" else "for the weakest pair"
        return f"at most {proposal.gap / 100:g} points {what} below the best there may be"
    return "perhaps another match is a little better"


def in_the_way(cohort: Cohort, proposal: Proposal) -> list[str]:
    """Each rule that stood in the way, with the names of those it is about."""
    return [in_words(str(label), lambda code: named(cohort, code)) for label in proposal.report.get("conflict") or ()]


def ways_out(proposal: Proposal) -> list[str]:
    """Single changes of a rule's number that would do."""
    return [f"It would work with “{way}”." for way in proposal.report.get("ways_out") or ()]


def in_words(label: str, name: Callable[[str], str]) -> str:
    """A label such as "employer: M01 and N03" as a sentence; `name` puts a name to a code."""
    rule, colon, about = label.partition(": ")
    if not colon or not CODES.search(about):
        return f"The rule “{label}” cannot be kept together with the others."
    people = CODES.sub(lambda found: name(found[0]), about)
    return f"{people}: {BROKEN[rule]}." if rule in BROKEN else f"{people} ({rule})."


def named(cohort: Cohort, code: str) -> str:
    """ "Anna Lee (M03)"; the code alone where the name is gone."""
    person = cohort.participants.get(code)
    return f"{person.name} ({code})" if person and person.name else code
