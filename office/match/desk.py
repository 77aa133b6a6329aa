"""Match desk: what a coordinator sees of the match: pairs with reasons and prices, who is left over, balance, shortage.

The pool is solved once for a page (office/match/what_if); what takes more solving has a page of its own (office/match/looks).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.forms.proposing import waits_for_review
from domain.lifecycles import ProposalState
from domain.match.facts import LeftOver, MatchResult, ProposedPair
from domain.match.findings import Alternative
from domain.match.words.clashes import clash, in_the_way, ways_out
from domain.match.words.help import remedy
from domain.match.words.left_over import left_over
from domain.match.words.people import named
from domain.match.words.proof import verdict
from domain.match.words.reasons import reasons
from domain.proposals import Proposal
from domain.saying import say, together
from office.match.candidates import candidate
from office.match.what_if import PATIENCE_SECONDS, Solved

NEXT_BEST = 2
SOLVED_ANEW_MAX = 2_500
"""Up to so many possible pairs a page may solve anew for each change of one answer, as balance rules ask for."""
TAKEN_APART_MAX = 120_000
"""Up to so many possible pairs times rules a page takes a contradiction apart: every rule is solved without, and more
(measured: five seconds with 63 rules)."""


@dataclass(frozen=True)
class Line:
    """One pair of the match. `marks`: (criterion, 0-100) for each that has a weight; `instead`: other mentors, and what
    having them would cost all pairs together, at least."""

    mentee: str
    mentor: str
    score: int
    reasons: list[str]
    marks: list[tuple[str, int]]
    fixed: bool
    instead: tuple[Alternative, ...]


@dataclass(frozen=True)
class Left:
    """Somebody without a partner: what took the choice away, and what would help."""

    code: str
    why: list[str]
    helps: list[str]


@dataclass(frozen=True)
class Page:
    """Which of the pairs, of those left over and of the mentors without a mentee are told about."""

    pairs: slice
    left: slice
    spare: slice


@dataclass(frozen=True)
class Matched:
    """The match a page shows: the proposal's, or what it would be today. Of its `pairs` there are the `lines` of one page, of
    `all_left` those of one page, of `all_spare` too.

    `differs`: so many mentees would stand elsewhere if it were solved today.
    """

    title: str
    proof: str
    exception: str  # why fixed pairs may break a rule, in the coordinator's words
    blocked: list[str]
    pairs: int
    lines: list[Line]
    left: list[Left]
    all_left: int
    spare: list[str]
    all_spare: int
    differs: int


EVERYTHING = Page(slice(None), slice(None), slice(None))


def told_of(found: MatchResult, page: Page) -> list[str]:
    """The codes of those whom a page of this match tells about."""
    pairs = [code for match in best_first(found)[page.pairs] for code in (match.mentee, match.mentor)]
    return [*pairs, *(one.code for some in (found.unmatched[page.left], found.spare[page.spare]) for one in some)]


def best_first(found: MatchResult) -> list[ProposedPair]:
    """Its pairs in the order of a page."""
    return sorted(found.matches, key=lambda match: (-match.score, match.mentee))


def matched(cohort: Cohort, today: Solved | None, page: Page = EVERYTHING) -> Matched | None:
    """The match to show: of the proposal that waits, else as it would be today with whoever is free; what was approved stands
    beside it (office/match/beside).

    `page`: whom to tell about, the best pairs first.
    """
    waiting = waits_for_review(cohort)
    if waiting is not None and waiting.result is not None:
        return _of_a_proposal(cohort, waiting, waiting.result, today, page)
    return _of_today(cohort, today, page) if today is not None else None


def _of_a_proposal(cohort: Cohort, proposal: Proposal, found: MatchResult, today: Solved | None, page: Page) -> Matched:
    now = today.mentor_of if today else {}
    proposed = {match.mentee: match.mentor for match in found.matches}
    moved = [code for code in proposed.keys() | now.keys() if proposed.get(code) != now.get(code)]
    impossible = proposal.state is ProposalState.IMPOSSIBLE
    title = say("Proposal {number} cannot be", number=proposal.number)
    title = title if impossible else say("Proposal {number} waits for you", number=proposal.number)
    shown = _shown(cohort, title, found, _blocked(cohort, found), frozenset(proposal.pins), today, page)
    unsolved = not today or proposal.by_hand or proposal.state is not ProposalState.SOLVED
    return replace(shown, exception=proposal.exception, differs=0 if unsolved else len(moved))


def _of_today(cohort: Cohort, today: Solved, page: Page) -> Matched:
    from matching.pairs import explained  # loads the solver

    title = say("If the match were made today")
    if not today.possible:
        return _shown(cohort, title, MatchResult("INFEASIBLE"), _blocked_today(cohort, today), frozenset(), today, page)
    return _shown(cohort, title, explained(today.asked, today.solution), [], today.asked.terms.pins, today, page)


def _shown(
    cohort: Cohort,
    title: str,
    found: MatchResult,
    blocked: list[str],
    pins: frozenset[tuple[str, str]],
    today: Solved | None,
    page: Page,
) -> Matched:
    """A match as the page shows it, whoever asked for it; where there is none, nobody in particular is left over."""
    possible = found.status != "INFEASIBLE"
    left, spare = (found.unmatched, found.spare) if possible else ((), ())
    return Matched(
        title,
        verdict(found),
        "",
        blocked,
        len(found.matches),
        _lines(cohort, best_first(found)[page.pairs], pins, today),
        _left(cohort, left[page.left], today),
        len(left),
        [one.code for one in spare[page.spare]],
        len(spare),
        0,
    )


def _blocked(cohort: Cohort, found: MatchResult) -> list[str]:
    """What no match keeps together, and single changes that would do, as the matchmaker found them."""
    who = partial(named, cohort)
    return [*(in_the_way(one, who) for one in found.clashes), *ways_out(found.ways_out)]


def _blocked_today(cohort: Cohort, today: Solved) -> list[str]:
    """The same for today, as far as a page has the time to take it apart."""
    from matching.insight.clashes import clashes  # loads the solver

    asked = today.asked
    rules = len(asked.problem.quotas) + len(asked.problem.pins)
    small = rules * asked.problem.scores.size <= TAKEN_APART_MAX
    found, ways = clashes(asked, today.solution, asked.problem.scores.size if small else 0)
    if small or any(one.people for one in found):
        return _blocked(cohort, MatchResult("INFEASIBLE", clashes=found, ways_out=ways))
    # Every rule that the proof used is in here, also those that stand in nobody's way.
    every = together([clash(one, partial(named, cohort)) for one in found], "; ")
    ask = say("Which of them stand in the way, and what would do, a proposal says: it takes more time than a page.")
    return [say("These cannot all be kept at once: {rules}.", rules=every), ask]


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
    cohort: Cohort, matches: Sequence[ProposedPair], pins: frozenset[tuple[str, str]], today: Solved | None
) -> list[Line]:
    instead = _instead(today) if today else {}
    mentor_of = today.mentor_of if today else {}
    return [
        Line(
            match.mentee,
            match.mentor,
            match.score,
            reasons(match.reasons),
            marks(cohort, match.mentee, match.mentor),
            (match.mentor, match.mentee) in pins,
            # What another mentor costs is known for the pairs of today's match only.
            instead.get(match.mentee, ()) if mentor_of.get(match.mentee) == match.mentor else (),
        )
        for match in matches
    ]


def _instead(today: Solved) -> Mapping[str, tuple[Alternative, ...]]:
    """For every matched mentee the best-scored other mentors, each with the least it would cost, from the duals."""
    from matching.insight.alternatives import by_the_proof

    return by_the_proof(today.asked, today.solution, NEXT_BEST)


# --- people without a partner --------------------------------------------------------------------------------------------


def _left(cohort: Cohort, unmatched: Sequence[LeftOver], today: Solved | None) -> list[Left]:
    # Where balance rules ask something each change is solved anew: that is for the page of one person.
    helps = helpful(cohort, today, [one.code for one in unmatched]) if today and not today.asked.problem.sides else {}
    who = partial(named, cohort)
    return [Left(one.code, left_over(one, who), helps.get(one.code, [])) for one in unmatched]


def helpful(cohort: Cohort, today: Solved, whom: Collection[str]) -> dict[str, list[str]]:
    """By mentee, of these, the single changes that would let one more be matched; only whoever is left over is told of."""
    from allocation.clock import within
    from matching.insight.smallest_changes import smallest_changes

    if today.asked.problem.sides and today.asked.problem.scores.size > SOLVED_ANEW_MAX:
        return {}
    rows = today.asked.problem.keys[0]
    left = [i for i in today.solution.unmatched if rows[i] in whom]
    found = smallest_changes(today.asked, replace(today.solution, unmatched=left), within(PATIENCE_SECONDS))
    who = partial(named, cohort)
    return {code: [remedy(one, who) for one in remedies] for code, remedies in found.items()}
