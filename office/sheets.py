"""Sheets: the applications that wait for a verdict, a page at a time, and who of them is preselected (domain/sheets.py)."""

from domain.people import Role
from domain.sheets import places_left
from office.glance import header
from office.office import Office


def waiting_number(office: Office, code: str, role: Role) -> int:
    """How many of one role wait."""
    return office.store.sheets.number(code, header(office, code).policy.recruitment, role)


def waiting_page(office: Office, code: str, role: Role, start: int, size: int) -> list[str]:
    """Whose they are, in order."""
    return office.store.sheets.page(code, header(office, code).policy.recruitment, role, start, size)


def preselected(office: Office, code: str) -> frozenset[str]:
    """The mentees among so many for each accepted mentor as the policy says."""
    policy = header(office, code).policy.recruitment
    applied = office.store.counts.applications(code)
    return frozenset(office.store.sheets.first_marked(code, policy, places_left(policy, applied)))
