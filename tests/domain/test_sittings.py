"""Sittings: who waits by now is told alike of one application and of all that were sent in a span."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.people import Role
from domain.sittings import looked_at, not_yet
from tests.builders import a_cohort, days


@pytest.mark.parametrize("every", [timedelta(0), days(7), days(400)], ids=str)
@pytest.mark.parametrize("role", Role)
def test_those_of_the_span_do_not_wait_and_all_others_do(every, role):
    cohort = a_cohort().in_recruitment().build()
    recruitment = cohort.policy.recruitment.model_copy(update={"screening_every": every})
    cohort = replace(cohort, policy=cohort.policy.model_copy(update={"recruitment": recruitment}))
    opens, closes = cohort.milestones.call(role.value)

    for now in (opens - days(1), opens, opens + days(6.9), opens + days(7), opens + days(20), closes, closes + days(3)):
        span = not_yet(cohort, role, now)
        for sent in (opens - days(2), opens, now - days(7.1), now - days(7), now - days(3), now, closes - days(0.1)):
            if sent <= now:
                waits = looked_at(cohort, role, sent) <= now
                assert waits is not bool(span and span[0] <= sent < span[1]), (now, sent)
