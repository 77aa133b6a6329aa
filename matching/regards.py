"""What people have said of each other as criteria: whom they chose from a shortlist, and how a first meeting went."""

from __future__ import annotations

from collections.abc import Callable

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


def choice_reason(mentee: Candidate, mentor: Candidate) -> str:
    """Who chose whom."""
    likes, liked = mentor.code in mentee.choices, mentee.code in mentor.choices
    if likes and liked:
        return "each chose the other"
    return "the mentee's own choice" if likes else "the mentor's own choice" if liked else ""


IMPRESSIONS = (0.0, 1_000.0, 3_000.0, 5_000.0)
"""Hundredths by how gladly somebody would go on after a first meeting, half from either side (own)."""


def impressed(mine: str, yours: str) -> Callable[[Candidate], Bag]:
    """How those met impressed this person, and who this person is for the impressions of the others."""

    def words(one: Candidate) -> Bag:
        return {f"{mine}{folded(code)}": IMPRESSIONS[level] for code, level in one.impressions.items()} | {
            f"{yours}{folded(one.code)}": 1.0
        }

    return words


def chemistry_reason(mentee: Candidate, mentor: Candidate) -> str:
    """Whether a first meeting went well for both."""
    levels = mentee.impressions.get(mentor.code, 0), mentor.impressions.get(mentee.code, 0)
    if min(levels) >= 2:
        return "they have met, and both would gladly go on"
    return "they have met, and one of them would gladly go on" if max(levels) >= 2 else ""
