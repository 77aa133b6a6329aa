"""Beside: the match that waits beside the one it came in place of, and the approved match as it stands. Looks only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.cohort import Cohort
from domain.dates import last_day
from domain.forms.proposing import replaced_by
from domain.lifecycles import PairState, Phase, ProposalState
from domain.match.arranging import moves
from domain.match.facts import Although, MatchResult
from domain.match.findings import Worth
from domain.match.words.rules import BROKEN
from domain.proposals import Proposal, rounds_of
from domain.rules.pairing import WORTH_BEGINNING
from domain.saying import say

STANDS = (PairState.PROPOSED, PairState.OFFERED, PairState.ACTIVE, PairState.COMPLETED)
"""Pairs of an approved match that have come to something, or may; the others are OVER."""


SIDE_BY_SIDE = 60  # mentees who have it otherwise, and pairs that stay, named beside each other (own)


@dataclass(frozen=True)
class Moved:
    """A mentee whose mentor is another one than before, "" for nobody, with the fit of both pairs (None for none)."""

    mentee: str
    before: str
    fit_before: int | None
    after: str
    fit_after: int | None


@dataclass(frozen=True)
class Beside:
    """A match beside the one before. `stay`: the first (mentor, mentee) of pairs in both, of `all_stay`; `moved`: the first
    who have it otherwise, of `all_moved`; `broken`: rules that are only nice to keep and that pairs of each break;
    `other_weights`: their fits were measured by different weights."""

    number: int
    stay: list[tuple[str, str]]
    all_stay: int
    moved: list[Moved]
    all_moved: int
    before: Worth
    after: Worth
    broken: tuple[list[str], list[str]]
    other_weights: bool


def beside(cohort: Cohort, proposal: Proposal) -> Beside | None:
    """The proposal beside the one that somebody had otherwise by it; None where it came in nobody's place."""
    earlier = replaced_by(cohort, proposal)
    if (
        earlier is None
        or not earlier.matches
        or not proposal.matches
        or earlier.result is None
        or proposal.result is None
    ):
        return None
    was, now = _mentor_of(earlier), _mentor_of(proposal)
    fits = [{pair.mentee: pair.score for pair in one.matches} for one in (earlier, proposal)]
    stay = [(mentor, mentee) for mentee, mentor in sorted(now.items()) if was.get(mentee) == mentor]
    moved = list(moves(was, now))
    return Beside(
        earlier.number,
        stay[:SIDE_BY_SIDE],
        len(stay),
        [
            Moved(mentee, before, fits[0].get(mentee), after, fits[1].get(mentee))
            for mentee, before, after in moved[:SIDE_BY_SIDE]
        ],
        len(moved),
        _worth(earlier.result),
        _worth(proposal.result),
        (_broken(earlier.result), _broken(proposal.result)),
        dict(earlier.result.weights) != dict(proposal.result.weights),
    )


def beside_codes(cohort: Cohort, proposal: Proposal) -> set[str]:
    """Everybody whom the two beside each other name."""
    found = beside(cohort, proposal)
    if found is None:
        return set()
    moved = {code for one in found.moved for code in (one.mentee, one.before, one.after)}
    return {*moved, *(code for pair in found.stay for code in pair)} - {""}


def _mentor_of(proposal: Proposal) -> Mapping[str, str]:
    return {pair.mentee: pair.mentor for pair in proposal.matches}


def _worth(found: MatchResult) -> Worth:
    scores = found.scores
    return Worth(
        len(scores), float(sum(scores)), round(sum(scores) / max(1, len(scores)), 1), float(min(scores, default=0))
    )


def _broken(found: MatchResult) -> list[str]:
    """Rules that pairs break although they are nice to keep, each pair by its codes."""
    return [
        say("{mentor} and {mentee}: {rule}", mentor=pair.mentor, mentee=pair.mentee, rule=BROKEN[reason.rule])
        for pair in found.matches
        for reason in pair.reasons
        if isinstance(reason, Although)
    ]


# --- what was approved -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Approved:
    """The last match that was approved: when, by whom, and whether those left over are matched again."""

    id: str
    number: int
    at: datetime
    by: str
    again: str


def approved(cohort: Cohort) -> Approved | None:
    """The newest match that was approved; None before the first."""
    all_of_them = (p for p in cohort.proposals.values() if p.state is ProposalState.APPROVED and p.decided_at)
    last = max(all_of_them, key=lambda proposal: proposal.number, default=None)
    if last is None or last.decided_at is None:
        return None
    return Approved(last.id, last.number, last.decided_at, cohort.name_of(last.decided_by), again(cohort))


def again(cohort: Cohort) -> str:
    """Whether and until when those who are left over are matched again, as domain/rules/pairing has it."""
    if cohort.phase not in (Phase.RECRUITMENT, Phase.MENTORING):
        return say("Mentoring is over, so nobody is matched any more.")
    if rounds_of(cohort.proposals.values()) >= cohort.policy.matching.rounds_max:
        n = cohort.policy.matching.rounds_max
        return say(
            "Nobody is matched again by itself: this cohort has {n} match at most, and it was made.",
            "Nobody is matched again by itself: this cohort has {n} matches at most, and all were made.",
            n=n,
        )
    until = last_day(cohort.milestones.mentoring_ends - WORTH_BEGINNING, cohort.zone)
    return say(
        "Whoever is left over is matched again when a place comes free: on the working day after a pair has come apart or "
        "somebody has joined, if that makes a new pair possible, a match is ordered and comes to you as a proposal. "
        "The last day for that is {until}.",
        until=until,
    )
