"""Coming: what is due in a cohort and what comes, as things stand, each with the step that will do it and what it does."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.actions import Due, Escalate
from domain.agenda import agenda, forecast
from domain.cohort import Cohort
from domain.coming import in_words, whom
from domain.states import RECIPIENTS
from domain.steps import STEPS


def coming(cohort: Cohort, now: datetime) -> list[dict[str, Any]]:
    """What is due and what is coming, each once, by time."""
    found: dict[str, dict[str, Any]] = {}
    for step, rules in STEPS[cohort.phase].items():
        for due in _dues(cohort, now, rules):
            to = RECIPIENTS["coordinator"] if isinstance(due.action, Escalate) else whom(due.action)
            told = {
                "at": due.at,
                "until": due.until,
                "step": step,
                "key": due.key,
                "what": in_words(due.action),
                "to": to,
            }
            found.setdefault(due.key, told)
    return sorted(found.values(), key=lambda row: (row["at"], row["key"]))


def _dues(cohort: Cohort, now: datetime, rules: Any) -> Iterator[Due]:
    yield from agenda(cohort, now, rules)
    yield from forecast(cohort, now, rules)
