"""Papers: what two people agree on and plan is printed for each of them, and goes to them with a letter that goes anyway.

A paper bears its version: the moment of the last signature, or the day of the plan. What is agreed anew is printed anew; the
older paper stays what it was.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Due, Issue, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, start_of
from domain.groups import Group, GroupKind, MemberRole, MentoringPlan
from domain.lifecycles import DocumentState, PairState
from domain.rules.asking import folder, groups_in, telling

TOLD_WITHIN = timedelta(14)  # a letter about a paper that comes later than that is no news (own)
active_groups = groups_in(PairState.ACTIVE)


@rule(active_groups)
def print_the_agreement(cohort: Cohort, group: Group) -> Iterator[Due]:
    """Once all have signed, each gets the agreement as a paper, in their language; once more when they sign anew."""
    if signed := signed_at(group):
        for code in group.members:
            version = _version(signed)
            key = f"{group.id}:agreement-paper:{version}:{code}"
            yield Due(signed, FAR_FUTURE, key, Issue("agreement", code, group.id, version))


@rule(active_groups)
def confirm_the_agreement(cohort: Cohort, group: Group) -> Iterator[Due]:
    """Each gets word that the agreement stands, with the paper, as soon as theirs is printed."""
    if signed := signed_at(group):
        for code in group.members:
            if printed := _printed_at(cohort, "agreement", group, code, _version(signed)):
                yield from telling(
                    cohort,
                    key=f"{group.id}:agreement-signed:{day_of(signed, cohort.zone)}",
                    letter=f"{folder(group)}/agreement_signed",
                    about=group.id,
                    to=(code,),
                    at=printed,
                    until=signed + TOLD_WITHIN,
                )


@rule(active_groups)
def print_the_plans(cohort: Cohort, group: Group) -> Iterator[Due]:
    """The morning after a plan was written or changed, whoever wrote it gets it as a paper; of a pair the mentor too."""
    for mentee, plan in _plans(group):
        if mentee in group.members:
            written = day_of(plan.at, cohort.zone)
            at = start_of(written + timedelta(1), cohort.zone)  # whoever polishes it all evening gets one paper
            for code in _readers(group, mentee):
                key = f"{group.id}:plan-paper:{mentee}:{written}:{code}"
                yield Due(at, FAR_FUTURE, key, Issue("plan", code, group.id, f"{written}"))


@rule(active_groups)
def hand_out_the_plans(cohort: Cohort, group: Group) -> Iterator[Due]:
    """The first paper of a plan comes with a letter; later ones are on the page."""
    for mentee, plan in _plans(group):
        for code in _readers(group, mentee) if mentee in group.members else ():
            printed = _printed_at(cohort, "plan", group, code, f"{day_of(plan.at, cohort.zone)}")
            if printed:
                yield from telling(
                    cohort,
                    key=f"{group.id}:plan-written:{mentee}",
                    letter=f"{folder(group)}/plan_written",
                    about=group.id,
                    to=(code,),
                    at=printed,
                    until=plan.at + TOLD_WITHIN,
                )


def signed_at(group: Group) -> datetime | None:
    """When the last of all signed; None as long as somebody has not."""
    if group.agreement is None or not group.all_signed:
        return None
    return max(signature.at for signature in group.agreement.signed)


def _version(signed: datetime) -> str:
    return f"{signed:%Y-%m-%dT%H%M}"


def _plans(group: Group) -> list[tuple[str, MentoringPlan]]:
    """Whose plan, and what stands in it: of a pair the version that was written last, by whichever of the two."""
    if group.kind is GroupKind.PAIR:
        return [(group.mentee, plan) for plan in group.plans_that_stand]
    return list(group.plans.items())


def _readers(group: Group, mentee: str) -> tuple[str, ...]:
    """Of a pair both; of more than two the writer alone: the others find what each plans on their page."""
    mentees = group.of_role(MemberRole.MENTEE)
    return (mentee, *group.of_role(MemberRole.MENTOR)) if len(mentees) == 1 else (mentee,)


def _printed_at(cohort: Cohort, kind: str, group: Group, code: str, version: str) -> datetime | None:
    document = cohort.documents.get(f"{kind}:{group.id}:{code}:{version}")
    return document.printed_at if document is not None and document.state is DocumentState.PRINTED else None
