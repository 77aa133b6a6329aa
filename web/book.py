"""Book: the pages of the contact book on the desk: who is in it, one entry, adding, and asking some of them. Who may be asked,
and what they read, office/contact_book.py knows; lists are taken in by book_lists.py; what they see themselves is in entry.py.
"""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.careers import CAREER_TRACKS, SUB_SECTORS
from domain.contact_book import ASKED, BASES, KEPT_MONTHS, REPLIES, STANDINGS, Wanted, why_not_asked
from domain.messages import Wording
from domain.saying import say
from domain.writing import BODY_MAX, SUBJECT_MAX, digest
from office import contact_book
from office import desk as office_desk
from office.book_entries import COLUMNS, add_one, correct, typed
from office.book_lists import as_list, lists_taken
from office.lists.possible import LONGEST, ForAll
from office.offering import spoken_whole
from office.office import Office
from office.wording import a_wording, words_now
from web.desk import desk_page
from web.doors import Sent, TheOffice
from web.files import as_download
from web.incoming import word
from web.paging import Paging, begins
from web.sheet import STATUS_WRONG
from web.signed_in import AtDesk
from words import tongue

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
PER_PAGE = 50
NOTHING_DONE = {"asked": 0, "taken": 0, "gone": None, "added": None}
NOTHING_TYPED = {"typed": dict.fromkeys(COLUMNS, ""), "wrong": {}, "for_all": ForAll()}


@looks("/desk/{cohort}/book")
def show(
    at: AtDesk,
    office: TheOffice,
    track: str = "",
    sector: str = "",
    words: str = "",
    standing: str = "",
    start: int = 0,
    asked: int = 0,
    taken: int = 0,
    gone: int | None = None,
) -> Response:
    """Those who fit, by name."""
    done: dict[str, Any] = {
        "asked": max(asked, 0),
        "taken": max(taken, 0),
        "gone": None if gone is None else max(gone, 0),
    }
    return book_page(office, at, _wanted(track, sector, words, standing), start, **done)


@looks("/desk/{cohort}/book/list.csv")
def take_along(
    at: AtDesk, office: TheOffice, track: str = "", sector: str = "", words: str = "", standing: str = ""
) -> Response:
    """Those who fit, as a list that can be taken in again."""
    spoken = tongue(office.store.load(at.cohort, focus=()).language_of(at.coordinator.code))
    listed = as_list(office, _wanted(track, sector, words, standing), spoken)
    return as_download(listed, "contact-book.csv", "text/csv; charset=utf-8")


