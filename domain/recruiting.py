"""Recruiting: the pool against what is hoped for, as bars of counts. Facts only; whom to look for is matching's to say.

Gender counts only where somebody agreed, and only as long as no number points at one person. Everything else that is counted
here stands by name on the desk.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.applications import Application
from domain.balance import rule_called
from domain.careers import CAREER_TRACKS, COMPANY_SIZES, GENDERS, OTHER, PROFESSIONS, SUB_SECTORS
from domain.counting import SMALLEST
from domain.glance import Bar, Part
from domain.lifecycles import ApplicationState
from domain.people import Role
from domain.policy import BalanceRule, Policy
from domain.saying import say, sayings

IN_VIEW = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
"""Whoever has applied and may still be matched; what is incomplete may never come."""
WHOM_TO_LOOK_FOR, LINKS_TO_SHARE = "/match/search", "/recruiting/links"
"""What is missing has no list, so it leads to what can be done about it: pages of the desk."""
ROLES = sayings({Role.MENTOR: "Mentors", Role.MENTEE: "Mentees"})
CAPACITIES = sayings({1: "For one mentee", 2: "For two mentees", 3: "For three mentees"})


@dataclass(frozen=True)
class Recruiting:
    """Everything that one page shows of a pool; numbers and words, no names. `unshown`: the roles of which no gender can be
    counted without pointing at somebody."""

    hoped_for: list[Bar]
    tracks: list[Bar]
    sub_sectors: list[Bar]
    company_sizes: list[Bar]
    professions: list[Bar]
    capacities: list[Bar]
    genders: list[Bar]
    rules: list[Bar]
    unshown: tuple[Role, ...]


def recruiting(policy: Policy, applications: Iterable[Application]) -> Recruiting:
    """The pool as it stands, against the policy's numbers and what the mentees wish for."""
    known = [one for one in applications if one.state in IN_VIEW]
    mentors, mentees = ([one for one in known if one.role is role] for role in (Role.MENTOR, Role.MENTEE))
    shown = {role: by_gender(those) for role, those in ((Role.MENTOR, mentors), (Role.MENTEE, mentees))}
    return Recruiting(
        hoped_for=_hoped_for(policy.recruitment.pairs_aim, mentors, mentees),
        tracks=_by_wish("tracks", CAREER_TRACKS, mentors, mentees),
        sub_sectors=_by_wish("sub_sectors", SUB_SECTORS, mentors, mentees),
        company_sizes=_by_wish("company_size", COMPANY_SIZES, mentors, mentees),
        professions=_by_wish("profession", PROFESSIONS, mentors, mentees),
        capacities=_capacities(mentors),
        genders=[_gender_bar(role, counts) for role, counts in shown.items() if counts],
        rules=[
            bar
            for n, rule in enumerate(policy.matching.balance)
            if (bar := _of_rule(rule, f"pool/rule/{n}", mentors, shown[Role.MENTOR]))
        ],
        unshown=tuple(role for role, those in ((Role.MENTOR, mentors), (Role.MENTEE, mentees))
                      if those and not shown[role]),
    )  # fmt: skip


# --- numbers -----------------------------------------------------------------------------------------------------------


def _hoped_for(aim: int, mentors: Collection[Application], mentees: Collection[Application]) -> list[Bar]:
    """Places and mentees against the pairs hoped for."""
    places = sum(one.capacity for one in mentors)
    sure = sum(one.capacity for one in mentors if one.state is ApplicationState.ACCEPTED)
    accepted = sum(one.state is ApplicationState.ACCEPTED for one in mentees)
    return [
        _bar(
            say("Places with mentors"),
            Part(sure, say("place with an accepted mentor", "places with accepted mentors", n=sure), "good",
                 "pool/decided/mentor"),
            Part(places - sure, say("place not decided on yet", "places not decided on yet", n=places - sure), "near",
                 "pool/undecided/mentor"),
            Part(aim - places, say("place is missing", "places are missing", n=aim - places), "bad", WHOM_TO_LOOK_FOR),
        ),
        _bar(
            say("Mentees"),
            Part(accepted, say("mentee accepted", "mentees accepted", n=accepted), "good", "pool/decided/mentee"),
            Part(
                len(mentees) - accepted,
                say("mentee not decided on yet", "mentees not decided on yet", n=len(mentees) - accepted),
                "near",
                "pool/undecided/mentee",
            ),
            Part(aim - len(mentees), say("mentee is missing", "mentees are missing", n=aim - len(mentees)), "bad",
                 LINKS_TO_SHARE),
        ),
    ]  # fmt: skip


def _capacities(mentors: Collection[Application]) -> list[Bar]:
    offered = Counter(one.capacity for one in mentors)
    return [
        _bar(
            words, Part(offered[number], say("mentor", "mentors", n=offered[number]), "good", f"pool/capacity/{number}")
        )
        for number, words in CAPACITIES.items()
        if offered[number]
    ]


