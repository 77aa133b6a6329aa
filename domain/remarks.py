"""Remarks: what stands in a case, for whoever reads it: somebody's words as they are, and the office's own facts in words."""

from collections.abc import Callable, Mapping

from domain.careers import MEETING_OUTCOMES
from domain.escalations import Noted, Remark
from domain.forms.form import Form
from domain.forms.midterm_check import APART, SAID_LOW
from domain.forms.need_help import CONCERNS
from domain.saying import say
from domain.states import letter_named

NOTED: Mapping[str, Callable[[Noted], str]] = {
    "outcome": lambda noted: say("Reported as held before; now: {outcome}", outcome=MEETING_OUTCOMES[noted.of]),
    "gap": lambda noted: say("{question}: {number} apart", question=APART[noted.of], number=noted.number),
    "tales": lambda noted: _tales(*noted.of.split(">")),
    "low": lambda noted: say("Low: {question}", question=SAID_LOW[noted.of]),
    "low_session": lambda noted: say("Two of them found session {number} of little use", number=noted.number),
    "low_again": lambda noted: say(
        "Somebody found session {number}, and the one before, of little use", number=noted.number
    ),
    "form": lambda noted: say("They stand in the form “{form}”", form=_title_of(noted.of)),
    "concern": lambda noted: CONCERNS[noted.of],
    "reply": lambda noted: _answered(noted),
}


def fact_of(remark: Remark) -> str:
    """What the office itself has noted, in words; "" for nothing."""
    return NOTED[remark.noted.what](remark.noted) if remark.noted else ""


def remark_in_words(remark: Remark) -> str:
    """The remark as one text."""
    fact = fact_of(remark)
    if not fact:
        return remark.words
    return say("{fact}: {words}", fact=fact, words=remark.words) if remark.words else fact


def lines_of(remark: Remark) -> list[str]:
    """The remark line by line, as it was typed."""
    fact = fact_of(remark)
    return [*([fact] if fact else []), *remark.words.splitlines()]


def _tales(before: str, now: str) -> str:
    tales = MEETING_OUTCOMES
    return say("One of them told: {before}. Now somebody else tells: {now}", before=tales[before], now=tales[now])


def _answered(noted: Noted) -> str:
    letter = letter_named(noted.of)
    if noted.number:
        return say("In answer to the letter “{letter}”, and from another address than theirs", letter=letter)
    return say("In answer to the letter “{letter}”", letter=letter)


def _title_of(name: str) -> str:
    """What a form is called. Asked of the forms there are: one of them shows remarks itself, so this cannot know its table."""
    kinds = [Form]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return next((kind.title for kind in kinds if getattr(kind, "name", "") == name), name)
