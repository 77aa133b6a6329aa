"""Deciding: a coordinator answers several open forms of one kind in one act: one turn, one line of the journal for each.

What cannot be taken is told with its reason and left as it was; the rest is taken. A single form is taken by its link
(office/intake), which also says what an answer is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from domain.cohort import Cohort
from domain.forms import FORMS
from domain.forms.mistakes import mistakes
from domain.invitations import Invitation, invitation_id
from domain.saying import say
from office import wake
from office.intake import status_of, taken_in
from office.office import Office

GONE = say("This does not wait any more.")


@dataclass(frozen=True)
class Decided:
    """What came of an act: the things that were decided, and for each of the others what is wrong, by question."""

    taken: tuple[str, ...] = ()
    mistakes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def decide_together(
    office: Office, code: str, coordinator: str, form: str, contents: Mapping[str, Mapping[str, Any]]
) -> Decided:
    """Take the answers of one coordinator to one form about several things (the keys of `contents`). What the lead was
    asked a colleague may answer: the journal says who did."""
    decided = Decided()

    def turn(cohort: Cohort) -> Cohort:
        nonlocal decided  # a turn is taken again after a conflict: only the one that was saved counts
        cohort, decided = decided_in(office, cohort, coordinator, form, contents)
        return cohort

    cohort = office.store.update(code, turn, focus=_focus(office, code, form, contents))
    if decided.taken:
        wake.answered(office.settings, code, cohort.phase)
    return decided


def _focus(office: Office, code: str, form: str, contents: Mapping[str, Any]) -> set[str] | None:
    """As far as the form reaches, for all of them together."""
    if FORMS[form].reach == "cohort":
        return None
    lead, find = office.store.register.running(code)[0], office.store.lookups.invitation
    asked = {about: find(code, invitation_id(about, form, lead)) for about in contents}
    return {known.scope if known else about for about, known in asked.items()}


def decided_in(
    office: Office,
    cohort: Cohort,
    coordinator: str,
    form: str,
    contents: Mapping[str, Mapping[str, Any]],
    at: datetime | None = None,
) -> tuple[Cohort, Decided]:
    """The cohort after these decisions, as far as they can be taken, and what came of them; at this very moment, or now."""
    now = at or office.clock.now()
    taken, wrong = list[str](), dict[str, Mapping[str, str]]()
    for about, content in contents.items():
        invitation = _asked(office, cohort, form, about)
        if invitation is None or status_of(office, FORMS[form], invitation) == "closed":
            wrong[about] = {"": GONE}
            continue
        try:
            answer = FORMS[form].check(content, cohort, invitation, now)
        except ValidationError as error:
            wrong[about] = mistakes(error)
            continue
        cohort = taken_in(cohort, invitation, answer, coordinator, office, now)
        taken.append(about)
    return cohort, Decided(tuple(taken), wrong)


def _asked(office: Office, cohort: Cohort, form: str, about: str) -> Invitation | None:
    """The open form, or the one that opens now: an application that needed no look may be looked at all the same."""
    lead = cohort.lead.code
    known = cohort.invitation(about, form, lead)
    if known is not None or form != "screening" or about not in cohort.applications:
        return known
    return Invitation(invitation_id(about, form, lead), form, lead, about, about, office.clock.now())
