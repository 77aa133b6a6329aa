"""Book lists: the pages on which a list comes into the contact book: how it was read, whom it holds, one button for all of
it, and one to take it back. Its columns are read as those of any list (brought.py).
"""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from domain.contact_book import Basis, Wanted
from domain.saying import said_by, say
from domain.text import clean_line
from office import desk as office_desk
from office.book_lists import BookList, ListChanged, look_at, take_back, take_in
from office.lists.headings import OF_THE_BOOK
from office.lists.possible import LONGEST, ForAll
from office.office import Office
from web.book import book_page, words_of_the_book
from web.brought import LIST_MAX, TOO_LARGE, SentList, columns_said, encoding_said, packed, raw_of, reading_of
from web.desk import SHOWN_MAX, desk_page
from web.doors import Sent, TheOffice
from web.incoming import word
from web.sheet import STATUS_STALE, STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)


@router.post("/desk/{cohort}/book/list")
def bring(at: AtDesk, sent: SentList, office: TheOffice) -> Response:
    """First how the list was read and who would come in; with the button there, all of them at once."""
    raw = raw_of(sent)
    if raw is None:
        return book_page(office, at, Wanted(), 0, STATUS_WRONG, complaint=say("Choose a file."), for_all=_for_all(sent))
    if len(raw) > LIST_MAX:
        return book_page(office, at, Wanted(), 0, 413, complaint=TOO_LARGE)
    meanings, twice = columns_said(sent, OF_THE_BOOK)
    brought = BookList(raw, meanings, encoding_said(sent), _for_all(sent))
    if twice:
        return _look_page(office, at, brought, STATUS_WRONG, twice)
    seen = word(sent, "_mark")
    if not seen or word(sent, "_again"):
        return _look_page(office, at, brought)
    try:
        taken = take_in(office, at.cohort, at.coordinator.code, brought, seen)
    except ListChanged as reason:
        return _look_page(office, at, brought, STATUS_STALE, said_by(reason))
    return RedirectResponse(f"{at.here}/book?taken={taken.untouched}", 303)


@router.post("/desk/{cohort}/book/lists/{code}")
def undo(at: AtDesk, code: str, sent: Sent, office: TheOffice) -> Response:
    """Take a list back; pressed twice, the second time takes nothing."""
    return RedirectResponse(f"{at.here}/book?gone={take_back(office, code)}", 303)


def _for_all(sent: FormData) -> ForAll:
    basis = word(sent, "basis")
    return ForAll(clean_line(word(sent, "source"))[:LONGEST], basis if basis in set(Basis) else "")


def _look_page(
    office: Office, at: office_desk.Access, brought: BookList, status: int = 200, complaint: str = ""
) -> Response:
    read = look_at(office, brought)
    wrong = status if status != 200 else STATUS_WRONG if not read.fresh and read.refused else 200
    return desk_page(
        office,
        "desk_book_list",
        "recruiting",
        office_desk.desk_alone(office, at),
        wrong,
        complaint=complaint,
        read=read,
        packed=packed(brought.raw),
        for_all=brought.for_all,
        shown_max=SHOWN_MAX,
        **words_of_the_book(),
        **reading_of(read.sheet, read.meanings, OF_THE_BOOK, brought.encoding),
    )
