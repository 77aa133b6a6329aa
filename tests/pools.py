"""Pools: a few people who differ, so that a match has something to weigh.

M01 can speak about the career N01 wants, and talks about what N02 wants to talk about; M02 the other way round. N03
speaks German only and finds nobody; M03 is free.
"""

from dataclasses import replace
from typing import Any

from domain.cohort import Cohort
from domain.lifecycles import ProposalState
from domain.policy import BalanceRule
from domain.proposals import Proposal
from tests.builders import a_cohort

INDUSTRY, WRITING, POLICY = 15, 9, 3
TOLD: dict[str, dict[str, Any]] = {
    "M01": {"tracks": [INDUSTRY], "topics": ["balance"], "gender": "woman", "gender_consent": True},
    "M02": {"tracks": [WRITING], "topics": ["path"], "gender": "man", "gender_consent": True},
    "M03": {"tracks": [POLICY], "topics": ["failure"], "gender": "woman", "gender_consent": True},
    "N01": {"tracks": [INDUSTRY], "topics": {"path": 3}},
    "N02": {"tracks": [WRITING], "topics": {"balance": 3}},
    "N03": {"tracks": [POLICY], "topics": {"failure": 3}, "languages": ["de"]},
}
WOMEN = BalanceRule(label="Women", trait="gender", values=("woman",), at_least=2)


def a_pool(**matching: Any) -> Cohort:
    """Three mentors and three mentees in recruitment; `matching` replaces terms of the policy."""
    cohort = a_cohort().in_recruitment().with_mentors(3).with_mentees(3).build()
    known = cohort.applications
    cohort = cohort.put(*(replace(known[code], answers={**known[code].answers, **told}) for code, told in TOLD.items()))
    terms = cohort.policy.matching.model_copy(update=matching)
    return replace(cohort, policy=cohort.policy.model_copy(update={"matching": terms}))


def with_proposal(cohort: Cohort, office: Any, **order: Any) -> Cohort:
    """The cohort with its first proposal, solved by the matchmaker on its bench."""
    from office.benches import solve

    at = office.clock.now()
    ordered = replace(Proposal("match-1", 1, ProposalState.ORDERED, at), **order)
    return cohort.put(solve(cohort, ordered, office))
