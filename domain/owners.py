"""Owners: finds the people to whom a field of a record belongs, from what its declaration says (belonging.py)."""

from collections.abc import Mapping
from typing import Any

from domain.cohort import Cohort


def people_of(cohort: Cohort, scope: str) -> frozenset[str]:
    """The participants to whom a scope belongs: the person, or everybody who is or was in the group."""
    if scope in cohort.participants:
        return frozenset({scope})
    group = cohort.groups.get(scope)
    return frozenset(group.everybody) if group else frozenset()


def owners(cohort: Cohort, whose: tuple[str, ...], name: str, here: tuple[Any, ...]) -> frozenset[str]:
    """The participants to whom the field `name` of a record belongs; `here`: the record and those around it, it last.

    Each word of `whose` is a field that holds codes, in the record or one around it; "scope" are all people of the scope,
    "scope:mentor" the mentors among them. What belongs to no participant (a coordinator wrote it) belongs to all in the
    scope.
    """
    if not whose:
        return frozenset()
    scope = getattr(here[0], "scope", "")
    everybody, group = people_of(cohort, scope), cohort.groups.get(scope)
    found: set[str] = set()
    for word in whose:
        of_scope, _, role = word.partition(":")
        if of_scope == "scope":
            found |= {code for code in everybody if not role or (group and group.role_of(code).value == role)}
        else:
            found |= {code for code in _codes(here, word, name) if code in cohort.participants}
    return frozenset(found) or everybody


def _codes(here: tuple[Any, ...], word: str, name: str) -> set[str]:
    """The code or codes in the field `word`; of a mapping the one for `name`."""
    holder = next((record for record in reversed(here) if hasattr(record, word)), None)
    told = getattr(holder, word, "")
    if isinstance(told, Mapping):
        told = told.get(name, "")
    return {told} if isinstance(told, str) else set(told)
