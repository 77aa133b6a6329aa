"""The flow that launches a cohort. The dashboard makes its form from the parameters: Deployments, launch-cohort, Run.

Closed lists are filled in when the deployments are applied: the presets, the countries whose holidays are known, and the
codes of the coordinators; housekeeping refreshes the last one. Names and addresses stay in our database.
"""

from typing import Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import ConfigDict

from flows.preparation import preparation
from flows.round import of_cohorts, tag
from office.launch_form import closed_lists
from office.plans import Plan
from tasks.launching import begin, check
from tasks.round import show


def _with_closed_lists(schema: dict[str, Any]) -> None:
    """Turn free text into a list to choose from where only some values can work; the page shows no Markdown."""
    for field in schema["properties"].values():
        field["description"] = field.get("description", "").replace("`", "")
    for name, values in closed_lists().items():
        field = schema["properties"][name]
        (field["items"] if field.get("type") == "array" else field)["enum"] = values


class LaunchForm(Plan):
    """A plan as the dashboard asks for it."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_with_closed_lists)


def _run_name() -> str:
    plan = flow_run.parameters.get("plan") or {}
    code = plan.get("code", "?") if isinstance(plan, dict) else plan.code
    return f"launch {code}" + (" (only checked)" if flow_run.parameters.get("only_check") else "")


@flow(name="launch-cohort", flow_run_name=_run_name)
async def launch_cohort(plan: LaunchForm, only_check: bool = False) -> State[Any]:
    """Check a plan and launch its cohort. Everything else follows from the plan, by itself, day by day.

    Args:
        plan: What a coordinator decides. All dates follow from the first day.
        only_check: Say what is wrong with the plan, if anything, and launch nothing.
    """
    given = plan.model_dump(mode="json")
    mistakes = await check(given)
    if mistakes:
        return Failed(message="This plan cannot be launched yet:\n" + "\n".join(f"- {line}" for line in mistakes))
    if only_check:
        return Completed(name="Checked", message="The plan can be launched. Nothing was launched.")
    begun = await begin(given, plan.coordinators[0])
    await tag(*of_cohorts([plan.code]))
    if begun.already:
        return Completed(name="Already launched", message=begun.words)
    await show(plan.code)  # on the page of this very run, whatever the first round comes to
    await preparation(cohort=plan.code, return_state=True)  # the first letters; the hourly round would bring them too
    return Completed(message=begun.words)
