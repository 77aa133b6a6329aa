"""Messages: the page on which a coordinator writes to one, to a group or to many; looked over before anything leaves.

The page carries everything from one step to the next, so that nothing is kept of a message that was not sent.
"""

from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from domain.careers import CAREER_TRACKS
from domain.glance import form_title
from domain.lifecycles import ApplicationState, SessionState
from domain.people import Role
from domain.saying import said_by, say, sayings
from domain.states import APPLICATIONS, SESSIONS
from domain.text import clean_line
from domain.writing import BODY_MAX, PLACEHOLDERS, SAID, SUBJECT_MAX, Readers, Together
from office import desk as office_desk
from office import messages as by_hand
from office.acts.doing import NotNow, undo, why_not_undone
from office.office import Office
from office.told_deeds import told
from web.desk import SHOWN_MAX, desk_page
from web.doors import Sent, TheOffice
from web.incoming import number, word
from web.sheet import STATUS_STALE, STATUS_WRONG
from web.signed_in import AtDesk
from words import tongue

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

FIELDS = (
    "to",
    "group",
    "role",
    "track",
    "application",
    "together",
    "open_form",
    "session",
    "standing",
    "said",
    "subject",
    "body",
)
TOGETHER = sayings({"yes": "in a pair or group", "no": "in no pair or group"})
LATE = {"late": say("no date, and its time is over")}
GREETING = say("Dear {name},", name="{first_name}")


@looks("/desk/{cohort}/messages")
def write(at: AtDesk, office: TheOffice, to: str = "", group: str = "") -> Response:
    """An empty page, or one that is addressed already."""
    typed = dict.fromkeys(FIELDS, "") | {"to": clean_line(to), "group": clean_line(group)}
    spoken = tongue(office.store.load(at.cohort, focus=()).language)
    return _page(office, at, typed | {"body": f"{spoken.say(GREETING)}\n\n"})


@router.post("/desk/{cohort}/messages")
def look_over(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """Show to whom it goes and how it reads; send it to its author as a test; or send it."""
    typed = {name: word(sent, name) for name in FIELDS}
    try:
        wanted = _readers(office, at, sent)
    except by_hand.NotOne as error:
        return _page(office, at, typed, STATUS_WRONG, error.args[0])
    wording = by_hand.a_wording(typed["subject"], typed["body"], at.coordinator.code)
    looked = by_hand.look_over(office, at, wanted, wording)
    going = word(sent, "_go")
    if going == "change":
        return _page(office, at, typed)
    if looked.mistakes:
        return _page(office, at, typed, STATUS_WRONG, mistakes=looked.mistakes)
    if not looked.readers:
        return _page(office, at, typed, STATUS_WRONG, _nobody(looked))
    if going == "test":
        by_hand.send_test(office, at, wanted, wording)
        return _page(office, at, typed, looked=looked, tested=True)
    if going == "send":
        seen = word(sent, "seen")
        if seen and seen == by_hand.mark_of(looked, wording):
            deed = by_hand.send(office, at, wanted, wording)
            return RedirectResponse(f"{at.here}/messages/{deed.id}" if deed else f"{at.here}/post", 303)
        if seen:  # else nobody has looked yet: it is shown, and nothing leaves
            changed = say("The readers or the words have changed meanwhile. Look again before you decide.")
            return _page(office, at, typed, STATUS_STALE, changed, looked=looked)
    return _page(office, at, typed, looked=looked)


@looks("/desk/{cohort}/messages/{deed}")
def sent(at: AtDesk, deed: str, office: TheOffice) -> Response:
    """What was sent, to how many, when it leaves, and the button that takes it back until then."""
    return _sent_page(office, at, deed)


@router.post("/desk/{cohort}/messages/{deed}")
def take_back(at: AtDesk, deed: str, office: TheOffice) -> Response:
    """Take it back: nobody gets it."""
    if by_hand.sent(office, at, deed) is None:
        raise HTTPException(404)
    try:
        undo(office, at.cohort, deed, at.coordinator.code)
    except NotNow as reason:
        return _sent_page(office, at, deed, said_by(reason), STATUS_STALE)
    return RedirectResponse(f"{at.here}/messages/{deed}", 303)


def _sent_page(office: Office, at: office_desk.Access, id: str, complaint: str = "", status: int = 200) -> Response:
    deed = by_hand.sent(office, at, id)
    if deed is None:
        raise HTTPException(404)
    facts: dict[str, Any] = {
        "deed": deed,
        "number": len(deed.letters),
        "told": told(office, at.cohort, [deed])[1][0],
        "names": by_hand.readers_of(office, at, deed),
        "why_not": why_not_undone(deed, office.clock.now()),
        "complaint": complaint,
    }
    return desk_page(office, "desk_message_sent", "post", office_desk.desk_alone(office, at), status, **facts)


def _seen(looked: by_hand.LookedOver, typed: dict[str, str], at: office_desk.Access) -> str:
    return by_hand.mark_of(looked, by_hand.a_wording(typed["subject"], typed["body"], at.coordinator.code))


def _nobody(looked: by_hand.LookedOver) -> str:
    if looked.known:
        return say("Everybody for whom this is has got these very words already.")
    return say("Nobody is reached by this.")


def _readers(office: Office, at: office_desk.Access, sent: FormData) -> Readers:
    """For whom it is, as the page says; what is not among its choices is not chosen."""
    role, application = word(sent, "role"), word(sent, "application")
    together, standing, track = word(sent, "together"), word(sent, "standing"), number(sent, "track")
    if bool(number(sent, "session")) != (standing in _standings()):
        raise by_hand.NotOne(say("Say both which session you mean and how it stands."))
    return Readers(
        people=by_hand.people_called(office, at, word(sent, "to")),
        group=clean_line(word(sent, "group")).upper(),
        role=Role(role) if role in list(Role) else None,
        track=track if track in CAREER_TRACKS else 0,
        application=ApplicationState(application) if application in list(ApplicationState) else None,
        together=Together(together) if together in list(Together) else None,
        open_form=word(sent, "open_form"),
        session=number(sent, "session"),
        standing=standing if standing in _standings() else "",
        said=word(sent, "said") if word(sent, "said") in SAID else "",
    )


def _standings() -> dict[str, str]:
    return {state.value: SESSIONS[state] for state in SessionState} | LATE


def _page(
    office: Office,
    at: office_desk.Access,
    typed: dict[str, str],
    status: int = 200,
    complaint: str = "",
    mistakes: list[str] | None = None,
    looked: by_hand.LookedOver | None = None,
    tested: bool = False,
) -> Response:
    found = office_desk.desk_alone(office, at)
    facts: dict[str, Any] = {
        "typed": typed,
        "looked": looked,
        "seen": _seen(looked, typed, at) if looked else "",
        "tested": tested,
        "complaint": complaint,
        "errors": [{"words": words, "link": "", "title": ""} for words in mistakes or ()],
        "placeholders": PLACEHOLDERS,
        "tracks": CAREER_TRACKS,
        "applications": APPLICATIONS,
        "together": TOGETHER,
        "forms": {form: form_title(form) for form in office.store.readers.open_forms(at.cohort)},
        "numbers": {n: n for n in range(1, found.cohort.policy.sessions.number + 1)},
        "standings": _standings(),
        "said": SAID,
        "subject_max": SUBJECT_MAX,
        "body_max": BODY_MAX,
        "shown_max": SHOWN_MAX,
    }
    return desk_page(office, "desk_message_look" if looked else "desk_message", "post", found, status, **facts)
