"""Preparation: the coordinator gets the checklist, signs it off, and recruitment opens on its date or becomes a case."""

from collections.abc import Iterator
from datetime import timedelta

from domain.actions import Ask, Due, Escalate, Move, Plan, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, ladder, posting, posting_before
from domain.documents import Material
from domain.ladders import Rung
from domain.lifecycles import Phase

# Two looks at what is still open: a week and two days before recruitment should open (own).
CHECKLIST_BEFORE = (timedelta(7), timedelta(2))


def the_cohort(cohort: Cohort) -> Iterator[Cohort]:
    """The cohort itself, when it is in focus and open."""
    if cohort.is_here and cohort.is_open:
        yield cohort


def open_materials(cohort: Cohort) -> list[Material]:
    """What nobody has signed off yet."""
    return [material for material in cohort.materials.values() if material.signed_at is None]


def _in_preparation(cohort: Cohort) -> Iterator[Cohort]:
    return (here for here in the_cohort(cohort) if here.phase is Phase.PREPARATION)


@rule(_in_preparation)
def plan_the_materials(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """On the first day the checklist of the policy comes into being."""
    yield Due(cohort.milestones.preparation_starts, FAR_FUTURE, "plan:materials", Plan("materials"))


@rule(lambda cohort: cohort.here(open_materials(cohort)) if cohort.phase is Phase.PREPARATION else ())
def open_the_sign_offs(cohort: Cohort, material: Material) -> Iterator[Due]:
    """Each material has a form on the coordinator's desk."""
    yield Due(
        cohort.milestones.preparation_starts,
        FAR_FUTURE,
        f"{material.id}:form",
        Ask("sign_off", cohort.lead.code, material.id),
    )


@rule(_in_preparation)
def send_the_checklist(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """One letter with the whole list, then what is still open a week and two days before the date."""
    if not cohort.materials or not open_materials(cohort):
        return
    opens, starts = cohort.milestones.recruitment_opens, cohort.milestones.preparation_starts
    first = posting(starts, cohort.days)
    lead = cohort.lead.code
    yield Due(first, opens, f"checklist:0:{lead}", Write("coordinator/checklist", lead, ""))
    for before in CHECKLIST_BEFORE:
        at = posting_before(opens - before, cohort.days)
        if first < at < opens:
            key = f"checklist:{before.days}:{lead}"
            yield Due(at, opens, key, Write("coordinator/checklist_reminder", lead, "", reminder=True))


@rule(_in_preparation)
def open_recruitment(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """On its date, when everything is signed off or the coordinator opens it all the same."""
    opens = cohort.milestones.recruitment_opens
    anyway = any(case.matter == "materials" and case.outcome == "open_anyway" for case in cohort.escalations.values())
    planned = bool(cohort.materials) or not cohort.policy.materials
    if planned and (anyway or not open_materials(cohort)):
        yield Due(opens, FAR_FUTURE, "phase:recruitment", Move("cohort", "", Phase.RECRUITMENT.value))
    elif planned:
        key = f"materials:{day_of(opens, cohort.zone)}"
        yield Due(posting(opens, cohort.days), FAR_FUTURE, key, Escalate("materials", ""))


@rule(the_cohort)
def tell_of_the_phase(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """The coordinator hears when a phase begins and what happens in it."""
    if cohort.phase in (Phase.RECRUITMENT, Phase.MENTORING, Phase.FOLLOW_UP) and cohort.phase_since:
        lead = cohort.lead.code
        rungs = (Rung(after=timedelta(0), to="coordinator"),)
        for _n, _rung, at, until in ladder(cohort.phase_since, rungs, cohort.phase_since + timedelta(14), cohort.days):
            yield Due(at, until, f"phase:{cohort.phase.value}:{lead}", Write("coordinator/phase_opened", lead, ""))
