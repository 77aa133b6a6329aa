"""Match desk: what a coordinator sees of the match: pairs with reasons and prices, who is left over, balance, shortage.

The pool is solved once for a page (office/match/what_if); what takes more solving has a page of its own (office/match/looks).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from allocation.clock import within
from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.forms.proposing import newest, waits_for_review
from domain.lifecycles import ProposalState
from domain.proposals import Match, Proposal, Unmatched
from domain.verdicts import in_the_way, named, proof, verdict, ways_out, with_names
from office.match.candidates import candidate
from office.match.what_if import PATIENCE_SECONDS, Solved

NEXT_BEST = 2
SOLVED_ANEW_MAX = 2_500
"""Up to so many possible pairs a page may solve anew for each change of one answer, as balance rules ask for."""
TAKEN_APART_MAX = 120_000
"""Up to so many possible pairs times rules a page takes a contradiction apart: every rule is solved without, and more
(measured: five seconds with 63 rules)."""
ASK_A_PROPOSAL = "Which of them stand in the way, and what would do, a proposal says: it takes more time than a page."


@dataclass(frozen=True)
class Instead:
    """Another mentor for a mentee: what having them would cost all pairs together, at least; None: more than points."""

    mentor: str
    score: int
    points: float | None


@dataclass(frozen=True)
class Line:
    """One pair of the match. `marks`: (criterion, 0-100) for each that has a weight."""

    mentee: str
    mentor: str
    score: int
    reasons: tuple[str, ...]
    marks: list[tuple[str, int]]
    fixed: bool
    instead: list[Instead]


@dataclass(frozen=True)
class Left:
    """Somebody without a partner: what took the choice away, and what would help."""

    code: str
    why: list[str]
    helps: list[str]


@dataclass(frozen=True)
class Matched:
    """The match a page shows: the proposal's, or what it would be today; of its `pairs` the lines of one page.

    `differs`: so many mentees would stand elsewhere if it were solved today.
    """

    title: str
    proof: str
    exception: str  # why fixed pairs may break a rule, in the coordinator's words
    blocked: list[str]
    pairs: int
    lines: list[Line]
    left: list[Left]
    spare: list[str]
    differs: int


def matched(cohort: Cohort, today: Solved | None, page: slice = slice(None)) -> Matched | None:
    """The match to show: of the proposal that waits, else as it would be today, else of the last one approved.

    `page`: which pairs to tell about, the best first.
    """
    waiting = waits_for_review(cohort)
    if waiting is not None:
        return _of_a_proposal(cohort, waiting, today, page)
    if today is not None:
        return _of_today(cohort, today, page)
    last = newest(cohort)
    if last is not None and last.state is ProposalState.APPROVED:
        return _of_a_proposal(cohort, last, None, page)
    return None


def _of_a_proposal(cohort: Cohort, proposal: Proposal, today: Solved | None, page: slice) -> Matched:
    now = today.mentor_of if today else {}
    proposed = {match.mentee: match.mentor for match in proposal.matches}
    moved = [code for code in proposed.keys() | now.keys() if proposed.get(code) != now.get(code)]
    spare = proposal.report.get("spare") or ()
    impossible = proposal.state is ProposalState.IMPOSSIBLE  # then nobody in particular is left over
    return Matched(
        {
            ProposalState.APPROVED: f"Proposal {proposal.number}, approved",
            ProposalState.IMPOSSIBLE: f"Proposal {proposal.number} cannot be",
        }.get(proposal.state, f"Proposal {proposal.number} waits for you"),
        proof(proposal),
        proposal.exception,
        [*in_the_way(cohort, proposal), *ways_out(proposal)],
        len(proposal.matches),
        _lines(cohort, _best_first(proposal.matches)[page], frozenset(proposal.pins), today),
        [] if impossible else _left(cohort, proposal.unmatched, today),
        [] if impossible else [str(one["code"]) for one in spare],
        len(moved) if today and not proposal.by_hand and proposal.state is ProposalState.SOLVED else 0,
    )


def _of_today(cohort: Cohort, today: Solved, page: slice) -> Matched:
    from matching.pairs import suggestion  # loads the solver

    solution = today.solution
    found = suggestion(today.asked, solution) if today.possible else None
    matches = [Match(one.mentor, one.mentee, one.score, one.reasons) for one in found.matches] if found else []
    return Matched(
        "If the match were made today",
        verdict(solution.status, solution.gap, solution.value, solution.bound),
        "",
        [] if today.possible else _blocked(cohort, today),
        len(matches),
        _lines(cohort, _best_first(matches)[page], today.asked.terms.pins, today),
        _left(cohort, [Unmatched(one.code, one.why) for one in found.unmatched] if found else [], today),
        [one.code for one in found.spare] if found else [],
        0,
    )


def _blocked(cohort: Cohort, today: Solved) -> list[str]:
    """The smallest set of rules that contradict each other, and single changes that would do, as a proposal names them."""
    from matching.constraints import check  # loads the solver
    from matching.pairs import suggestion

    asked, certificate = today.asked, today.solution.certificate
    fixed = check(sorted(asked.terms.pins), asked.mentees, asked.mentors, asked.terms)
    rules = len(asked.problem.quotas) + len(asked.problem.pins)
    if not fixed and rules * asked.problem.scores.size > TAKEN_APART_MAX:
        # Every rule that the proof used is in here, also those that stand in nobody's way.
        together = with_names(cohort, "; ".join(certificate.conflict))
        return [f"These cannot all be kept at once: {together}.", ASK_A_PROPOSAL]
    told = suggestion(asked, today.solution).report
    answer = Proposal("today", 0, ProposalState.IMPOSSIBLE, cohort.launched_at, report=told)
    return [*in_the_way(cohort, answer), *ways_out(answer)]


def _best_first(matches: Sequence[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (-match.score, match.mentee))


# --- pairs -------------------------------------------------------------------------------------------------------------


def marks(cohort: Cohort, mentee: str, mentor: str) -> list[tuple[str, int]]:
    """How a pair does by each criterion that has a weight, whoever is free now."""
    from matching.scoring import breakdown

    weights, known = cohort.policy.matching.weights, cohort.applications
    if mentee not in known or mentor not in known:
        return []
    found = breakdown(candidate(cohort, known[mentee]), candidate(cohort, known[mentor]))
    return [(told.title, found[name]) for name, told in WEIGHED.items() if weights.get(name)]


def _lines(
    cohort: Cohort, matches: Sequence[Match], pins: frozenset[tuple[str, str]], today: Solved | None
) -> list[Line]:
    instead = _instead(today) if today else {}
    mentor_of = today.mentor_of if today else {}
    return [
        Line(
            match.mentee,
            match.mentor,
            match.score,
            match.reasons,
            marks(cohort, match.mentee, match.mentor),
            (match.mentor, match.mentee) in pins,
            # What another mentor costs is known for the pairs of today's match only.
            instead.get(match.mentee, []) if mentor_of.get(match.mentee) == match.mentor else [],
        )
        for match in matches
    ]


def _instead(today: Solved) -> dict[str, list[Instead]]:
    """For every matched mentee the best-scored other mentors, each with the least it would cost, from the duals."""
    from matching.explain import forcing_bounds

    problem = today.asked.problem
    try:
        bounds = forcing_bounds(problem, today.solution)
    except ValueError:
        return {}  # the score was not what was proven
    pinned = {i for i, _ in problem.pins}
    return {
        problem.keys[0][i]: [
            Instead(
                problem.keys[1][k],
                int(problem.scores[i, k]) // 100,
                int(bounds[i, k]) / 100 if bounds[i, k] >= 0 else None,
            )
            for k in others(today, i, j)[:NEXT_BEST]
        ]
        for i, j in today.solution.pairs
        if i not in pinned
    }


def others(today: Solved, mentee: int, mentor: int) -> list[int]:
    """The other mentors this mentee may have, by score; equal ones by code."""
    problem = today.asked.problem
    able = [k for k, may in enumerate(problem.feasible[mentee].tolist()) if may and problem.seats[k] and k != mentor]
    return sorted(able, key=lambda k: (-int(problem.scores[mentee, k]), problem.keys[1][k]))


# --- people without a partner --------------------------------------------------------------------------------------------


def _left(cohort: Cohort, unmatched: Sequence[Unmatched], today: Solved | None) -> list[Left]:
    # Where balance rules ask something each change is solved anew: that is for the page of one person.
    helps = helpful(cohort, today) if today and not today.asked.problem.sides else {}
    return [
        Left(one.code, [with_names(cohort, words) for words in one.why], helps.get(one.code, [])) for one in unmatched
    ]


def helpful(cohort: Cohort, today: Solved, only: str = "") -> dict[str, list[str]]:
    """By mentee left over, the single changes that would let one more be matched; `only` asks for one mentee."""
    from matching.insight.smallest_changes import smallest_changes

    if today.asked.problem.sides and today.asked.problem.scores.size > SOLVED_ANEW_MAX:
        return {}
    rows = today.asked.problem.keys[0]
    left = [i for i in today.solution.unmatched if only in ("", rows[i])]
    found = smallest_changes(today.asked, replace(today.solution, unmatched=left), within(PATIENCE_SECONDS))
    return {
        code: [f"{remedy.words}: {_some(cohort, remedy.mentors, remedy.count)}" for remedy in remedies]
        for code, remedies in found.items()
    }


def _some(cohort: Cohort, codes: Sequence[str], count: int) -> str:
    names = ", ".join(named(cohort, code) for code in codes)
    return f"{names} and {count - len(codes)} more" if count > len(codes) else names
