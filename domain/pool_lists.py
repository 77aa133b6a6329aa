"""Pool lists: whom a number of the recruiting page counts. The numbers are recruiting.py's; names are read by the office.

Of a gender there is no list: it is counted by consent, and never stands beside a name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.applications import Application
from domain.balance import rule_called
from domain.careers import CAREER_TRACKS, COMPANY_SIZES, OTHER, PROFESSIONS, SUB_SECTORS
from domain.lifecycles import ApplicationState
from domain.people import Role
from domain.policy import Policy
from domain.recruiting import CAPACITIES, IN_VIEW, ROLES, keeps_to, told, wished_for
from domain.saying import say

FIELDS: Mapping[str, Mapping[Any, str]] = {
    "tracks": CAREER_TRACKS,
    "sub_sectors": SUB_SECTORS,
    "company_size": COMPANY_SIZES,
    "profession": PROFESSIONS,
}


@dataclass(frozen=True)
class PoolList:
    """Those of one number: what they have in common, in words, and they."""

    title: str
    those: list[Application]


def pool_list(policy: Policy, applications: Iterable[Application], what: Sequence[str]) -> PoolList | None:
    """Whom a number counts; `what` is the way that recruiting.py gave it. None when there is no such number."""
    known = [one for one in applications if one.state in IN_VIEW]
    mentors, mentees = ([one for one in known if one.role is role] for role in (Role.MENTOR, Role.MENTEE))

    def chosen(title: str, people: list[Application], fits: Callable[[Application], bool]) -> PoolList:
        return PoolList(title, [one for one in people if fits(one)])

    match list(what):
        case ["decided" | "undecided" as how, role] if role in list(Role):
            people, sure = (mentors if role == Role.MENTOR else mentees), how == "decided"
            words = say("accepted") if sure else say("not decided on yet")
            title = say("{whose}: {standing}", whose=ROLES[Role(role)], standing=words)
            return chosen(title, people, lambda one: (one.state is ApplicationState.ACCEPTED) is sure)
        case ["capacity", number] if number in map(str, CAPACITIES):
            title = say("{whose}: {standing}", whose=ROLES[Role.MENTOR], standing=CAPACITIES[int(number)])
            return chosen(title, mentors, lambda one: one.capacity == int(number))
        case ["rule", number] if number in map(str, range(len(policy.matching.balance))):
            rule = policy.matching.balance[int(number)]
            if rule.on != "mentors" or rule.trait in ("gender", "employer"):
                return None
            return chosen(rule_called(rule.label), mentors, lambda one: keeps_to(one, rule))
        case ["wished" | "offered" as how, field, named] if (code := _code(field, named)) is not None:
            if how == "wished":
                title = say("{what}: mentees who wish for it", what=FIELDS[field][code])
                return chosen(title, mentees, lambda one: code in wished_for(one, field))
            title = say("{what}: mentors who offer it", what=FIELDS[field][code])
            return chosen(title, mentors, lambda one: code in told(one, field))
    return None


def _code(field: str, named: str) -> Any:
    """The code in a way as the form has it; None when the field has none of this name."""
    return next((code for code in FIELDS.get(field, {}) if str(code) == named and code != OTHER), None)
