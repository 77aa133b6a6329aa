"""Sittings: what the acted coordinator decides together, as the desk offers it: all that waits of one kind, in a few acts.

What each verdict is comes from answers.py; when somebody sits down is planned by the stage.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from domain.cohort import Cohort
from domain.forms import FORMS
from domain.forms.form import Form
from domain.invitations import Invitation
from domain.lifecycles import InvitationState
from domain.sheets import preselected
from office.clock import VirtualClock
from office.deciding import decide_together
from office.office import Office
from rehearsal.answers import answer
from rehearsal.cast import Cast
from rehearsal.decisions import Pressed
from rehearsal.scenes import Scene

TOGETHER = ("sign_off", "screening")


class Stage(Protocol):
    """Where the coordinator works (stage.py)."""

    code: str
    cast: Cast
    office: Office
    clock: VirtualClock
    pressed: list[Pressed]


def sit_down(stage: Stage, form: str) -> None:
    """Read all that waits, and press one button for each verdict."""
    cohort, coordinator = stage.office.store.load(stage.code), stage.cast.coordinator.code
    waiting = [i for i in cohort.invitations.values() if (i.form, i.to) == (form, coordinator) and _waits(i)]
    for verdict in _by_verdict(stage, cohort, waiting):
        decided = decide_together(stage.office, stage.code, coordinator, form, verdict)
        if decided.taken:
            ticked = [about for about in decided.taken if about not in preselected(cohort)]
            typed = any(content.get("note") for content in verdict.values())
            stage.pressed.append(Pressed(stage.clock.now(), form, decided.taken, 1 + len(ticked) + typed))


def _waits(invitation: Invitation) -> bool:
    return invitation.state is InvitationState.OPEN


def _by_verdict(stage: Stage, cohort: Cohort, waiting: list[Invitation]) -> Iterator[Mapping[str, Mapping[str, Any]]]:
    """What is decided about each, those with the same answer together."""
    acts: dict[str, dict[str, Mapping[str, Any]]] = {}
    for invitation in waiting:
        content = answer(_scene(stage, cohort, invitation))
        acts.setdefault(repr(sorted(content.items())), {})[invitation.about] = content
    yield from acts.values()


def _scene(stage: Stage, cohort: Cohort, invitation: Invitation) -> Scene:
    form: type[Form] = FORMS[invitation.form]
    temper = stage.cast.coordinator_temper
    return Scene(
        cohort=cohort,
        invitation=invitation,
        form=form,
        known=form.prefilled(cohort, invitation),
        at=stage.clock.now(),
        random=temper.random(invitation.id, invitation.answers),
        persona=temper.persona,
        version=invitation.answers + 1,
        prefers=stage.cast.prefers,
    )
