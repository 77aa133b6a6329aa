"""Recruits: which new mentors would help most, as sentences to forward. Every number was found by matching anew with
exactly such mentors in the pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.careers import CAREER_TRACKS, COMPANY_SIZES, GENDERS, LANGUAGES, PROFESSIONS, SUB_SECTORS
from matching.candidates import Balance, Candidate, Terms
from matching.constraints import allowed
from matching.engine import solve_problem
from matching.insight.shortages import Shortage, shortage
from matching.pairs import pool
from matching.problem import Bools, Problem

People = Sequence[Candidate]
Profile = tuple[tuple[str, str], ...]
KINDS_MAX = 60
"""So many kinds of mentors are tried for one sentence, those most wished for first."""
NO_LANGUAGE = "none"
"""A recruit of whom no language is asked must not count as one who speaks every language."""


@dataclass(frozen=True)
class Recruit:
    """`count` mentors of this kind, each with one place, would let `mentees` more be matched (none, where they are
    needed to keep a balance rule). `sentence` may be forwarded as it stands."""

    count: int
    mentees: int
    profile: Profile
    sentence: str


def recruits(mentees: People, mentors: People, terms: Terms, most: int = 3) -> list[Recruit]:
    """Which new mentors would help most, best first, until everybody could be matched or `most` kinds are named
    (greedy).

    A kind is the least that some mentee without a mentor asks for: a language, a way to meet, musts, and the career
    track wished for first. Where a balance rule leaves no match at all, whoever would keep it comes first.
    """
    found: list[Recruit] = []
    grown = list(mentors)
    now = _matched(mentees, grown, terms)
    if now is None:
        found = list(_balancing(mentees, grown, terms))
        grown += [one for number, recruit in enumerate(found) for one in such(recruit, number)]
        now = _matched(mentees, grown, terms)
    if now is None:
        return []  # more mentors alone would not do
    while len(found) < most:
        recruit = _most_helpful(mentees, grown, terms)
        if recruit is None:
            break
        wider = [*grown, *such(recruit, len(found))]
        then = _matched(mentees, wider, terms) or 0
        if then <= now:
            break  # a balance rule stands in the way, not the number of mentors
        found.append(
            replace(recruit, mentees=then - now, sentence=_sentence(recruit.count, recruit.profile, then - now))
        )
        grown, now = wider, then
    return found


def such(recruit: Recruit, number: int = 0) -> list[Candidate]:
    """The mentors a recruitment brief asks for, no better than its words: the pool plus these keeps what it promises."""
    asked = dict(recruit.profile)
    one = Candidate(
        "recruit",
        languages=frozenset({asked.get("language", NO_LANGUAGE)}),
        format="onsite" if "city" in asked else "online",
        city=asked.get("city", ""),
        employer=asked.get("employer", ""),
        tracks=(int(asked["track"]),) if "track" in asked else (),
        profession=asked.get("profession", ""),
        sub_sectors=frozenset({asked["sub_sector"]} if "sub_sector" in asked else ()),
        company_size=asked.get("company_size", ""),
        counts_as={trait: asked[trait] for trait in ("gender", "sub_sector", "company_size") if trait in asked},
    )
    return [replace(one, code=f"recruit {number + 1}.{k + 1}") for k in range(recruit.count)]


def _matched(mentees: People, mentors: People, terms: Terms) -> int | None:
    """How many can be matched on these terms; None when no match keeps all rules, or none was found in time."""
    problem = pool(mentees, mentors, replace(terms, stages=("matched",), keep=None)).problem
    try:
        solution = solve_problem(problem, terms.time_limit, ties=False)
    except TimeoutError:
        return None
    return None if solution.status == "INFEASIBLE" else len(solution.pairs)


def _most_helpful(mentees: People, mentors: People, terms: Terms) -> Recruit | None:
    """The kind of mentor that lets most be matched, balance aside; of equals, the one most of those left over wish
    for."""
    plain = replace(terms, quotas=(), stages=("matched",), keep=None)
    problem = pool(mentees, mentors, plain).problem
    short = shortage(problem)
    if short is None:
        return None
    pinned = {mentee for _, mentee in terms.pins}
    competing = [mentees[i] for i in short.mentees]
    wishes = Counter(kind for one in competing if one.code not in pinned for kind in dict.fromkeys(_asked(one)))
    best: Recruit | None = None
    for kind, _ in sorted(wishes.items(), key=lambda item: (-item[1], item[0]))[:KINDS_MAX]:
        (recruit,) = such(Recruit(1, 0, kind, ""))
        fitting = allowed(competing, [recruit], terms)[:, 0] & np.array([one.code not in pinned for one in competing])
        if min(short.lacking, int(fitting.sum())) > (best.count if best else 0):
            gained = _gained(problem, short, fitting)
            if gained > (best.count if best else 0):
                best = Recruit(gained, gained, kind, _sentence(gained, kind, gained))
    return best


def _gained(problem: Problem, short: Shortage, fitting: Bools) -> int:
    """How many more are matched with as many such mentors as are lacking: only those who compete can gain."""
    rows, cols = np.array(short.mentees), np.array(short.mentors, np.int64)
    able = problem.feasible[np.ix_(rows, cols)]
    for i, j in problem.pins:
        if i in short.mentees:
            able[short.mentees.index(i)] = cols == j
    wider = np.column_stack([able, fitting])
    seats = [*problem.seats[cols].tolist(), short.lacking]
    solution = solve_problem(Problem.of(np.zeros(wider.shape, np.int64), wider, seats, stages=("matched",)), ties=False)
    return len(solution.pairs) - (len(rows) - short.lacking)


def _balancing(mentees: People, mentors: People, terms: Terms) -> Iterator[Recruit]:
    """For every balance rule that no match keeps even by itself, the fewest mentors with whom it could be kept; they
    talk and meet as most mentees ask."""
    commonest = Counter(kind for one in mentees for kind in dict.fromkeys(_asked(one)))
    kind = min(commonest, key=lambda kind: (-commonest[kind], kind), default=())
    meeting = tuple(item for item in kind if item[0] in ("language", "online", "city"))
    for rule in terms.quotas:
        alone = replace(terms, quotas=(rule,))
        if rule.on == "mentors" and rule.values and rule.at_least and _matched(mentees, mentors, alone) is None:
            profile = ((rule.trait, min(rule.values)), *meeting)
            for count in range(1, rule.at_least + 1):
                recruit = Recruit(count, 0, profile, _keeping(count, profile, rule))
                if _matched(mentees, [*mentors, *such(recruit)], alone) is not None:
                    yield recruit
                    break


def _asked(one: Candidate) -> Iterator[Profile]:
    """What a mentor for this mentee must have, once for every language."""
    musts = [
        (name, word)
        for name, word in (
            ("profession", one.profession),
            ("sub_sector", min(one.sub_sectors, default="")),
            ("company_size", one.company_size),
        )
        if one.wishes.get(name) == "must" and word
    ]
    meeting = [("city", one.city)] if one.format == "onsite" else [("online", "yes")]
    track = [("track", str(one.tracks[0]))] if one.tracks else []
    for language in sorted(one.languages) or [""]:
        spoken = [("language", language)] if language else []
        yield tuple(item for item in [*track, *spoken, *meeting, *musts] if item[1])


def _sentence(count: int, profile: Profile, mentees: int) -> str:
    more = "one more mentee" if mentees == 1 else f"{mentees} more mentees"
    return f"{_described(count, profile)} would let {more} be matched"


def _keeping(count: int, profile: Profile, rule: Balance) -> str:
    return f"{_described(count, profile)} would let the balance rule “{rule.label}” be kept"


def _described(count: int, profile: Profile) -> str:
    """ "2 mentors who can speak about Science policy, speak German and can meet online"."""
    s = "s" if count == 1 else ""
    clauses: dict[str, Callable[[str], str]] = {
        "track": lambda word: f"can speak about {CAREER_TRACKS.get(int(word), word)}",
        "language": lambda word: f"speak{s} {LANGUAGES.get(word, word)}",
        "city": lambda word: f"can meet on site in {word}",
        "online": lambda word: "can meet online",
        "profession": lambda word: f"work{s} as {PROFESSIONS.get(word, word)}",
        "sub_sector": lambda word: f"know{s} the sub-sector {SUB_SECTORS.get(word, word)}",
        "company_size": lambda word: f"work{s} for a {COMPANY_SIZES.get(word, word).lower()}",
        "gender": lambda word: f"count{s} as “{GENDERS.get(word, word).lower()}”",
        "employer": lambda word: f"work{s} for {word}",
    }
    said = [clauses[name](word) for name, word in profile]
    listed = " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)
    return f"{'One mentor' if count == 1 else f'{count} mentors'} who {listed}"
