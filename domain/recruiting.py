"""Recruiting: the pool against what is hoped for, as bars of counts. Facts only; whom to look for is matching's to say.

What is counted are the traits of those who have applied (traits.py). Gender counts only where somebody agreed, and only as
long as no number points at one person. Everything else that is counted here stands by name on the desk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.balance import rule_called
from domain.careers import ANY_PROFESSION, CAREER_TRACKS, COMPANY_SIZES, GENDERS, OTHER, SUB_SECTORS
from domain.counting import SMALLEST
from domain.glance import Bar, Part
from domain.people import Role
from domain.policy import BalanceRule, Policy
from domain.saying import say, sayings
from domain.traits import ACCEPTED, GENDER, NOT_DECIDED, Picked, Tallies, Tally, Trait, offers, wishes

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


def recruiting(policy: Policy, counted: Tallies, kept: Mapping[int, int]) -> Recruiting:
    """The pool as it stands, against the policy's numbers and what the mentees wish for. `counted`: how many have each trait;
    `kept`: how many mentors each rule of balance counts, by its number (see `counts`)."""
    people = {role: _in_all(counted, role, ACCEPTED, *NOT_DECIDED).people for role in Role}
    shown = {role: by_gender(_by_code(counted, role, GENDER), people[role]) for role in (Role.MENTOR, Role.MENTEE)}
    return Recruiting(
        hoped_for=_hoped_for(policy.recruitment.pairs_aim, counted),
        tracks=_by_wish("tracks", CAREER_TRACKS, counted),
        sub_sectors=_by_wish("sub_sectors", SUB_SECTORS, counted),
        company_sizes=_by_wish("company_size", COMPANY_SIZES, counted),
        professions=_by_wish("profession", ANY_PROFESSION, counted),
        capacities=_capacities(counted),
        genders=[_gender_bar(role, counts) for role, counts in shown.items() if counts],
        rules=[
            bar
            for n, rule in enumerate(policy.matching.balance)
            if (bar := _of_rule(rule, f"pool/rule/{n}", kept.get(n), shown[Role.MENTOR]))
        ],
        unshown=tuple(role for role, counts in shown.items() if people[role] and not counts),
    )


def counts(rule: BalanceRule) -> Picked | None:
    """The mentors whom a rule of balance counts; None where it counts no mentors, each value by itself, or by what is no
    trait that may be listed."""
    field = {"sub_sector": "sub_sectors", "company_size": "company_size"}.get(rule.trait)
    if rule.on != "mentors" or field is None:
        return None
    return Picked(Role.MENTOR, (offers(field),), tuple(rule.values)) if rule.values else None


# --- numbers -----------------------------------------------------------------------------------------------------------


def _by_code(counted: Tallies, role: Role, what: str) -> dict[str, Tally]:
    """How many have each trait of one kind, by its code."""
    return {trait.code: tally for (whose, trait), tally in counted.items() if (whose, trait.what) == (role, what)}


def _in_all(counted: Tallies, role: Role, *whats: str) -> Tally:
    each = [tally for what in whats for tally in _by_code(counted, role, what).values()]
    return Tally(sum(tally.people for tally in each), sum(tally.places for tally in each))


def _hoped_for(aim: int, counted: Tallies) -> list[Bar]:
    """Places and mentees against the pairs hoped for."""
    sure, open_ = (_in_all(counted, Role.MENTOR, *whats).places for whats in ((ACCEPTED,), NOT_DECIDED))
    accepted, waiting = (_in_all(counted, Role.MENTEE, *whats).people for whats in ((ACCEPTED,), NOT_DECIDED))
    places, mentees = sure + open_, accepted + waiting
    return [
        _bar(
            say("Places with mentors"),
            Part(sure, say("place with an accepted mentor", "places with accepted mentors", n=sure), "good",
                 "pool/decided/mentor"),
            Part(open_, say("place not decided on yet", "places not decided on yet", n=open_), "near",
                 "pool/undecided/mentor"),
            Part(aim - places, say("place is missing", "places are missing", n=aim - places), "bad", WHOM_TO_LOOK_FOR),
        ),
        _bar(
            say("Mentees"),
            Part(accepted, say("mentee accepted", "mentees accepted", n=accepted), "good", "pool/decided/mentee"),
            Part(waiting, say("mentee not decided on yet", "mentees not decided on yet", n=waiting), "near",
                 "pool/undecided/mentee"),
            Part(aim - mentees, say("mentee is missing", "mentees are missing", n=aim - mentees), "bad",
                 LINKS_TO_SHARE),
        ),
    ]  # fmt: skip


def _capacities(counted: Tallies) -> list[Bar]:
    offered = {
        number: sum(_count(counted, Role.MENTOR, Trait(what, str(number))) for what in (ACCEPTED, *NOT_DECIDED))
        for number in CAPACITIES
    }
    return [
        _bar(
            words, Part(offered[number], say("mentor", "mentors", n=offered[number]), "good", f"pool/capacity/{number}")
        )
        for number, words in CAPACITIES.items()
        if offered[number]
    ]


def _count(counted: Tallies, role: Role, trait: Trait) -> int:
    return counted.get((role, trait), Tally()).people


# --- what mentees wish for -------------------------------------------------------------------------------------------------


def _by_wish(field: str, words: Mapping[Any, str], counted: Tallies) -> list[Bar]:
    """A bar for each that is wished for or offered, of what counts as a wish for it against the places with mentors who named
    it: a mentor counts in each that they named. Where most is missing stands first."""
    places = {code: one.places for code, one in _by_code(counted, Role.MENTOR, offers(field)).items()}
    wished = {code: one.people for code, one in _by_code(counted, Role.MENTEE, wishes(field)).items()}

    def missing(code: str) -> int:
        return wished.get(code, 0) - places.get(code, 0)

    named = {str(code): title for code, title in words.items() if code != OTHER}
    codes = [code for code in named if places.get(code) or wished.get(code)]
    return [
        _wish_bar(f"{field}/{code}", named[code], places.get(code, 0), wished.get(code, 0))
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


# --- gender ----------------------------------------------------------------------------------------------------------------


def by_gender(agreed: Mapping[str, Tally], people: int) -> dict[str, int]:
    """Of so many people, how many of each gender agreed to be counted; "" for all others together. A gender of fewer than
    SMALLEST is with the others, and nothing is told where these are as few, or where nobody else is left to tell of."""
    shown = {gender: agreed[gender].people for gender in GENDERS if gender in agreed}
    shown = {gender: number for gender, number in shown.items() if number >= SMALLEST}
    others = people - sum(shown.values())
    if not shown or 0 < others < SMALLEST:
        return {}
    return shown | ({"": others} if others else {})


def _gender_bar(role: Role, counts: Mapping[str, int]) -> Bar:
    tones = dict(zip(GENDERS, ("good", "near", "care", "gone"), strict=True))
    return _bar(
        ROLES[role],
        *(Part(number, _of_gender(code, number), tones.get(code, "gone")) for code, number in counts.items()),
    )


def _of_gender(code: str, n: int) -> str:
    """So many people of a gender, as one counts them."""
    match code:
        case "woman":
            return say("woman", "women", n=n)
        case "man":
            return say("man", "men", n=n)
        case "non_binary":
            return say("non-binary person", "non-binary people", n=n)
        case "no_answer":
            return say("who prefers not to say", "who prefer not to say", n=n)
    return say("others, or not to be counted")


def _of_rule(rule: BalanceRule, way: str, kept: int | None, genders: Mapping[str, int]) -> Bar | None:
    """A rule that asks for so many mentors, against the pool; None where it asks for none, for so many of every value there
    is, or where they cannot be shown."""
    if rule.on != "mentors" or not rule.at_least or not rule.values:
        return None
    if rule.trait == "gender":
        if not set(rule.values) <= genders.keys():
            return None
        there, way = sum(genders[value] for value in rule.values), ""  # nobody reads a gender beside a name
    elif kept is None:
        return None
    else:
        there = kept
    missing = rule.at_least - there
    return _bar(
        rule_called(rule.label),
        Part(there, say("mentor", "mentors", n=there), "good", way),
        Part(missing, say("mentor is missing", "mentors are missing", n=missing), "bad", WHOM_TO_LOOK_FOR),
    )


def _bar(title: str, *parts: Part) -> Bar:
    return Bar(title, tuple(part for part in parts if part.count > 0))