# --- what mentees wish for -------------------------------------------------------------------------------------------------


def _against(field: str, words: Mapping[Any, str], places: Mapping[Any, int], wished: Mapping[Any, int]) -> list[Bar]:
    """One bar for each that is wished for or offered, where most is missing first."""

    def missing(code: Any) -> int:
        return wished.get(code, 0) - places.get(code, 0)

    codes = [code for code in words if code != OTHER and (places.get(code) or wished.get(code))]
    return [
        _wish_bar(f"{field}/{code}", words[code], places.get(code, 0), wished.get(code, 0))
        for code in sorted(codes, key=lambda code: -max(missing(code), 0))
    ]


def _wish_bar(way: str, title: str, places: int, wished: int) -> Bar:
    met, missing, spare = min(places, wished), wished - places, places - wished
    return _bar(
        title,
        Part(met, say("wish, with a place", "wishes, with places", n=met), "good", f"pool/wished/{way}"),
        Part(missing, say("mentor is missing", "mentors are missing", n=missing), "bad", f"pool/wished/{way}"),
        Part(
            spare,
            say("place more than wished for", "places more than wished for", n=spare),
            "near",
            f"pool/offered/{way}",
        ),
    )


def _places(mentors: Iterable[Application], field: str) -> Counter[Any]:
    """Places by what their mentors told: a mentor counts in each that they named."""
    return Counter(code for one in mentors for code in told(one, field) for _ in range(one.capacity))


def _by_wish(
    field: str, words: Mapping[Any, str], mentors: Collection[Application], mentees: Iterable[Application]
) -> list[Bar]:
    """A bar for each, of what counts as a wish for it against the places with mentors who named it."""
    wished = Counter(code for one in mentees for code in wished_for(one, field))
    return _against(field, words, _places(mentors, field), wished)


def wished_for(one: Application, field: str) -> Sequence[Any]:
    """What a mentee wishes for that counts: the first of their tracks; of other things, where it matters to them, the one
    that they named alone."""
    codes = told(one, field)
    if field == "tracks":
        return codes[:1]
    matters = one.answers.get(f"wish_{field}") in ("must", "nice")
    return codes if matters and len(codes) == 1 else ()


def told(one: Application, field: str) -> Sequence[Any]:
    """The codes somebody gave, one or several."""
    given = one.answers.get(field) or ()
    codes = (given,) if isinstance(given, str) else tuple(given)
    return [int(code) for code in codes] if field == "tracks" else codes


# --- gender ----------------------------------------------------------------------------------------------------------------


def by_gender(people: Collection[Application]) -> dict[str, int]:
    """How many of each gender agreed to be counted; "" for all others together. A gender of fewer than SMALLEST is with the
    others, and nothing is told where these are as few, or where nobody else is left to tell of."""
    agreed = Counter(one.answers["gender"] for one in people if _may_count(one))
    shown = {gender: agreed[gender] for gender in GENDERS if agreed[gender] >= SMALLEST}
    others = len(people) - sum(shown.values())
    if not shown or 0 < others < SMALLEST:
        return {}
    return shown | ({"": others} if others else {})


def _may_count(one: Application) -> bool:
    return bool(one.answers.get("gender_consent")) and one.answers.get("gender") in GENDERS


def _gender_bar(role: Role, counts: Mapping[str, int]) -> Bar:
    tones = dict(zip(GENDERS, ("good", "near", "care", "gone"), strict=True))
    words = GENDERS | {"": say("others, or not to be counted")}
    return _bar(ROLES[role], *(Part(number, words[code], tones.get(code, "gone")) for code, number in counts.items()))


def _of_rule(rule: BalanceRule, way: str, mentors: Collection[Application], genders: Mapping[str, int]) -> Bar | None:
    """A rule that asks for so many mentors, against the pool; None where it asks for none, or they cannot be shown."""
    if rule.on != "mentors" or not rule.at_least or rule.trait == "employer":
        return None
    if rule.trait == "gender":
        if not set(rule.values) <= genders.keys():
            return None
        there, way = sum(genders[value] for value in rule.values), ""  # nobody reads a gender beside a name
    else:
        there = sum(keeps_to(one, rule) for one in mentors)
    missing = rule.at_least - there
    return _bar(
        rule_called(rule.label),
        Part(there, say("mentor", "mentors", n=there), "good", way),
        Part(missing, say("mentor is missing", "mentors are missing", n=missing), "bad", WHOM_TO_LOOK_FOR),
    )


def keeps_to(mentor: Application, rule: BalanceRule) -> bool:
    """Whether somebody is one of those whom a rule counts."""
    field = {"sub_sector": "sub_sectors"}.get(rule.trait, rule.trait)
    return bool(set(rule.values) & set(told(mentor, field)))


def _bar(title: str, *parts: Part) -> Bar:
    return Bar(title, tuple(part for part in parts if part.count > 0))
