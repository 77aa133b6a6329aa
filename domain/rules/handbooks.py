"""Handbooks: printed before mentoring starts (course card), sent to everybody whose pair is confirmed, and on their page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Due, Issue, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, posting
from domain.lifecycles import DocumentState, PairState, Phase
from domain.people import Role
from domain.rules.preparation import the_cohort

HANDBOOKS = {Role.MENTOR: "handbook", Role.MENTEE: "guide"}
FOLLOWS_AFTER = timedelta(1)  # the welcome comes first (own)


def _while_pairs_begin(cohort: Cohort) -> Iterator[Cohort]:
    return (here for here in the_cohort(cohort) if here.phase in (Phase.RECRUITMENT, Phase.MENTORING))


@rule(_while_pairs_begin)
def print_the_handbooks(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """One handbook for all mentors and one guide for all mentees, when screening ends."""
    for role, kind in HANDBOOKS.items():
        order = Issue(kind, f"{role.value}s", "")
        yield Due(cohort.milestones.matching_on, FAR_FUTURE, f"{kind}:{role.value}s", order)


@rule(_while_pairs_begin)
def hand_out_the_handbooks(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """Everybody in a confirmed pair gets theirs the day after the welcome, once it is printed."""
    for role, kind in HANDBOOKS.items():
        document = cohort.documents.get(f"{kind}:{role.value}s")
        if document is None or document.state is not DocumentState.PRINTED or document.printed_at is None:
            continue
        for code, joined in _paired(cohort, role):
            at = posting(max(document.printed_at, joined) + FOLLOWS_AFTER, cohort.days)
            letter = Write(f"{role.value}/handbook", code, document.id)
            yield Due(at, at + timedelta(60), f"{code}:{kind}", letter)


def _paired(cohort: Cohort, role: Role) -> list[tuple[str, datetime]]:
    """Those in an active pair, and since when."""
    return [
        (code, group.activated_at)
        for group in cohort.groups.values()
        if group.state is PairState.ACTIVE and group.activated_at
        for code in group.members
        if cohort.participants[code].role is role
    ]
