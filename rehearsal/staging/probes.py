"""Probes: questions put to a living office in the middle of a rehearsal. Each answers with what was wrong, or nothing."""

from collections.abc import Iterable
from dataclasses import replace

from domain.agenda import settle
from domain.cohort import COLLECTIONS, Cohort
from domain.steps import rules_of
from office.office import Office
from office.round import play_round
from rehearsal.history import Probe


def ticks_twice(office: Office, code: str) -> Probe:
    """After everything was settled, have every scope looked at once more: nothing may be left to do."""
    office.store.dues.wake_all(code)
    tally = play_round(office, code).tally
    found = f"a second tick did {', '.join(tally.keys[:5])}" if tally.total else ""
    return Probe(office.clock.now(), "tick twice is tick once", found)


def order_does_not_matter(office: Office, code: str) -> Probe:
    """Settle all scopes of this moment forwards and backwards: both must give the same cohort. Changes nothing."""
    cohort, now = office.store.load(code), office.clock.now()
    scopes = sorted({record.scope for name in COLLECTIONS.values() for record in getattr(cohort, name).values()} - {""})
    rules = rules_of(cohort.phase)

    def settled(order: Iterable[str]) -> Cohort:
        after = cohort
        for scope in order:
            after, _ = settle(replace(after, focus=frozenset({scope})), now, rules)
        return replace(after, focus=None)

    one, other = settled(scopes), settled(reversed(scopes))
    differing = [name for name in COLLECTIONS.values() if getattr(one, name) != getattr(other, name)]
    letters = {message.key for message in one.messages} ^ {message.key for message in other.messages}
    found = "; ".join([*differing, *sorted(letters)[:5]])
    return Probe(now, "the order of scopes changes nothing", found)
