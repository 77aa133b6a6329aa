"""Arranging: a match that somebody changes by hand, pair by pair. Pure; which rules a change would break is matching's to say.

A match is the mentor of each mentee by code; whoever is not in it has nobody. A change names mentees with the mentor each
gets instead, "" for nobody.
"""

from collections.abc import Iterable, Mapping

Match = Mapping[str, str]
Changes = Mapping[str, str]
Pairs = tuple[tuple[str, str], ...]  # (mentor, mentee)


def swap(match: Match, one: str, other: str) -> dict[str, str]:
    """The change by which two mentees exchange what they have, be it nobody; done twice, all is as before."""
    return {one: match.get(other, ""), other: match.get(one, "")}


def changed(match: Match, changes: Changes) -> dict[str, str]:
    """The match after a change."""
    return {mentee: mentor for mentee, mentor in {**match, **changes}.items() if mentor}


def moves(before: Match, after: Match) -> list[tuple[str, str, str]]:
    """(mentee, mentor before, mentor after) of everybody who has another mentor or none now, or one at last."""
    everybody = sorted(before.keys() | after.keys())
    return [
        (mentee, before.get(mentee, ""), after.get(mentee, ""))
        for mentee in everybody
        if before.get(mentee) != after.get(mentee)
    ]


def pairs_of(match: Match) -> Pairs:
    """The match as pairs."""
    return tuple((mentor, mentee) for mentee, mentor in sorted(match.items()))


def held(pins: Iterable[tuple[str, str]], before: Match, after: Match) -> Pairs:
    """The pairs to keep from now on: those that were kept and are still there, and those that were just made by hand."""
    there = dict.fromkeys((mentor, mentee) for mentor, mentee in pins if after.get(mentee) == mentor)
    made = {(mentor, mentee): None for mentee, _, mentor in moves(before, after) if mentor}
    return tuple(there | made)
