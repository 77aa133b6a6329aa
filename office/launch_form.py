"""Launch form: what the dashboard's form for a launch needs: lists to choose from, and its mistakes and outcome in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import holidays

from domain.saying import say
from office.launch import check_plan, launch
from office.offering import spoken_whole
from office.office import Office, the_office
from office.plan_files import PlanRefused
from office.plans import Plan
from office.policies import presets
from office.settings import Settings
from storage.errors import StorageError
from words import ENGLISH, tongue

UTC = "UTC"


@dataclass(frozen=True)
class Beginning:
    """What came of a launch, in English for the dashboard, as Prefect speaks it. `already`: the cohort was there before."""

    already: bool
    words: str


def mistakes_in(office: Office, plan: Mapping[str, Any]) -> list[str]:
    """Everything that keeps this plan from being launched, one sentence each."""
    if _exists(office, str(plan.get("code", ""))):
        return []  # a second launch is told who was first, not that its dates are past by now
    try:
        check_plan(office, plan)
    except PlanRefused as refused:
        return [mistake.told for mistake in refused.mistakes]
    return []


def begin(office: Office, plan: Mapping[str, Any], by: str) -> Beginning:
    """Launch; when the cohort exists, say who launched it and when, and change nothing."""
    launched = launch(office, Plan.model_validate(plan), by)
    code = launched.code
    desk = office.links.desk(code)
    if launched.already:
        words = say(
            "{code} was launched by {launched_by} on {when} ({zone}). Nothing was changed. Its desk: {desk}",
            code=code,
            launched_by=launched.by,
            when=tongue(ENGLISH).moment(launched.at, UTC),
            zone=UTC,
            desk=desk,
        )
        return Beginning(True, words)
    return Beginning(
        False, say("{code} is launched. Its coordinators find it on their desk: {desk}", code=code, desk=desk)
    )


def _exists(office: Office, code: str) -> bool:
    return code in office.store.cohorts()


def closed_lists() -> dict[str, list[str]]:
    """The values to choose from in a plan, by field. Where nobody is registered yet, codes stay free to type."""
    countries = ["", *sorted(holidays.list_supported_countries())]
    lists = {"preset": presets(), "country": countries, "language": list(spoken_whole())}
    codes = _registered()
    return lists | ({"coordinators": codes} if codes else {})


def _registered() -> list[str]:
    """The codes of all coordinators; none while there is no office: reading a form must not put one up."""
    settings = Settings()
    if not settings.database_url and not settings.data.exists():
        return []
    try:
        return [coordinator.code for coordinator in the_office().store.register.coordinators()]
    except StorageError:
        return []
