"""Undoing: a cohort in which a deed was never done, as long as nobody has touched since what it changed. Pure; its letters
are dropped by whoever keeps them.
"""

from dataclasses import replace
from datetime import datetime

from domain.cohort import COLLECTIONS, Cohort, Entry
from domain.deeds import Deed, Traces


class Touched(ValueError):
    """Something the deed changed is not as the deed left it: somebody has gone on from there."""


def taken_back(cohort: Cohort, deed: Deed, by: str, at: datetime) -> Cohort:
    """The cohort with its records as they were before the deed; what came with it is gone, its keys are free. Touched else."""
    traces = deed.traces
    if deed.undone_at is not None or traces is None or _touched(cohort, traces):
        raise Touched(deed.id)
    undone = replace(deed, undone_at=at, undone_by=by)
    collections = {name: dict(getattr(cohort, name)) for name in COLLECTIONS.values()}
    for step in traces.steps:
        if step.before is None:
            del collections[step.collection][step.id]
        else:
            collections[step.collection][step.id] = step.before
    before = replace(
        cohort,
        **{name: records for name, records in collections.items() if records != getattr(cohort, name)},  # type: ignore[arg-type]
        **traces.header_before,
        journal=cohort.journal - set(traces.journal),
        deeds=(*cohort.deeds, undone),
    )
    return before.note(Entry(f"{deed.id}:undo", deed.scope, at, f"undo {deed.act} {deed.about}".strip(), by))


def _touched(cohort: Cohort, traces: Traces) -> bool:
    """Whether a record, or what changed of the cohort itself, is not as the deed left it."""
    records = any(getattr(cohort, step.collection).get(step.id) != step.after for step in traces.steps)
    header = any(getattr(cohort, name) != value for name, value in traces.header_after.items())
    return records or header or _gone_on_with(cohort, traces)


def _gone_on_with(cohort: Cohort, traces: Traces) -> bool:
    """Whether something has come since that belongs to somebody who came with the deed: a form, an application."""
    came = {step.id for step in traces.steps if step.collection == "participants" and step.before is None}
    known = {(step.collection, step.id) for step in traces.steps}
    return any(
        record.scope in came and (name, id) not in known
        for name in COLLECTIONS.values()
        for id, record in getattr(cohort, name).items()
    )
