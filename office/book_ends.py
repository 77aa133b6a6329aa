"""Book ends: how entries of the contact book end when their time is over. Whoever agreed to be in it hears of it before, by
mail; who stays, or goes at once, decides on the page of their entry.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.contact_book import ENDS, TOLD_BEFORE, Basis, PossibleMentor, as_guest, kept_until
from domain.dates import day_of, posting, start_of
from domain.messages import Message
from office.office import Office

ENTRIES_MAX = 200  # of one round; the next one goes on
NOTICE_MIN = timedelta(days=14)  # also after an outage nobody goes sooner after the letter


def tell_of_ends(office: Office) -> int:
    """Write to those whose entry ends soon; how many."""
    now = office.clock.now()
    due = office.store.book.to_be_told(day_of(now + TOLD_BEFORE, "UTC"), ENTRIES_MAX)
    for person in due:
        _tell(office, person, now)
    return len(due)


def _tell(office: Office, person: PossibleMentor, now: datetime) -> None:
    cohort = office.store.load(person.home, focus=())
    ending = replace(person, keep_until=max(person.keep_until, day_of(now + NOTICE_MIN, "UTC")), told_at=now)
    until = start_of(ending.keep_until + timedelta(days=1), cohort.zone)
    key = f"{person.code}:entry-ends:{ending.keep_until}"
    message = Message(key, ENDS, person.code, "", "", now, posting(now, cohort.days), until)
    office.store.book.tell(ending, message, office.store.letterbox.written(as_guest(ending, cohort), message))


def let_entries_go(office: Office) -> int:
    """Forget those whose last day is over; how many."""
    gone = office.store.book.past(day_of(office.clock.now(), "UTC"), ENTRIES_MAX)
    return sum(office.store.book.forget(code) for code in gone)


def stay(office: Office, person: PossibleMentor) -> None:
    """Somebody agrees to stay in the book, from now on for as long as anew."""
    now = office.clock.now()
    zone = office.store.load(person.home, focus=()).zone
    office.store.book.change(
        replace(person, basis=Basis.CONSENT, keep_until=kept_until(now, zone), told_at=None, came_with="")
    )
