"""Today: the buttons of the list on the desk: first what a decision will cause, where it writes a letter or changes more than
its case, then the decision; and the way back from it. Showing the list is part of the desk's first page (web/desk).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from domain.forms.decide_escalation import DECISIONS
from domain.rules.escalation import PASSED_ON
from domain.saying import said_by, say, together
from office import desk as office_desk
from office.acts.doing import Changed, NotNow
from office.cases import Ruling, Seen, Undecided, decide, look
from office.office import Office
from office.told_deeds import case_titles
from web.desk import desk_page, first_page
from web.doors import Sent, TheOffice
from web.incoming import word
from web.sheet import STATUS_STALE, STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
Again = Callable[[Mapping[str, Mapping[str, str]], str, int], Response]
ASKED = ("sleeps", "days", "address")


@router.post("/desk/{cohort}/cases/{about:path}")
def press(at: AtDesk, about: str, sent: Sent, office: TheOffice) -> Response:
    """The decision of a button, with the letter and the days beside it where it takes them; about all that are ticked, where
    several stand together."""
    cases = tuple(str(one) for one in sent.getlist("case")) if word(sent, "several") else (about,)
    decision, words = word(sent, "decision"), word(sent, "words")
    content = {"decision": decision, **{name: word(sent, name) for name in ASKED}}
    if decision in PASSED_ON or word(sent, "whole"):  # the letter beside a button is no remark of hers
        content["words"] = words

    def again(mistakes: Mapping[str, Mapping[str, str]], complaint: str, status: int) -> Response:
        told = [words for wrong in mistakes.values() for words in wrong.values()]
        first = next(iter(mistakes), about)
        complaint = together(list(dict.fromkeys([complaint, *told] if complaint else told)), " ")
        return first_page(office, at, status, complaint=complaint, typed={first: words})

    if not cases:
        return again({}, say("Tick those you mean, then press a button."), STATUS_WRONG)
    ruling = Ruling(cases, at.coordinator.code, content)
    return ruled(office, at, ruling, word(sent, "_mark"), word(sent, "from"), again)


def ruled(office: Office, at: office_desk.Access, ruling: Ruling, mark: str, origin: str, again: Again) -> Response:
    """The look at a decision, or with its mark the decision: if it still causes that and nothing else. `again`: the page on
    which it was asked for; `origin`: the cohort of that desk."""
    try:
        seen = look(office, at.cohort, ruling)
        if not mark and seen.is_to_be_seen:
            return _look_page(office, at, ruling, seen, origin)
        deed = decide(office, at.cohort, ruling, mark or seen.look.caused.mark)
    except Undecided as undecided:
        return again(undecided.mistakes, "", STATUS_WRONG)
    except Changed as changed:
        return _look_page(office, at, ruling, look(office, at.cohort, ruling), origin, said_by(changed))
    except NotNow as reason:
        return again({}, said_by(reason), STATUS_STALE)
    decided = quote(f"{at.cohort}/{deed.id}", safe="")
    return RedirectResponse(f"{_shown_on(office, at, origin)}?decided={decided}#waiting", 303)


def _shown_on(office: Office, at: office_desk.Access, cohort: str) -> str:
    """The desk on which the button stood: the list is over all cohorts, so it need not be that of the case."""
    theirs = office.store.register.cohorts_of(at.coordinator.code)
    return replace(at, cohort=cohort).here if cohort in theirs else at.here


def _look_page(
    office: Office, at: office_desk.Access, ruling: Ruling, seen: Seen, origin: str, complaint: str = ""
) -> Response:
    cohort = seen.look.before
    first = ruling.cases[0]
    carried: dict[str, Any] = {name: value for name, value in ruling.content.items() if value}
    facts: dict[str, Any] = {
        "titles": case_titles(cohort, ruling.cases),
        "title": DECISIONS.get(str(ruling.content["decision"]), ""),
        "told": seen.told,
        "mark": seen.look.caused.mark,
        "sent": [*carried.items(), *(("case", one) for one in ruling.cases), ("several", "yes"), ("whole", "yes")],
        "origin": origin,
        "way": f"/cases/{quote(first)}",
        "back": f"{_shown_on(office, at, origin)}?item={quote(first)}#waiting",
    }
    found = office_desk.desk_of(office, at, cohort)
    return desk_page(
        office, "desk_case_look", "overview", found, STATUS_STALE if complaint else 200, complaint=complaint, **facts
    )
