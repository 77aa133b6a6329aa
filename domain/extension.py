"""Extension: a later end of mentoring that is proposed to one pair, and what the two have said to it.

Values only: who is asked and told is left to domain/rules/extending.py, what an agreed one changes to domain/ends.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.belonging import Code


@dataclass(frozen=True)
class Extension:
    """A last day that a coordinator has proposed. It holds once both have said yes; one no, or silence, and nothing changes.

    `closes`: until when they are asked; `agreed`: when each said yes, by code.
    """

    until: date
    proposed_at: datetime
    closes: datetime
    agreed: Mapping[Code, datetime] = field(default_factory=dict)
    refused_by: Code = ""
    refused_at: datetime | None = None

    def is_agreed(self, members: tuple[str, ...]) -> bool:
        """All of them have said yes."""
        return self.refused_at is None and all(code in self.agreed for code in members)

    def is_open(self, members: tuple[str, ...], at: datetime) -> bool:
        """Somebody is still asked."""
        return self.refused_at is None and not self.is_agreed(members) and at < self.closes

    def settled_at(self, members: tuple[str, ...]) -> datetime:
        """When it was, or will be, clear what comes of it."""
        return max(self.agreed.values()) if self.is_agreed(members) else self.refused_at or self.closes
