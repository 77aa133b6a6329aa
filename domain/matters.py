"""Matters: what a case is called where a person reads it, with the gathering or document it is about, and how it ended."""

from domain.cohort import Cohort
from domain.escalations import MATTERS, Escalation
from domain.saying import say, sayings
from domain.states import DOCUMENTS

CASES_ENDED = sayings(
    {
        "resumed": "closed",
        "excused": "the session was excused",
        "took_place": "the session took place",
        "not_held": "the session did not take place",
        "rematched": "another partner is looked for",
        "ended": "the pair ended",
        "open_anyway": "recruitment opened",
        "start": "mentoring starts",
        "extend": "the date was moved",
        "call_off": "called off",
        "answered": "answered",
        "new_address": "the address was corrected",
        "again": "it is printed again",
        "write": "you wrote",
        "snooze": "put off",
        "settled by itself": "settled by itself",
        "too_late": "its day has passed",
    },
    context="outcome",
)


def case_named(cohort: Cohort, case: Escalation) -> str:
    """The case in a few words; whom it concerns is said beside it."""
    matter, gathering = MATTERS.get(case.matter, say("Something needs a decision")), cohort.gatherings.get(case.about)
    if document := cohort.documents.get(case.about):
        return say("{matter}: {document}", matter=matter, document=DOCUMENTS[document.kind])
    return say("{matter}: {gathering}", matter=matter, gathering=gathering.title) if gathering else matter
