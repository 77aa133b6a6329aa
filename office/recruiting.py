"""Recruiting: how the pool of a cohort stands against what is hoped for: counted by the database, nobody is loaded."""

from domain.recruiting import Recruiting, counts, recruiting
from office.glance import header
from office.office import Office


def pool_against_target(office: Office, code: str) -> Recruiting:
    """The pool as it stands now, counted."""
    policy, traits = header(office, code).policy, office.store.traits
    rules = {n: counts(rule) for n, rule in enumerate(policy.matching.balance)}
    kept = {n: traits.number(code, picked) for n, picked in rules.items() if picked}
    return recruiting(policy, traits.tallies(code), kept)
