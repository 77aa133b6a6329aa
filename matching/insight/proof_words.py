"""Proof in words: what is proven about a match, or how far it may be from the best, in one sentence for a coordinator."""

from __future__ import annotations

from allocation.problem import Problem
from allocation.solution import Solution

BETTER = {
    "matched": "gives more mentees a mentor",
    "max_min": "has a better weakest pair",
    "rank_profile": "fulfils more first, second, ... wishes",
    "score": "has a higher score in all",
    "blocking_pairs": "has fewer pairs who would both rather have each other",
    "changes": "gives up fewer of the earlier pairs",
}
"""What it would mean to be better in a stage, to end the sentence "no other match ..."."""


def sentence(solution: Solution | None, problem: Problem | None = None) -> str:
    """The proof, or how far from it, in one sentence for a coordinator; None stands for no match found in time. With the
    problem it says what was given: pairs fixed by hand, balance rules."""
    if solution is None:
        return "The time was up before any match that keeps all rules was found; allow more time or ask for less."
    if solution.status == "INFEASIBLE":
        return "No match keeps all rules at once; this is proven."
    stages = [stage for stage in solution.value if stage.partition(":")[0] in BETTER]
    if solution.status == "OPTIMAL" and not solution.pairs:
        return "Nobody can be matched; this is proven."
    if solution.status == "OPTIMAL":
        if not stages:
            return "Every rule is kept; nothing was to be made best."
        first, *others = (BETTER[stage.partition(":")[0]] for stage in stages)
        rest = "".join(f"; of those that do as well, none {words}" for words in others)
        given = f" {_given(problem)}" if problem and (problem.pins or problem.sides) else ""
        return f"All possible pairs were taken into account: no other match{given} {first}{rest}. This is proven."
    stage = next((stage for stage in stages if solution.value[stage] != solution.bound[stage]), None)
    if stage is None:
        return "The time was up before it was certain that no other match is better."
    return f"The time was up before the proof was complete: {_distance(stage, solution)}."


def _given(problem: Problem) -> str:
    """What every match had to keep beside the rules for single pairs."""
    given = ["with your fixed pairs" if problem.pins else "", "within the balance rules" if problem.sides else ""]
    return " and ".join(filter(None, given))


def _distance(stage: str, solution: Solution) -> str:
    value, bound = solution.value[stage], solution.bound[stage]
    if not isinstance(value, int) or not isinstance(bound, int):
        return f"perhaps another match {BETTER[stage.partition(':')[0]]}"
    match stage:
        case "matched":
            return f"{value} mentees have a mentor, and no match has more than {bound}"
        case "score":
            share = 100 * (bound - value) / max(1, abs(bound))
            points = (bound - value) / 100
            return f"no match with as many pairs has a score higher by more than {points:g} points ({share:.2g} %)"
        case "max_min":
            return f"the weakest pair has {value // 100} points, and no match has a weakest pair above {bound // 100}"
        case _:
            return f"perhaps another match {BETTER[stage]}, by at most {abs(bound - value)}"
