"""Recruits: which new mentors would help most. Every number was found by matching anew with exactly such mentors in the
pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from allocation.clock import Deadline, within
from allocation.measure import activities
from allocation.solution import Solution
from allocation.solved_anew import Most, most_matched, most_of
from allocation.solvers import largest_matching
from domain.match.findings import Profile, Recruit
from matching.candidates import Balance, Candidate, Terms
from matching.insight.recruit_kinds import People, asked_of, most_helpful, such
from matching.pool import pool

SOLVED_PAIRS_MAX = 60_000
"""In larger pools nothing is matched anew: new mentors are given to those left over."""
KINDS_TRIED, COUNTED_MOST = 3, 3
"""Where balance is the trouble, so many kinds of mentors are tried, and so many of a kind at once."""


def recruits(
    mentees: People,
    mentors: People,
    terms: Terms,
    most: int = 3,
    deadline: Deadline = None,
    known: Solution | None = None,
) -> list[Recruit]:
    """Which new mentors would help most, best first, until everybody could be matched or `most` kinds are named
    (greedy), all within the time of the terms and before the deadline. `known`: the match as it is, if there is one.

    A kind is the least that some mentee without a mentor asks for: a language, a way to meet, musts, and the career
    track wished for first; where a balance rule stands in the way of more matches, also what that rule counts. Where
    one leaves no match at all, whoever would keep it comes first.
    """
    ends = [end for end in (deadline, within(terms.time_limit)) if end is not None]
    search = _Search(mentees, terms, min(ends, default=None))
    found: list[Recruit] = []
    grown = list(mentors)
    by_number = known is not None and known.status != "INFEASIBLE" and next(iter(known.value), "") == "matched"
    now = most_of(known) if known is not None and by_number else search.matched(grown)
    if now is None:
        found = list(search.balancing(grown))
        grown += [one for number, recruit in enumerate(found) for one in such(recruit, number)]
        now = search.matched(grown)
    # None still: more mentors alone would not do, or the time is up.
    while now is not None and len(found) < most:
        gained = search.gain(grown, now, len(found))
        if gained is None:
            break
        recruit, now = gained
        grown += such(recruit, len(found))
        found.append(recruit)
    return found


@dataclass(frozen=True)
class _Search:
    """The search for mentors who would help these mentees on these terms, as long as there is time."""

    mentees: People
    terms: Terms
    deadline: Deadline

    def matched(self, mentors: People, quotas: tuple[Balance, ...] | None = None) -> Most | None:
        """None when no match keeps all rules, or none was found in time."""
        asked = replace(self.terms, keep=None, quotas=self.terms.quotas if quotas is None else quotas)
        return most_matched(pool(self.mentees, mentors, asked).problem, self.deadline)

    def gain(self, mentors: People, now: Most, number: int) -> tuple[Recruit, Most] | None:
        """Recruits who are sure to let more be matched, and what is possible then; None where none were found."""
        for count, profile in self._tried(mentors, now):
            recruit = Recruit(count, 0, profile)
            then = self._then(mentors, such(recruit, number), now)
            if then is not None and then.least > now.most:
                return replace(recruit, mentees=then.least - now.most), then
        return None

    def _then(self, mentors: People, new: People, now: Most) -> Most | None:
        """With new mentors matched anew; in large pools the match in hand, and those left over who may have one of them,
        where every balance rule is kept."""
        if len(self.mentees) * len(mentors) <= SOLVED_PAIRS_MAX:
            return self.matched([*mentors, *new])
        problem = pool(self.mentees, [*mentors, *new], replace(self.terms, keep=None)).problem
        rows, first = np.array(now.left, np.int64), len(mentors)
        who, whom = np.nonzero(problem.feasible[rows][:, first:])
        mentor = largest_matching(who, whom, (len(rows), len(new)))
        more = [(int(rows[k]), first + int(j)) for k, j in enumerate(mentor) if j >= 0]
        pairs = (*now.pairs, *more)
        if any(amount < side.least for amount, side in zip(activities(problem, pairs), problem.sides, strict=True)):
            return None
        left = tuple(sorted({*now.left} - {i for i, _ in more}))
        return Most(now.least + len(more), now.most + len(more), left, pairs)

    def _tried(self, mentors: People, now: Most) -> Iterator[tuple[int, Profile]]:
        """Whom the shortage of places asks for; where that is not the trouble, whom balance leaves room for: what those
        left over ask for, then also what a rule counts that asks for some, one mentor and then more."""
        plain = most_helpful(self.mentees, mentors, self.terms)
        if plain is not None:
            yield plain.count, (*plain.profile, *self._within(plain.profile))
        if not self.terms.quotas or not now.left:
            return
        pinned = {mentee for _, mentee in self.terms.pins}
        kinds = _commonest(one for i in now.left if (one := self.mentees[i]).code not in pinned)[:KINDS_TRIED]
        for kind in kinds:
            yield 1, (*kind, *self._within(kind))
        counted = [rule for rule in self.terms.quotas if rule.on == "mentors" and rule.values]
        asking = [rule for rule in counted if rule.at_least or rule.share_at_least]
        for count, rule, kind in product(range(1, COUNTED_MOST + 1), asking, kinds):
            profile = (*(item for item in kind if item[0] != rule.trait), (rule.trait, min(rule.values)))
            yield count, (*profile, *self._within(profile))

    def _within(self, profile: Profile) -> Iterator[tuple[str, str]]:
        """The rules with a most for which such mentors must not count, as nobody of `such` does."""
        own = dict(profile)
        for rule in self.terms.quotas:
            if rule.on == "mentors" and rule.at_most is not None and rule.trait not in own:
                yield "within", rule.label

    def balancing(self, mentors: People) -> Iterator[Recruit]:
        """For every balance rule that no match keeps even by itself, the fewest mentors with whom it could be kept; they
        talk and meet as most mentees ask."""
        kind = next(iter(_commonest(self.mentees)), ())
        meeting = tuple(item for item in kind if item[0] in ("language", "online", "city"))
        for rule in self.terms.quotas:
            if rule.on == "mentors" and rule.values and rule.at_least and self.matched(mentors, (rule,)) is None:
                profile = ((rule.trait, min(rule.values)), *meeting)
                for count in range(1, rule.at_least + 1):
                    recruit = Recruit(count, 0, profile, keeps=rule.label)
                    if self.matched([*mentors, *such(recruit)], (rule,)) is not None:
                        yield recruit
                        break


def _commonest(mentees: Iterable[Candidate]) -> list[Profile]:
    """What mentors for these mentees must have, most asked first."""
    asked = Counter(kind for one in mentees for kind in dict.fromkeys(asked_of(one)))
    return sorted(asked, key=lambda kind: (-asked[kind], kind))


__all__ = ["recruits"]
