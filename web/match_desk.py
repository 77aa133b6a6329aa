"""Match desk: the coordinator's pages of the match. Every route only looks: terms and decisions are forms (web/forms)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple
from functools import partial
from typing import Any, TypeVar

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.datastructures import QueryParams

from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.forms.matching_terms import MatchingTerms
from domain.forms.proposing import replaced_by, waits_for_review
from domain.invitations import Invitation
from domain.people import Role
from domain.saying import said_by
from office import desk as office_desk
from office.calls import call_link
from office.match import balance as match_rules
from office.match import beside as match_beside
from office.match import desk as match_desk
from office.match import looks as match_looks
from office.match import what_if
from office.match.candidates import doubles_in
from office.match.reach import SHOWN, Begins, Reached, bare, free_for_a_page, of_the_page
from office.match.standing import standing
from office.match.what_if import CannotTell
from office.office import Office
from web.desk import desk_page
from web.doors import TheOffice
from web.paging import Paging
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
LISTS = ("start", "left", "spare", "approved", "gone", "free")
"""What says in the address where each list of the page begins, in the order of Begins."""
STATUS_WRONG = 422
Found = TypeVar("Found")


@looks("/desk/{cohort}/match")
def match(request: Request, at: AtDesk, office: TheOffice) -> Response:
    """Where matching stands, the match with its reasons and prices, and what other weights would change."""
    begins = _begins(request.query_params)
    reached = of_the_page(office, at.cohort, begins)
    found = office_desk.desk_of(office, at, reached.cohort)
    cohort = found.cohort
    asked = [(name, value) for name, value in request.query_params.items() if name not in LISTS]
    weights, wrong = what_if.read_weights(cohort, asked)
    today, why_not = (None, reached.why_not) if reached.why_not else _told(partial(what_if.solved, cohort))
    best = today if today and today.possible else None
    tried, no_trial = _told(partial(what_if.solved, cohort, weights)) if asked and not wrong and best else (None, "")
    waits, approved = waits_for_review(cohort), reached.approved
    # Once a match was approved, what could be made of those left over is no match that waits for anybody.
    is_told = waits or not approved or (best and best.mentor_of)
    shown = match_desk.matched(cohort, today, begins.page) if is_told else None
    return desk_page(
        office,
        "desk_match",
        "match",
        found,
        STATUS_WRONG if wrong else 200,
        standing=standing(cohort, reached.asked.__getitem__),
        why_not="" if approved and not waits else what_if.NO_MATCH if today and not best else why_not,
        matched=shown,
        reached=reached,
        pages=_pages(f"{at.here}/match", begins, reached, shown),
        numbers=what_if.measured(best.mentor_of, best) if best else None,
        seats=today.asked.problem.offered if today else 0,
        free=today.asked.problem.shape if today else (0, 0),
        kept=match_rules.balance_kept(best) if best else [],
        uncounted=[] if reached.why_not else match_rules.uncounted(cohort),
        doubles=[] if reached.why_not else doubles_in(cohort),
        competition=match_rules.competition(today) if today else None,
        weighed=[(name, told, weights[name]) for name, told in WEIGHED.items()],
        wrong=wrong,
        no_trial=no_trial,
        trial=what_if.compared(best, tried) if best and tried else None,
        terms=list(_as_sent(_terms(found) | weights)),
        review=_may_be_approved(cohort),
        waits=waits,
        beside=match_beside.beside(cohort, waits) if waits else None,
        replaced=waits is not None and replaced_by(cohort, waits) is not None,
        approved=approved,
        blocked=bool(approved and not waits and today and not best),
    )


@looks("/desk/{cohort}/match/balance")
def balance(at: AtDesk, office: TheOffice) -> Response:
    """What every balance rule costs, and what one more or one less would change."""
    return _look(office, at, "desk_match_balance", match_rules.balance_moved)


@looks("/desk/{cohort}/match/changes")
def changes(at: AtDesk, office: TheOffice) -> Response:
    """How much fewer changes of the proposed pairs would cost."""
    return _look(office, at, "desk_match_changes", match_looks.offers)


@looks("/desk/{cohort}/match/search")
def search(at: AtDesk, office: TheOffice) -> Response:
    """How many could be matched today, and whom to look for."""
    now, link = office.clock.now(), call_link(office, office.store.load(at.cohort, focus=()), Role.MENTOR)
    tell = partial(match_rules.search, now=now, link=link)
    return _look(office, at, "desk_match_search", tell, mentors_needed=False)


@looks("/desk/{cohort}/match/{mentee}")
def one(at: AtDesk, mentee: str, office: TheOffice, mentor: str = "") -> Response:
    """One mentee: what each of the next best mentors would cost, exactly, or the mentor asked for."""

    def tell(cohort: Cohort) -> match_looks.OneMentee:
        for code, role in ((mentee, Role.MENTEE), (mentor, Role.MENTOR)):
            application = cohort.applications.get(code)
            if code and (application is None or application.role is not role):
                raise HTTPException(404)
        return match_looks.one_mentee(cohort, mentee, mentor)

    return _look(office, at, "desk_match_one", tell, mentee=mentee, mentor=mentor)


def _look(
    office: Office,
    at: office_desk.Access,
    template: str,
    tell: Callable[[Any], Any],
    *,
    mentors_needed: bool = True,
    **facts: Any,
) -> Response:
    """`mentors_needed`: whether there is nothing to tell as long as no mentor is free."""
    cohort, why_not = _told(partial(free_for_a_page, office, at.cohort, mentors_needed=mentors_needed))
    told = None
    if cohort:
        told, why_not = _told(partial(tell, cohort))
    found = office_desk.desk_of(office, at, cohort or bare(office, at.cohort))
    facts |= {"why_not": why_not, "review": _may_be_approved(found.cohort)}
    return desk_page(office, template, "match", found, told=told, **facts)


def _told(tell: Callable[[], Found]) -> tuple[Found | None, str]:
    """What there is to tell, or the sentence that says why there is nothing."""
    try:
        return tell(), ""
    except CannotTell as reason:
        return None, said_by(reason)


def _begins(asked: QueryParams) -> Begins:
    given = (asked.get(name, "") for name in LISTS)
    return Begins(*(_page_of(text) for text in given))


def _page_of(text: str) -> int:
    """Where a page begins, whatever stands in the address."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return number // SHOWN * SHOWN


