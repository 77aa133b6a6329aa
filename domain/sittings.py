"""Sittings: when an application comes before the coordinator: together with the others of its days while the call is open,
and with all that are left when it has closed. Moments only; asking is left to rules/recruitment, the list to domain/today.
"""

from datetime import datetime

from domain.applications import Application
from domain.cohort import Cohort
from domain.people import Role


def looked_at_from(cohort: Cohort, application: Application) -> datetime:
    """The moment from which an application that wants a look waits for it."""
    return looked_at(cohort, application.role, application.submitted_at)


def looked_at(cohort: Cohort, role: Role, sent: datetime) -> datetime:
    """The same of one that was sent at this moment. Who comes before or after the call, or where the policy puts none
    together, waits from the moment at which it was sent."""
    every = cohort.policy.recruitment.screening_every
    opens, closes = cohort.milestones.call(role.value)
    if not every or not opens <= sent < closes:
        return sent
    return min(opens + ((sent - opens) // every + 1) * every, closes)


def not_yet(cohort: Cohort, role: Role, now: datetime) -> tuple[datetime, datetime] | None:
    """When an application was sent that does not wait yet: [from, until); None when there are none such."""
    every = cohort.policy.recruitment.screening_every
    opens, closes = cohort.milestones.call(role.value)
    if not every or now >= closes:
        return None
    return opens + max(0, (now - opens) // every) * every, closes
