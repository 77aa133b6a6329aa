"""Agreeing: welcome the pair, get the agreement signed and the plan written, ask again in months 2 and 4."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Due, Escalate, Plan, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, add_months, day_of, posting, start_of
from domain.lifecycles import PairState
from domain.pairs import Pair
from domain.rules.asking import asking, days_of, pairs_in, role_of

# A pair that has not signed two weeks after the last reminder becomes a case (own).
UNSIGNED_AFTER = timedelta(14)
# The plan follows the agreement, so that nobody finds two requests on the first day (own).
PLAN_FOLLOWS_AFTER = timedelta(5)

active_pairs = pairs_in(PairState.ACTIVE)


def first_day(cohort: Cohort, pair: Pair) -> datetime:
    """Local midnight of the pair's first day of mentoring."""
    assert pair.starts_on is not None, f"{pair.id} is active and has no first day"
    return start_of(pair.starts_on, cohort.zone)


def months_in(cohort: Cohort, pair: Pair, months: int) -> datetime:
    """Local midnight `months` after the pair's first day."""
    assert pair.starts_on is not None, f"{pair.id} is active and has no first day"
    return start_of(add_months(pair.starts_on, months), cohort.zone)


@rule(active_pairs)
def plan_the_sessions(cohort: Cohort, pair: Pair) -> Iterator[Due]:
    """As soon as both have accepted, the pair's session windows exist."""
    if pair.activated_at:
        yield Due(pair.activated_at, FAR_FUTURE, f"{pair.id}:sessions", Plan("sessions", pair.id))


@rule(active_pairs)
def welcome(cohort: Cohort, pair: Pair) -> Iterator[Due]:
    """Both learn who the other is, how to reach them, and what comes first."""
    if pair.activated_at:
        at = posting(pair.activated_at, cohort.days)
        for code in pair.members:
            letter = Write(f"{role_of(cohort, code)}/paired", code, pair.id)
            yield Due(at, at + timedelta(14), f"{pair.id}:paired:{code}", letter)


@rule(active_pairs)
def get_the_agreement_signed(cohort: Cohort, pair: Pair) -> Iterator[Due]:
    """Both sign by link; after a re-contracting that changes something, both sign again."""
    changed = max((int(entry.split(":")[0]) for entry in pair.contracts_kept if entry.endswith(":change")), default=0)
    key = f"{pair.id}:agreement-m{changed}" if changed else f"{pair.id}:agreement"
    rungs = cohort.policy.checks.agreement_ladder
    if all(pair.has_signed(code) for code in pair.members) or not rungs:
        return
    start = months_in(cohort, pair, changed) + timedelta(1) if changed else first_day(cohort, pair)
    days = days_of(cohort, pair)
    escalate_at = posting(start + rungs[-1].after + UNSIGNED_AFTER, days)
    yield from asking(
        cohort,
        key=key,
        form="agreement",
        about=pair.id,
        letters=("pair/agreement_wanted", "pair/agreement_reminder"),
        start=start,
        rungs=rungs,
        end=escalate_at,
        asked=pair,
        matter="no_signature",
        days=days,
        unless=pair.has_signed,
    )
    if not any(rung.to == "coordinator" for rung in rungs):  # else the ladder says itself when it becomes a case
        yield Due(escalate_at, FAR_FUTURE, f"{key}:unsigned", Escalate("no_signature", pair.id))


@rule(active_pairs)
def confirm_the_agreement(cohort: Cohort, pair: Pair) -> Iterator[Due]:
    """Once both have signed, each gets word that the agreement stands."""
    if pair.agreement and all(pair.has_signed(code) for code in pair.members):
        signed = max(signature.at for signature in pair.agreement.signed)
        for code in pair.members:
            key = f"{pair.id}:agreement-signed:{day_of(signed, cohort.zone)}:{code}"
            yield Due(signed, signed + timedelta(7), key, Write("pair/agreement_signed", code, pair.id, prompt=True))


@rule(active_pairs)
def get_the_plan_written(cohort: Cohort, pair: Pair) -> Iterator[Due]:
    """The mentee drafts the mentoring plan at the beginning (course card)."""
    if pair.plan is None:
        yield from asking(
            cohort,
            key=f"{pair.id}:plan",
            form="mentoring_plan",
            about=pair.id,
            letters=("pair/plan_wanted", "pair/plan_reminder"),
            start=first_day(cohort, pair) + PLAN_FOLLOWS_AFTER,
            rungs=cohort.policy.checks.plan_ladder,
            end=cohort.milestones.mentoring_ends,
            asked=pair,
            matter="no_plan",
            days=days_of(cohort, pair),
        )


@rule(active_pairs)
def ask_whether_the_agreement_holds(cohort: Cohort, pair: Pair) -> Iterator[Due]:
    """Re-contracting: keep, change or end, in the months of the policy. Silence keeps it."""
    for month in cohort.policy.checks.recontract_months:
        start = months_in(cohort, pair, month)
        if start >= cohort.milestones.mentoring_ends:
            continue
        told = {entry.split(":")[1] for entry in pair.contracts_kept if entry.startswith(f"{month}:")}
        yield from asking(
            cohort,
            key=f"{pair.id}:recontract-m{month}",
            form="recontract",
            about=pair.id,
            letters=("pair/recontract_wanted", "pair/recontract_reminder"),
            start=start,
            rungs=cohort.policy.checks.recontract_ladder,
            end=months_in(cohort, pair, month + 1),
            asked=pair,
            days=days_of(cohort, pair),
            unless=told.__contains__,
            closes=months_in(cohort, pair, month + 1),
        )


@rule(active_pairs)
def check_half_way(cohort: Cohort, pair: Pair) -> Iterator[Due]:
    """The mid-term check: the same questions to both, with reminders."""
    start = months_in(cohort, pair, cohort.policy.checks.midterm_month)
    if start < cohort.milestones.mentoring_ends:
        yield from asking(
            cohort,
            key=f"{pair.id}:midterm",
            form="midterm_check",
            about=pair.id,
            letters=("pair/midterm_wanted", "pair/midterm_reminder"),
            start=start,
            rungs=cohort.policy.checks.check_ladder,
            end=start + timedelta(28),
            asked=pair,
            matter="no_midterm",
            days=days_of(cohort, pair),
            unless=pair.midterm.__contains__,
        )


@rule(pairs_in(PairState.ENDED))
def tell_that_it_ended(cohort: Cohort, pair: Pair) -> Iterator[Due]:
    """Both get the same neutral letter when a pair ends early; when the whole cohort does, another letter says so."""
    if pair.ended_at and pair.ended_because != "called_off":
        at = posting(pair.ended_at, cohort.days)
        for code in pair.members:
            yield Due(at, at + timedelta(14), f"{pair.id}:ended:{code}", Write("pair/ended", code, pair.id))
