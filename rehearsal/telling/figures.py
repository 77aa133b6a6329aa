"""Figures: how many letters people got, from the history of a rehearsal. A letter that tells of several things is one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from domain.lifecycles import PairState
from domain.people import Role
from rehearsal.history import History

STAYED = (PairState.ACTIVE, PairState.COMPLETED)


@dataclass(frozen=True)
class Share:
    """How many letters each of these people got: in the median, the least and the most."""

    people: int
    median: float
    least: int
    most: int


def letters_each(history: History) -> Mapping[Role, Share]:
    """The letters to each mentee and each mentor who was in a pair that lasted, answers to what they did included."""
    cohort = history.cohort
    stayed = {code for pair in cohort.pairs.values() if pair.state in STAYED for code in pair.members}
    got = Counter(letter.to for letter in history.sent if not letter.in_another)
    numbers = {role: sorted(got[code] for code in stayed if cohort.participants[code].role is role) for role in Role}
    return {role: Share(len(found), median(found), found[0], found[-1]) for role, found in numbers.items() if found}
