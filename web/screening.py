"""Screening: all applications that wait, as one page: marks beside what was written, and one button for all that are ticked.

GET only looks; one POST gives one verdict to several. What a verdict does is told by its form (domain/forms/screening).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from domain.applications import Application
from domain.cohort import Cohort
from domain.flags import Flag, flags_of
from domain.forms import FORMS
from domain.forms.screening import FOUR, MARKS, VERDICTS
from domain.people import Participant, Role
from domain.saying import say
from domain.sheets import keeps_place
from domain.story.onlookers import A_COORDINATOR
from office import desk as office_desk
from office.deciding import decide_together
from office.office import Office
from office.sheets import preselected, waiting_number, waiting_page
from web.desk import desk_page
from web.doors import Sent, TheOffice
from web.incoming import word
from web.paging import PER_PAGE, Paging, begins
from web.reading_room import Parts, in_parts
from web.sheet import STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

TICKS = ("all", "none")
# What is read first; the rest of an application is one click away.
FIRST = {
    Role.MENTOR: ("employer", "job_title", "profession", "employer_type", "years_outside", "tracks", "expectations", "cv"),
    Role.MENTEE: ("field", "stage", "tracks", "goals", "expectations", "contribution", "motivation_text", "motivation", "cv"),
}  # fmt: skip
BUTTONS = ("accept", "waitlist", "decline", "incomplete", "keep")


@dataclass(frozen=True)
class Row:
    """One application as it waits: what to read first, the rest, and what the sheet says so far or was typed just now."""

    person: Participant
    application: Application
    flags: tuple[Flag, ...]
    score: int | None
    first: list[Any]
    rest: list[dict[str, Any]]
    typed: Mapping[str, str]
    picked: bool
    errors: Mapping[str, str]
    kept: bool


@looks("/desk/{cohort}/screening")
def table(at: AtDesk, office: TheOffice, role: Role | None = None, start: int = 0, done: int = 0) -> Response:
    """The applications of one role that want a look, best marks first; unless somebody says of which, of one that waits."""
    return _page(office, at, role or _who_waits(office, at.cohort), start, done=done)


@router.post("/desk/{cohort}/screening")
def decide(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """One verdict for all that are ticked; marks alone are kept wherever some were given."""
    role, start = Role(word(sent, "role") or Role.MENTEE), _number(word(sent, "start"))
    if word(sent, "tick") in TICKS:
        return _page(office, at, role, start, sent, ticks=word(sent, "tick"))
    cohort = office.store.load(at.cohort, focus=_named(sent))
    verdict, codes = word(sent, "verdict"), _meant(sent, cohort)
    if verdict not in BUTTONS or not codes:
        complaint = say("Tick the applications you mean, then press a button.")
        return _page(office, at, role, start, sent, STATUS_WRONG, complaint)
    contents = {code: _content(sent, code, verdict) for code in codes}
    decided = decide_together(office, at.cohort, at.coordinator.code, "screening", contents)
    if decided.mistakes:
        told = {code: wrong for code, wrong in decided.mistakes.items() if code in cohort.participants}
        return _page(office, at, role, start, sent, STATUS_WRONG, wrong=told, done=len(decided.taken))
    return RedirectResponse(f"{at.here}/screening?role={role.value}&done={len(decided.taken)}", 303)


def _who_waits(office: Office, code: str) -> Role:
    """Mentees, of whom there are more; mentors where they alone wait, as in the weeks before the mentees are called."""
    mentors, mentees = (waiting_number(office, code, role) for role in (Role.MENTOR, Role.MENTEE))
    return Role.MENTOR if mentors and not mentees else Role.MENTEE


def _page(
    office: Office,
    at: office_desk.Access,
    role: Role,
    start: int,
    sent: FormData | None = None,
    status: int = 200,
    complaint: str = "",
    wrong: Mapping[str, Mapping[str, str]] | None = None,
    done: int = 0,
    ticks: str = "",
) -> Response:
    """`ticks`: all or none of this page, in place of those that are ticked."""
    numbers = {one: waiting_number(office, at.cohort, one) for one in Role}
    start = begins(start, numbers[role])
    shown = waiting_page(office, at.cohort, role, start, PER_PAGE)
    found = office_desk.desk_alone(office, at, {*shown, *(wrong or {})})
    cohort = found.cohort
    ticked = frozenset(map(str, sent.getlist("pick"))) if sent is not None else preselected(office, at.cohort)
    ticked = frozenset(code for code in shown if ticks == "all") if ticks else ticked
    those = [cohort.applications[code] for code in shown]
    parts = in_parts(office, cohort, role, those, A_COORDINATOR)
    rows = [_row(cohort, one, parts[one.id], sent, ticked, (wrong or {}).get(one.id, {})) for one in those]
    return desk_page(
        office,
        "desk_screening",
        "overview",
        found,
        status,
        complaint=complaint,
        errors=list(_errors(cohort, wrong or {})),
        role=role,
        rows=rows,
        numbers=numbers,
        start=start,
        paging=Paging(f"{at.here}/screening", start, numbers[role], asked={"role": role.value}),
        marks=[(name, FORMS["screening"].model_fields[name].title) for name in FOUR],
        mark_words=MARKS,
        verdicts=[(verdict, VERDICTS[verdict]) for verdict in BUTTONS],
        note=word(sent, "note") if sent is not None else "",
        preselects=cohort.policy.recruitment.preselected_per_mentor,
        done=done,
    )


def _row(
    cohort: Cohort,
    application: Application,
    parts: Parts,
    sent: FormData | None,
    ticked: frozenset[str],
    errors: Mapping[str, str],
) -> Row:
    wanted = FIRST[application.role]
    first = [(field, words) for part in parts for field, words in part["fields"] if field.name in wanted]
    known = application.screening
    marks = {name: "" if known is None else _as_typed(getattr(known, name)) for name in (*FOUR, "note")}
    if sent is not None:
        marks = {name: word(sent, f"{application.id}.{name}") for name in marks}
    return Row(
        cohort.participants[application.id],
        application,
        flags_of(cohort, application),
        application.score,
        sorted(first, key=lambda pair: wanted.index(pair[0].name)),
        parts,
        marks,
        application.id in ticked,
        errors,
        keeps_place(cohort, application.id),
    )


def _as_typed(mark: object) -> str:
    return "" if mark is None else str(mark)


def _named(sent: FormData) -> set[str]:
    """Everybody whose row was sent, or who is ticked."""
    rows = {name.rpartition(".")[0] for name, _ in sent.multi_items() if "." in name}
    return {*rows, *(str(code) for code in sent.getlist("pick"))} - {""}


def _meant(sent: FormData, cohort: Cohort) -> list[str]:
    """Whom the button means: those that are ticked; when something is asked for or marks alone are kept, also those in
    whose row something was written just now."""
    codes = dict.fromkeys(str(code) for code in sent.getlist("pick"))
    written = {"keep": FOUR, "incomplete": ("note",)}.get(word(sent, "verdict"), ())
    rows = dict.fromkeys(name.rpartition(".")[0] for name, _ in sent.multi_items() if "." in name)
    codes |= dict.fromkeys(code for code in rows if any(_is_new(sent, cohort, code, name) for name in written))
    return [code for code in codes if code in cohort.applications]


def _is_new(sent: FormData, cohort: Cohort, code: str, name: str) -> bool:
    typed, application = word(sent, f"{code}.{name}"), cohort.applications.get(code)
    known = application.screening if application else None
    return bool(typed) and typed != (_as_typed(getattr(known, name)) if known else "")


def _content(sent: FormData, code: str, verdict: str) -> dict[str, Any]:
    """The sheet of one of them; what stands in the row counts, and where no note stands there the common one."""
    own = {name: word(sent, f"{code}.{name}") for name in (*FOUR, "note")}
    return own | {"verdict": verdict, "note": own["note"] or word(sent, "note")}


def _errors(cohort: Cohort, wrong: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, str]]:
    for code, fields in wrong.items():
        for words in fields.values():
            yield {"title": cohort.participants[code].name or code, "words": words, "link": f"#{code}"}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
