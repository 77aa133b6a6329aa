"""Absences: the partner of whoever is away hears of it. What an absence does to clocks is told by asking.days_of."""

from collections.abc import Iterator
from datetime import timedelta

from domain.actions import Due, Write, rule
from domain.cohort import Cohort
from domain.dates import posting, start_of
from domain.groups import Group
from domain.lifecycles import PairState
from domain.rules.asking import pairs_in


@rule(pairs_in(PairState.ACTIVE))
def tell_the_partner_of_an_absence(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """One letter for each absence that somebody has told us of, as long as it is not over."""
    for code in pair.members:
        for absence in cohort.participants[code].away:
            if absence.told_at is not None:
                at = posting(absence.told_at, cohort.days)
                over = start_of(absence.last + timedelta(1), cohort.zone)
                key = f"{pair.id}:away:{code}:{absence.first}:{absence.last}"
                yield Due(at, over, key, Write("pair/partner_away", pair.partner_of(code), pair.id))
