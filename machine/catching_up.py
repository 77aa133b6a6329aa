"""Catching up: after a start, every phase with a cohort in it runs once, so that an outage ends with the start and not with
the next full hour. What would have been done twice is not: rules know what is done."""

import logging

from domain.lifecycles import Phase
from domain.steps import STEPS
from machine import prefect_api
from office.office import Office

log = logging.getLogger(__name__)

DEPLOYMENTS = {
    phase: phase.value.replace("_", "-") for phase in Phase if STEPS[phase] and phase is not Phase.CALLED_OFF
}


def catch_up(office: Office) -> list[str]:
    """Order the runs; the names of the deployments. One that cannot be ordered comes with the next hour anyway."""
    phases = {office.store.lookups.phase_of(code) for code in office.store.cohorts()}
    ordered = []
    for phase, name in DEPLOYMENTS.items():
        if phase in phases:
            try:
                prefect_api.run(office.settings, name)
            except prefect_api.PrefectAway as away:
                log.warning("%s does not run at once, %s; the hourly run will", name, away)
            else:
                ordered.append(name)
    return ordered
