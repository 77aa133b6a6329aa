"""Advice while recruiting: how many could be matched today, who could not and why, whom to look for. Words and counts,
no names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from domain.careers import CAREER_TRACKS, COMPANY_SIZES, LANGUAGES, PROFESSIONS, SUB_SECTORS
from matching.candidates import Candidate, Terms
from matching.constraints import RULES, allowed
from matching.engine import solve_problem
from matching.explain import contradiction, shortage
from matching.pairs import funnel, pool
from matching.problem import Problem

PROFILES_MAX = 60
Profile = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Recruit:
    """So many mentors of this kind would let so many more mentees be matched. `sentence` may be forwarded as it
    stands."""

    count: int
    mentees: int
    profile: Profile
    sentence: str


def recruits(mentees: Sequence[Candidate], mentors: Sequence[Candidate], terms: Terms, most: int = 3) -> list[Recruit]:
    """Which new mentors would help most, best first, until everybody could be matched or `most` kinds are named
    (greedy).

    A kind is the least that some mentee without a mentor asks for: a language, a city for those who meet on site,
    musts, and the career track wished for first. Counted by matching anew with such mentors in the pool.
    """
    found: list[Recruit] = []
    grown = list(mentors)
    while len(found) < most:
        problem = pool(mentees, grown, replace(terms, quotas=(), pins=frozenset(), stages=("matched",))).problem
        short = shortage(problem)
        if short is None:
            break
        best = _best_kind([mentees[i] for i in short.mentees], mentees, problem, terms, short.lacking)
        if best is None:
            break
        count, profile, recruit = best
        found.append(Recruit(count, count, profile, _sentence(count, profile)))
        grown.append(replace(recruit, code=f"recruit {len(found)}", capacity=count))
    return found


def pool_report(mentees: Sequence[Candidate], mentors: Sequence[Candidate], terms: Terms) -> dict[str, Any]:
    """The morning's numbers: how many could be matched today, what stands in the way of the others, whom to look for.

    Plain JSON values. `why` holds the funnel of every mentee left over, by code; everything else is free of personal
    data.
    """
    problem = pool(mentees, mentors, terms).problem
    solution = solve_problem(problem, terms.time_limit)
    found = contradiction(problem) if solution.status == "INFEASIBLE" else None
    left = [mentees[i] for i in solution.unmatched]
    return {
        "mentees": len(mentees),
        "mentors": len(mentors),
        "seats": int(problem.seats.sum()),
        "could_be_matched": len(solution.pairs),
        "proven": solution.status == "OPTIMAL",
        "possible_pairs_taken_by": _taken(mentees, mentors, terms),
        "conflict": list(found.rules) if found else list(solution.certificate.conflict),
        "ways_out": [f"{r.label}: {r.rule} {r.enough} instead of {r.now}" for r in found.relaxations] if found else [],
        "look_for": [recruit.sentence for recruit in recruits(mentees, mentors, terms)],
        "why": {one.code: list(funnel(one, mentors, terms)) for one in left},
    }


def _taken(mentees: Sequence[Candidate], mentors: Sequence[Candidate], terms: Terms) -> dict[str, int]:
    return (
        {rule.label: int(rule.broken(mentees, mentors, terms).sum()) for rule in RULES} if mentees and mentors else {}
    )


def _best_kind(
    short: list[Candidate], mentees: Sequence[Candidate], problem: Problem, terms: Terms, lacking: int
) -> tuple[int, Profile, Candidate] | None:
    """The kind of mentor that lets most be matched; of equals, the one most of those left over wish for."""
    wishes: dict[Profile, int] = {}
    for one in short:
        for profile in _asked(one):
            wishes[profile] = wishes.get(profile, 0) + 1
    now = len(solve_problem(replace(problem, stages=("matched",))).pairs)
    best: tuple[int, int, Profile, Candidate] | None = None
    for profile in sorted(wishes, key=lambda key: (-wishes[key], key))[:PROFILES_MAX]:
        recruit = _candidate(profile)
        able = np.hstack([problem.feasible, allowed(mentees, [recruit], terms)])
        scores = np.zeros(able.shape, np.int64)
        wider = Problem.of(scores, able, [*problem.seats.tolist(), lacking], stages=("matched",))
        gained = len(solve_problem(wider).pairs) - now
        if gained and (best is None or (gained, wishes[profile]) > best[:2]):
            best = gained, wishes[profile], profile, recruit
    return None if best is None else (best[0], best[2], best[3])


def _asked(one: Candidate) -> Iterator[Profile]:
    """What a mentor for this mentee must have, once for every language."""
    musts = [
        (name, _word(one, name))
        for name in ("profession", "sub_sector", "company_size")
        if one.wishes.get(name) == "must"
    ]
    city = [("city", one.city)] if one.format == "onsite" and one.city else []
    track = [("track", str(one.tracks[0]))] if one.tracks else []
    for language in sorted(one.languages) or [""]:
        spoken = [("language", language)] if language else []
        yield tuple(item for item in [*spoken, *city, *musts, *track] if item[1])


def _word(one: Candidate, name: str) -> str:
    return {
        "profession": one.profession,
        "company_size": one.company_size,
        "sub_sector": min(one.sub_sectors, default=""),
    }[name]


def _candidate(profile: Profile) -> Candidate:
    asked = dict(profile)
    return Candidate(
        "a recruit",
        languages=frozenset({asked["language"]} if "language" in asked else ()),
        format="either" if "city" in asked else "online",
        city=asked.get("city", ""),
        tracks=(int(asked["track"]),) if "track" in asked else (),
        profession=asked.get("profession", ""),
        sub_sectors=frozenset({asked["sub_sector"]} if "sub_sector" in asked else ()),
        company_size=asked.get("company_size", ""),
    )


def _sentence(count: int, profile: Profile) -> str:
    asked = dict(profile)
    parts = [
        f"who can speak about {CAREER_TRACKS.get(int(asked['track']), asked['track'])}" if "track" in asked else "",
        f"who speak {LANGUAGES.get(asked['language'], asked['language'])}" if "language" in asked else "",
        f"in {asked['city']}" if "city" in asked else "",
        f"with the profession {PROFESSIONS.get(asked['profession'], asked['profession'])}"
        if "profession" in asked
        else "",
        f"from {SUB_SECTORS.get(asked['sub_sector'], asked['sub_sector'])}" if "sub_sector" in asked else "",
        f"of a {COMPANY_SIZES.get(asked['company_size'], asked['company_size']).lower()}"
        if "company_size" in asked
        else "",
    ]
    words = ", ".join(part for part in parts if part)
    seats = "one seat with a mentor" if count == 1 else f"{count} seats with mentors"
    more = "one more mentee" if count == 1 else f"{count} more mentees"
    return f"{seats} {words} would let {more} be matched".replace("  ", " ")
