"""Conflicts: rules that no match keeps together and the ways out, in words with names, for a match without an office.

What is in conflict is found in matching/insight and said by domain/match/words; what to do about a pin with the options of the
command line is said here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.match.facts import Clash, MatchResult
from domain.match.words.clashes import clash, way_out
from domain.saying import say


@dataclass(frozen=True)
class Conflict:
    """`each`: every one of the ways out is needed, since each is for another pin; else any one of them would do."""

    rules: tuple[str, ...]
    ways_out: tuple[str, ...]
    each: bool


def in_conflict(found: MatchResult, names: Mapping[str, str]) -> Conflict:
    """What a match says is in conflict, with a name beside every code; for pins that break a rule, what to do about them."""

    def who(code: str) -> str:
        return f"{names[code]} ({code})"

    rules = tuple(clash(one, who) for one in found.clashes)
    ways = tuple(map(way_out, found.ways_out)) or _about_pins(found.clashes, who)
    return Conflict(rules, ways, each=bool(ways) and not found.ways_out)


def _about_pins(found: Sequence[Clash | str], who: Callable[[str], str]) -> tuple[str, ...]:
    """What to do about each pin that breaks a rule; nothing where pins only contradict rules that count."""
    broken = [one for one in found if isinstance(one, Clash) and one.people]
    if any(one.rule == "pin" for one in broken):
        return ()
    told = [say("{who}: {remedy}", who=[who(code) for code in one.people], remedy=_remedy(one)) for one in broken]
    return tuple(dict.fromkeys(told))


def _remedy(one: Clash) -> str:
    match one.rule:
        case "capacity":
            return say(
                "drop one of these pins, or raise the capacity",
                "drop {n} of these pins, or raise the capacity",
                n=one.many - one.places,
            )
        case "one_mentor":
            return say("drop all of these pins but one")
        case "same_person":
            return say("drop this pin")
        case _:
            return say("drop this pin, or let it stand with --pins-stand")
