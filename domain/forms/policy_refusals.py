"""Policy refusals: what a policy does not take, at the question that causes it and in a coordinator's words."""

from collections.abc import Mapping
from typing import Any

from domain.calendar import milestone_days
from domain.coherence import Programme, mistakes
from domain.cohort import Cohort
from domain.policy import Policy
from domain.saying import say

UNHEARD = say("Participants are asked for this, so it needs a weight above 0.")
NO_LADDER = say(
    "This programme's policy does not say when participants are reminded; whoever keeps the policy can add it."
)
REFUSALS: Mapping[str, tuple[str, str]] = {
    "matching.weights.choices": ("choices", UNHEARD),
    "matching.weights.chemistry": ("chemistry", UNHEARD),
    "matching.choice_ladder": ("mode", NO_LADDER),
    "matching.meetings_ladder": ("meetings_max", NO_LADDER),
    "matching.offer_lapses_after": ("mode", ""),
    "calendar.mentoring_months": ("mode", ""),
    "calendar.recruitment_months": ("mode", ""),
}
"""By the place that does not agree any more (domain/coherence), the question that causes it and a coordinator's words; ""
where recruitment is too short."""


def refused_by(cohort: Cohort, changes: Mapping[str, Any]) -> dict[str, str]:
    """Field -> sentence for whatever would no longer agree, were the matching of this cohort changed like this."""
    changed = cohort.policy.matching.model_copy(update=dict(changes))
    before = _found(cohort, cohort.policy)
    after = _found(cohort, cohort.policy.model_copy(update={"matching": changed}))
    return dict(_at_its_question(*mistake) for mistake in reversed(after) if mistake not in before)


def _found(cohort: Cohort, policy: Policy) -> list[tuple[str, str]]:
    return mistakes(Programme(policy, milestone_days(cohort.starts_on, policy.calendar, cohort.moved)))


def _at_its_question(place: str, words: str) -> tuple[str, str]:
    field, sentence = REFUSALS.get(place, ("", ""))
    if field and not sentence:
        sentence = say("Recruitment is too short for this: {words}.", words=words)
    return field, sentence or say("The programme's policy does not take these terms: {words}.", words=words)
