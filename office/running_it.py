"""Running it: who runs a cohort, looks on, or stands in for its lead changes; and who looks after the whole office. What
passes from one to the next, domain/handing_over says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import handing_over
from domain.cohort import Cohort
from domain.dates import day_of
from domain.desk_roles import DeskRole, StandIn
from domain.people import Coordinator
from domain.role_letters import ENDED, with_letters
from domain.saying import say
from office.errors import StorageError
from office.office import Office

AWAY_MAX = timedelta(366)  # whoever stays away longer hands over
Turn = Callable[[Cohort], Cohort]
Heed = Callable[[Cohort, Cohort], None]


class NotPossible(StorageError):
    """Who runs a cohort cannot be changed like this; the sentence says what to do first."""


@dataclass(frozen=True)
class RoleChange:
    """What is to change at the desk of a cohort: one of TURNS, for whom ("" where the lead comes back), and on which days
    somebody stands in, the last included."""

    way: str
    code: str = ""
    days: tuple[date, date] | None = None


def take_on(office: Office, cohort: str, code: str, by: str = "") -> None:
    """One more coordinator runs the cohort; nothing changes for one who does."""
    change(office, cohort, RoleChange("join", code), by)


def let_look_on(office: Office, cohort: str, code: str, by: str = "") -> None:
    """Somebody looks on; one who runs the cohort runs it no more. Nothing changes for one who looks on already."""
    change(office, cohort, RoleChange("look-on", code), by)


def hand_over(office: Office, cohort: str, code: str, by: str = "") -> None:
    """One of those who run the cohort leads it from now on."""
    change(office, cohort, RoleChange("lead", code), by)


def let_leave(office: Office, cohort: str, code: str, by: str = "") -> None:
    """Somebody runs the cohort, or looks on, no more and is signed out everywhere; the lead hands over first."""
    change(office, cohort, RoleChange("leave", code), by)


def stand_in(office: Office, cohort: str, code: str, days: tuple[date, date], by: str = "") -> None:
    """A colleague stands in for the lead from the first of these days to the last, both included."""
    change(office, cohort, RoleChange("stand-in", code, days), by)


def come_back(office: Office, cohort: str, by: str = "") -> None:
    """The lead reads and answers again."""
    change(office, cohort, RoleChange("back"), by)


def change(office: Office, cohort: str, wanted: RoleChange, by: str, heed: Heed = lambda before, after: None) -> None:
    """Change who runs a cohort; NotPossible says why that cannot be. `heed` sees the cohort before and after it within the
    turn, and may refuse by raising."""

    def turn(known: Cohort) -> Cohort:
        after = turn_of(office, wanted, by)(known)
        heed(known, after)
        return after

    office.store.update(cohort, turn, focus=None if wanted.way in PASSES_ON else {""})
    if wanted.way == "leave":
        office.store.visits.end_all(wanted.code)


def turn_of(office: Office, wanted: RoleChange, by: str) -> Turn:
    """What a change makes of a cohort; the same cohort where nothing changes. NotPossible when it is called."""
    now = office.clock.now()
    return lambda known: TURNS[wanted.way](office, known, wanted, now, by)


def _joined(office: Office, known: Cohort, wanted: RoleChange, now: datetime, by: str) -> Cohort:
    person = _registered(office, wanted.code)
    return known if _runs(known, wanted.code) else handing_over.joined_by(known, person, now, by)


def _looking_on(office: Office, known: Cohort, wanted: RoleChange, now: datetime, by: str) -> Cohort:
    person = _registered(office, wanted.code)
    if _runs(known, wanted.code):
        _does_not_lead(known, wanted.code)
    return known if _looks_on(known, wanted.code) else handing_over.looked_on_by(known, person, now, by)


def _leading(office: Office, known: Cohort, wanted: RoleChange, now: datetime, by: str) -> Cohort:
    _must_run(known, wanted.code)
    return known if known.lead.code == wanted.code else handing_over.led_by(known, wanted.code, now, by)


def _leaving(office: Office, known: Cohort, wanted: RoleChange, now: datetime, by: str) -> Cohort:
    if not _looks_on(known, wanted.code):
        _does_not_lead(known, wanted.code)
    return handing_over.left_by(known, wanted.code, now, by)


def _standing_in(office: Office, known: Cohort, wanted: RoleChange, now: datetime, by: str) -> Cohort:
    _must_run(known, wanted.code)
    if known.lead.code == wanted.code:
        raise NotPossible(
            say("{code} leads {cohort}; somebody else has to stand in", code=wanted.code, cohort=known.code)
        )
    if wanted.days is None:
        raise NotPossible(say("say until which day somebody stands in"))
    first, last = wanted.days
    if last < first or last < day_of(now, known.zone):
        raise NotPossible(say("the last day lies before the first, or is over: {last}", last=last))
    if last - first > AWAY_MAX:
        raise NotPossible(say("that is more than a year: hand {cohort} over instead", cohort=known.code))
    return handing_over.stood_in_by(known, StandIn(wanted.code, first, last, by), now)


def _back(office: Office, known: Cohort, wanted: RoleChange, now: datetime, by: str) -> Cohort:
    return handing_over.back(known, now, by)


TURNS: dict[str, Callable[[Office, Cohort, RoleChange, datetime, str], Cohort]] = {
    "join": _joined,
    "look-on": _looking_on,
    "lead": _leading,
    "leave": _leaving,
    "stand-in": _standing_in,
    "back": _back,
}
# What was open for one of them passes on: all of the cohort is asked for it.
PASSES_ON = ("look-on", "lead", "leave")


# --- the whole office -------------------------------------------------------------------------------------------------


def make_admin(office: Office, code: str, by: str = "") -> None:
    """Somebody looks after the whole office; nothing changes for one who does."""
    _registered(office, code)
    if code not in office.store.register.admins():
        office.store.register.make_admin(code, office.clock.now(), by)
        _note_everywhere(office, code, by, from_now_on=True)
        _tell(office, code, DeskRole.ADMIN.value, by)


def end_admin(office: Office, code: str, by: str = "") -> None:
    """Somebody looks after the whole office no more, and is signed out everywhere."""
    known = office.store.register.admins()
    if code not in known:
        raise NotPossible(
            say("{code} does not look after the office; those who do are {known}", code=code or "–", known=known)
            if known
            else say("nobody looks after the office")
        )
    _note_everywhere(office, code, by, from_now_on=False)
    _tell(office, code, f"{DeskRole.ADMIN.value}-{ENDED}", by)
    office.store.register.end_admin(code, office.clock.now(), by)
    office.store.visits.end_all(code)


def _tell(office: Office, code: str, matter: str, by: str) -> None:
    """A letter to them, in the name of the programme that was launched last; without any it waits for the first."""
    if in_the_name_of := newest_cohort(office):
        _write(office, in_the_name_of, code, matter, by)


def tell_since_there_is_a_programme(office: Office, first: str) -> None:
    """Whoever came to look after the office before there was a programme in whose name to write hears of it with the first."""
    if office.store.cohorts() != [first]:
        return
    for code, by in office.store.register.admins_made_by().items():
        _write(office, first, code, DeskRole.ADMIN.value, by)


def _write(office: Office, cohort: str, code: str, matter: str, by: str) -> None:
    now = office.clock.now()
    office.store.update(cohort, lambda known: with_letters(known, [(code, matter)], now, by), focus={""})


def newest_cohort(office: Office) -> str:
    """The programme that goes on and was launched last, else one that is over; "" where there is none."""
    cohorts = [office.store.load(code, focus=()) for code in office.store.cohorts()]
    newest = max(cohorts, key=lambda cohort: (cohort.is_open, cohort.launched_at), default=None)
    return newest.code if newest else ""


def _note_everywhere(office: Office, person: str, by: str, *, from_now_on: bool) -> None:
    """The journal of every programme that still runs says so."""
    now = office.clock.now()

    def noted(known: Cohort) -> Cohort:
        return handing_over.looked_after_by(known, person, now, by, from_now_on=from_now_on)

    for code in office.store.cohorts():
        if office.store.load(code, focus=()).is_open:
            office.store.update(code, noted, focus={""})


# --- who it is --------------------------------------------------------------------------------------------------------


def _registered(office: Office, code: str) -> Coordinator:
    person = office.store.register.coordinator(code)
    if person is None:
        raise NotPossible(
            say("nobody is registered as {code}; register with `mentoring coordinator add`", code=code or "–")
        )
    return person


def _runs(known: Cohort, code: str) -> bool:
    return any(person.code == code for person in known.coordinators)


def _looks_on(known: Cohort, code: str) -> bool:
    return any(person.code == code for person in known.readers)


def _does_not_lead(known: Cohort, code: str) -> None:
    _must_run(known, code)
    if known.lead.code == code:
        raise NotPossible(say("hand {cohort} over to a colleague first: {code} leads it", code=code, cohort=known.code))


def _must_run(known: Cohort, code: str) -> None:
    if not _runs(known, code):
        raise NotPossible(
            say(
                "nobody with the code {code} runs {cohort}; those who do are {known}",
                code=code or "–",
                cohort=known.code,
                known=[person.code for person in known.coordinators],
            )
        )
