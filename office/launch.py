"""Launch: from a plan to a cohort. Every mistake is named at once; launching twice changes nothing and says who and when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.calendar import first_day_after
from domain.cohort import Cohort
from domain.role_letters import told
from office.office import Office
from office.plan_checks import plan_mistakes
from office.plan_files import THE_PLAN, Mistake, PlanRefused, lines_of, names_written_twice
from office.plans import Plan
from office.policies import as_launched
from office.running_it import tell_since_there_is_a_programme
from storage.errors import AlreadyLaunched


@dataclass(frozen=True)
class Launched:
    """What a launch did. `already`: the cohort was there before; `by` and `at` tell whose launch counts."""

    code: str
    already: bool
    by: str
    at: datetime


def check_plan(office: Office, raw: Mapping[str, Any] | Plan, source: Path | None = None) -> Plan:
    """The plan, checked as a whole; PlanRefused names every mistake at once, with its line when read from a file."""
    values = raw.model_dump() if isinstance(raw, Plan) else dict(raw)
    text = source.read_text(encoding="utf-8") if source else ""
    known = {coordinator.code for coordinator in office.store.register.coordinators()}
    mistakes = [*plan_mistakes(values, known, office.clock.now()), *names_written_twice(text)]
    if mistakes:
        lines = lines_of(text)
        placed = [Mistake(place, words, _line(lines, place)) for place, words in dict.fromkeys(mistakes)]
        raise PlanRefused(placed, str(source) if source else THE_PLAN)
    return Plan.model_validate(values)


def _line(lines: Mapping[str, int], place: str) -> int | None:
    """The line of the field itself, or of the nearest section around it."""
    while place and place not in lines:
        place = place.rpartition(".")[0]
    return lines.get(place)


def launch(office: Office, plan: Plan, by: str) -> Launched:
    """Bring the cohort into being. A second launch changes nothing and tells whose launch counts.

    `by` is the code of the coordinator, or who pressed the button. The plan must have passed `check_plan`.
    """
    now = office.clock.now()
    try:
        office.store.create(cohort_of(office, plan, by, now))
    except AlreadyLaunched as earlier:
        return Launched(plan.code, True, earlier.by, earlier.at)
    _tell_the_colleagues(office, plan.code, by, now)
    tell_since_there_is_a_programme(office, plan.code)
    return Launched(plan.code, False, by, now)


def _tell_the_colleagues(office: Office, code: str, by: str, now: datetime) -> None:
    """Whoever else runs the new cohort hears of it."""
    if office.store.register.running(code) == [by]:
        return

    def turn(cohort: Cohort) -> Cohort:
        nobody = replace(cohort, coordinators=tuple(one for one in cohort.coordinators if one.code == by))
        return told(nobody, cohort, now, by)

    office.store.update(code, turn, focus={""})


def cohort_of(office: Office, plan: Plan, by: str, now: datetime) -> Cohort:
    """The empty cohort of a plan, as it stands at its launch."""
    people = [person for code in plan.coordinators if (person := office.store.register.coordinator(code))]
    own = {name: day for name, day in plan.dates.model_dump().items() if day}
    moved = tuple(sorted(first_day_after(own).items()))
    return Cohort(
        code=plan.code,
        name=plan.name,
        policy=as_launched(plan.preset, plan.policy, plan.language),
        starts_on=plan.starts_on,
        zone=plan.time_zone,
        country=plan.country,
        language=plan.language,
        launched_at=now.astimezone(UTC),
        launched_by=by,
        coordinators=tuple(people),
        phase_since=now.astimezone(UTC),
        moved=moved,
    )
