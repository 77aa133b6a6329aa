"""Plays: short cohorts for tests. Three months and three sessions instead of six, a few pairs, the same rules."""

from functools import lru_cache

from domain.policy import Policy
from office.policies import policy
from rehearsal.acting.cast import cast
from rehearsal.rehearse import rehearse
from rehearsal.staging.faults import Faults
from rehearsal.telling.chronicle import Chronicle

SHORT = {
    "calendar": {"mentoring_months": 3},
    "sessions": {"number": 3, "held_to_complete": 2},
    "recruitment": {"pairs_aim": 4, "pairs_min": 1},
    "checks": {"recontract_months": [1], "midterm_month": 2},
}


def short_policy() -> Policy:
    """The default preset in three months."""
    return policy("industry-one-to-one", SHORT)


def play(seed: int, mentors: int = 4, mentees: int = 5, faults: Faults | None = None) -> Chronicle:
    """One short cohort."""
    return rehearse(short_policy(), cast(seed, mentors, mentees), seed, faults=faults, probes=3)


@lru_cache(maxsize=4)
def played(seed: int) -> Chronicle:
    """One short cohort, played once for all tests that only read it."""
    return play(seed)
