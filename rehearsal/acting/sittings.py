"""Sittings: what the acted coordinator decides together, as the desk offers it: all that waits of one kind, in a few acts.

What each verdict is comes from answers.py; when somebody sits down is planned by the company.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from domain.cohort import Cohort
from domain.forms import FORMS
from domain.forms.form import Form
from domain.invitations import Invitation
from domain.lifecycles import InvitationState
from domain.sheets import preselected
from domain.today.cases import of_case
from office.clock import VirtualClock
from office.deciding import decide_together
from office.office import Office
from rehearsal.acting.answers import answer
from rehearsal.acting.cast import Cast
from rehearsal.acting.scenes import Scene
from rehearsal.decisions import Pressed, clicks

TOGETHER = ("sign_off", "screening")


class Company(Protocol):
    """Where the coordinator works (company.py)."""

    code: str
    cast: Cast
    clock: VirtualClock
    pressed: list[Pressed]

    @property
    def office(self) -> Office: ...


def sit_down(company: Company, form: str) -> None:
    """Read all that waits, and press one button for each verdict."""
    cohort, coordinator = company.office.store.load(company.code), company.cast.coordinator.code
    waiting = [i for i in cohort.invitations.values() if (i.form, i.to) == (form, coordinator) and _waits(i)]
    for verdict in _by_verdict(company, cohort, waiting):
        decided = decide_together(company.office, company.code, coordinator, form, verdict)
        if decided.taken:
            # One click in each row: its tick, or its note, which means the row as well (web/screening).
            touched = [about for about in decided.taken if about not in preselected(cohort)]
            company.pressed.append(Pressed(company.clock.now(), form, decided.taken, 1 + len(touched)))


def clicks_on_the_desk(scene: Scene, content: Mapping[str, Any]) -> int:
    """What an answer took: a match is decided on its page, a case that has a button for it on the first page of the desk."""
    if scene.form.name == "review_proposal" and content["decision"] in ("approve", "solve_again"):
        # The way to what it would do and the button there, for each pair that is ruled out or for all at once.
        return 2 * max(1, len(content.get("forbidden") or ()))
    case = scene.cohort.escalations.get(scene.invitation.about)
    item = of_case(scene.cohort, case) if case else None
    if item and any(way.content["decision"] == content["decision"] for way in item.ways):
        return clicks({"words": item.letter}, content, on_the_button=("decision",))
    return clicks(scene.known, content)


def _waits(invitation: Invitation) -> bool:
    return invitation.state is InvitationState.OPEN


def _by_verdict(
    company: Company, cohort: Cohort, waiting: list[Invitation]
) -> Iterator[Mapping[str, Mapping[str, Any]]]:
    """What is decided about each, those with the same answer together."""
    acts: dict[str, dict[str, Mapping[str, Any]]] = {}
    for invitation in waiting:
        content = answer(_scene(company, cohort, invitation))
        acts.setdefault(repr(sorted(content.items())), {})[invitation.about] = content
    yield from acts.values()


def _scene(company: Company, cohort: Cohort, invitation: Invitation) -> Scene:
    form: type[Form] = FORMS[invitation.form]
    temper = company.cast.coordinator_temper
    return Scene(
        cohort=cohort,
        invitation=invitation,
        form=form,
        known=form.prefilled(cohort, invitation),
        at=company.clock.now(),
        random=temper.random(invitation.id, invitation.answers),
        persona=temper.persona,
        version=invitation.answers + 1,
        prefers=company.cast.prefers,
    )
