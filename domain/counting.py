"""Counting: how many people balance rules cannot count, since gender counts only of those who agreed. Tells no names."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from domain.applications import Application
from domain.cohort import Cohort
from domain.people import Role

UNTOLD = ("", "no_answer", None)


def not_counted(cohort: Cohort, applications: Collection[Application]) -> Iterator[str]:
    """One sentence for each side of whom a rule counts gender while some of these did not agree, or tell none."""
    sides = {rule.on for rule in cohort.policy.matching.balance if rule.trait == "gender"}
    for role in (Role.MENTOR, Role.MENTEE):
        told = [one.answers for one in applications if one.role is role]
        silent = sum(answers.get("gender") in UNTOLD for answers in told)
        refused = sum(_refused(answers) for answers in told)
        if f"{role.value}s" in sides and (silent or refused):
            parts = (
                [f"{_of(refused, told, role)} not counted because they did not agree to be counted"] if refused else []
            )
            parts += [f"{_of(silent, told, role)} not counted because they tell no gender"] if silent else []
            yield f"Balance by gender: {', and '.join(parts)}."


def _refused(answers: Mapping[str, Any]) -> bool:
    return answers.get("gender") not in UNTOLD and not answers.get("gender_consent")


def _of(count: int, told: list[Mapping[str, Any]], role: Role) -> str:
    return f"{count} of {len(told)} {role.value}s {'was' if count == 1 else 'were'}"
