"""Match JSON: a match with its findings as plain values for programs, with the sentences that people read beside the facts.

docs/matching-by-file.md tells what the keys hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cli.conflicts import Conflict
from domain.match.facts import LeftOver, MatchResult, ProposedPair
from domain.match.findings import About, Competition, Findings, Morning, Order, Recruit, Remedy, Weighted
from domain.match.words.balance import cost, counted
from domain.match.words.clashes import clash, way_out
from domain.match.words.help import change, in_full, recruit
from domain.match.words.left_over import left_over
from domain.match.words.proof import proof
from domain.match.words.reasons import reasons

Plain = dict[str, Any]


def of_findings(found: Findings, conflict: Conflict, names: Mapping[str, str], notes: Sequence[str]) -> Plain:
    """Everything about one match."""
    result = found.result
    there = result.is_there
    return {
        "status": result.status,
        "gap": result.gap,
        "matches": [_match(one) | _about(found.pairs[one.mentee]) for one in result.matches],
        "unmatched": [_left(one) | _helps(one.code, found) for one in result.unmatched] if there else [],
        "spare": [_left(one) for one in result.spare] if there else [],
        "asked": _asked(result, found.order),
        "balance": [_balance(row) for row in found.balance],
        "without_balance": asdict(found.without_balance) if found.without_balance else None,
        "shortage": _shortage(found.competition) if found.competition else None,
        "recruits": None if found.recruits is None else [_recruit(one) for one in found.recruits],
        "offers": [asdict(one) for one in found.offers],
        "cut_short": found.cut_short,
        "conflict": conflict.rules,
        "ways_out": conflict.ways_out,
        "proof": {
            "sentence": proof(result),
            "checked_again": found.checked_again,
            "value": result.value,
            "bound": result.bound,
        },
        "names": names,
        "notes": notes,
    }


def of_a_morning(today: Morning) -> Plain:
    """How a pool stands, by codes."""
    result = today.result
    return {
        "status": result.status,
        "gap": result.gap,
        "matches": [_match(one) for one in result.matches],
        "unmatched": [_left(one) for one in result.unmatched],
        "spare": [_left(one) for one in result.spare],
        "report": {
            "mentees": result.mentees,
            "mentors": result.mentors,
            "seats": result.places,
            "could_be_matched": len(result.matches),
            "proven": result.status == "OPTIMAL",
            "possible_pairs_taken_by": today.taken_by,
            "conflict": [clash(one, str) for one in result.clashes],
            "ways_out": [way_out(way) for way in result.ways_out],
            "look_for": [recruit(one) for one in today.look_for],
            "why": {one.code: left_over(one) for one in result.unmatched},
            "would_help": {code: [in_full(one, str) for one in ways] for code, ways in today.would_help.items()},
        },
    }


def _match(one: ProposedPair) -> Plain:
    return {"mentor": one.mentor, "mentee": one.mentee, "score": one.score, "reasons": reasons(one.reasons)}


def _about(about: About) -> Plain:
    return {**asdict(about), "alternatives": [asdict(one) for one in about.alternatives]}


def _left(one: LeftOver) -> Plain:
    return {"code": one.code, "why": left_over(one)}


def _helps(code: str, found: Findings) -> Plain:
    ways = found.would_help.get(code)
    return {"would_help": None if ways is None else [_remedy(one) for one in ways]}


def _remedy(one: Remedy) -> Plain:
    return {"words": change(one.change), "mentors": one.mentors, "count": one.count}


def _asked(result: MatchResult, order: Order) -> Plain:
    return {
        "mentees": result.mentees,
        "mentors": result.mentors,
        "seats": result.places,
        "possible_pairs": result.possible_pairs,
        **asdict(order),
    }


def _balance(row: Weighted) -> Plain:
    """A share stands as percent."""
    number = row.asked.number
    return {
        "label": counted(row.counted),
        "on": row.on,
        "rule": row.asked.rule,
        "number": round(100 * number, 1) if row.asked.rule == "share_at_least" else number,
        "reached": row.reached,
        "of": row.of,
        "price": row.price,
        **{name: asdict(gain) if gain else None for name, gain in _gains(row).items()},
        "words": cost(row.without),
    }


def _gains(row: Weighted) -> Mapping[str, Any]:
    return {"without": row.without, "one_less": row.one_less, "one_more": row.one_more}


def _shortage(one: Competition) -> Plain:
    return {
        "mentees": one.mentees,
        "mentors": one.mentors,
        "seats": one.places,
        "lacking": one.lacking,
        "nobody": one.nobody,
    }


def _recruit(one: Recruit) -> Plain:
    return {"count": one.count, "mentees": one.mentees, "profile": one.profile, "sentence": recruit(one)}