def _pages(here: str, begins: Begins, reached: Reached, shown: match_desk.Matched | None) -> dict[str, Paging]:
    """Where each list stands, by its name in the address."""
    matched = (shown.pairs, shown.all_left, shown.all_spare) if shown else (0, 0, 0)
    totals = (*matched, *(one.number for one in (reached.pairs, reached.gone, reached.left)))
    starts = dict(zip(LISTS, astuple(begins), strict=True))
    anchors = ("the-match", "left", "spare", "approved", "gone", "free")
    return {
        name: Paging(
            here,
            starts[name],
            total,
            SHOWN,
            name,
            {other: str(start or "") for other, start in starts.items() if other != name},
            anchor,
        )
        for name, total, anchor in zip(LISTS, totals, anchors, strict=True)
    }


def _may_be_approved(cohort: Cohort) -> bool:
    """Whether a match waits that has pairs to be offered."""
    waits = waits_for_review(cohort)
    return waits is not None and bool(waits.matches)


def _terms(found: office_desk.Desk) -> dict[str, Any]:
    nobody = Invitation("", MatchingTerms.name, found.coordinator.code, "", "", found.cohort.launched_at)
    return MatchingTerms.prefilled(found.cohort, nobody)


def _as_sent(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Answers as a page names them: a field for each option and for each cell of a table (web/incoming)."""
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _as_sent({f"{name}.{key}": inner for key, inner in value.items()})
        elif isinstance(value, list):
            yield from _as_sent({f"{name}.{n}": row for n, row in enumerate(value)})
        elif name != "afterwards":  # the two buttons say that
            yield name, str(value)
