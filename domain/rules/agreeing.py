"""Agreeing: welcome the group, get the agreement signed and the plan written, ask again in months 2 and 4."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Ask, Due, Escalate, Plan, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, Days, add_months, later, posting, start_of
from domain.groups import Group, GroupKind
from domain.lifecycles import PairState
from domain.rules.asking import asking, awaited, can_hear, days_of, folder, from_when, groups_in, pairs_in, role_of

# A group that has not signed two weeks after the last reminder becomes a case (own).
UNSIGNED_AFTER = timedelta(14)
# The plan follows the agreement, so that nobody finds two requests on the first day (own).
PLAN_FOLLOWS_AFTER = timedelta(5)

active_groups = groups_in(PairState.ACTIVE)


def first_day(cohort: Cohort, group: Group) -> datetime:
    """Local midnight of the group's first day of mentoring."""
    assert group.starts_on is not None, f"{group.id} is active and has no first day"
    return start_of(group.starts_on, cohort.zone)


def months_in(cohort: Cohort, group: Group, months: int) -> datetime:
    """Local midnight `months` after the group's first day."""
    assert group.starts_on is not None, f"{group.id} is active and has no first day"
    return start_of(add_months(group.starts_on, months), cohort.zone)


@rule(active_groups)
def plan_the_sessions(cohort: Cohort, group: Group) -> Iterator[Due]:
    """As soon as all have accepted, the group's session windows exist."""
    if group.activated_at:
        yield Due(group.activated_at, FAR_FUTURE, f"{group.id}:sessions", Plan("sessions", group.id))


@rule(active_groups)
def welcome(cohort: Cohort, group: Group) -> Iterator[Due]:
    """All learn who the others are, how to reach them, and what comes first."""
    if group.activated_at:
        for code in group.members:
            at = posting(from_when(cohort, (code,), group.activated_at), cohort.days)
            letter = f"{role_of(cohort, code)}/paired" if group.kind is GroupKind.PAIR else "group/begins"
            yield Due(at, at + timedelta(14), f"{group.id}:paired:{code}", Write(letter, code, group.id))


@rule(active_groups)
def get_the_agreement_signed(cohort: Cohort, group: Group) -> Iterator[Due]:
    """All sign by link; after a re-contracting that changes something, all sign again."""
    changed = max((int(entry.split(":")[0]) for entry in group.contracts_kept if entry.endswith(":change")), default=0)
    key = f"{group.id}:agreement-m{changed}" if changed else f"{group.id}:agreement"
    rungs = cohort.policy.checks.agreement_ladder
    if group.all_signed or not rungs:
        return
    start = _changed_at(cohort, group, changed) if changed else first_day(cohort, group)
    silent = [code for code in group.members if not group.has_signed(code)]
    limits = [_signs_until(cohort, group, code, start, rungs[-1].after) for code in silent]
    yield from asking(
        cohort,
        key=key,
        form="agreement",
        about=group.id,
        letters=("{group}/agreement_wanted", "{group}/agreement_reminder"),
        start=start,
        rungs=rungs,
        end=max(limits),
        asked=group,
        matter="no_signature",
        unless=group.has_signed,
    )
    in_ladder = any(rung.to == "coordinator" for rung in rungs)  # then it says itself when it becomes a case
    if not in_ladder and can_hear(cohort, silent, group):
        yield Due(min(limits), FAR_FUTURE, f"{key}:unsigned", Escalate("no_signature", group.id))


def _changed_at(cohort: Cohort, group: Group, month: int) -> datetime:
    """When the re-contracting of this month changed the agreement: the day after it begins, or whenever somebody said so."""
    said = (entry.split(":")[1] for entry in group.contracts_kept if entry.startswith(f"{month}:"))
    forms = (cohort.invitation(group.id, "recontract", code) for code in said)
    answered = (form.answered_at for form in forms if form and form.answered_at)
    return max((months_in(cohort, group, month) + timedelta(1), *answered))


