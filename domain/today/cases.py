"""Cases: an open case as an item of the day: whom it concerns, what happened, what is suggested, and two or three buttons."""

from collections.abc import Callable, Sequence
from datetime import datetime

from domain.cohort import Cohort, Entry
from domain.escalations import Escalation
from domain.forms import FORMS
from domain.forms.verbs import group_about
from domain.invitations import Invitation, invitation_id
from domain.matters import case_named
from domain.remarks import remark_in_words
from domain.rules.causes import last_heard
from domain.rules.escalation import OF_ONE, PASSED_ON, concerned
from domain.saying import say
from domain.today.item import Item, Rank, Told, Way
from domain.today.story import story
from domain.today.suggestions import SUGGESTIONS, Suggestion

FORM = "decide_escalation"
DISTRESS = ("help", "call_for_help")
BLOCKS = (
    "materials",
    "no_place",
    "too_few_pairs",
    "failed_match",
    "question",
    "no_answer",
    "left",
    "bounced",
    "not_printed",
)
FIELDS = {"extend": "days", "new_address": "address", "write": "sleeps", "snooze": "sleeps"}
OTHERS = ("took_place", "not_held", "write", "answered", "excuse", "start", "extend", "resume")
STILL_SILENT = Suggestion(
    "rematch",
    say(
        "You wrote to them about an earlier session and nothing was heard since. One of them may want another partner."
    ),
    then="end",
)
MISSED_MATTERS = ("missed_session", "no_date", "no_report")
WAYS_MAX = 2  # and the one to put it off
WAYS_OF_A_DISPUTE = 3  # to ask the two, and either way to settle it
BUTTONS = {
    "write": say("Send this letter"),
    "answered": say("Send this answer"),
    "excuse": say("Excuse the session"),
    "took_place": say("It took place"),
    "not_held": say("It did not take place"),
    "rematch": say("End it, look for another partner"),
    "end": say("End the pair"),
    "resume": say("Close the case"),
    "open_anyway": say("Open recruitment all the same"),
    "start": say("Start with the pairs there are"),
    "extend": say("Move the date"),
    "new_address": say("Correct the address"),
    "again": say("Print it again"),
    "snooze": say("Put it off"),
}


def is_asleep(case: Escalation, now: datetime) -> bool:
    """It rests until a moment the coordinator chose; what somebody writes meanwhile wakes it."""
    return case.rests_until is not None and case.rests_until > now


def of_case(cohort: Cohort, case: Escalation) -> Item:
    """The case as an item, without what happened so far."""
    invitation = cohort.invitation(case.id, FORM, cohort.lead.code)
    opened = invitation or Invitation(
        invitation_id(case.id, FORM, cohort.lead.code), FORM, cohort.lead.code, case.id, case.scope, case.opened_at
    )
    offered = FORMS[FORM].options(cohort, opened)["decision"]
    suggested = _suggestion(cohort, case, offered)
    return Item(
        cohort.code,
        _rank(case),
        case.snoozed_until or case.opened_at,
        FORM,
        case.id,
        case_named(cohort, case),
        whom=_whom(cohort, case),
        suggested=suggested.why,
        letter=suggested.letter,
        wrote=tuple(
            Told(one.at, remark_in_words(one), one.by) for one in case.remarks if one.by in cohort.participants
        ),
        ways=tuple(_ways(suggested, offered)),
    )


def _rank(case: Escalation) -> Rank:
    if case.matter in DISTRESS:
        return Rank.DISTRESS
    return Rank.BLOCKS if case.matter in BLOCKS else Rank.REST


def _whom(cohort: Cohort, case: Escalation) -> tuple[str, ...]:
    if case.matter in OF_ONE:
        return concerned(cohort, case)
    if case.about in cohort.participants:
        return (case.about,)
    if document := cohort.documents.get(case.about):
        return (document.to,) if document.to in cohort.participants else ()
    group = group_about(cohort, case.about)
    return group.members if group else concerned(cohort, case)


def what_happened(
    cohort: Cohort, case: Escalation, entries: Callable[[str], Sequence[Entry]], now: datetime
) -> tuple[Told, ...]:
    """What is in the journal of its scope, and what was written about the case itself."""
    lines = entries(case.scope)
    if not case.scope:  # the journal of the whole cohort, in which most lines are about something else
        lines = [entry for entry in lines if case.about and entry.key.startswith(f"{case.about}:")]
    written = [
        Told(remark.at, say("{name} wrote: {words}", name=cohort.name_of(remark.by), words=remark_in_words(remark)))
        if remark.by
        else Told(remark.at, remark_in_words(remark))
        for remark in case.remarks
    ]
    return tuple(sorted([*story(cohort, case.scope, lines, now), *written], key=lambda told: told.at))


def _suggestion(cohort: Cohort, case: Escalation, offered: dict[str, str]) -> Suggestion:
    """What fits the matter; what comes next once a letter of the coordinator has changed nothing."""
    known = SUGGESTIONS.get(case.matter, Suggestion("resume", ""))
    if "rematch" in offered and _silent_since_a_letter(cohort, case):
        return STILL_SILENT
    if case.was_written and known.then in offered and case.matter in MISSED_MATTERS:
        # The same letter once more would say nothing new.
        return Suggestion(known.then, say("You wrote, and nothing has changed since."), then="rematch")
    if case.was_written and known.then in offered:
        return Suggestion(known.then, say("You wrote, and nothing has changed since."), known.letter)
    if known.decision in offered:
        return known
    return Suggestion("resume", say("There is little left to do about it."), known.letter)


def _silent_since_a_letter(cohort: Cohort, case: Escalation) -> bool:
    """A session that came to nothing after another for which the coordinator had written to the same group already, and no
    word of theirs between: what is to be decided is about the group, not about one more session."""
    if case.matter != "missed_session":
        return False
    wrote = [
        remark.at
        for earlier in cohort.escalations.values()
        if (earlier.matter, earlier.scope) == (case.matter, case.scope) and earlier.opened_at < case.opened_at
        for remark in earlier.remarks
        if remark.passed_on
    ]
    return bool(wrote) and last_heard(cohort, case.scope) < max(wrote)


def _ways(suggested: Suggestion, offered: dict[str, str]) -> list[Way]:
    """The suggested way first, then another one, and one to put it off."""
    order = dict.fromkeys([suggested.decision, suggested.then, *OTHERS])
    wanted = [way for way in order if way in offered][: WAYS_OF_A_DISPUTE if "not_held" in offered else WAYS_MAX]
    return [
        Way(BUTTONS[way], {"decision": way}, way in PASSED_ON, FIELDS.get(way, ""))
        for way in (*wanted, *(["snooze"] if "snooze" in offered else []))
    ]
