"""Privacy: the privacy notice of a cohort, written from what each field declares. Open to everybody, and about nobody."""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from domain.as_asked import as_asked
from domain.belonging import Kept
from domain.forms import FORMS, Form
from domain.keeping import for_how_long
from domain.notice import lines_besides, lines_of
from domain.policy import Policy
from web.doors import AsAsked, Public
from web.look import page

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/privacy/{code}")
def notice(cohort: Public, language: AsAsked) -> Response:
    """What is kept of people in this cohort, who reads it, what for and for how long, and what they can ask for."""
    policy = cohort.policy
    return page(
        "privacy",
        language,
        cohort=cohort,
        keeping=policy.keeping,
        times={kept: for_how_long(kept, policy.keeping) for kept in Kept},
        besides=list(lines_besides(policy)),
        forms=[
            (form.title, list(lines_of(as_asked(form.name, policy), policy))) for form in asked_of_participants(policy)
        ],
    )


def asked_of_participants(policy: Policy) -> list[type[Form]]:
    """The forms that participants answer, without rounds that this programme does not have."""
    matching = policy.matching
    held = {"choose_partners": matching.asks_for_choices, "first_meetings": matching.meetings_max > 0}
    return [form for name, form in FORMS.items() if form.by == "participant" and held.get(name, True)]
