"""What people have said of each other as criteria: whom they chose from a shortlist, and how a first meeting went."""

from __future__ import annotations

from collections.abc import Callable

from domain.match.facts import Reason
from domain.text import folded
from matching.candidates import Candidate
from matching.features import Bag

CHOICES = (5_000.0, 4_000.0, 3_000.0, 2_000.0, 1_000.0)
"""Hundredths by place in a ranked list of choices, half from either side (own)."""


def chosen(mine: str, yours: str) -> Callable[[Candidate], Bag]:
    """Whom this person chose, and who this person is for the choices of the others."""

    def words(one: Candidate) -> Bag:
        return {f"{mine}{folded(code)}": amount for code, amount in zip(one.choices, CHOICES, strict=False)} | {
            f"{yours}{folded(one.code)}": 1.0
        }

    return words


def choice_reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
    """Who chose whom."""
    likes, liked = mentor.code in mentee.choices, mentee.code in mentor.choices
    if not likes and not liked:
        return None
    return Reason("choices", whose="both" if likes and liked else "mentee" if likes else "mentor")


IMPRESSIONS = (0.0, 1_000.0, 3_000.0, 5_000.0)
"""Hundredths by how gladly somebody would go on after a first meeting, half from either side (own)."""


def impressed(mine: str, yours: str) -> Callable[[Candidate], Bag]:
    """How those met impressed this person, and who this person is for the impressions of the others."""

    def words(one: Candidate) -> Bag:
        return {f"{mine}{folded(code)}": IMPRESSIONS[level] for code, level in one.impressions.items()} | {
            f"{yours}{folded(one.code)}": 1.0
        }

    return words


def chemistry_reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
    """Whether a first meeting went well for both."""
    levels = mentee.impressions.get(mentor.code, 0), mentor.impressions.get(mentee.code, 0)
    if max(levels) < 2:
        return None
    return Reason("chemistry", whose="both" if min(levels) >= 2 else "one")
