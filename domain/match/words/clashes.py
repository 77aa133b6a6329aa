"""Clashes in words: what cannot be kept together, and which changes would do."""

from collections.abc import Callable, Sequence

from domain.match.facts import Asked, Clash, Eased
from domain.match.words.balance import asks, counted
from domain.match.words.rules import BROKEN
from domain.saying import say

Who = Callable[[str], str]


def clash(one: Clash | str, who: Who) -> str:
    """What cannot be kept, as part of a list: a balance rule with what it asks, a pair with the rule that it breaks."""
    if isinstance(one, str):
        return one
    if one.counted is not None:
        return _balance(one)
    mentor, mentee = one.mentor and who(one.mentor), one.mentee and who(one.mentee)
    match one.rule:
        case "missing":
            return say("{mentor} and {mentee}: you fixed this pair, and it is missing", mentor=mentor, mentee=mentee)
        case "unknown":
            return say("{mentor} or {mentee} is no longer free to be paired", mentor=mentor, mentee=mentee)
        case "one_mentor":
            return say("{mentee} is fixed with {count} mentors; one mentor at a time", mentee=mentee, count=one.many)
        case "capacity":
            return say(
                "{mentor} is fixed with {count} mentees; places: {places}",
                mentor=mentor,
                count=one.many,
                places=one.places,
            )
        case _:
            return say("{mentor} and {mentee}: {rule}", mentor=mentor, mentee=mentee, rule=BROKEN[one.rule])


def in_the_way(one: Clash | str, who: Who) -> str:
    """What cannot be kept, as a sentence by itself."""
    if isinstance(one, str):
        return one
    if one.counted is not None:
        return say("The balance rule “{rule}” cannot be kept.", rule=_balance(one))
    return say("{clash}.", clash=clash(one, who))


def _balance(one: Clash) -> str:
    assert one.counted is not None
    rule = counted(one.counted)
    return say("{rule}: {asked}", rule=rule, asked=list(map(asks, one.asked))) if one.asked else rule


def ways_out(ways: Sequence[Sequence[Eased] | str]) -> list[str]:
    """Each way out as a sentence by itself."""
    return [say("A way out: {way}.", way=way_out(way)) for way in ways]


def way_out(way: Sequence[Eased] | str) -> str:
    """Changes that together would do, as part of a list."""
    if isinstance(way, str):
        return way
    first, *others = way
    if not others:
        return _eased(first)
    return say("{change}, together with {others}", change=_eased(first), others=way_out(others))


def _eased(one: Eased) -> str:
    rule, asked = counted(one.counted), asks(one.asked)
    if not one.enough:
        return say("{rule}: {asked}; it would do to leave it out", rule=rule, asked=asked)
    enough = asks(Asked(one.asked.rule, one.enough))
    return say("{rule}: {asked}; {enough} would do", rule=rule, asked=asked, enough=enough)
