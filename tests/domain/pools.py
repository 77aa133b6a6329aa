"""Pools: what is counted of applications, counted one by one as the database counts all of them at once."""

from domain.recruiting import counts, recruiting
from domain.traits import Tally, traits_of


def tallies(applications):
    """How many have each trait, by role."""
    found = {}
    for one in applications:
        for trait in traits_of(one):
            before = found.get((one.role, trait), Tally())
            found[one.role, trait] = Tally(before.people + 1, before.places + one.capacity)
    return found


def those(applications, picked):
    """The codes of those who have any of these traits."""
    return sorted(
        one.id
        for one in applications
        if one.role is picked.role
        and any(t.what in picked.whats and (not picked.codes or t.code in picked.codes) for t in traits_of(one))
    )


def against_target(policy, applications):
    """The pool of these against what the policy hopes for."""
    known, rules = list(applications), dict(enumerate(map(counts, policy.matching.balance)))
    return recruiting(policy, tallies(known), {n: len(those(known, one)) for n, one in rules.items() if one})
