"""Telling: the consequences of an act in words, for the page on which it is confirmed, and for the command line."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.calendar import told_by
from domain.cohort import Cohort
from domain.dates import day_of, last_day, time_of
from domain.documents import Document
from domain.escalations import MATTERS, Escalation
from domain.forms import FORMS
from domain.gatherings import Gathering
from domain.invitations import Invitation
from domain.lifecycles import SessionState
from domain.messages import Rendered
from domain.people import Participant
from domain.saying import say, sayings
from domain.sessions import Session
from domain.states import APPLICATIONS, DOCUMENTS, PAIRS, PHASES, SESSIONS, letter_and_role
from office.acts.consequences import Change, Shift
from office.acts.doing import Look, leaves_at
from office.desk import MILESTONES
from office.office import Office


@dataclass(frozen=True)
class ToldLetter:
    """One kind of letter: to whom, from when it leaves, and one of them as its reader will see it."""

    kind: str
    names: list[str]
    leaves_at: datetime
    calendar: str
    example_to: str
    example: Rendered


@dataclass(frozen=True)
class Told:
    """What an act will cause, in words. `lines`: dates, forms and everything else that becomes another thing."""

    letters: list[ToldLetter]
    lines: list[str]

    @property
    def number(self) -> int:
        return sum(len(letter.names) for letter in self.letters)


CALENDAR = sayings(
    {"REQUEST": "with an entry for the calendar", "CANCEL": "takes an entry off the calendar", "": ""}, context="entry"
)
DETAILS = sayings(
    {"name": "Name", "email": "E-mail address", "language": "Language of letters", "time_zone": "Time zone"},
    context="detail",
)


def tell(office: Office, look: Look) -> Told:
    """The consequences of one look, in words."""
    cohort, caused = look.soon, look.caused
    letters = []
    for kind, messages in caused.kinds.items():
        example = _without_links(office, office.store.letterbox.written(cohort, messages[0]))
        letters.append(
            ToldLetter(
                letter_and_role(kind),
                [cohort.name_of(message.to) for message in messages],
                min(leaves_at(look, message) for message in messages),
                CALENDAR[example.calendar_method],
                cohort.name_of(messages[0].to),
                example,
            )
        )
    lines = [
        *(_shift(look, shift) for shift in caused.shifts),
        *(say("A form opens: {title}, for {names}", title=t, names=n) for t, n in _forms(cohort, caused.opened)),
        *(
            say("A form is withdrawn: {title}, of {names}", title=t, names=n)
            for t, n in _forms(cohort, caused.withdrawn)
        ),
        *_changed(look),
    ]
    if spared := sum(caused.spared.values()):
        lines.append(_spared(spared, waits=look.soon.hold is not None))
    return Told(letters, [line for line in lines if line])


def _spared(n: int, *, waits: bool) -> str:
    if waits:
        return say(
            "{n} letter that was coming later is not written until you let the cohort go on.",
            "{n} letters that were coming later are not written until you let the cohort go on.",
            n=n,
        )
    return say(
        "{n} letter that was coming later will not be written.",
        "{n} letters that were coming later will not be written.",
        n=n,
    )


def _without_links(office: Office, letter: Rendered) -> Rendered:
    """A link is somebody's login: nobody else is shown it."""
    links = re.compile(rf"{re.escape(office.links.base_url)}/[pf]/[\w.\-]+")
    return replace(letter, text=links.sub("[…]", letter.text), html="")


def _forms(cohort: Cohort, forms: tuple[Invitation, ...]) -> list[tuple[str, list[str]]]:
    """Titles of forms with the names of those whose they are."""
    found: dict[str, list[str]] = {}
    for form in forms:
        found.setdefault(FORMS[form.form].title, []).append(cohort.name_of(form.to))
    return [(title, list(dict.fromkeys(names))) for title, names in found.items()]


# --- dates ----------------------------------------------------------------------------------------------------------


def _shift(look: Look, shift: Shift) -> str:
    cohort = look.soon
    if shift.what == "milestones":
        before, after = (told_by(shift.name, at) if at else None for at in (shift.before, shift.after))
        return _moved(
            MILESTONES.get(shift.name, say("The call for mentors opens")), _day(cohort, before), _day(cohort, after)
        )
    if shift.what == "gatherings":
        return _moved(cohort.gatherings[shift.id].title, _moment(cohort, shift.before), _moment(cohort, shift.after))
    session = cohort.sessions[shift.id]
    named = say("Session {number} of {group}", number=session.number, group=session.group)
    if shift.name == "starts_at":
        return _moved(named, _moment(cohort, shift.before), _moment(cohort, shift.after))
    if shift.name == "opens":
        return _moved(say("{session}, first day", session=named), _day(cohort, shift.before), _day(cohort, shift.after))
    first, then = (last_day(at, cohort.zone) if at else None for at in (shift.before, shift.after))
    return _moved(say("{session}, last day", session=named), first, then)


def _moved(what: str, before: object, after: object) -> str:
    if before is None:
        return say("{what}: {after}", what=what, after=after)
    return say("{what}: {after} instead of {before}", what=what, before=before, after=after)


