"""Desk roles: what somebody is at the desk of one cohort, and who stands in for its lead. What follows for pages is web's,
for letters carry_out's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.belonging import Code
from domain.dates import day_of


class DeskRole(StrEnum):
    """What somebody is at the desk of one cohort; in the journal beside whoever did something."""

    LEAD = "lead"
    STAND_IN = "stand-in"
    COORDINATOR = "coordinator"
    READER = "reader"
    ADMIN = "admin"

    @property
    def acts(self) -> bool:
        """Runs the cohort: decides, writes, reads what people wrote. The others look on."""
        return self in (DeskRole.LEAD, DeskRole.STAND_IN, DeskRole.COORDINATOR)

    @property
    def gives_roles(self) -> bool:
        """Says who runs the cohort and who looks on."""
        return self in (DeskRole.LEAD, DeskRole.ADMIN)


@dataclass(frozen=True)
class StandIn:
    """A colleague reads and answers in place of the lead, on the first of these days, on the last, and between them."""

    code: Code
    first: date
    last: date
    by: Code

    def stands(self, at: datetime, zone: str) -> bool:
        """Whether a moment lies within these days, on the clock of a zone."""
        return self.first <= day_of(at, zone) <= self.last
