"""Keeping: has what is past its time forgotten, a few people a round. What that is and when, domain/keeping.py says."""

from datetime import datetime, timedelta

from domain.agenda import Tally
from domain.carry_out import carry_out
from domain.cohort import Cohort
from domain.keeping import OVER, past, to_forget, to_tell
from office.believed import clock_jumped
from office.book_ends import let_entries_go, tell_of_ends
from office.erasing import erase_again
from office.office import Office
from office.round import counted
from office.sign_in import sweep

PEOPLE_MAX = 100  # of one cohort and round; the next round goes on
LOOK_EVERY = timedelta(days=1)
LOOKED = "past its time"
AGAIN = "people of a restored backup erased again"


def let_go(office: Office) -> Tally:
    """Forget, once a day, what closed cohorts kept for a time, and those whose time is over, who heard of it before; and
    visits that are over. Whoever has come back with a restored backup is erased again at once."""
    again = erase_again(office)
    if clock_jumped(office):
        return counted(AGAIN, again)
    now, last = office.clock.now(), office.store.leases.last_beat(LOOKED)
    if last is not None and now - last < LOOK_EVERY:
        return counted(AGAIN, again)
    sweep(office)
    told, ended = tell_of_ends(office), let_entries_go(office)
    cohorts = people = warned = 0
    left = False
    for code in office.store.cohorts(*OVER):
        cohort = office.store.load(code, focus={""})
        if over := past(cohort, now):
            office.store.erasure.let_go(code, over, now)
            cohorts += 1
        warned += _tell(office, cohort, now)
        due = list(to_forget(cohort, now))
        for person in due[:PEOPLE_MAX]:
            office.store.erasure.erase(code, person, now)
        people += len(due[:PEOPLE_MAX])
        left = left or len(due) > PEOPLE_MAX
    if not left:
        office.store.leases.beat(LOOKED, now)
    done = {
        AGAIN: again,
        "people told that what is kept of them goes": warned,
        "people forgotten": people,
        "cohorts without confidences": cohorts,
        "entries of the contact book announced to end": told,
        "entries of the contact book ended": ended,
    }
    return Tally(done={what: number for what, number in done.items() if number})


def _tell(office: Office, found: Cohort, now: datetime) -> int:
    """Write to those of whom everything goes soon; how many."""
    soon = {due.scope for due in to_tell(found, now)}
    told: list[str] = []

    def turn(cohort: Cohort) -> Cohort:
        told.clear()
        for due in [one for one in to_tell(cohort, now) if one.scope in soon]:  # of partners no journal is here
            cohort = carry_out(due, cohort, now)
            told.append(due.scope)
        return cohort

    if soon:
        office.store.update(found.code, turn, focus=soon)
    return len(told)
