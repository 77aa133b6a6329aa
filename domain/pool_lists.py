"""Pool lists: whom a number of the recruiting page counts. The numbers are recruiting.py's; names are read by the office.

Of a gender there is no list: it is counted by consent, and never stands beside a name.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.balance import rule_called
from domain.careers import ANY_PROFESSION, CAREER_TRACKS, COMPANY_SIZES, OTHER, SUB_SECTORS
from domain.people import Role
from domain.policy import Policy
from domain.recruiting import CAPACITIES, ROLES, counts
from domain.saying import say
from domain.traits import ACCEPTED, NOT_DECIDED, Picked, offers, wishes

WORDS: Mapping[str, Mapping[Any, str]] = {
    "tracks": CAREER_TRACKS,
    "sub_sectors": SUB_SECTORS,
    "company_size": COMPANY_SIZES,
    "profession": ANY_PROFESSION,
}
STANDINGS = {"decided": (say("accepted"), (ACCEPTED,)), "undecided": (say("not decided on yet"), NOT_DECIDED)}


def pool_list(policy: Policy, what: Sequence[str]) -> tuple[str, Picked] | None:
    """Whom a number counts, with what they have in common in words; `what` is the way that recruiting.py gave it. None when
    there is no such number."""
    match list(what):
        case [how, role] if how in STANDINGS and role in list(Role):
            standing, whats = STANDINGS[how]
            return say("{whose}: {standing}", whose=ROLES[Role(role)], standing=standing), Picked(Role(role), whats)
        case ["capacity", number] if number in map(str, CAPACITIES):
            title = say("{whose}: {standing}", whose=ROLES[Role.MENTOR], standing=CAPACITIES[int(number)])
            return title, Picked(Role.MENTOR, (ACCEPTED, *NOT_DECIDED), (number,))
        case ["rule", number] if number in map(str, range(len(policy.matching.balance))):
            rule = policy.matching.balance[int(number)]
            picked = counts(rule)
            return (rule_called(rule.label), picked) if picked else None
        case ["wished", field, code] if words := _called(field, code):
            title = say("{what}: mentees who wish for it", what=words)
            return title, Picked(Role.MENTEE, (wishes(field),), (code,))
        case ["offered", field, code] if words := _called(field, code):
            title = say("{what}: mentors who offer it", what=words)
            return title, Picked(Role.MENTOR, (offers(field),), (code,))
    return None


def _called(field: str, named: str) -> str:
    """What a code in a way means; "" when the field has none of this name."""
    return next((words for code, words in WORDS.get(field, {}).items() if str(code) == named and code != OTHER), "")
