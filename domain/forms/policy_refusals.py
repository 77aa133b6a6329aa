"""Policy refusals: what a policy does not take, at the question that causes it and in a coordinator's words."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from domain.policy import Matching, Policy

UNHEARD = "Participants are asked for this, so it needs a weight above 0."
NO_LADDER = "This programme's policy does not say when participants are reminded; whoever keeps the policy can add it."
REFUSALS: Mapping[str, tuple[str, str]] = {
    "matching.weights.choices": ("choices", UNHEARD),
    "matching.weights.chemistry": ("chemistry", UNHEARD),
    "matching.choice_ladder": ("mode", NO_LADDER),
    "matching.meetings_ladder": ("meetings_max", NO_LADDER),
    "calendar.recruitment_months": ("mode", "Recruitment is too short for this: {words}."),
}
"""By the place that the policy refuses (domain/policy), the question that causes it and a coordinator's words."""


def refused_by(policy: Policy, changes: Mapping[str, Any]) -> dict[str, str]:
    """Field -> sentence for whatever the policy as a whole would not take, were its matching changed like this."""
    told = {name: getattr(policy, name) for name in Policy.model_fields}
    matching = {name: getattr(policy.matching, name) for name in Matching.model_fields} | dict(changes)
    try:
        Policy.model_validate(told | {"matching": Matching.model_validate(matching)})
    except ValidationError as error:
        mistakes = [
            part for one in error.errors() for part in str(one["msg"]).removeprefix("Value error, ").split("; ")
        ]
        return dict(_at_its_question(mistake) for mistake in reversed(mistakes))
    return {}


def _at_its_question(mistake: str) -> tuple[str, str]:
    place, _, words = mistake.partition(": ")
    field, sentence = REFUSALS.get(place, ("", "The programme's policy does not take these terms: {words}."))
    return field, sentence.format(words=words)
