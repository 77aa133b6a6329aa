"""Entry: the page of somebody in the contact book: answer when asked, see what is kept and from where, take it along, stay,
or go.

GET changes nothing, as mail scanners open links; the buttons act. Nobody types anything here, so nothing typed goes anywhere.
"""

import json
from functools import partial

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.careers import CAREER_TRACKS, SUB_SECTORS
from domain.contact_book import BASES, REPLIES, Reply
from domain.saying import say
from office import contact_book
from office.book_ends import stay
from office.contact_book import Entry
from web.doors import Sent, TheOffice
from web.files import as_download
from web.incoming import word
from web.look import page, path

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/k/{token}")
def show(token: str, office: TheOffice, reply: str = "", done: str = "") -> Response:
    """What is kept, and the answers there are; the one that was clicked in the letter stands first."""
    found = contact_book.entry(office, token)
    first = [one for one in Reply if one.value == reply]
    replies = [*first, *(one for one in Reply if one not in first)]
    return page(
        "entry",
        found.person.language,
        found=found,
        person=found.person,
        cohort=found.cohort,
        here=f"/k/{token}",
        replies=[(one.value, REPLIES[one]) for one in replies],
        may_answer=found.asking is not None,
        done=done if done in ("later", "yes", "stay") else "",
        basis=BASES[found.person.basis],
        track=CAREER_TRACKS.get(found.person.track, ""),
        sector=SUB_SECTORS.get(found.person.sector, ""),
    )


@router.post("/k/{token}")
def act(token: str, sent: Sent, office: TheOffice) -> Response:
    """Answer, stay in the book, or leave it."""
    found = contact_book.entry(office, token)
    match word(sent, "_go"):
        case "yes" | "later" | "never" as reply:
            return _answered(office, token, found, Reply(reply))
        case "stay":
            stay(office, found.person)
            return RedirectResponse(f"/k/{token}?done=stay", 303)
        case "erase":
            office.store.book.forget(found.person.code)
            words = [say("Your name, your address and whatever else stood in the book are gone from the office.")]
            return _gone(found, say("You are out of the book"), words)
    raise HTTPException(400)


def _answered(office: TheOffice, token: str, found: Entry, reply: Reply) -> Response:
    way = contact_book.answer(office, token, reply)
    if reply is Reply.NEVER:
        words = [
            say("You are never asked again, and everything we had of you is erased."),
            say("What stays is a fingerprint of your address, so that nobody can add you again by mistake."),
        ]
        return _gone(found, say("That is noted"), words)
    return RedirectResponse(path(way) if way else f"/k/{token}?done={reply.value}", 303)


def _gone(found: Entry, title: str, words: list[str]) -> Response:
    """The last page they get: their link is dead now."""
    return page("notice", found.person.language, title=title, words=words, new_link="", link="", link_words="")


@looks("/k/{token}/copy.json")
def take_along(token: str, office: TheOffice) -> Response:
    """Everything the book has of them, for another program."""
    found = contact_book.entry(office, token)
    facts = contact_book.facts_of(found.person, found.came)
    told = json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True, default=str)
    return as_download(told.encode(), "my-entry.json", "application/json")
