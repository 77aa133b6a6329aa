"""Post of a desk: what waits for a look, what is in trouble, and the list of every letter ever written.

Which letters there are office/letter_book.py knows; one of them has its page in reading_room.py.
"""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.lifecycles import MessageState
from domain.people import PARTICIPANT
from domain.saying import say, sayings
from domain.states import LETTERS
from office import desk as office_desk
from office import letter_book, reading_room
from office import messages as by_hand
from office.letter_book import Asked
from office.office import Office
from office.wording import may_be_worded
from web.desk import SHOWN_MAX, desk_page
from web.doors import Sent, TheOffice
from web.files import as_download
from web.inbox import BADGES
from web.incoming import word
from web.paging import PER_PAGE, Paging, begins
from web.signed_in import AtDesk, LookingOn

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

TROUBLE = (MessageState.FAILED, MessageState.UNKNOWN, MessageState.BOUNCED)
STATE_WORDS = sayings(
    {
        "draft": "wait for a look",
        "queued": "waiting",
        "sending": "on their way",
        "sent": "sent",
        "retry": "tried again later",
        "failed": "failed",
        "unknown": "not sure",
        "dropped": "no longer needed",
        "bounced": "came back",
    },
    context="letters",
)


@looks("/desk/{cohort}/post")
def post(
    at: LookingOn,
    office: TheOffice,
    to: str = "",
    letter: str = "",
    state: str = "",
    since: str = "",
    until: str = "",
    before: str = "",
) -> Response:
    """What waits, what went wrong, and the letters that are asked for."""
    asked = Asked(to, letter, MessageState(state) if state in STATE_WORDS else None, _day(since), _day(until))
    return _post_page(office, at, asked, before=_number(before))


@router.post("/desk/{cohort}/post/{letter:int}/again")
def send_again(at: AtDesk, letter: int, office: TheOffice) -> Response:
    """A letter that failed goes back into the queue, once the coordinator has seen why."""
    if office_desk.send_again(office, at, letter):
        return RedirectResponse(f"{at.here}/post", 303)
    gone = say("This letter cannot be sent again: it is on its way already, or was never ours to send.")
    return _post_page(office, at, Asked(), 409, gone)


def _post_page(
    office: Office,
    at: office_desk.Access,
    asked: Asked,
    status: int = 200,
    complaint: str = "",
    before: int | None = None,
) -> Response:
    found = office_desk.desk_alone(office, at)
    book = letter_book.look_up(office, at, asked, found.cohort.zone, before)
    troubled = office.store.letters.posts(at.cohort, states=TROUBLE, limit=SHOWN_MAX, whole=True)
    chosen = {
        "to": asked.to,
        "letter": asked.letter,
        "state": asked.state.value if asked.state else "",
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
    }
    asked_for = {name: value for name, value in chosen.items() if value}
    facts: dict[str, Any] = {
        "state_words": STATE_WORDS,
        "troubled": [(letter, office_desk.may_go_again(letter)) for letter in troubled],
        "complaint": complaint,
        "messages": by_hand.that_wait(office, at),
        "book": book,
        "chosen": chosen,
        "is_asked": bool(asked_for),
        "letter_states": {state.value: words for state, words in LETTERS.items()},
        "badges": BADGES,
        "is_participant": is_participant,
        "older": urlencode({**asked_for, "before": book.lines[-1].id}) if book.more else "",
        "newest": "" if before is None else urlencode(asked_for),
        "is_first": before is None,
    }
    return desk_page(office, "desk_post", "post", found, status, **facts)


def is_participant(code: str) -> bool:
    """Whether somebody has a page in the reading room."""
    return PARTICIPANT.fullmatch(code) is not None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 < found.year < 9000 else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@looks("/desk/{cohort}/letters/{letter:int}/invite.ics")
def calendar(at: AtDesk, letter: int, office: TheOffice) -> Response:
    """The calendar entry that goes with a letter; the letter itself is read in the reading room."""
    found = reading_room.letter(office, at, letter)
    if found is None or not found.rendered.calendar:
        raise HTTPException(404)
    return as_download(found.rendered.calendar.encode(), "invite.ics", "text/calendar")


# --- drafts --------------------------------------------------------------------------------------------------------


@looks("/desk/{cohort}/drafts/{letter:path}")
def drafts(at: AtDesk, letter: str, office: TheOffice, start: int = 0) -> Response:
    """The letters of one kind that wait for a look: how many, to whom, in which words."""
    if not _number_of_drafts(office, at, letter):
        return RedirectResponse(f"{at.here}/post", 303)
    return _drafts_page(office, at, letter, start)


@router.post("/desk/{cohort}/drafts/{letter:path}")
def release(at: AtDesk, letter: str, sent: Sent, office: TheOffice) -> Response:
    """Let them go, or not: the button says how many it means, and only that many are meant."""
    if word(sent, "count") != str(_number_of_drafts(office, at, letter)):
        changed = say("The number of letters has changed meanwhile. Look again before you decide.")
        return _drafts_page(office, at, letter, 0, 409, changed)
    office_desk.release(office, at, letter)
    return RedirectResponse(f"{at.here}/post", 303)


def _number_of_drafts(office: Office, at: office_desk.Access, letter: str) -> int:
    return office.store.letters.draft_counts(at.cohort).get(letter, 0)


def _drafts_page(
    office: Office, at: office_desk.Access, letter: str, start: int, status: int = 200, complaint: str = ""
) -> Response:
    found, number = office_desk.desk_alone(office, at), _number_of_drafts(office, at, letter)
    start = begins(start, number)
    waiting = office_desk.draft_letters(office, at, letter, start, PER_PAGE)
    told: dict[str, Any] = {"letter": letter, "number": number, "complaint": complaint}
    told["waiting"] = [replace(post, rendered=reading_room.without_logins(post.rendered)) for post in waiting]
    told["paging"] = Paging(f"{at.here}/drafts/{letter}", start, number)
    told |= {"is_participant": is_participant, "may_be_worded": may_be_worded(letter)}
    return desk_page(office, "desk_drafts", "post", found, status, **told)
