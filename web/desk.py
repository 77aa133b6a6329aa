"""Desk: the coordinator's pages of one cohort. Shows what waits and takes the few decisions that are not forms. One person
or one pair has a page in reading_room.py.

That somebody is signed in and runs the cohort, web/signed_in.py sees to. What somebody decides about a case, an
application or a proposal is a form (web/forms).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.acts.of_lists import ROLES
from domain.forms import FORMS
from domain.forms.form import meta
from domain.lifecycles import PairState, SessionState
from domain.matters import CASES_ENDED, case_named
from domain.people import Role
from domain.saying import say, together
from domain.today.item import WHY_THIS_RANK
from domain.today.waiting import DECIDED_SINCE
from office import desk as office_desk
from office import today as office_today
from office.acts.doing import why_not_undone
from office.office import Office
from office.told_deeds import of_cases, told
from web.doors import TheOffice
from web.files import as_download
from web.look import page
from web.paging import PER_PAGE, Paging, begins
from web.signed_in import AtDesk, LookingOn
from web.switch import switching

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

SHOWN_MAX = 50  # rows of a preview, lines of mistakes
WATCHED_MAX = 10
SOON = timedelta(hours=1)  # what leaves later than this waits for the post to open


@looks("/desk/{cohort}")
def show(at: LookingOn, office: TheOffice, decided: str = "", start: int = 0, item: str = "") -> Response:
    """What waits for a decision, where the cohort stands, what the post does; to those who look on only where it stands.
    `item`: what a letter has led to, which is on the page then."""
    if not at.acts:
        found, standing = _standing(office, at)
        return desk_page(office, "desk_looking_on", "overview", found, **standing)
    return first_page(office, at, decided=decided, start=start, item=item)


@looks("/desk/{cohort}/pairs")
def pairs(at: LookingOn, office: TheOffice, start: int = 0, others: int = 0) -> Response:
    """Every pair with its sessions, and the circles and peer groups; `others`: where their page begins."""
    listings, here = office.store.listings, f"{at.here}/pairs"
    total, others_total = (listings.groups_number(at.cohort, pairs=one) for one in (True, False))
    start, others = begins(start, total), begins(others, others_total)
    ids = listings.pairs(at.cohort, start, PER_PAGE)
    groups = listings.other_groups(at.cohort, others, PER_PAGE) if others_total else []
    found = office_desk.desk_alone(office, at, {*ids, *groups})
    return desk_page(
        office,
        "desk_pairs",
        "pairs",
        found,
        rows=office_desk.pair_rows(found.cohort, ids),
        paging=Paging(here, start, total, asked={"others": str(others or "")}),
        groups=[found.cohort.groups[group] for group in groups],
        others=Paging(here, others, others_total, name="others", asked={"start": str(start or "")}),
    )


@looks("/desk/{cohort}/people")
def people(at: LookingOn, office: TheOffice, mentors: int = 0, mentees: int = 0) -> Response:
    """Who applied and who was invited, and the ways to invite more."""
    listings, here, listed = office.store.listings, f"{at.here}/people", {}
    numbers = {role: listings.people_number(at.cohort, role) for role in Role}
    begin = {role: begins(start, numbers[role]) for role, start in ((Role.MENTOR, mentors), (Role.MENTEE, mentees))}
    for role in Role:
        asked = {f"{other.value}s": str(begin[other] or "") for other in Role if other is not role}
        paging = Paging(here, begin[role], numbers[role], name=f"{role.value}s", asked=asked)
        listed[role.value] = (listings.people(at.cohort, role, begin[role], PER_PAGE), paging)
    found = office_desk.desk_alone(office, at)
    return desk_page(office, "desk_people", "people", found, listed=listed, roles=ROLES)


@looks("/desk/{cohort}/people/{code}/{field}.pdf")
def file(at: AtDesk, code: str, field: str, office: TheOffice) -> Response:
    """A file that came with an application."""
    cohort = office.store.load(at.cohort, focus={code})
    application = cohort.applications.get(code)
    form = FORMS.get(f"{application.role.value}_application") if application else None
    declared = form.model_fields.get(field) if form else None
    key = application.answers.get(field) if application and declared and meta(declared)["widget"] == "upload" else ""
    stored = office.store.files.get(str(key)) if key else None
    if stored is None or stored.cohort != cohort.code:
        raise HTTPException(404)
    return as_download(stored.content, stored.name)


def first_page(
    office: Office,
    at: office_desk.Access,
    status: int = 200,
    complaint: str = "",
    typed: Mapping[str, str] | None = None,
    *,
    decided: str = "",
    start: int = 0,
    item: str = "",
) -> Response:
    """What waits, over all cohorts of the coordinator, and where this one stands.

    `typed`: letters that were not taken; `decided`: the deed by which something was decided just now, behind its cohort;
    `start`: where a long list begins; `item`: what is to be on the page, wherever it stands in the list.
    """
    found, standing, now = *_standing(office, at), office.clock.now()
    day = office_today.day(office, at.coordinator.code, at.cohort, start, item or next(iter(typed or ()), ""))
    desks = {code: replace(at, cohort=code).here for code in day.cohorts}
    forms = {
        (item.cohort, item.about): office_desk.form_link(office, day.cohorts[item.cohort], item.form, item.about)
        for one in day.items
        for item in one.parts or (one,)
        if item.form and not item.page
    }
    resting = {
        (theirs.code, case.id): office_desk.form_link(office, theirs, "decide_escalation", case.id)
        for theirs, case in day.asleep
    }
    facts: dict[str, Any] = {"asleep_forms": resting, "day": day, "desks": desks, "forms": forms, "typed": typed or {}}
    facts |= {"complaint": complaint, "why_this_rank": WHY_THIS_RANK} | standing
    facts["paging"] = Paging(at.here, day.start, day.total, office_today.SHOWN_MAX, anchor="waiting")
    facts |= {"case_named": case_named, "outcomes": CASES_ENDED, "decided": _decided(office, at, decided)}
    facts["deeds"] = {
        (code, case): told
        for code in {theirs.code for theirs, _ in day.decided}
        for case, told in of_cases(
            office, code, [case.id for theirs, case in day.decided if theirs.code == code], now - DECIDED_SINCE
        ).items()
    }
    facts["placed"] = {item.about for item in day.items if not item.page}
    return desk_page(office, "desk", "overview", found, status, **facts)


def _decided(office: Office, at: office_desk.Access, decided: str) -> dict[str, Any]:
    """What was decided just now, in whichever cohort of theirs ("cohort/deed"); nothing for what nobody did."""
    code, _, id = decided.partition("/")
    if code not in office.store.register.cohorts_of(at.coordinator.code):
        return {}
    deed = office.store.deeds.one(code, id)
    cohort, lines = told(office, code, [deed] if deed and deed.undone_at is None else [])
    if deed is None or not lines:
        return {}
    now, leaves = office.clock.now(), min((line.not_before for line in lines[0].letters), default=None)
    return {
        "told": lines[0],
        "leaves": leaves,
        "waits": leaves is not None and leaves - now > SOON,
        "zone": cohort.zone,
        "may_be_undone": not why_not_undone(deed, now),
        "way": f"{replace(at, cohort=code).here}/done/{id}",
    }


def _standing(office: Office, at: office_desk.Access) -> tuple[office_desk.Desk, dict[str, Any]]:
    """How the cohort stands in a few numbers, and the pairs to keep an eye on, with why."""
    now, listings = office.clock.now(), office.store.listings
    watched = listings.pairs_to_watch(at.cohort, now, WATCHED_MAX)
    found = office_desk.desk_alone(office, at, watched)
    rows = office_desk.pair_rows(found.cohort, watched)
    counts = {
        "pairs": listings.groups_number(at.cohort, pairs=True, state=PairState.ACTIVE),
        "held": listings.sessions_held(at.cohort),
        "cases": office.store.casebook.open_number(at.cohort),
    }
    return found, {"attention": [(row, _why_watch(row, now)) for row in rows], "counts": counts}


def _why_watch(row: office_desk.PairRow, now: datetime) -> str:
    """What is unusual about an active pair, in a few words; nothing when all is well."""
    if row.pair.state is not PairState.ACTIVE:
        return ""
    missed = [s.number for s in row.sessions if s.state is SessionState.MISSED]
    late = [s.number for s in row.sessions if s.state is SessionState.PLANNED and s.closes < now]
    told = [
        say("{n} open case", "{n} open cases", n=row.open_cases) if row.open_cases else "",
        say("session {numbers} missed", "sessions {numbers} missed", n=len(missed), numbers=missed) if missed else "",
        say(
            "no date for session {numbers}, and its window is over",
            "no date for sessions {numbers}, and their windows are over",
            n=len(late),
            numbers=late,
        )
        if late
        else "",
    ]
    return together((words for words in told if words), "; ")


@router.post("/desk/{cohort}/go-on")
def go_on(at: AtDesk, office: TheOffice) -> Response:
    """The clock of the machine is right: the office goes on."""
    office_desk.go_on(office, at)
    return RedirectResponse(at.here, 303)


# --- every page ----------------------------------------------------------------------------------------------------


def desk_page(
    office: Office, template: str, tab: str, found: office_desk.Desk, status: int = 200, **facts: Any
) -> Response:
    """A page of the desk, with what stands on all of them."""
    facts.setdefault("complaint", "")
    facts.setdefault("errors", [])
    facts |= switching(office, found.coordinator.code, tab) | {
        "desk": found,
        "cohort": found.cohort,
        "here": found.here,
        "tab": tab,
        "now": office.clock.now(),
        "runs": office.settings.runs_address(found.cohort.code),
    }
    return page(template, found.cohort.language_of(found.coordinator.code), status, **facts)
