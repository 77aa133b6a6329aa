"""Role looks: what a change at the desk of a cohort will cause: who may do what from then on, where letters and answers go,
which links open nothing any more, and the letters about it, word for word. Done is what was shown, or nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from domain.cohort import Cohort
from domain.forms import FORMS
from domain.lifecycles import InvitationState
from domain.messages import ROLE, ROLE_ENDED, Message, Rendered
from domain.saying import say
from office.office import Office
from office.running_it import NotPossible, RoleChange, change, turn_of
from storage.post.archive import Line, Sought

TOLD_MAX = 10
BEQUEATHED = tuple(name for name, form in FORMS.items() if not form.anytime)


@dataclass(frozen=True)
class RoleLetter:
    """One letter about a role: to whom, when it may leave, and how it reads."""

    name: str
    leaves_at: datetime
    rendered: Rendered


@dataclass(frozen=True)
class RoleSeen:
    """What a change will cause, in sentences, with its letters. `mark` stands for all of it."""

    causes: list[str]
    letters: list[RoleLetter]
    mark: str


class RolesChanged(Exception):
    """What it would cause is no longer what was looked at."""

    def __init__(self) -> None:
        super().__init__(say("Meanwhile something has changed. Please look once more at what it will cause."))


def look(office: Office, code: str, wanted: RoleChange, by: str) -> RoleSeen:
    """What a change will cause; changes nothing. NotPossible says what to do first."""
    known = office.store.load(code, focus=())
    people = {known.lead.code, wanted.code} - {""}
    known = known.put(
        *(form for person in people for form in office.store.casebook.forms_open_for(code, person, BEQUEATHED))
    )
    after = turn_of(office, wanted, by)(known)
    if after == known:
        raise NotPossible(say("Nothing would change by this."))
    letters = [
        RoleLetter(_name(known, after, one), one.not_before, office.store.letterbox.written(after, one))
        for one in _letters(known, after)
    ]
    return RoleSeen(_causes(known, after, wanted), letters, _mark(known, after))


def carry_out(office: Office, code: str, wanted: RoleChange, by: str, seen: str) -> None:
    """Do what was looked at (`seen` is its mark). RolesChanged when it would cause something else."""

    def heed(known: Cohort, after: Cohort) -> None:
        if _mark(known, after) != seen:
            raise RolesChanged

    change(office, code, wanted, by, heed)


def told(office: Office, code: str) -> list[tuple[Line, str]]:
    """The newest letters about roles in a cohort, each with the name of whoever decided it; "" for a command."""
    archive, names = office.store.archive, {one.code: one.name for one in office.store.register.coordinators()}
    kinds = (Sought(letter=letter) for letter in (ROLE, ROLE_ENDED))
    lines = [line for sought in kinds for line in archive.lines(code, sought, TOLD_MAX)]
    newest = sorted(lines, key=lambda line: (line.written_at, line.id), reverse=True)[:TOLD_MAX]
    return [(line, names.get(by, by)) for line in newest for by in [line.about.partition(":")[2]]]


# --- what differs -----------------------------------------------------------------------------------------------------


def _letters(known: Cohort, after: Cohort) -> list[Message]:
    there = {message.key for message in known.messages}
    return [message for message in after.messages if message.key not in there]


def _passed_on(known: Cohort, after: Cohort) -> list[str]:
    """The forms that are open for somebody else then."""
    mine = known.invitations.values()
    return sorted(
        form.id
        for form in mine
        if form.state is InvitationState.OPEN and after.invitations[form.id].state is InvitationState.EXPIRED
    )


def _mark(known: Cohort, after: Cohort) -> str:
    """The same for the same people in the same places, before and after, with the same letters and forms."""
    desks = [
        ([one.code for one in c.coordinators], [one.code for one in c.readers], c.stand_in) for c in (known, after)
    ]
    letters = [(one.letter, one.to, one.about) for one in _letters(known, after)]
    return sha256(repr((desks, letters, _passed_on(known, after))).encode()).hexdigest()[:16]


def _name(known: Cohort, after: Cohort, message: Message) -> str:
    people = (*after.coordinators, *after.readers, *after.gone, *known.coordinators, *known.readers)
    return next((one.name for one in people if one.code == message.to), message.to)


# --- in sentences -----------------------------------------------------------------------------------------------------


def _causes(known: Cohort, after: Cohort, wanted: RoleChange) -> list[str]:
    names = {one.code: one.name for c in (known, after) for one in (*c.coordinators, *c.readers)}
    name, lead = names.get(wanted.code, wanted.code), known.lead.name
    causes: list[str] = []
    match wanted.way:
        case "join":
            causes = [
                say("{name} sees everything on this desk, reads what participants wrote, and may decide.", name=name),
                say("Letters of the office, and answers to letters, go on coming to {lead}.", lead=lead),
            ]
        case "look-on":
            causes = [
                say("{name} sees who meets whom, dates and counts; decides nothing, and reads nothing that anybody wrote.",
                    name=name)
            ]  # fmt: skip
        case "lead":
            causes = [
                say("Letters of the office come to {name} from now on, and so do answers to letters that leave from now "
                    "on.", name=name),
                say("{lead} still sees everything and may decide everything.", lead=lead),
                say("Only {name}, and whoever looks after the office, says then who runs this cohort.", name=name),
                say("Entries in calendars stay under whoever they were sent by."),
            ]  # fmt: skip
        case "leave":
            causes = [say("{name} is signed out everywhere, and this desk does not open for them any more.", name=name)]
        case "stand-in":
            causes = _of_leave(after, name, lead)
        case "back":
            causes = [say("Letters of the office, and answers to letters, come to {lead} again.", lead=lead)]
    return [*causes, *_of_the_rest(known, after, wanted)]


def _of_leave(after: Cohort, name: str, lead: str) -> list[str]:
    there = after.stand_in
    first, last = (there.first, there.last) if there else (None, None)
    return [
        say(
            "From {first} to {last}, both days included, letters of the office and answers to letters go to {name}.",
            first=first,
            last=last,
            name=name,
        ),
        say("Afterwards they come to {lead} again by themselves; {lead} may decide all the while.", lead=lead),
    ]


def _of_the_rest(known: Cohort, after: Cohort, wanted: RoleChange) -> list[str]:
    """What follows for open forms and their links, and for a leave that ends with it."""
    causes = []
    if passed := _passed_on(known, after):
        giver = known.invitations[passed[0]].to
        before = next((one.name for one in known.coordinators if one.code == giver), giver)
        causes.append(
            say(
                "{n} open form passes from {before} to {lead}; the link to it in letters to {before} opens nothing then.",
                "{n} open forms pass from {before} to {lead}; links to them in letters to {before} open nothing then.",
                n=len(passed),
                before=before,
                lead=after.lead.name,
            )
        )
    if known.stand_in and not after.stand_in and wanted.way != "back":
        causes.append(say("Nobody stands in for {lead} any more.", lead=known.lead.name))
    return causes
