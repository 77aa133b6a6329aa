"""Outcomes: the three learning outcomes (course card), asked in the same words before and after, to be compared."""

from typing import Any

from domain.careers import OUTCOMES
from domain.forms.form import question
from domain.forms.read_by import COUNTED
from domain.saying import sayings

AGREE = sayings({1: "Not at all", 2: "Hardly", 3: "Partly", 4: "Mostly", 5: "Fully"}, context="agree")


def outcome_question(code: str, step: str) -> Any:
    """How far this outcome is true today, 1-5."""
    return question(OUTCOMES[code], widget="scale", options=AGREE, step=step, ge=1, le=5, **COUNTED)
