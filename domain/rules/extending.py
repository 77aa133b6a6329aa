"""Extending: ask both of a pair whether they go on longer, remind them once, and tell all concerned what comes of it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from domain.actions import Due, Write, rule
from domain.cohort import Cohort
from domain.dates import posting
from domain.groups import Group
from domain.ladders import Rung
from domain.lifecycles import PairState
from domain.rules.asking import asking, pairs_in, telling

# At once, and once more while a week is left (own).
RUNGS = (Rung(after=timedelta(0), to="both"), Rung(after=timedelta(6), to="both"))
TOLD_WITHIN = timedelta(14)


def asked_to_go_on(cohort: Cohort) -> Iterable[Group]:
    """The pairs to whom a later end was proposed."""
    return [pair for pair in pairs_in(PairState.ACTIVE)(cohort) if pair.extension is not None]


@rule(asked_to_go_on)
def ask_both_to_go_on(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """Each is asked in a form of their own; whoever has said yes waits for the other."""
    proposed = pair.extension
    if proposed is None or proposed.refused_at is not None or proposed.is_agreed(pair.members):
        return
    yield from asking(
        cohort,
        key=f"{pair.id}:extension:{proposed.proposed_at:%Y-%m-%dT%H%M%S}",
        form="extension",
        about=pair.id,
        letters=("pair/extension_wanted", "pair/extension_reminder"),
        start=proposed.proposed_at,
        rungs=RUNGS,
        end=proposed.closes,
        asked=pair,
        unless=proposed.agreed.__contains__,
        closes=proposed.closes,
    )


@rule(asked_to_go_on)
def tell_whether_they_go_on(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """Both hear, in the same words whoever said what, and the coordinator with them."""
    proposed, lead = pair.extension, cohort.lead.code
    if proposed is None:
        return
    at, told = proposed.settled_at(pair.members), "extended" if proposed.is_agreed(pair.members) else "not_extended"
    key = f"{pair.id}:{told}:{proposed.proposed_at:%Y-%m-%dT%H%M%S}"
    yield from telling(
        cohort, key=key, letter=f"pair/{told}", about=pair.id, to=pair.members, at=at, until=at + TOLD_WITHIN
    )
    opens = posting(at, cohort.days)
    yield Due(opens, opens + TOLD_WITHIN, f"{key}:{lead}", Write(f"coordinator/{told}", lead, pair.id))
