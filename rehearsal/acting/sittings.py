"""Sittings: what the acted coordinator decides together, as the desk offers it: all that waits of one kind, in a few acts.

What each verdict is comes from answers.py; when somebody sits down is planned by the company.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from domain.cohort import Cohort
from domain.escalations import Escalation
from domain.forms import FORMS
from domain.forms.form import Form
from domain.forms.sign_off import NEUTRAL
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import InvitationState
from domain.sheets import preselected
from domain.today.cases import FORM, of_case
from domain.today.item import Item
from domain.today.waiting import today
from office.clock import VirtualClock
from office.deciding import decide_together
from office.intake import Mistakes, take_answer
from office.office import Office
from rehearsal.acting.answers import answer
from rehearsal.acting.cast import Cast
from rehearsal.acting.scenes import Scene
from rehearsal.decisions import Pressed, clicks

SOMEBODY_NEUTRAL = {"full_name": "Ruth Amsel", "email": "ruth.amsel@example.org", "reached": "Mondays, by telephone"}
TOGETHER = ("sign_off", "screening", FORM)


class Company(Protocol):
    """Where the coordinator works (company.py)."""

    code: str
    cast: Cast
    clock: VirtualClock
    pressed: list[Pressed]
    lying: set[str]

    @property
    def office(self) -> Office: ...

    def refuse(self, what: str, refusal: Exception) -> None: ...


def sit_down(company: Company, form: str) -> None:
    """Read all that waits, and press one button for each verdict."""
    if form == FORM:
        _see_to_the_cases(company)
    else:
        _go_through(company, form)


def _go_through(company: Company, form: str) -> None:
    cohort, coordinator = company.office.store.load(company.code), company.cast.coordinator.code
    waiting = [i for i in cohort.invitations.values() if (i.form, i.to) == (form, coordinator) and _waits(i)]
    if NEUTRAL in {i.about for i in waiting} and cohort.neutral is None:
        _name_somebody_neutral(company, coordinator)
    for verdict in _by_verdict(company, cohort, waiting):
        decided = decide_together(company.office, company.code, coordinator, form, verdict)
        if decided.taken:
            # One click in each row: its tick, or its note, which means the row as well (web/screening).
            touched = [about for about in decided.taken if about not in preselected(cohort)]
            company.pressed.append(Pressed(company.clock.now(), form, decided.taken, 1 + len(touched)))


def _name_somebody_neutral(company: Company, coordinator: str) -> None:
    """What the checklist asks for before it can be signed off."""
    form = invitation_id("", "neutral_person", coordinator)
    take_answer(company.office, company.office.links.form_token(company.code, form, 1), SOMEBODY_NEUTRAL)


def _see_to_the_cases(company: Company) -> None:
    """From the first page of the desk: what stands there together, and is to be decided alike, is decided in one go."""
    cohort = company.office.store.load(company.code)
    for item in today(cohort, company.clock.now()):
        if item.form == FORM:
            for alike in _alike(company, cohort, item):
                _press(company, cohort, item, alike)


def _alike(company: Company, cohort: Cohort, item: Item) -> Iterator[dict[str, Mapping[str, Any]]]:
    """What is decided about the cases of an item: those together that get one answer for which there is a button."""
    buttons, acts = {way.content["decision"] for way in item.ways}, dict[str, dict[str, Mapping[str, Any]]]()
    for part in item.parts or (item,):
        invitation = cohort.invitation(part.about, FORM, company.cast.coordinator.code)
        if invitation is None or not _waits(invitation) or invitation.id in company.lying:
            continue
        content = answer(_scene(company, cohort, invitation))
        together = repr(sorted(content.items(), key=str)) if content["decision"] in buttons else part.about
        acts.setdefault(together, {})[part.about] = content
    yield from acts.values()


def _press(company: Company, cohort: Cohort, item: Item, contents: Mapping[str, Mapping[str, Any]]) -> None:
    scenes = {about: _of_a_case(company, cohort, cohort.escalations[about]) for about in contents}
    decided = decide_together(company.office, company.code, company.cast.coordinator.code, FORM, contents)
    for about, wrong in decided.mistakes.items():
        company.refuse(scenes[about].invitation.id, Mistakes(wrong))
    if decided.taken:
        first = decided.taken[0]
        made = clicks_on_the_desk(scenes[first], contents[first])
        # All of them stand ticked: those that are left out are one click each.
        left_out = len(item.parts) - len(contents) if len(contents) > 1 else 0
        company.pressed.append(Pressed(company.clock.now(), FORM, decided.taken, made + left_out))


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


def _of_a_case(company: Company, cohort: Cohort, case: Escalation) -> Scene:
    return _scene(company, cohort, cohort.invitations[invitation_id(case.id, FORM, company.cast.coordinator.code)])


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