@router.post("/desk/{cohort}/book/add")
def add(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """One more."""
    one = typed({name: word(sent, name) for name in COLUMNS})
    if wrong := dict(one.mistakes()):
        return book_page(office, at, Wanted(), 0, STATUS_WRONG, typed=one.values, wrong=wrong)
    return book_page(office, at, Wanted(), 0, added=add_one(office, at, one))


@router.post("/desk/{cohort}/book/ask")
def ask(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """Look over the letter to those who are ticked, and send it as it was last shown."""
    codes = [code for code in sent.getlist("who") if isinstance(code, str)][:PER_PAGE]
    found = office_desk.desk_alone(office, at)
    subject, body = words_now(found.cohort, ASKED)
    house, wording = a_wording(subject, body, ""), None
    if "body" in sent:
        own = a_wording(word(sent, "subject"), word(sent, "body"), at.coordinator.code)
        subject, body = own.subject, own.body
        wording = None if digest(own) == digest(house) else own
    looked = contact_book.look_over(office, at, codes, wording)
    shown = _shown(codes, Wording(subject, body, ""))
    if word(sent, "_go") == "send" and word(sent, "shown") == shown and not looked.mistakes:
        return RedirectResponse(f"{at.here}/book?asked={contact_book.ask(office, at, codes, wording)}", 303)
    return desk_page(
        office,
        "desk_book_ask",
        "recruiting",
        found,
        STATUS_WRONG if looked.mistakes and "body" in sent else 200,
        looked=looked,
        subject=subject,
        body=body,
        shown=shown,
        subject_max=SUBJECT_MAX,
        body_max=BODY_MAX,
        errors=[{"words": words, "link": "", "title": ""} for words in looked.mistakes],
    )


def _shown(codes: list[str], wording: Wording) -> str:
    """What was last shown: to whom, and in which words."""
    return digest(Wording(",".join(codes), digest(wording), ""))


@looks("/desk/{cohort}/book/entry/{code}")
def entry(at: AtDesk, code: str, office: TheOffice, kept: str = "") -> Response:
    """One entry: what is kept, who asked, what came of it."""
    return _entry(office, at, code, kept=bool(kept))


@router.post("/desk/{cohort}/book/entry/{code}")
def act(at: AtDesk, code: str, sent: Sent, office: TheOffice) -> Response:
    """Correct it, note what was said, or erase it."""
    person = office.store.book.person(code)
    if person is None:
        raise HTTPException(404)
    match word(sent, "_go"):
        case "erase":
            if word(sent, "sure") != "yes":
                return _entry(office, at, code, STATUS_WRONG, complaint=say("Please tick the box to erase them."))
            office.store.book.forget(code)
            return RedirectResponse(f"{at.here}/book", 303)
        case "told":
            contact_book.note_asked(office, at, code, word(sent, "reply"))
            gone = office.store.book.person(code) is None
            return RedirectResponse(f"{at.here}/book" if gone else f"{at.here}/book/entry/{code}?kept=yes", 303)
    one = typed({name: word(sent, name) for name in COLUMNS})
    if wrong := dict(one.mistakes()):
        return _entry(office, at, code, STATUS_WRONG, typed=one.values, wrong=wrong)
    if not correct(office, person, one.values):
        complaint = say("Somebody else in the book has this address.")
        return _entry(office, at, code, STATUS_WRONG, complaint=complaint, typed=one.values)
    return RedirectResponse(f"{at.here}/book/entry/{code}?kept=yes", 303)


def _wanted(track: str, sector: str, words: str, standing: str) -> Wanted:
    return Wanted(
        next((code for code in CAREER_TRACKS if str(code) == track), 0),
        sector if sector in SUB_SECTORS else "",
        words.strip()[:100],
        standing if standing in STANDINGS else "",
    )


def book_page(
    office: Office,
    at: office_desk.Access,
    wanted: Wanted,
    start: int,
    status: int = 200,
    **facts: Any,
) -> Response:
    """The page of the book. `facts`: what was done, or went wrong."""
    found, now = office_desk.desk_alone(office, at), office.clock.now()
    number = office.store.book.number(wanted, now)
    start = begins(start, number, PER_PAGE)
    people = office.store.book.found(wanted, now, start=start, size=PER_PAGE)
    came = office.store.book.came_of([one.code for one in people])
    askings = {one.code: [each.asking for each in came[one.code]] for one in people}
    chosen = {name: str(value) for name, value in vars(wanted).items() if value}
    return desk_page(
        office,
        "desk_book",
        "recruiting",
        found,
        status,
        people=people,
        came={code: (those[0], contact_book.what_came(those[0])) for code, those in came.items() if those},
        why={one.code: why_not_asked(one, askings[one.code], found.cohort, now) for one in people},
        number=number,
        by_track=office.store.book.by_track(),
        chosen=chosen,
        query=urlencode(chosen),
        paging=Paging(f"{at.here}/book", start, number, PER_PAGE, asked=chosen, anchor="found"),
        lists=lists_taken(office),
        **words_of_the_book(),
        **(NOTHING_DONE | NOTHING_TYPED | facts),
    )


def words_of_the_book() -> dict[str, Any]:
    """What its pages say of codes."""
    return {
        "tracks": CAREER_TRACKS,
        "sectors": SUB_SECTORS,
        "bases": BASES,
        "standings": STANDINGS,
        "languages": spoken_whole(),
        "months": KEPT_MONTHS,
        "longest": LONGEST,
    }


def _entry(office: Office, at: office_desk.Access, code: str, status: int = 200, **facts: Any) -> Response:
    person = office.store.book.person(code)
    if person is None:
        raise HTTPException(404)
    found, came = office_desk.desk_alone(office, at), office.store.book.came_of([code])[code]
    values = {name: getattr(person, name) for name in COLUMNS} | {"track": str(person.track or "")}
    here = next((one.asking for one in came if one.asking.cohort == at.cohort), None)
    return desk_page(
        office,
        "desk_book_entry",
        "recruiting",
        found,
        status,
        person=person,
        came=[(one, contact_book.what_came(one)) for one in came],
        asked_here=here,
        why=why_not_asked(person, [one.asking for one in came], found.cohort, office.clock.now()),
        replies=REPLIES,
        **words_of_the_book(),
        **({"typed": values, "wrong": {}, "kept": False} | facts),
    )
