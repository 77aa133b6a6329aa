"""Coherence: which numbers of a programme must agree with which others, and with its days. All mistakes at once.

Checked when people write a policy or a plan, never when a cohort is loaded: what was launched once goes on under its numbers.
"""

from collections.abc import Collection
from datetime import date

from domain.coherence.ladders import mistakes_of_ladders
from domain.coherence.lists import mistakes_of_lists
from domain.coherence.numbers import mistakes_of_numbers
from domain.coherence.programme import EXAMPLE, Finding, Programme
from domain.policy import Policy

__all__ = ["EXAMPLE", "Programme", "mistakes"]


def mistakes(programme: Programme, spoiled: Collection[str] = ()) -> list[tuple[str, str]]:
    """(place, sentence) for everything that does not agree.

    `spoiled` names numbers that could not even be read: nothing is measured by them, so that a mistake has one sentence.
    """
    found = (*mistakes_of_numbers(programme), *mistakes_of_ladders(programme), *mistakes_of_lists(programme))
    return list(dict.fromkeys((one.place, one.words) for one in found if not _rests_on(one, spoiled)))


def of(policy: Policy, starts_on: date = EXAMPLE) -> list[tuple[str, str]]:
    """What does not agree in a policy that has no plan yet."""
    return mistakes(Programme.of(policy, starts_on))


def _rests_on(finding: Finding, spoiled: Collection[str]) -> bool:
    return any(f"{place}.".startswith(f"{wrong}.") for place in (finding.place, *finding.by) for wrong in spoiled)
