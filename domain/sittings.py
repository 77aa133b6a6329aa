"""Sittings: when an application comes before the coordinator: together with the others of its days while the call is open,
and with all that are left when it has closed. Moments only; asking is left to rules/recruitment, the list to domain/today.
"""

from datetime import datetime

from domain.applications import Application
from domain.cohort import Cohort


def looked_at_from(cohort: Cohort, application: Application) -> datetime:
    """The moment from which an application that wants a look waits for it. Who comes before or after the call, or where
    the policy puts none together, waits from the moment at which it was sent."""
    every, sent = cohort.policy.recruitment.screening_every, application.submitted_at
    opens, closes = cohort.milestones.call(application.role.value)
    if not every or not opens <= sent < closes:
        return sent
    return min(opens + ((sent - opens) // every + 1) * every, closes)
