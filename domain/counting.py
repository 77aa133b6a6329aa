"""Counting: how many people balance rules cannot count, since gender counts only of those who agreed. Tells no names."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from domain.applications import Application
from domain.cohort import Cohort
from domain.people import Role
from domain.saying import say
from domain.states import ROLES_MANY

UNTOLD = ("", "no_answer", None)


def not_counted(cohort: Cohort, applications: Collection[Application]) -> Iterator[str]:
    """One sentence for each side of whom a rule counts gender while some of these did not agree, or tell none."""
    sides = {rule.on for rule in cohort.policy.matching.balance if rule.trait == "gender"}
    for role in (Role.MENTOR, Role.MENTEE):
        told = [one.answers for one in applications if one.role is role]
        silent = sum(answers.get("gender") in UNTOLD for answers in told)
        refused = sum(_refused(answers) for answers in told)
        if f"{role.value}s" in sides and (silent or refused):
            left_out = [_refused_words(refused, len(told), role)] if refused else []
            left_out += [_silent_words(silent, len(told), role)] if silent else []
            both = say("{first}, and {second}", first=left_out[0], second=left_out[-1])
            yield say("Balance by gender: {left_out}.", left_out=both if len(left_out) > 1 else left_out[0])


def _refused_words(n: int, total: int, role: Role) -> str:
    return say(
        "{n} of {total} {people} was not counted because they did not agree to be counted",
        "{n} of {total} {people} were not counted because they did not agree to be counted",
        n=n,
        total=total,
        people=ROLES_MANY[role],
    )


def _silent_words(n: int, total: int, role: Role) -> str:
    return say(
        "{n} of {total} {people} was not counted because they tell no gender",
        "{n} of {total} {people} were not counted because they tell no gender",
        n=n,
        total=total,
        people=ROLES_MANY[role],
    )


def _refused(answers: Mapping[str, Any]) -> bool:
    return answers.get("gender") not in UNTOLD and not answers.get("gender_consent")
