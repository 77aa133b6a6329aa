"""Counting: how many people balance rules cannot count, since gender counts only of those who agreed. Tells no names."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.applications import Application
from domain.cohort import Cohort
from domain.people import Role

UNTOLD = ("", "no_answer", None)


@dataclass(frozen=True)
class Uncounted:
    """Of the people of one role those whom a rule on gender cannot count: they did not agree, or tell none."""

    role: Role
    people: int
    refused: int
    silent: int


def not_counted(cohort: Cohort, applications: Collection[Application]) -> Iterator[Uncounted]:
    """Each side of whom a rule counts gender while some of these did not agree, or tell none."""
    sides = {rule.on for rule in cohort.policy.matching.balance if rule.trait == "gender"}
    for role in (Role.MENTOR, Role.MENTEE):
        told = [one.answers for one in applications if one.role is role]
        silent = sum(answers.get("gender") in UNTOLD for answers in told)
        refused = sum(_refused(answers) for answers in told)
        if f"{role.value}s" in sides and (silent or refused):
            yield Uncounted(role, len(told), refused, silent)


def _refused(answers: Mapping[str, Any]) -> bool:
    return answers.get("gender") not in UNTOLD and not answers.get("gender_consent")
