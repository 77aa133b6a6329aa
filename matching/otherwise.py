"""Otherwise: what changing a match by hand would cost, and which rules it would break: one change, or each that one mentee
could have. Solves nothing.

`asked` is the pool on the terms without pins (`plain`): what somebody wants by hand is weighed like every other pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from domain.match.arranging import Changes, Match, changed, moves, pairs_of, swap
from domain.match.facts import Clash
from domain.match.findings import Otherwise, Worth
from matching.candidates import Terms
from matching.constraints import ABSOLUTE, check, held
from matching.insight.clashes import unbalanced
from matching.pool import People, Pool, pool

HARD = frozenset({"unknown", "one_mentor", "capacity", "balance", *(rule.key for rule in ABSOLUTE)})
"""What not even a reason excuses."""


def plain(mentees: People, mentors: People, terms: Terms) -> Pool:
    """The pool in which pairs made by hand are weighed."""
    return pool(mentees, mentors, replace(terms, pins=frozenset(), pins_stand=False, keep=None))


def worth(asked: Pool, match: Match) -> Worth:
    """A match in numbers, as far as its people are in the pool."""
    points = [int(asked.problem.scores[place]) / 100 for place in _places(asked, match)]
    total = round(sum(points), 1)
    return Worth(len(match), total, round(total / max(1, len(points)), 1), round(min(points, default=0.0), 1))


def against(asked: Pool, before: Match, after: Match) -> tuple[Clash, ...]:
    """The rules that what is new in a match breaks: of its new pairs, of places, and of balance; nothing when it may stand.

    What was there before was looked at then, so that only balance, which is counted over all pairs, is counted anew.
    """
    new = {(mentor, mentee) for mentee, _, mentor in moves(before, after)}
    found = check(pairs_of(after), asked.mentees, asked.mentors, asked.terms)
    told = [clash for clash in found if not (clash.mentor and clash.mentee) or (clash.mentor, clash.mentee) in new]
    return (*told, *unbalanced(asked, _places(asked, after)))


def stands(clashes: tuple[Clash, ...]) -> bool:
    """Whether a reason is enough for a match that breaks these rules."""
    return not any(clash.rule in HARD for clash in clashes)


def others(asked: Pool, match: Match, mentee: str) -> list[Otherwise]:
    """Every other mentor for one mentee: a free place, or in exchange with each mentee who has one; and for somebody with a
    mentor each mentee without, who would have that mentor instead. What costs least comes first, and before it what breaks
    no rule."""
    by_hand = ByHand(asked, match)
    found = [by_hand.otherwise(changes) for changes in by_hand.changes_of(mentee)]
    return sorted(found, key=lambda one: (len(one.breaks), -one.matched, -one.points, sorted(one.changes.items())))


@dataclass(frozen=True, eq=False)
class ByHand:
    """A match of a pool with what weighing many changes of it needs at hand."""

    asked: Pool
    match: Match

    @cached_property
    def rows(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.asked.problem.keys[0])}

    @cached_property
    def cols(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.asked.problem.keys[1])}

    @cached_property
    def taken(self) -> dict[str, list[str]]:
        """The mentees of each mentor who has some."""
        found: dict[str, list[str]] = {}
        for mentee, mentor in self.match.items():
            found.setdefault(mentor, []).append(mentee)
        return found

    def changes_of(self, mentee: str) -> Iterator[dict[str, str]]:
        """Everything one could do with one mentee."""
        own = self.match.get(mentee, "")
        for mentor, place in self.cols.items():
            if mentor != own:
                theirs = self.taken.get(mentor, [])
                if len(theirs) < self.asked.problem.seats[place]:
                    yield {mentee: mentor}
                yield from (swap(self.match, mentee, other) for other in theirs)
        if own:
            yield from (swap(self.match, mentee, other) for other in self.rows if other not in self.match)

    def otherwise(self, changes: Changes) -> Otherwise:
        """What a change does that gives nobody more than there is."""
        new = [(mentor, mentee) for mentee, mentor in changes.items() if mentor and self.match.get(mentee) != mentor]
        scores = {mentee: self._points(mentee, mentor) for mentor, mentee in new}
        gone = sum(self._points(mentee, self.match[mentee]) for mentee in changes if mentee in self.match)
        there = sum(self._points(mentee, mentor) for mentee, mentor in changes.items() if mentor)
        after = sum(bool(mentor) for mentor in changes.values())
        return Otherwise(
            dict(changes),
            {mentee: int(points) for mentee, points in scores.items()},
            round(there - gone, 1),
            after - sum(mentee in self.match for mentee in changes),
            (*self._broken(new), *self._unbalanced(changes)),
        )

    def _points(self, mentee: str, mentor: str) -> float:
        row, col = self.rows.get(mentee), self.cols.get(mentor)
        return 0.0 if row is None or col is None else int(self.asked.problem.scores[row, col]) / 100

    def _broken(self, new: list[tuple[str, str]]) -> Iterator[Clash]:
        asked = self.asked
        for mentor, mentee in new:
            if mentor in self.cols and mentee in self.rows:
                both = [asked.mentees[self.rows[mentee]]], [asked.mentors[self.cols[mentor]]]
                for rule in held(asked.terms):
                    if rule.broken(*both, asked.terms)[0, 0]:
                        yield Clash(rule.key, mentor, mentee)

    @cached_property
    def _unbalanced_now(self) -> tuple[Clash, ...]:
        return tuple(unbalanced(self.asked, _places(self.asked, self.match)))

    def _unbalanced(self, changes: Changes) -> Iterable[Clash]:
        """Balance is counted over all that are matched; where these stay the same people, it stays as it was."""
        if not self.asked.problem.sides:
            return ()
        after = changed(self.match, changes)
        now = set(after.values())
        mentors = {*changes.values(), *(self.match.get(mentee, "") for mentee in changes)} - {""}
        stay = all((mentee in self.match) == bool(mentor) for mentee, mentor in changes.items())
        if stay and all((mentor in self.taken) == (mentor in now) for mentor in mentors):
            return self._unbalanced_now
        return unbalanced(self.asked, _places(self.asked, after))


def _places(asked: Pool, match: Match) -> list[tuple[int, int]]:
    rows, cols = ({code: place for place, code in enumerate(keys)} for keys in asked.problem.keys)
    return [(rows[mentee], cols[mentor]) for mentee, mentor in match.items() if mentee in rows and mentor in cols]
