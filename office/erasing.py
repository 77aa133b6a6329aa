"""Erasing: somebody is forgotten, by their own wish or at the desk. Whoever takes part leaves first, so that a partner hears
of it in the usual way. What goes is told by the declarations (domain/forgetting.py).
"""

from dataclasses import dataclass
from datetime import datetime

from domain.cohort import Cohort, Entry
from domain.forms.stop import Stop
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import PairState
from domain.people import Participant
from domain.saying import say
from office import wake
from office.errors import StorageError
from office.office import Office
from office.pages import open_page


class UnknownPerson(StorageError):
    """Nobody in the cohort has this code."""


@dataclass(frozen=True)
class Asking:
    """What somebody reads before they are erased. `partners`: with whom they meet."""

    cohort: Cohort
    person: Participant
    partners: tuple[Participant, ...]


def ask_to_be_erased(office: Office, token: str) -> Asking:
    """What would happen; changes nothing. LinkRefused when the link is none of ours or they were erased already."""
    cohort, person = open_page(office, token)
    who = person.id
    others = [code for group in cohort.groups_of(who, PairState.ACTIVE) for code in group.others(who)]
    return Asking(cohort, person, tuple(cohort.participants[code] for code in dict.fromkeys(others)))


def erase(office: Office, code: str, person: str, by: str = "") -> None:
    """Forget somebody for good; `by` is the coordinator who does it, else they themselves. May be repeated.

    What the contact book has of them goes too. UnknownPerson when nobody has this code, UnknownCohort when there is no such
    cohort.
    """
    address = erase_participant(office, code, person, by)
    entry = office.store.book.of_address(address)
    if entry is not None:
        office.store.book.forget(entry.code)


def erase_participant(office: Office, code: str, person: str, by: str = "") -> str:
    """Forget whoever somebody is in a cohort, whatever the contact book has of them; the address that they had."""
    known = office.store.load(code, focus={person}).participants.get(person)
    if known is None:
        raise UnknownPerson(say("nobody in {cohort} has the code {person}", cohort=code, person=person))
    now = office.clock.now()
    if known.takes_part:
        office.store.update(code, lambda cohort: _leaves(cohort, person, now, by or person))
    office.store.erasure.erase(code, person, now, by or person)
    wake.answered(office.settings, code, office.store.lookups.phase_of(code))
    return known.email


def erase_again(office: Office) -> int:
    """Erase whoever has come back with a backup of before they were erased; how many."""
    risen = office.store.erasure.risen()
    for stone in risen:
        erase(office, stone.cohort, stone.person)
    return len(risen)


def _leaves(cohort: Cohort, person: str, now: datetime, by: str) -> Cohort:
    """The cohort after they left, as by the form for it; without a word of why."""
    if not cohort.participants[person].takes_part:
        return cohort
    invitation = Invitation(invitation_id(person, "stop", person), "stop", person, person, person, now)
    left = Stop(sure=True).take_in(cohort, invitation, now)
    return left.note(Entry(f"{person}:leaves:{now:%Y-%m-%dT%H%M%S}", person, now, f"{person} leaves to be erased", by))
