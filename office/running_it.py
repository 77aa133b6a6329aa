"""Running it: who runs a cohort changes. What passes from one to the next, domain/handing_over says."""

from domain import handing_over
from domain.saying import say
from office.errors import StorageError
from office.office import Office


class NotPossible(StorageError):
    """Who runs a cohort cannot be changed like this; the sentence says what to do first."""


def take_on(office: Office, cohort: str, code: str, by: str = "") -> None:
    """One more coordinator runs the cohort; nothing changes for one who does."""
    person = office.store.register.coordinator(code)
    if person is None:
        raise NotPossible(
            say("nobody is registered as {code}; register with `mentoring coordinator add`", code=code or "–")
        )
    if code not in office.store.register.running(cohort):
        now = office.clock.now()
        office.store.update(cohort, lambda known: handing_over.joined_by(known, person, now, by), focus={""})


def hand_over(office: Office, cohort: str, code: str, by: str = "") -> None:
    """One of those who run the cohort leads it from now on."""
    running = _running(office, cohort, code)
    if running[0] != code:
        now = office.clock.now()
        office.store.update(cohort, lambda known: handing_over.led_by(known, code, now, by))


def let_leave(office: Office, cohort: str, code: str, by: str = "") -> None:
    """Somebody runs the cohort no more and is signed out everywhere; the lead hands over first."""
    if _running(office, cohort, code)[0] == code:
        raise NotPossible(say("hand {cohort} over to a colleague first: {code} leads it", code=code, cohort=cohort))
    now = office.clock.now()
    office.store.update(cohort, lambda known: handing_over.left_by(known, code, now, by))
    office.store.visits.end_all(code)


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
