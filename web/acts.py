"""Acts: the pages on which a coordinator does something without a case: choose, fill in, see what it will cause, do it. What
was done, and the way back, is done.py; what an act means is left to domain/acts, what it causes to office/acts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException

from domain.acts import ACTS, Act, Place
from domain.acts.act import order_of
from domain.cohort import Cohort
from domain.invitations import Invitation
from domain.saying import said_by, say
from office import desk as office_desk
from office.acts.doing import (
    Changed,
    Look,
    NotNow,
    Order,
    as_far_as_offered,
    carry_out,
    look,
    offers,
)
from office.acts.telling import tell
from office.intake import Mistakes
from office.offering import options_of, skips_of
from office.office import Office
from office.told_deeds import told, whom
from web.desk import desk_page
from web.done import TABS, way_back
from web.doors import Sent, TheOffice
from web.fields import Field, fields_of
from web.incoming import content_of, word
from web.paging import PER_PAGE, Paging, begins
from web.sheet import STATUS_STALE, STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
LATELY = timedelta(days=14)
NOT_NOW = say("This is not possible, or not any more.")


@looks("/desk/{cohort}/steer")
def steer(at: AtDesk, office: TheOffice, start: int = 0) -> Response:
    """What can be done with the whole cohort, and what was done lately without a case."""
    since = office.clock.now() - LATELY
    total = office.store.deeds.number_since(at.cohort, since)
    start = begins(start, total)
    near = as_far_as_offered(office, at.cohort, "cohort", "")
    known, deeds = told(office, at.cohort, office.store.deeds.since(at.cohort, since, start, PER_PAGE))
    found = office_desk.desk_of(office, at, known)
    paging = Paging(f"{at.here}/steer", start, total, anchor="lately")
    acts = [act for act in offered(office, near, "cohort", "") if not act.offered_on]
    return desk_page(office, "desk_steer", "overview", found, acts=acts, deeds=deeds, paging=paging)


@looks("/desk/{cohort}/do/{name}")
def ask(request: Request, at: AtDesk, name: str, office: TheOffice, about: str = "") -> Response:
    """The questions of an act; one that asks nothing shows at once what it will cause."""
    act = _act(name)
    found = _near(office, at, act, about)
    about = _about(found, act, about)
    if not act.offered(found.cohort, about, office.clock.now()):
        return _refused(office, found, act, about, NOT_NOW)
    if act.page:
        return RedirectResponse(f"{at.here}{act.page}", 303)
    if not act.model_fields:
        return _look_page(office, found, _order(found, act, about, {}))
    return _form_page(office, found, act, about, request.query_params)


@router.post("/desk/{cohort}/do/{name}")
def go(at: AtDesk, name: str, sent: Sent, office: TheOffice, about: str = "") -> Response:
    """First what it will cause, then, with the button there, the deed: if it still causes that and nothing else."""
    act = _act(name)
    found = _near(office, at, act, about)
    if not act.offered(found.cohort, _about(found, act, about), office.clock.now()):
        return _refused(office, found, act, about, NOT_NOW)
    order = _order(found, act, about, _content(office, found, act, about, sent))
    try:
        if not (seen := word(sent, "_mark")):
            return _look_page(office, found, order)
        deed = carry_out(office, found.cohort.code, order, seen)
    except Mistakes as mistakes:
        return _form_page(office, found, act, about, sent, mistakes.fields)
    except Changed as changed:
        return _told_page(office, found, order, changed.look, said_by(changed))
    except NotNow as reason:
        return _refused(office, found, act, about, said_by(reason))
    return RedirectResponse(f"{at.here}/done/{deed.id}", 303)


def offered(office: Office, cohort: Cohort, place: Place, about: str) -> list[type[Act]]:
    """What a page offers to do."""
    return offers(cohort, place, about, office.clock.now())


# --- pages ----------------------------------------------------------------------------------------------------------


def _act(name: str) -> type[Act]:
    if name not in ACTS:
        raise HTTPException(404)
    return ACTS[name]


def _near(office: Office, at: office_desk.Access, act: type[Act], about: str) -> office_desk.Desk:
    """The desk with whatever the act looks at before it is played."""
    return office_desk.desk_of(office, at, as_far_as_offered(office, at.cohort, act.on, about))


def _about(found: office_desk.Desk, act: type[Act], about: str) -> str:
    """What it is done to; 404 for what is not there."""
    there = {
        "group": found.cohort.groups,
        "person": found.cohort.participants,
        "gathering": found.cohort.gatherings,
        "cohort": {"": None},
    }[act.on]
    if about not in there:
        raise HTTPException(404)
    return about


def _order(found: office_desk.Desk, act: type[Act], about: str, content: Mapping[str, Any]) -> Order:
    return Order(act.name, about, found.coordinator.code, content)


def _as_form(office: Office, found: office_desk.Desk, act: type[Act], about: str) -> Invitation:
    return order_of(act, found.cohort, about, found.coordinator.code, office.clock.now())


def _content(
    office: Office, found: office_desk.Desk, act: type[Act], about: str, given: FormData | QueryParams
) -> dict[str, Any]:
    """What is known already, and over it what was sent of the questions that are asked."""
    order = _as_form(office, found, act, about)
    asked = fields_of(act, {}, found.cohort.policy, skips=skips_of(act, found.cohort, order))
    return act.prefilled(found.cohort, order) | content_of(given, asked, whole=isinstance(given, FormData))


def _form_page(
    office: Office,
    found: office_desk.Desk,
    act: type[Act],
    about: str,
    given: FormData | QueryParams,
    errors: Mapping[str, str] | None = None,
) -> Response:
    cohort, order = found.cohort, _as_form(office, found, act, about)
    fields = fields_of(
        act,
        _content(office, found, act, about, given),
        cohort.policy,
        options=options_of(act, cohort, order),
        skips=skips_of(act, cohort, order),
        errors=errors or {},
    )
    return desk_page(
        office,
        "desk_act",
        TABS[act.on],
        found,
        STATUS_WRONG if errors else 200,
        doing=act,
        about=about,
        introduction=act.introduction(cohort, order),
        fields=[_for_the_desk(field) for field in fields],
        errors=[_mistake(name, words, fields) for name, words in (errors or {}).items()],
        back=way_back(act, about),
        whom=whom(cohort, about),
    )


def _for_the_desk(field: Field) -> Field:
    return replace(field, reader="")  # coordinators know who reads what they decide


def _mistake(name: str, words: str, fields: list[Field]) -> dict[str, str]:
    field = next((field for field in fields if field.name == name), None)
    return {"link": f"#f-{name}" if field else "", "title": field.title if field else "", "words": words}


def _look_page(office: Office, found: office_desk.Desk, order: Order) -> Response:
    try:
        return _told_page(office, found, order, look(office, found.cohort.code, order))
    except NotNow as reason:
        return _refused(office, found, ACTS[order.act], order.about, said_by(reason))


def _told_page(office: Office, found: office_desk.Desk, order: Order, seen: Look, complaint: str = "") -> Response:
    act = ACTS[order.act]
    return desk_page(
        office,
        "desk_act_look",
        TABS[act.on],
        found,
        STATUS_STALE if complaint else 200,
        doing=act,
        about=order.about,
        introduction=act.introduction(found.cohort, _as_form(office, found, act, order.about)),
        told=tell(office, seen),
        mark=seen.caused.mark,
        sent=list(_as_sent(order.content)),
        back=way_back(act, order.about),
        whom=whom(found.cohort, order.about),
        complaint=complaint,
    )


def _refused(office: Office, found: office_desk.Desk, act: type[Act], about: str, why: str) -> Response:
    facts = {"doing": act, "back": way_back(act, about), "whom": whom(found.cohort, about)}
    return desk_page(office, "desk_act_refused", TABS[act.on], found, STATUS_STALE, complaint=why, **facts)


def _as_sent(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Answers as a page names them, to be sent once more."""
    for name, value in content.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            yield name, str(one)
