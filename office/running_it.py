"""Running it: who runs a cohort, looks on, or stands in for its lead changes; and who looks after the whole office. What
passes from one to the next, domain/handing_over says.
"""

from datetime import date, timedelta

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


class NotPossible(StorageError):
    """Who runs a cohort cannot be changed like this; the sentence says what to do first."""


def take_on(office: Office, cohort: str, code: str, by: str = "") -> None:
    """One more coordinator runs the cohort; nothing changes for one who does."""
    person = _registered(office, code)
    if code not in office.store.register.running(cohort):
        now = office.clock.now()
        office.store.update(cohort, lambda known: handing_over.joined_by(known, person, now, by), focus={""})


def let_look_on(office: Office, cohort: str, code: str, by: str = "") -> None:
    """Somebody looks on; one who runs the cohort runs it no more. Nothing changes for one who looks on already."""
    person = _registered(office, code)
    if code in office.store.register.running(cohort):
        _does_not_lead(office, cohort, code)
    if code not in office.store.register.looking_on(cohort):
        now = office.clock.now()
        office.store.update(cohort, lambda known: handing_over.looked_on_by(known, person, now, by))


def hand_over(office: Office, cohort: str, code: str, by: str = "") -> None:
    """One of those who run the cohort leads it from now on."""
    running = _running(office, cohort, code)
    if running[0] != code:
        now = office.clock.now()
        office.store.update(cohort, lambda known: handing_over.led_by(known, code, now, by))


def let_leave(office: Office, cohort: str, code: str, by: str = "") -> None:
    """Somebody runs the cohort, or looks on, no more and is signed out everywhere; the lead hands over first."""
    if code not in office.store.register.looking_on(cohort):
        _does_not_lead(office, cohort, code)
    now = office.clock.now()
    office.store.update(cohort, lambda known: handing_over.left_by(known, code, now, by))
    office.store.visits.end_all(code)


def stand_in(office: Office, cohort: str, code: str, days: tuple[date, date], by: str = "") -> None:
    """A colleague stands in for the lead from the first of these days to the last, both included."""
    if _running(office, cohort, code)[0] == code:
        raise NotPossible(say("{code} leads {cohort}; somebody else has to stand in", code=code, cohort=cohort))
    now, (first, last) = office.clock.now(), days
    today = day_of(now, office.store.load(cohort, focus=()).zone)
    if last < first or last < today:
        raise NotPossible(say("the last day lies before the first, or is over: {last}", last=last))
    if last - first > AWAY_MAX:
        raise NotPossible(say("that is more than a year: hand {cohort} over instead", cohort=cohort))
    there = StandIn(code, first, last, by)
    office.store.update(cohort, lambda known: handing_over.stood_in_by(known, there, now), focus={""})


def come_back(office: Office, cohort: str, by: str = "") -> None:
    """The lead reads and answers again."""
    now = office.clock.now()
    office.store.update(cohort, lambda known: handing_over.back(known, now, by), focus={""})


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
    """A letter to them, in the name of the programme that was launched last; an office without any writes none."""
    if in_the_name_of := newest_cohort(office):
        now = office.clock.now()
        office.store.update(in_the_name_of, lambda known: with_letters(known, [(code, matter)], now, by), focus={""})


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


def _does_not_lead(office: Office, cohort: str, code: str) -> None:
    if _running(office, cohort, code)[0] == code:
        raise NotPossible(say("hand {cohort} over to a colleague first: {code} leads it", code=code, cohort=cohort))


def _running(office: Office, cohort: str, code: str) -> list[str]:
    running = office.store.register.running(cohort)
    if code not in running:
        raise NotPossible(
            say(
                "nobody with the code {code} runs {cohort}; those who do are {known}",
                code=code or "–",
                cohort=cohort,
                known=running,
            )
        )
    return running
