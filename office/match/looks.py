"""Looks: what takes more solving than the page of the match: one mentee exactly, and what fewer changes would cost.

Each is computed when somebody asks for its page; nothing is ordered and nothing saved.
"""

from dataclasses import dataclass, replace
from functools import partial

from domain.cohort import Cohort
from domain.forms.proposing import waits_for_review
from domain.match.facts import LeftOver
from domain.match.words.clashes import in_the_way
from domain.match.words.left_over import left_over
from domain.match.words.people import named
from domain.saying import say, together
from office.match.desk import helpful, marks
from office.match.what_if import NO_MATCH, PATIENCE_SECONDS, CannotTell, Solved, only_verified, solved

EXACT_MAX = 5
OFFERS_MAX = 8


@dataclass(frozen=True)
class Exactly:
    """One mentor for one mentee as a must, solved. `points` lost in all pairs together, `fewer` matched;
    `moves`: (mentee, mentor now, mentor then) of everybody else; `possible` is False where no match keeps all rules."""

    mentor: str
    score: int
    marks: list[tuple[str, int]]
    possible: bool
    points: float
    fewer: int
    moves: list[tuple[str, str, str]]

    @property
    def others(self) -> str:
        """What becomes of everybody else, in a sentence."""
        lost, got = (sum(not move[side] for move in self.moves) for side in (2, 1))
        moved = len(self.moves) - lost - got
        told = [
            *([say("one other moves", "{n} others move", n=moved)] if moved else []),
            *(
                [say("one other is left without a mentor", "{n} others are left without a mentor", n=lost)]
                if lost
                else []
            ),
            *([say("one other gets a mentor", "{n} others get a mentor", n=got)] if got else []),
        ]
        return say("Then {changes}.", changes=told) if told else say("Nobody else moves.")


@dataclass(frozen=True)
class OneMentee:
    """A mentee, the mentor of today's match ("" for nobody), and what each of the next best mentors would cost, or the
    one asked for. `more`: (mentor, score) of the others that would be possible."""

    mentee: str
    mentor: str
    score: int
    marks: list[tuple[str, int]]
    why: list[str]
    helps: list[str]
    instead: list[Exactly]
    more: list[tuple[str, int]]


def one_mentee(cohort: Cohort, code: str, mentor_asked: str = "") -> OneMentee:
    """The page of one mentee: every price is exact. CannotTell when this mentee is not free, the mentor asked for not
    possible, or the pool too large."""
    from matching.insight.alternatives import next_best  # loads the solver
    from matching.insight.funnels import funnel
    from matching.insight.places import Places

    today = solved(cohort)
    places = Places(today.asked, today.solution.pairs)
    rows = today.asked.problem.keys[0]
    if not today.possible:
        raise CannotTell(NO_MATCH)
    if code not in rows:
        raise CannotTell(say("This mentee is not among those who can be matched just now."))
    row, mentor = rows.index(code), today.mentor_of.get(code, "")
    col = today.asked.problem.keys[1].index(mentor) if mentor else -1
    able = list(next_best(today.asked, row, col))
    told = [_asked_for(cohort, today, row, mentor_asked, able)] if mentor_asked else able[:EXACT_MAX]
    asked, scores = today.asked, today.asked.problem.scores[row]
    return OneMentee(
        code,
        mentor,
        int(scores[col]) // 100 if mentor else 0,
        marks(cohort, code, mentor),
        [] if mentor else left_over(LeftOver(code, funnel(asked.mentees[row], asked.mentors, asked.terms, places))),
        [] if mentor else helpful(cohort, today, [code]).get(code, []),
        [_exactly(cohort, today, row, k) for k in told],
        [(today.asked.problem.keys[1][k], int(scores[k]) // 100) for k in able if k not in told],
    )


def _asked_for(cohort: Cohort, today: Solved, row: int, mentor: str, able: list[int]) -> int:
    """The column of a mentor somebody asks for; CannotTell, with the rule, when they cannot be a pair."""
    from matching.constraints import check  # loads the solver

    rows, cols = today.asked.problem.keys
    mentee = rows[row]
    if today.mentor_of.get(mentee) == mentor:
        who = named(cohort, mentor)
        raise CannotTell(say("{who} is the mentor of this mentee in the match of today already.", who=who))
    if mentor in cols and cols.index(mentor) in able:
        return cols.index(mentor)
    alone = replace(today.asked.terms, quotas=(), pins=frozenset())
    broken = check([(mentor, mentee)], today.asked.mentees, today.asked.mentors, alone)
    if mentor not in cols or not broken:
        who = named(cohort, mentor)
        raise CannotTell(say("{who} has no free place, or cannot be matched just now.", who=who))
    raise CannotTell(together([in_the_way(one, partial(named, cohort)) for one in broken], " "))


def _exactly(cohort: Cohort, today: Solved, row: int, col: int) -> Exactly:
    from allocation.prices import with_pair
    from allocation.verified import best

    problem = today.asked.problem
    mentee, mentor = problem.keys[0][row], problem.keys[1][col]
    told = mentor, int(problem.scores[row, col]) // 100, marks(cohort, mentee, mentor)
    try:
        with only_verified(cohort):
            forced = best(with_pair(problem, (row, col)), PATIENCE_SECONDS)
    except TimeoutError:
        longer = say("This takes longer than a page should; have a proposal solved with the pair fixed.")
        raise CannotTell(longer) from None
    if forced.status == "INFEASIBLE":
        return Exactly(*told, False, 0.0, 0, [])
    now, then = today.mentor_of, Solved(today.asked, forced).mentor_of
    others_moved = sorted(
        code for code in now.keys() | then.keys() if now.get(code) != then.get(code) and code != mentee
    )
    lost = sum(today.points(now)) - sum(today.points(then))
    moves = [(code, now.get(code, ""), then.get(code, "")) for code in others_moved]
    return Exactly(*told, True, round(lost, 1), len(now) - len(then), moves)


# --- fewer changes -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """A match that gives up `changes` of the proposed pairs, and what it is worth: points in all, and how many matched."""

    changes: int
    points: float
    matched: int
    moves: list[tuple[str, str, str]]


def offers(cohort: Cohort) -> list[Offer]:
    """Between keeping what was proposed and the best match of today: each offer the best for so many changes."""
    from allocation.rematch import after, frontier

    waiting = waits_for_review(cohort)
    if waiting is None or not waiting.matches:
        raise CannotTell(say("No proposed pairs wait for you, so there is nothing to keep or to change."))
    today = solved(cohort)
    if not today.possible:
        raise CannotTell(NO_MATCH)
    rows, cols = ({code: place for place, code in enumerate(keys)} for keys in today.asked.problem.keys)
    proposed = {match.mentee: match.mentor for match in waiting.matches}
    before = [(rows[n], cols[m]) for n, m in proposed.items() if n in rows and m in cols]
    with only_verified(cohort):
        found = frontier(after(today.asked.problem, before), OFFERS_MAX)
    return [_offer(today, proposed, offer.changes, dict(offer.pairs)) for offer in found]


def _offer(today: Solved, proposed: dict[str, str], changes: int, pairs: dict[int, int]) -> Offer:
    rows, cols = today.asked.problem.keys
    then = {rows[i]: cols[j] for i, j in pairs.items()}
    moved = sorted(code for code in proposed.keys() | then.keys() if proposed.get(code) != then.get(code))
    moves = [(code, proposed.get(code, ""), then.get(code, "")) for code in moved]
    return Offer(changes, round(sum(today.points(then)), 1), len(then), moves)
