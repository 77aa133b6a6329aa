"""Matters: what a case is called where a person reads it, with the gathering where it is about one, and how it ended."""

from domain.cohort import Cohort
from domain.escalations import MATTERS, Escalation
from domain.saying import say, sayings

CASES_ENDED = sayings(
    {
        "resumed": "closed",
        "excused": "the session was excused",
        "rematched": "another partner is looked for",
        "ended": "the pair ended",
        "open_anyway": "recruitment opened",
        "start": "mentoring starts",
        "extend": "the date was moved",
        "call_off": "called off",
        "answered": "answered",
        "new_address": "the address was corrected",
        "write": "you wrote",
        "snooze": "put off",
        "settled by itself": "settled by itself",
        "too late": "its day has passed",
    },
    context="outcome",
)


def case_named(cohort: Cohort, case: Escalation) -> str:
    """The case in a few words; whom it concerns is said beside it."""
    matter, gathering = MATTERS.get(case.matter, say("Something needs a decision")), cohort.gatherings.get(case.about)
    return say("{matter}: {gathering}", matter=matter, gathering=gathering.title) if gathering else matter