def _signs_until(cohort: Cohort, group: Group, code: str, start: datetime, last: timedelta) -> datetime:
    """How long somebody has to sign: two weeks from the last reminder, not counting the days on which they could not."""
    absences = Days(cohort.zone, away=days_of(cohort, group, code).away)
    begins = from_when(cohort, (*awaited(group), code), start)
    return posting(later(begins, last + UNSIGNED_AFTER, absences), cohort.days)


@rule(active_groups)
def get_the_plan_written(cohort: Cohort, group: Group) -> Iterator[Due]:
    """Each mentee drafts a mentoring plan at the beginning."""
    if group.without_a_plan:
        yield from asking(
            cohort,
            key=f"{group.id}:plan",
            form="mentoring_plan",
            about=group.id,
            letters=("{group}/plan_wanted", "{group}/plan_reminder"),
            start=first_day(cohort, group) + PLAN_FOLLOWS_AFTER,
            rungs=cohort.policy.checks.plan_ladder,
            end=cohort.milestones.mentoring_ends,
            asked=group,
            matter="no_plan",
            unless=group.plans.__contains__,
        )


@rule(pairs_in(PairState.ACTIVE))
def open_the_plan_to_the_mentor(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """Once the mentee has written it the mentor finds the plan among their forms; the letter that brings it says so."""
    written = [plan.at for code, plan in pair.plans.items() if code == pair.mentee]
    if written and cohort.invitation(pair.id, "mentoring_plan", pair.mentor) is None:
        key, ends = f"{pair.id}:plan-open:{pair.mentor}", cohort.milestones.mentoring_ends
        yield Due(written[0], ends, key, Ask("mentoring_plan", pair.mentor, pair.id))


@rule(active_groups)
def ask_whether_the_agreement_holds(cohort: Cohort, group: Group) -> Iterator[Due]:
    """Re-contracting: keep, change or end, in the months of the policy. Silence keeps it."""
    for month in cohort.policy.checks.recontract_months:
        start = months_in(cohort, group, month)
        if start >= cohort.milestones.mentoring_ends:
            continue
        told = {entry.split(":")[1] for entry in group.contracts_kept if entry.startswith(f"{month}:")}
        yield from asking(
            cohort,
            key=f"{group.id}:recontract-m{month}",
            form="recontract",
            about=group.id,
            letters=("{group}/recontract_wanted", "{group}/recontract_reminder"),
            start=start,
            rungs=cohort.policy.checks.recontract_ladder,
            end=months_in(cohort, group, month + 1),
            asked=group,
            unless=told.__contains__,
            closes=months_in(cohort, group, month + 1),
        )


@rule(active_groups)
def check_half_way(cohort: Cohort, group: Group) -> Iterator[Due]:
    """The mid-term check: the same questions to all, with reminders."""
    start = months_in(cohort, group, cohort.policy.checks.midterm_month)
    if start < cohort.milestones.mentoring_ends:
        yield from asking(
            cohort,
            key=f"{group.id}:midterm",
            form="midterm_check",
            about=group.id,
            letters=("{group}/midterm_wanted", "{group}/midterm_reminder"),
            start=start,
            rungs=cohort.policy.checks.check_ladder,
            end=start + timedelta(28),
            asked=group,
            matter="no_midterm",
            unless=group.midterm.__contains__,
        )


@rule(groups_in(PairState.ENDED))
def tell_that_it_ended(cohort: Cohort, group: Group) -> Iterator[Due]:
    """All get the same neutral letter when a group ends early; when the whole cohort does, another letter says so."""
    if group.ended_at and group.ended_because != "called_off":
        at = posting(group.ended_at, cohort.days)
        for code in group.members:
            letter = Write(f"{folder(group)}/ended", code, group.id)
            yield Due(at, at + timedelta(14), f"{group.id}:ended:{code}", letter)


@rule(active_groups)
def tell_that_somebody_left(cohort: Cohort, group: Group) -> Iterator[Due]:
    """The others of a group that goes on hear, in neutral words, that they are one fewer."""
    for one in group.roster:
        if one.left_at is not None:
            at = posting(one.left_at, cohort.days)
            for code in group.members:
                key = f"{group.id}:left:{one.code}:{code}"
                yield Due(at, at + timedelta(14), key, Write("group/one_left", code, group.id))
