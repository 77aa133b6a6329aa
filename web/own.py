"""Own: a person's copy of everything we keep of them, and having it erased. What that is, office/own_copy and erasing know.
The desk hands out the same copy, without what is not for coordinators.

GET changes nothing, as mail scanners open links; the button erases, and only with the tick.
"""

import io
import zipfile
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from domain.as_asked import as_asked
from domain.invitations import Answer
from domain.saying import say
from office.desk import Access
from office.erasing import ask_to_be_erased, erase
from office.own_copy import OwnCopy, copy_for_the_desk, own_copy
from office.reading_room import ONLOOKERS
from web.doors import Sent, TheOffice
from web.fields import fields_of, in_words, is_shown
from web.files import as_download
from web.incoming import word
from web.look import environment, page
from web.sheet import STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
UNDATED = (1980, 1, 1, 0, 0, 0)  # the same copy is the same file, whenever it is asked for
TICK = say("Please tick the box if you want everything erased.")


@looks("/p/{token}/copy.json")
def as_json(token: str, office: TheOffice) -> Response:
    """For another program."""
    return as_download(own_copy(office, token).as_json().encode(), "my-copy.json", "application/json")


@looks("/p/{token}/copy.zip")
def as_zip(token: str, office: TheOffice) -> Response:
    """To read: a page, the files that came along, and the same for another program."""
    return as_download(_packed(own_copy(office, token)), "my-copy.zip", "application/zip")


@looks("/desk/{cohort}/people/{code}/copy.json")
def json_for_the_desk(at: AtDesk, code: str, office: TheOffice) -> Response:
    """What a coordinator may hand out of somebody, for another program."""
    copy = _for_the_desk(office, at, code)
    return as_download(copy.as_json().encode(), f"{copy.person}-copy.json", "application/json")


@looks("/desk/{cohort}/people/{code}/copy.zip")
def zip_for_the_desk(at: AtDesk, code: str, office: TheOffice) -> Response:
    """The same to read, with the files."""
    copy = _for_the_desk(office, at, code)
    return as_download(_packed(copy), f"{copy.person}-copy.zip", "application/zip")


def _for_the_desk(office: TheOffice, at: Access, code: str) -> OwnCopy:
    """404 for nobody of ours, and for whoever reads no words of anybody."""
    copy = copy_for_the_desk(office, at, code) if ONLOOKERS[at.role].words else None
    if copy is None:
        raise HTTPException(404)
    return copy


def _packed(copy: OwnCopy) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        _put(folder, "my-copy.html", _readable(copy).encode())
        _put(folder, "my-copy.json", copy.as_json().encode())
        for file in copy.files:
            _put(folder, f"files/{file.id[:8]}-{file.name}", file.content)
    return packed.getvalue()


def _put(folder: zipfile.ZipFile, name: str, content: bytes) -> None:
    folder.writestr(zipfile.ZipInfo(name, UNDATED), content, zipfile.ZIP_DEFLATED)


def _readable(copy: OwnCopy) -> str:
    person = copy.cohort.participants[copy.person]
    return (
        environment(person.language)
        .get_template("own_copy.html")
        .render(
            cohort=copy.cohort,
            person=person,
            told=[_section(copy, one) for one in copy.told],
            about=[_section(copy, one) for one in copy.written_about],
            letters=copy.facts["letters"],
            files=copy.files,
            handed_out=copy.reader is not None,
        )
    )


def _section(copy: OwnCopy, one: Answer) -> dict[str, Any]:
    form = as_asked(one.form, copy.cohort.policy)
    known = [f for f in fields_of(form, one.content, copy.cohort.policy) if f.name in one.content]
    lines = [(field.title, in_words(field)) for field in known if is_shown(form, field, one.content)]
    return {
        "title": form.title,
        "at": one.at,
        "version": one.version,
        "lines": [(q, words) for q, words in lines if words],
    }


@looks("/p/{token}/erase")
def ask(token: str, office: TheOffice) -> Response:
    """What would happen."""
    return _asked(office, token)


@router.post("/p/{token}/erase")
def do(token: str, sent: Sent, office: TheOffice) -> Response:
    """For good; afterwards every link of theirs is dead, so this answer is the last one they get."""
    asking = ask_to_be_erased(office, token)
    if word(sent, "sure") != "yes":
        return _asked(office, token, TICK, STATUS_WRONG)
    erase(office, asking.cohort.code, asking.person.id)
    words = [
        say("Your name, your address, what you wrote and what was written about you are gone from the office."),
        say("Letters that have reached you stay with you. Your links do not work any more. All the best."),
    ]
    facts: dict[str, Any] = {"title": say("Everything is erased"), "words": words}
    return page("notice", asking.person.language, **facts, new_link="", link="", link_words="")


def _asked(office: TheOffice, token: str, complaint: str = "", status: int = 200) -> Response:
    asking = ask_to_be_erased(office, token)
    return page(
        "erase",
        asking.person.language,
        status,
        cohort=asking.cohort,
        person=asking.person,
        partners=asking.partners,
        here=f"/p/{token}",
        complaint=complaint,
        errors=[],
    )
