"""Recruiting: how the pool of a cohort stands against what is hoped for. Reads its applications and nothing else of it."""

from domain.recruiting import Recruiting, recruiting
from office.glance import header
from office.office import Office


def pool_against_target(office: Office, code: str) -> Recruiting:
    """The pool as it stands now, counted."""
    return recruiting(header(office, code).policy, office.store.lookups.applications(code))
