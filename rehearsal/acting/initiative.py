"""Initiative: what people do that nobody has asked them for: come in by the open link, stop, ask for help, call it all off.

What becomes of it is the office's.
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
from office.acts.doing import Changed, NotNow, Order, carry_out, look, undo
from office.calls import begin_application, call_link
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
WAVERS = 0.4  # the share of acts that the coordinator takes back, to do the same once more (own)
THINKS_AGAIN_AFTER = (1.0, 9.0)  # minutes: while the letters of an act wait


class Company(Protocol):
    """Where people find themselves (company.py)."""

    code: str
    cast: Cast
    clock: VirtualClock
    away: dict[str, tuple[datetime, datetime]]
    pressed: list[Pressed]

    @property
    def office(self) -> Office: ...
    def plan(self, at: datetime, do: Callable[[], None]) -> None: ...
    def day(self, days: float) -> datetime: ...
    def meet(self) -> None: ...
    def answer(self, code: str | None, token: str, invitation: str, version: int) -> None: ...
    def refuse(self, what: str, refusal: Exception) -> None: ...


def of_the_cast(company: Company) -> Iterator[Plan]:
    """What is fixed from the beginning."""
    for errand in company.cast.errands:
        yield company.day(errand.day), partial(_do, company, errand)


def of_passers_by(company: Company) -> Iterator[Plan]:
    """Those who are on no list read of the call somewhere."""
    cohort = company.office.store.load(company.code, focus={""})
    for actor in company.cast.actors:
        if actor.temper.persona.walks_in:
            opens, _ = call_window(cohort, actor.person.role)
            later = timedelta(days=actor.temper.random("hears").uniform(*HEARS_OF_IT_AFTER))
            yield opens + later, partial(_walk_in, company, actor)


def of_somebody(company: Company, code: str, actor: Actor) -> Iterator[Plan]:
    """What life brings them."""
    for what, day in actor.temper.life.visits.items():
        if company.day(day) >= company.clock.now():
            yield company.day(day), partial(_visit, company, code, what)


def _do(company: Company, errand: Errand) -> None:
    do = _act if errand.form in ACTS else _fill_in
    do(company, errand)


def _fill_in(company: Company, errand: Errand) -> None:
    form = invitation_id(errand.about, errand.form, errand.by or company.cast.coordinator.code)
    token = company.office.links.form_token(company.code, form, 1)
    try:
        shown = open_form(company.office, token).content
        take_answer(company.office, token, {**shown, **errand.content})
    except (Closed, LinkRefused, Mistakes) as refusal:
        company.refuse(form, refusal)
        return
    if not errand.by:
        pressed = Pressed(company.clock.now(), errand.form, (errand.about,), clicks(shown, errand.content))
        company.pressed.append(pressed)


def _act(company: Company, errand: Errand, *, sure: bool = False) -> None:
    """The coordinator does something without a case: looks at what it will cause, and does it; not always `sure` of it."""
    office, by = company.office, company.cast.coordinator.code
    act, cohort = ACTS[errand.form], office.store.load(company.code)
    form = order_of(act, cohort, errand.about, by, office.clock.now())
    order = Order(act.name, errand.about, by, {**act.prefilled(cohort, form), **errand.content})
    try:
        deed = carry_out(office, company.code, order, look(office, company.code, order).caused.mark)
    except (Changed, Mistakes, NotNow) as refusal:
        company.refuse(form.id, refusal)
        return
    random = company.cast.coordinator_temper.random("wavers", form.id, errand.day)
    if not sure and random.random() < WAVERS:
        later = company.clock.now() + timedelta(minutes=random.uniform(*THINKS_AGAIN_AFTER))
        company.plan(later, partial(_think_again, company, errand, deed.id))


def _think_again(company: Company, errand: Errand, deed: str) -> None:
    """Takes a deed back, as long as nobody has gone on from it, and then does the same after all."""
    try:
        undo(company.office, company.code, deed, company.cast.coordinator.code)
    except NotNow as refusal:
        company.refuse(f"{deed}:undo", refusal)
        return
    _act(company, errand, sure=True)


def _walk_in(company: Company, actor: Actor) -> None:
    cohort = company.office.store.load(company.code, focus=())
    link = call_link(company.office, cohort, Role(actor.person.role))
    begin_application(company.office, link.rpartition("/")[2], actor.person.name, actor.email)
    company.meet()


def _visit(company: Company, code: str, what: str) -> None:
    """Somebody uses a form of the personal page, or holds a link that is of no use any more."""
    cohort = company.office.store.load(company.code, focus={code})
    if not cohort.participants[code].takes_part:
        return
    if what == A_LOST_LINK:
        send_new_link(
            company.office, company.office.links.form_token(company.code, invitation_id(code, "away", code), 0)
        )
        return
    form = invitation_id(code, what, code)
    known = cohort.invitations.get(form)
    generation = known.generation if known else cohort.participants[code].links
    company.answer(code, company.office.links.form_token(company.code, form, generation), form, 1)
    if what == "away":
        first = day_of(company.clock.now(), cohort.zone) + timedelta(1)
        begins = start_of(first, cohort.zone)
        company.away[code] = (begins, begins + AWAY_FOR + timedelta(days=1, hours=9))
