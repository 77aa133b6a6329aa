"""What if: everybody who is free, matched in the time of a request, on the terms as they are or on other weights.

Orders and saves nothing: a proposal is the matchmaker's (office/benches), the terms are a form (matching_terms).
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.forms.matching_terms import WEIGHT_MAX
from domain.forms.proposing import newest, waits_for_review
from domain.match.findings import Worth
from domain.people import Role
from domain.proposals import next_order
from domain.rules.pairing import pool as free
from domain.saying import say
from matching.candidates import Terms
from office.match.candidates import candidates, terms

if TYPE_CHECKING:  # loads the solver
    from allocation.solution import Solution
    from matching.pool import Pool

log = logging.getLogger(__name__)

PAIRS_MAX = 60_000
"""Up to so many possible pairs are solved while somebody waits for a page."""
PATIENCE_SECONDS = 10.0
Weights = Mapping[str, int]


NOT_VERIFIED = say(
    "A match was found, but a second, independent calculation does not agree with it, so it is not shown. "
    "Please tell whoever runs the office."
)
NO_MATCH = say("No match keeps all the rules at once, whatever the weights are.")


class CannotTell(Exception):
    """Why there is no answer, in a sentence for the coordinator."""


@contextmanager
def only_verified(cohort: Cohort) -> Iterator[None]:
    """CannotTell instead of a match that does not stand up to the second calculation; the log says what is wrong."""
    from allocation.verified import Unverified  # loads the solver

    try:
        yield
    except Unverified as error:
        log.exception("cohort %s: a match of today does not stand up", cohort.code)
        raise CannotTell(NOT_VERIFIED) from error


@dataclass(frozen=True, eq=False)
class Solved:
    """Everybody who is free, on some terms, and the best match of them."""

    asked: "Pool"
    solution: "Solution"

    @property
    def possible(self) -> bool:
        """Whether any match keeps all the rules."""
        return self.solution.status != "INFEASIBLE"

    @cached_property
    def mentor_of(self) -> dict[str, str]:
        """By the code of a mentee."""
        rows, cols = self.asked.problem.keys
        return {rows[i]: cols[j] for i, j in self.solution.pairs}

    def points(self, pairs: Mapping[str, str]) -> list[float]:
        """The scores (0-100) of pairs by these weights, as far as both are free."""
        rows, cols = ({code: place for place, code in enumerate(keys)} for keys in self.asked.problem.keys)
        both = ((rows[n], cols[m]) for n, m in pairs.items() if n in rows and m in cols)
        return [int(self.asked.problem.scores[pair]) / 100 for pair in both]


def the_weights(cohort: Cohort) -> dict[str, int]:
    """The cohort's weights by criterion, in the order in which people look at them."""
    return {name: cohort.policy.matching.weights.get(name, 0) for name in WEIGHED}


def read_weights(cohort: Cohort, asked: Iterable[tuple[str, str]]) -> tuple[dict[str, int], list[str]]:
    """Weights as somebody typed them, those not named as they are, and a sentence for each that is none."""
    weights, wrong = the_weights(cohort), []
    for name, typed in asked:
        number = typed.strip()
        if name not in weights:
            wrong.append(say("There is no such criterion: the names are those of the numbers on this page."))
        elif number.isascii() and number.isdigit() and len(number) < 4 and int(number) <= WEIGHT_MAX:
            weights[name] = int(number)
        else:
            title = WEIGHED[name].title
            wrong.append(say("{title}: please give a whole number from 0 to {most}.", title=title, most=WEIGHT_MAX))
    if not wrong and not any(weights.values()):
        wrong.append(say("Please give at least one criterion a weight above 0."))
    return weights, list(dict.fromkeys(wrong))


