"""Channels: the open links of a cohort, one for each channel, and whom they brought. Counts, no names."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.channels import BOOK, LIST, OPEN, came_back, channel_of, waited
from domain.cohort import Cohort
from domain.people import Role
from office.calls import call_link
from office.office import Office
from storage.cohorts.counts import Came


@dataclass(frozen=True)
class Brought:
    """What one source brought, by role. `channel`: "" for lists and the book, and for the open link that names none."""

    source: str
    channel: str
    came: Mapping[Role, Came]

    @property
    def came_back(self) -> str:
        """The earlier cohort from which they came along; "" for everybody else."""
        return came_back(self.source)

    @property
    def waited(self) -> bool:
        """Whether these kept a place on its waiting list."""
        return waited(self.source)


def brought(office: Office, code: str) -> list[Brought]:
    """The list of contacts, the contact book, the open link without a channel, and each channel that brought somebody, in
    this order."""
    found = office.store.counts.came(code)
    first = (LIST, BOOK, OPEN)
    sources = [*first, *sorted({source for source, _ in found} - set(first))]
    return [
        Brought(source, channel_of(source), {role: found.get((source, role.value), Came()) for role in Role})
        for source in sources
    ]


def links_of(office: Office, cohort: Cohort, channel: str) -> dict[Role, str]:
    """The open links of a channel."""
    return {role: call_link(office, cohort, role, channel) for role in Role}
