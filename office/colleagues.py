"""Colleagues: whoever is registered in the office, before and beside any programme: registered, corrected, given or taken the
care of the whole office, let go. What each of these will cause is told first, and done only then. Who runs a programme is
running_it.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.addresses import address_in
from domain.dates import is_zone
from domain.desk_roles import DeskRole
from domain.messages import Rendered
from domain.names import person_name
from domain.people import PARTICIPANT, Coordinator
from domain.role_letters import ENDED, with_letters
from domain.saying import said_by, say
from office.office import Office
from office.running_it import NotPossible, end_admin, make_admin, newest_cohort

CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,30}")


@dataclass(frozen=True)
class Colleague:
    """Somebody registered, and what they are where."""

    person: Coordinator
    runs: list[str]
    looks_on: list[str]
    is_admin: bool

    @property
    def has_no_role(self) -> bool:
        return not (self.runs or self.looks_on or self.is_admin)


@dataclass(frozen=True)
class Seen:
    """What a change will cause, in sentences, and the letter that it sends; None where it sends none."""

    person: Coordinator
    causes: list[str]
    letter: Rendered | None = None


class Mistaken(Exception):
    """Somebody cannot be registered like this; `mistakes` by field, as sentences."""

    def __init__(self, mistakes: dict[str, str]) -> None:
        super().__init__(*mistakes.values())
        self.mistakes = mistakes


def checked(code: str, name: str, email: str, time_zone: str) -> Coordinator:
    """The colleague as they would be kept; Mistaken names everything that cannot be right at once."""
    mistakes = {}
    if not CODE.fullmatch(code) or PARTICIPANT.fullmatch(code):
        mistakes["code"] = say(
            "code: {code} will not do; use 2 to 31 letters, digits or hyphens, and not M or N with a number",
            code=repr(code),
        )
    if not is_zone(time_zone):
        mistakes["time_zone"] = say(
            "time zone: {time_zone} is not one; write one like Europe/Prague", time_zone=repr(time_zone)
        )
    try:
        name = person_name(name)
    except ValueError as error:
        mistakes["name"] = say("name: {why}", why=said_by(error))
    address = address_in(email)
    if not address:
        mistakes["email"] = say("email: {email} is not an address; write one like name@example.org", email=repr(email))
    if mistakes:
        raise Mistaken(mistakes)
    return Coordinator(code, name, address, time_zone)


def colleagues(office: Office) -> list[Colleague]:
    """Everybody who is registered, by name."""
    register = office.store.register
    admins = register.admins()
    found = [
        Colleague(one, register.cohorts_of(one.code), register.looked_on_by(one.code), one.code in admins)
        for one in register.coordinators()
    ]
    return sorted(found, key=lambda one: (one.person.name.casefold(), one.person.code))


def colleague(office: Office, code: str) -> Colleague:
    """One of them; NotPossible when nobody has this code."""
    found = next((one for one in colleagues(office) if one.person.code == code), None)
    if found is None:
        raise NotPossible(say("nobody is registered as {code}", code=code or "–"))
    return found


# --- what it will cause ---------------------------------------------------------------------------------------------


def look(office: Office, way: str, person: Coordinator, by: str) -> Seen:
    """What one of the WAYS will cause for this colleague; changes nothing. NotPossible says what to do first."""
    return LOOKS[way](office, person, by)


def _registering(office: Office, person: Coordinator, by: str) -> Seen:
    known = office.store.register.coordinator(person.code)
    if known is not None:
        raise NotPossible(
            say("{name} is registered as {code} already; choose another code", name=known.name, code=person.code)
        )
    causes = [
        say("{name} can be chosen on the page “Who runs this cohort” of every programme.", name=person.name),
        say("No letter is written: {name} hears from us with the first role.", name=person.name),
    ]
    twin = next((one for one in office.store.register.coordinators() if _same_box(one, person)), None)
    if twin:
        causes.append(
            say("{name}, {code}, has this address too: whoever signs in with it gets a link for both.", name=twin.name,
                code=twin.code)
        )  # fmt: skip
    return Seen(person, causes)


def _same_box(one: Coordinator, other: Coordinator) -> bool:
    return one.email.casefold() == other.email.casefold()


def _correcting(office: Office, person: Coordinator, by: str) -> Seen:
    known = colleague(office, person.code)
    desks = [*known.runs, *known.looks_on]
    causes = [say("Letters go to {email} from now on, and so do links to sign in.", email=person.email)]
    if desks:
        causes.append(
            say(
                "The desk of {desks} shows it, and letters that leave from now on bear it.",
                "The desks of {desks} show it, and letters that leave from now on bear it.",
                n=len(desks),
                desks=desks,
            )
        )
    return Seen(person, causes)


def _making_admin(office: Office, person: Coordinator, by: str) -> Seen:
    if colleague(office, person.code).is_admin:
        raise NotPossible(say("{name} looks after the office already", name=person.name))
    number = len(office.store.cohorts())
    causes = [
        say(
            "{name} sees the desk of {n} programme, without what participants wrote, and of every later one.",
            "{name} sees the desks of all {n} programmes, without what participants wrote, and of every later one.",
            n=number,
            name=person.name,
        ),
        say("{name} says who runs what, and registers colleagues.", name=person.name),
    ]
    if not number:
        causes = [
            causes[1],
            say(
                "There is no programme yet in whose name to write: {name} gets the letter about it when the first one is "
                "launched.",
                name=person.name,
            ),
        ]
    return Seen(person, causes, _letter(office, person, DeskRole.ADMIN.value, by))


def _ending_admin(office: Office, person: Coordinator, by: str) -> Seen:
    known = colleague(office, person.code)
    if not known.is_admin:
        raise NotPossible(say("{name} does not look after the office", name=person.name))
    causes = [
        say(
            "{name} is signed out everywhere, and sees no more than the programmes they run or look on.",
            name=person.name,
        )
    ]
    if office.store.register.admins() == [person.code]:
        causes.append(
            say("Nobody looks after the office then; `mentoring coordinator admin` on the machine makes somebody.")
        )
    if not office.store.cohorts():
        causes.append(say("No letter is written: {name} has not had one about it yet.", name=person.name))
    return Seen(person, causes, _letter(office, person, f"{DeskRole.ADMIN.value}-{ENDED}", by))


def _letting_go(office: Office, person: Coordinator, by: str) -> Seen:
    known = colleague(office, person.code)
    if not known.has_no_role:
        where = [*known.runs, *known.looks_on] or [say("the office")]
        raise NotPossible(say("take {name} off {where} first", name=person.name, where=where))
    if office.store.letters.waits_for(person.code):
        raise NotPossible(
            say("a letter to {name} has not left yet; try again when the post has gone out", name=person.name)
        )
    causes = [
        say("Name and address of {name} are forgotten; journals go on naming the code {code}.", name=person.name,
            code=person.code),
        say("No letter is written."),
    ]  # fmt: skip
    return Seen(person, causes)


def _letter(office: Office, person: Coordinator, matter: str, by: str) -> Rendered | None:
    """The letter as they will get it; nobody keeps it."""
    code = newest_cohort(office)
    if not code:
        return None
    cohort = office.store.load(code, focus={""})
    there = replace(cohort, admins=(*(one for one in cohort.admins if one.code != person.code), person))
    played = with_letters(there, [(person.code, matter)], office.clock.now(), by)
    return office.store.letterbox.written(played, played.messages[-1])


# --- done -----------------------------------------------------------------------------------------------------------


def do(office: Office, way: str, person: Coordinator, by: str) -> None:
    """Do what was looked at, if it is possible still."""
    look(office, way, person, by)
    DOES[way](office, person, by)


def _keep(office: Office, person: Coordinator, by: str) -> None:
    office.store.register.add_coordinator(person)


def _let_go(office: Office, person: Coordinator, by: str) -> None:
    office.store.register.let_go(person.code)


LOOKS: dict[str, Callable[[Office, Coordinator, str], Seen]] = {
    "register": _registering,
    "correct": _correcting,
    "admin": _making_admin,
    "end-admin": _ending_admin,
    "let-go": _letting_go,
}
DOES: dict[str, Callable[[Office, Coordinator, str], None]] = {
    "register": _keep,
    "correct": _keep,
    "admin": lambda office, person, by: make_admin(office, person.code, by),
    "end-admin": lambda office, person, by: end_admin(office, person.code, by),
    "let-go": _let_go,
}