def solved(cohort: Cohort, weights: Weights | None = None, *, mentors_needed: bool = True) -> Solved:
    """The match as it would be today, on the cohort's terms or on other weights. CannotTell when there is no answer,
    or nobody to match; without `mentors_needed` mentees alone are a pool as well, in which nobody is matched."""
    from allocation.verified import best  # loads the solver: a second that only these pages should pay
    from matching.pool import pool

    may_be_solved(*(len(free(cohort, role)) for role in (Role.MENTEE, Role.MENTOR)), mentors_needed=mentors_needed)
    people = candidates(cohort, Role.MENTEE), candidates(cohort, Role.MENTOR)
    try:
        asked = pool(*people, todays_terms(cohort, weights))
        with only_verified(cohort):
            return Solved(asked, best(asked.problem, asked.terms.time_limit))
    except TimeoutError:
        raise CannotTell(
            say(
                "No match that keeps all rules was found within {seconds} seconds. A proposal takes more time.",
                seconds=PATIENCE_SECONDS,
            )
        ) from None
    except ValueError as refused:
        raise CannotTell(say("These terms cannot be computed: {why}", why=str(refused))) from refused


def may_be_solved(mentees: int, mentors: int, *, mentors_needed: bool = True) -> None:
    """CannotTell when nobody can be matched, or more than a page computes."""
    if not mentees or (mentors_needed and not mentors):
        raise CannotTell(_nobody(mentees, mentors))
    if (size := mentees * mentors) > PAIRS_MAX:
        raise CannotTell(
            say(
                "{mentees} mentees and {mentors} mentors make {pairs} possible pairs, more than this page computes at once "
                "({most}). Keep the weights you want and have a proposal solved: it takes them all.",
                mentees=mentees,
                mentors=mentors,
                pairs=size,
                most=PAIRS_MAX,
            )
        )


def todays_terms(cohort: Cohort, weights: Weights | None = None) -> Terms:
    """The terms of a proposal that would be solved now: those of the one that waits, else of the one before."""
    if weights is not None:
        matching = cohort.policy.matching
        told = matching.model_copy(update={"weights": matching.weights | dict(weights)})
        cohort = replace(cohort, policy=cohort.policy.model_copy(update={"matching": told}))
    last = newest(cohort)
    order = waits_for_review(cohort) or next_order(last, last.number + 1 if last else 1, cohort.launched_at)
    # What the office would propose is told beside pairs made by hand; it is not asked to repeat them.
    wanted = terms(cohort, replace(order, pins=()) if order.by_hand else order)
    return replace(wanted, time_limit=min(PATIENCE_SECONDS, wanted.time_limit or PATIENCE_SECONDS))


def _nobody(mentees: int, mentors: int) -> str:
    if not mentees and not mentors:
        return say("Nobody is free to be matched just now.")
    return (
        say("No mentor is free to be matched just now.")
        if mentees
        else say("No mentee is free to be matched just now.")
    )


# --- two matches side by side ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """The match on the terms as they are and on the weights tried, each measured by both."""

    moves: list[tuple[str, str, str]]  # mentee, mentor now, mentor then; "" is nobody
    as_it_is: tuple[Worth, Worth]  # by today's weights, by those tried
    tried: tuple[Worth, Worth]
    proven: bool


def compared(today: Solved, then: Solved) -> Comparison:
    """What moves when the weights change, and what becomes of the numbers."""
    now, later = today.mentor_of, then.mentor_of
    moves = [(code, now.get(code, ""), later.get(code, "")) for code in sorted(now.keys() | later.keys())]
    return Comparison(
        [move for move in moves if move[1] != move[2]],
        (measured(now, today), measured(now, then)),
        (measured(later, today), measured(later, then)),
        today.solution.status == then.solution.status == "OPTIMAL",
    )


def measured(pairs: Mapping[str, str], by: Solved) -> Worth:
    """Pairs in numbers, by the weights of this pool."""
    points = by.points(pairs)
    total = sum(points)
    return Worth(
        len(points), round(total, 1), round(total / max(1, len(points)), 1), round(min(points, default=0.0), 1)
    )
