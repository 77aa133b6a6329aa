"""Initiative: what people do that nobody has asked them for: come in by the open link, stop, ask for help, call it all off.

What becomes of it is the stage's and the office's.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from domain.acts import ACTS
from domain.acts.act import order_of
from domain.dates import day_of, start_of
from domain.invitations import invitation_id
from domain.people import Role
from domain.rules.recruitment import call_window
from office.acts.doing import Changed, NotNow, Order, carry_out, look
from office.calls import begin_application
from office.clock import VirtualClock
from office.intake import Closed, Mistakes, open_form, take_answer
from office.links import LinkRefused
from office.office import Office
from office.pages import send_new_link
from rehearsal.acting.cast import Actor, Cast, Errand
from rehearsal.acting.personas import A_LOST_LINK, AWAY_FOR
from rehearsal.decisions import Pressed, clicks

Plan = tuple[datetime, Callable[[], None]]
HEARS_OF_IT_AFTER = (2.0, 6.0)  # days after the call has opened


class Stage(Protocol):
    """Where people find themselves (stage.py)."""

    code: str
    cast: Cast
    office: Office
    clock: VirtualClock
    away: dict[str, tuple[datetime, datetime]]
    pressed: list[Pressed]

    def day(self, days: float) -> datetime: ...
    def meet(self) -> None: ...
    def answer(self, code: str | None, token: str, invitation: str, version: int) -> None: ...
    def refuse(self, what: str, refusal: Exception) -> None: ...


def of_the_cast(stage: Stage) -> Iterator[Plan]:
    """What is fixed from the beginning."""
    for errand in stage.cast.errands:
        yield stage.day(errand.day), partial(_do, stage, errand)


def of_passers_by(stage: Stage) -> Iterator[Plan]:
    """Those who are on no list read of the call somewhere."""
    cohort = stage.office.store.load(stage.code, focus={""})
    for actor in stage.cast.actors:
        if actor.temper.persona.walks_in:
            opens, _ = call_window(cohort, actor.person.role)
            later = timedelta(days=actor.temper.random("hears").uniform(*HEARS_OF_IT_AFTER))
            yield opens + later, partial(_walk_in, stage, actor)


def of_somebody(stage: Stage, code: str, actor: Actor) -> Iterator[Plan]:
    """What life brings them."""
    for what, day in actor.temper.life.visits.items():
        if stage.day(day) >= stage.clock.now():
            yield stage.day(day), partial(_visit, stage, code, what)


def _do(stage: Stage, errand: Errand) -> None:
    do = _act if errand.form in ACTS else _fill_in
    do(stage, errand)


def _fill_in(stage: Stage, errand: Errand) -> None:
    form = invitation_id(errand.about, errand.form, errand.by or stage.cast.coordinator.code)
    token = stage.office.links.form_token(stage.code, form, 1)
    try:
        shown = open_form(stage.office, token).content
        take_answer(stage.office, token, {**shown, **errand.content})
    except (Closed, LinkRefused, Mistakes) as refusal:
        stage.refuse(form, refusal)
        return
    if not errand.by:
        pressed = Pressed(stage.clock.now(), errand.form, (errand.about,), clicks(shown, errand.content))
        stage.pressed.append(pressed)


def _act(stage: Stage, errand: Errand) -> None:
    """The coordinator does something without a case: looks at what it will cause, and does it."""
    office, by = stage.office, stage.cast.coordinator.code
    act, cohort = ACTS[errand.form], office.store.load(stage.code)
    form = order_of(act, cohort, errand.about, by, office.clock.now())
    order = Order(act.name, errand.about, by, {**act.prefilled(cohort, form), **errand.content})
    try:
        carry_out(office, stage.code, order, look(office, stage.code, order).caused.mark)
    except (Changed, Mistakes, NotNow) as refusal:
        stage.refuse(form.id, refusal)


def _walk_in(stage: Stage, actor: Actor) -> None:
    link = stage.office.links.call_token(stage.code, Role(actor.person.role).value)
    begin_application(stage.office, link, actor.person.name, actor.email)
    stage.meet()


def _visit(stage: Stage, code: str, what: str) -> None:
    """Somebody uses a form of the personal page, or holds a link that is of no use any more."""
    cohort = stage.office.store.load(stage.code, focus={code})
    if not cohort.participants[code].takes_part:
        return
    if what == A_LOST_LINK:
        send_new_link(stage.office, stage.office.links.form_token(stage.code, invitation_id(code, "away", code), 0))
        return
    form = invitation_id(code, what, code)
    stage.answer(code, stage.office.links.form_token(stage.code, form, 1), form, 1)
    if what == "away":
        first = day_of(stage.clock.now(), cohort.zone) + timedelta(1)
        begins = start_of(first, cohort.zone)
        stage.away[code] = (begins, begins + AWAY_FOR + timedelta(days=1, hours=9))