def _day(cohort: Cohort, at: datetime | None) -> object:
    return day_of(at, cohort.zone) if at else None


def _moment(cohort: Cohort, at: datetime | None) -> object:
    return say("{day} at {time}", day=day_of(at, cohort.zone), time=time_of(at, cohort.zone)) if at else None


# --- everything else ------------------------------------------------------------------------------------------------


def _changed(look: Look) -> list[str]:
    told = [*_sessions(look)]
    for change in look.caused.changes:
        sentence = TOLD.get((change.collection, change.name))
        told += [sentence(look.soon, change)] if sentence else []
    return list(dict.fromkeys(told))


def _sessions(look: Look) -> list[str]:
    """Sessions that take another state, together where they take the same."""
    found: dict[tuple[str, SessionState], list[int]] = {}
    for change in look.caused.changes:
        if (change.collection, change.name) == ("sessions", "state"):
            session = look.soon.sessions[change.id]
            found.setdefault((session.group, session.state), []).append(session.number)
    return [
        say(
            "Session {numbers} of {group}: {state}",
            "Sessions {numbers} of {group}: {state}",
            n=len(numbers),
            numbers=numbers,
            group=group,
            state=SESSIONS[state],
        )
        for (group, state), numbers in found.items()
    ]


def _detail(cohort: Cohort, change: Change) -> str:
    what = say("{detail} of {person}", detail=DETAILS[change.name], person=change.id)
    return _moved(what, change.before or None, change.after)


def _new_session(cohort: Cohort, change: Change) -> str:
    session: Session = change.after
    return say(
        "Session {number} of {group} is added: {first} to {last}",
        number=session.number,
        group=session.group,
        first=day_of(session.opens, cohort.zone),
        last=last_day(session.closes, cohort.zone),
    )


def _new_case(cohort: Cohort, change: Change) -> str:
    case: Escalation = change.after
    return say("A case opens on your desk: {matter}", matter=MATTERS.get(case.matter, case.matter))


def _new_person(cohort: Cohort, change: Change) -> str:
    person: Participant = change.after
    return say("{name} joins as {code}", name=person.name or person.email, code=person.id)


def _new_document(cohort: Cohort, change: Change) -> str:
    document: Document = change.after
    return say("A document is printed: {kind}", kind=DOCUMENTS.get(document.kind, document.kind))


def _new_gathering(cohort: Cohort, change: Change) -> str:
    gathering: Gathering = change.after
    return say("{title} is added: {at}", title=gathering.title, at=_moment(cohort, gathering.starts_at))


def _paused(cohort: Cohort, change: Change) -> str:
    if len(change.after) > len(change.before):
        pause = change.after[-1]
        return say("{group} pauses from {first} to {last}", group=change.id, first=pause.first, last=pause.last)
    return say("The pause of {group} is over", group=change.id)


def _to_go_on(cohort: Cohort, change: Change) -> str:
    group, extension = cohort.groups[change.id], change.after
    names = [cohort.name_of(code) for code in group.members]
    closes = last_day(extension.closes, cohort.zone)
    return say(
        "{names} are asked until {closes} whether they go on until {day}",
        names=names,
        closes=closes,
        day=extension.until,
    )


def _away(cohort: Cohort, change: Change) -> str:
    days = [say("{first} to {last}", first=absence.first, last=absence.last) for absence in change.after]
    return say("{person} is away: {days}", person=change.id, days=days)


def _held(cohort: Cohort, change: Change) -> str:
    if change.after is not None:
        return say("The cohort is on hold: nothing leaves until you let it go on")
    return say("The cohort goes on")


TOLD: dict[tuple[str, str], Callable[[Cohort, Change], str]] = {
    ("", "phase"): lambda _, change: say("The cohort: {phase}", phase=PHASES[change.after]),
    ("", "hold"): _held,
    ("", "calls"): lambda _, change: say("The open links of the calls that are out stop working"),
    ("groups", "state"): lambda _, change: say("{group}: {state}", group=change.id, state=PAIRS[change.after]),
    ("groups", "pauses"): _paused,
    ("groups", "extension"): _to_go_on,
    ("sessions", ""): _new_session,
    ("applications", "state"): lambda _, change: say(
        "Application of {person}: {state}", person=change.id, state=APPLICATIONS[change.after]
    ),
    ("participants", ""): _new_person,
    ("participants", "left"): lambda _, change: say("{person} leaves the programme", person=change.id),
    ("participants", "away"): _away,
    **{("participants", name): _detail for name in DETAILS},
    ("escalations", ""): _new_case,
    ("escalations", "state"): lambda _, change: say("A case closes: {case}", case=change.id.partition(":")[0]),
    ("documents", ""): _new_document,
    ("proposals", ""): lambda _, change: say("A new match is ordered"),
    ("gatherings", ""): _new_gathering,
    ("gatherings", "place"): lambda cohort, change: _moved(
        cohort.gatherings[change.id].title, change.before or None, change.after
    ),
    ("gatherings", "cancelled_at"): lambda cohort, change: say(
        "Cancelled: {title}", title=cohort.gatherings[change.id].title
    ),
}
