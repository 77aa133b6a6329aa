"""The proof in words: how good a match is, in a few words for a page, or as the one sentence of a report."""

from collections.abc import Mapping

from domain.match.facts import MatchResult
from domain.saying import say, sayings

VERDICTS: Mapping[str, str] = sayings(
    {
        "BY_HAND": "These are your own pairs: checked against the rules, and nothing was optimised.",
        "OPTIMAL": "Proven best: no other match does better on these terms.",
        "INFEASIBLE": "No match keeps all the rules at once.",
        "TIME_UP": "The time was up before any match that keeps all rules was found; allow more time or ask for less.",
    }
)
BETTER = sayings(
    {
        "matched": "gives more mentees a mentor",
        "max_min": "has a better weakest pair",
        "rank_profile": "fulfils more first, second, ... wishes",
        "score": "has a higher score in all",
        "blocking_pairs": "has fewer pairs who would both rather have each other",
        "changes": "gives up fewer of the earlier pairs",
    }
)
"""What it would mean to be better in a stage, to end the sentence "no other match ..."."""


def verdict(found: MatchResult) -> str:
    """How good a match is, for a page."""
    if found.status != "FEASIBLE":
        return VERDICTS[found.status]
    points = found.gap / 100
    what = {
        "matched": say("at most {count} more mentees could have a mentor", count=found.gap),
        "score": say("at most {points} points in all below the best there may be", points=points),
        "max_min": say("the weakest pair at most {points} points below the best there may be", points=points),
    }.get(found.open_stage, say("perhaps another match is a little better"))
    return say("The best found in the time given: {what}.", what=what)


def proof(found: MatchResult) -> str:
    """What is proven about a match, or how far from it, in one sentence that also says what every match had to keep."""
    stages = [stage for stage in found.value if _kind(stage) in BETTER]
    match found.status:
        case "INFEASIBLE":
            return say("No match keeps all rules at once; this is proven.")
        case "TIME_UP" | "BY_HAND":
            return VERDICTS[found.status]
        case "OPTIMAL" if not found.matches:
            return say("Nobody can be matched; this is proven.")
        case "OPTIMAL" if not stages:
            return say("Every rule is kept; nothing was to be made best.")
        case "OPTIMAL":
            return say("{no_other} {better}. This is proven.", no_other=_no_other(found), better=_better(stages))
        case _ if not found.open_stage:
            return say("The time was up before it was certain that no other match is better.")
        case _:
            return say("The time was up before the proof was complete: {distance}.", distance=_distance(found))


def _kind(stage: str) -> str:
    return stage.partition(":")[0]


def _no_other(found: MatchResult) -> str:
    """What every match had to keep beside the rules for single pairs."""
    if found.fixed and found.balance:
        return say(
            "All possible pairs were taken into account: no other match with your fixed pairs and within the balance rules"
        )
    if found.fixed:
        return say("All possible pairs were taken into account: no other match with your fixed pairs")
    if found.balance:
        return say("All possible pairs were taken into account: no other match within the balance rules")
    return say("All possible pairs were taken into account: no other match")


def _better(stages: list[str]) -> str:
    first, *others = (BETTER[_kind(stage)] for stage in stages)
    words = first
    for better in others:
        words = say("{all_before}; of those that do as well, none {better}", all_before=words, better=better)
    return words


def _distance(found: MatchResult) -> str:
    stage = found.open_stage
    value, bound = found.value[stage], found.bound[stage]
    if not isinstance(value, int) or not isinstance(bound, int):
        return say("perhaps another match {better}", better=BETTER[_kind(stage)])
    match stage:
        case "matched":
            return say("{matched} mentees have a mentor, and no match has more than {most}", matched=value, most=bound)
        case "score":
            return say(
                "no match with as many pairs has a score higher by more than {points} points ({percent} %)",
                points=(bound - value) / 100,
                percent=float(f"{100 * (bound - value) / max(1, abs(bound)):.2g}"),
            )
        case "max_min":
            return say(
                "the weakest pair has {points} points, and no match has a weakest pair above {most}",
                points=value // 100,
                most=bound // 100,
            )
        case _:
            by = abs(bound - value)
            return say("perhaps another match {better}, by at most {by}", better=BETTER[_kind(stage)], by=by)
