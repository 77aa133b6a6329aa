"""Counting: how many people balance rules cannot count, since gender counts only of those who agreed, and which numbers by
gender may be told at all. Tells no names."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.applications import Application
from domain.cohort import Cohort
from domain.people import Role

UNTOLD = ("", "no_answer", None)
SMALLEST = 3
"""No gender of fewer people is told by itself: a smaller number points at somebody."""


def may_be_told(trait: str, count: int, of: int) -> bool:
    """Whether one may say that `count` of `of` people have this trait: by gender neither those nor the others may be few."""
    return trait != "gender" or not any(0 < some < SMALLEST for some in (count, of - count))


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
