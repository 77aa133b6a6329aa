"""Checklist: what is to be signed off before recruitment, in one page with the material itself, under one button."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.dates import day_of
from domain.effort import effort
from domain.forms.verbs import MILESTONES as IN_ORDER
from domain.people import Role
from domain.saying import say, together
from office import desk as office_desk
from office.deciding import decide_together
from office.desk import MILESTONES
from office.materials import LETTERS_OF, documents_of, forms_of, printed
from office.office import Office
from office.posters import card_of, poster_of
from office.promotion import promotion
from web.desk import desk_page
from web.doors import Sent, TheOffice
from web.files import as_download
from web.incoming import word
from web.sheet import STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
POSTER = "poster-"


@looks("/desk/{cohort}/checklist")
def checklist(at: AtDesk, office: TheOffice) -> Response:
    """What waits for a signature, and what is signed."""
    return _page(office, at)


@looks("/desk/{cohort}/checklist/{kind}.pdf")
def document(at: AtDesk, kind: str, office: TheOffice) -> Response:
    """A document of the checklist as it would be printed today, or a poster."""
    cohort, whom = office_desk.desk_alone(office, at).cohort, kind.removeprefix(POSTER)
    try:
        made = poster_of(office, cohort, whom) if kind.startswith(POSTER) else printed(office, cohort, kind)
    except KeyError:
        raise HTTPException(404) from None
    return as_download(made, f"{kind}.pdf")


@looks("/desk/{cohort}/checklist/{whom}.png")
def card(at: AtDesk, whom: str, office: TheOffice) -> Response:
    """A call as a picture to post."""
    try:
        made = card_of(office, office_desk.desk_alone(office, at).cohort, whom)
    except KeyError:
        raise HTTPException(404) from None
    return as_download(made, f"{whom}.png", "image/png")


@router.post("/desk/{cohort}/checklist")
def sign(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """One signature under all that are ticked."""
    known = {material.id for material in office.store.lookups.materials(at.cohort)}
    ticked = [str(id) for id in sent.getlist("pick") if id in known]
    if not ticked:
        return _page(office, at, STATUS_WRONG, say("Tick what is ready, then press the button."))
    contents = {id: {"done": "true", "note": word(sent, f"{id}.note")} for id in ticked}
    decided = decide_together(office, at.cohort, at.coordinator.code, "sign_off", contents)
    if decided.mistakes:
        words = together((text for wrong in decided.mistakes.values() for text in wrong.values()), " ")
        return _page(office, at, STATUS_WRONG, words)
    return RedirectResponse(f"{at.here}/checklist", 303)


def _page(office: Office, at: office_desk.Access, status: int = 200, complaint: str = "") -> Response:
    found = office_desk.desk_alone(office, at)
    known = office.store.lookups.materials(at.cohort)
    materials = [(material, _shown(office, found.cohort, material.id.removeprefix("material-"))) for material in known]
    return desk_page(office, "desk_checklist", "overview", found, status, complaint=complaint, materials=materials)


def _shown(office: Office, cohort: Cohort, material: str) -> dict[str, Any]:
    """The material itself, as far as the office has it: lines of a list, documents to read, texts to copy, what forms ask, and
    the letters that go with it. Nothing of what lies elsewhere."""
    show = SHOWS.get(material)
    return {
        "lines": list(show(office, cohort)) if show else [],
        "documents": documents_of(office, cohort, material),
        "texts": promotion(office, cohort) if material == "promotion" else [],
        "forms": forms_of(material),
        "letters": LETTERS_OF.get(material, ()),
    }


def _criteria(_: Office, cohort: Cohort) -> Iterator[tuple[str, str]]:
    weights = cohort.policy.matching.weights
    for name, criterion in WEIGHED.items():
        if weight := weights.get(name):
            yield criterion.title, str(weight)


def _goals(_: Office, cohort: Cohort) -> Iterator[tuple[str, str]]:
    for role, title in ((Role.MENTEE, say("A mentee gives")), (Role.MENTOR, say("A mentor gives"))):
        takes = effort(cohort.policy, role.value)
        yield title, say("about {hours} hours in {months} months", hours=takes.hours, months=takes.months)
    days = dict(office_desk.told_milestones(cohort))
    for name in IN_ORDER:
        if words := MILESTONES.get(name):
            yield words, say("on {day}", day=day_of(days[words], cohort.zone))


def _contacts(office: Office, cohort: Cohort) -> Iterator[tuple[str, str]]:
    mentors = office.store.listings.people_number(cohort.code, Role.MENTOR)
    yield say("On the lists"), say("{n} mentor", "{n} mentors", n=mentors)
    yield say("Hoped for"), say("{n} pair", "{n} pairs", n=cohort.policy.recruitment.pairs_aim)


SHOWS: Mapping[str, Callable[[Office, Cohort], Iterator[tuple[str, str]]]] = {
    "criteria": _criteria,
    "goals": _goals,
    "contacts": _contacts,
}
