"""Today: the buttons of the list on the desk. Showing it is part of the desk's first page (web/desk)."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from domain.dates import posting
from domain.rules.escalation import PASSED_ON
from domain.saying import say, together
from office import desk as office_desk
from office.deciding import decide_together
from office.office import Office
from web.desk import MINUTE, first_page
from web.doors import Sent, TheOffice
from web.incoming import word
from web.sheet import STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)


@router.post("/desk/{cohort}/cases/{about:path}")
def decide(at: AtDesk, about: str, sent: Sent, office: TheOffice) -> Response:
    """One press: the decision of a button, with the letter and the days beside it where it takes them; about all that are
    ticked, where several stand together."""
    abouts = [str(one) for one in sent.getlist("case")] if word(sent, "several") else [about]
    if not abouts:
        return _again(office, at, about, word(sent, "words"), [say("Tick those you mean, then press a button.")])
    decision, words = word(sent, "decision"), word(sent, "words")
    content = {"decision": decision, **{name: word(sent, name) for name in ("sleeps", "days", "address")}}
    if decision in PASSED_ON:
        content["words"] = words
    contents = dict.fromkeys(abouts, content)
    decided = decide_together(office, at.cohort, at.coordinator.code, "decide_escalation", contents)
    if wrong := [words for told in decided.mistakes.values() for words in told.values()]:
        return _again(office, at, next(iter(decided.mistakes)), words, list(dict.fromkeys(wrong)))
    leaves = posting(office.clock.now(), office.store.load(at.cohort, focus=()).days) if decision in PASSED_ON else None
    told = f"{leaves:{MINUTE}}" if leaves else "yes"
    return RedirectResponse(f"{_shown_on(office, at, word(sent, 'from'))}?decided={told}#waiting", 303)


def _shown_on(office: Office, at: office_desk.Access, cohort: str) -> str:
    """The desk on which the button stood: the list is over all cohorts, so it need not be that of the case."""
    theirs = office.store.register.cohorts_of(at.coordinator.code)
    return replace(at, cohort=cohort).here if cohort in theirs else at.here


def _again(office: Office, at: office_desk.Access, about: str, words: str, wrong: list[str]) -> Response:
    return first_page(office, at, STATUS_WRONG, complaint=together(wrong, " "), typed={about: words})
