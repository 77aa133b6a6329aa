"""Findings: all that a coordinator may want to know before approving a match, as plain JSON values by codes.

Gathers what the neighbours find out; solves nothing itself and names nobody: names are laid over it where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from allocation.clock import Deadline, late, within
from allocation.solution import Solution, Value
from matching.advice import taken
from matching.candidates import Candidate, Suggestion
from matching.constraints import held
from matching.insight.alternatives import alternatives
from matching.insight.balance import balance, without_balance
from matching.insight.proof_words import sentence
from matching.insight.recruits import recruits
from matching.insight.shortages import shortage
from matching.insight.smallest_changes import smallest_changes
from matching.pool import Pool
from matching.rematch import frontier
from matching.scoring import breakdown

Plain = dict[str, Any]


def findings(
    asked: Pool,
    solution: Solution | None,
    found: Suggestion,
    time_limit: float | None = None,
    say: Callable[[str], object] = lambda words: None,
) -> Plain:
    """Everything about one verified match; `solution` is None when none was found in time. Keys: status, gap, matches,
    unmatched, spare, asked, balance, without_balance, shortage, recruits, offers, conflict, ways_out, proof, cut_short;
    docs/matching-by-file.md tells what they hold.

    All that has to be solved anew shares `time_limit` seconds; what they do not suffice for is left out, and `cut_short`
    says so. `say` hears what is worked out next.
    """
    match = solution if solution and solution.status != "INFEASIBLE" else None
    deadline = within(time_limit)
    say("what balance costs")
    balanced = _balance(asked, match, deadline) if match else {"balance": [], "without_balance": None}
    say("whom to look for")
    looked_for = _recruits(asked, match, within(None if time_limit is None else time_limit / 3))
    say("what would help those left over")
    left = _unmatched(asked, match, found, deadline) if match else []
    say("what other mentors would cost")
    return {
        "status": found.status,
        "gap": found.gap,
        "matches": _matches(asked, match, found, deadline) if match else [],
        "unmatched": left,
        "spare": [asdict(one) for one in found.spare] if match else [],
        "asked": _asked(asked),
        **balanced,
        "shortage": _shortage(asked),
        "recruits": looked_for,
        "offers": _offers(asked, match) if match and not late(deadline) else [],
        "cut_short": late(deadline),
        "conflict": list(found.report.get("conflict", [])),
        "ways_out": list(found.report.get("ways_out", [])),
        "proof": _proof(asked, solution),
    }


def _asked(asked: Pool) -> Plain:
    terms, problem = asked.terms, asked.problem
    return {
        "mentees": len(asked.mentees),
        "mentors": len(asked.mentors),
        "seats": problem.offered,
        "table": int(problem.scores.size),
        "possible_pairs": int((problem.feasible & (problem.seats > 0)).sum()),
        "taken_by": taken(asked.mentees, asked.mentors, terms),
        "weights": dict(terms.weights),
        "stages": list(problem.stages),
        "pins": [list(pair) for pair in sorted(terms.pins)],
        "forbidden": [list(pair) for pair in sorted(terms.forbidden)],
        "keep": [list(pair) for pair in sorted(terms.keep or ())],
    }


def _matches(asked: Pool, solution: Solution, found: Suggestion, deadline: Deadline) -> list[Plain]:
    mentees = {one.code: one for one in asked.mentees}
    mentors = {one.code: one for one in asked.mentors}
    others = alternatives(asked, solution, deadline=deadline)
    pinned = asked.terms.pins
    return [
        {
            "mentor": match.mentor,
            "mentee": match.mentee,
            "score": match.score,
            "reasons": list(match.reasons),
            "marks": breakdown(mentees[match.mentee], mentors[match.mentor]),
            "pinned": (match.mentor, match.mentee) in pinned,
            "breaks": _broken(asked, mentees[match.mentee], mentors[match.mentor]),
            "kept": (match.mentor, match.mentee) in (asked.terms.keep or ()),
            "alternatives": [asdict(one) for one in others.get(match.mentee, ())],
        }
        for match in found.matches
    ]


def _broken(asked: Pool, mentee: Candidate, mentor: Candidate) -> list[str]:
    """The rules that a pair breaks which stands all the same, as only pinned ones may."""
    if (mentor.code, mentee.code) not in asked.terms.pins:
        return []
    return [rule.label for rule in held(asked.terms) if rule.broken([mentee], [mentor], asked.terms)[0, 0]]


def _unmatched(asked: Pool, solution: Solution, found: Suggestion, deadline: Deadline) -> list[Plain]:
    changes = smallest_changes(asked, solution, deadline)
    return [
        {
            "code": one.code,
            "why": list(one.why),
            "would_help": [asdict(remedy) for remedy in changes[one.code]] if one.code in changes else None,
        }
        for one in found.unmatched
    ]


def _balance(asked: Pool, solution: Solution, deadline: Deadline) -> Plain:
    """Every rule by itself, and all of them together."""
    together = without_balance(asked.problem, solution, deadline)
    return {
        "balance": [asdict(one) for one in balance(asked.problem, solution, deadline)],
        "without_balance": asdict(together) if together else None,
    }


def _shortage(asked: Pool) -> Plain | None:
    """Who competes for whom; those for whom there is nobody at all stand apart."""
    short = shortage(asked.problem)
    if short is None:
        return None
    able = asked.problem.feasible & (asked.problem.seats > 0)
    nobody = [i for i in short.mentees if not able[i].any()]
    return {
        "mentees": [asked.mentees[i].code for i in short.mentees if i not in nobody],
        "mentors": [asked.mentors[j].code for j in short.mentors],
        "seats": short.seats,
        "lacking": short.lacking - len(nobody),
        "nobody": [asked.mentees[i].code for i in nobody],
    }


def _recruits(asked: Pool, solution: Solution | None, deadline: Deadline) -> list[Plain] | None:
    """The brief; None where the time was too short to find anybody."""
    found = recruits(asked.mentees, asked.mentors, asked.terms, deadline=deadline, known=solution)
    if not found and late(deadline) and not (solution and not solution.unmatched):
        return None
    return [asdict(one) for one in found]


def _offers(asked: Pool, solution: Solution) -> list[Plain]:
    """Where earlier pairs are to be kept: how many given up buys how much."""
    if not asked.problem.keep or solution.status != "OPTIMAL":
        return []
    return [{"changes": offer.changes, "points": offer.score / 100} for offer in frontier(asked.problem)]


def _proof(asked: Pool, solution: Solution | None) -> Plain:
    if solution is None:
        return {"sentence": sentence(None), "checked_again": False, "value": {}, "bound": {}}
    return {
        "sentence": sentence(solution, asked.problem),
        "checked_again": True,  # nothing else comes from `verified`
        "value": _jsoned(solution.value),
        "bound": _jsoned(solution.bound),
    }


def _jsoned(values: Mapping[str, Value]) -> Plain:
    return {stage: list(value) if isinstance(value, tuple) else value for stage, value in values.items()}
