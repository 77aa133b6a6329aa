"""Moving: somebody gives another e-mail address, shows that it is theirs, and may take that back at the old one. Pure.

Nothing changes before the new address has answered. Then every old link is dead, letters go to the new one, and the old one
hears of it. office/moving.py knows the links.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.actions import Due, Write
from domain.carry_out import carry_out
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of
from domain.deeds import key_at
from domain.forms.verbs import with_new_links
from domain.messages import ADDRESS_CHANGED, ADDRESS_MOVED, CONFIRM_ADDRESS
from domain.one_person import mailbox
from domain.people import Move

CONFIRMED_WITHIN = timedelta(days=14)  # (own)
TAKEN_BACK_WITHIN = timedelta(days=14)  # (own)
ASKED_A_DAY_MAX = 3  # letters to addresses of which nobody knows yet whose they are (own)


def written_to(cohort: Cohort, code: str, letter: str, at: datetime, address: str = "") -> Cohort:
    """The letter of which an act or an answer is the only cause, if letters reach them; `address`: where it goes instead of
    to them."""
    if not address and not cohort.can_write_to(code, letter):
        return cohort
    key = key_at(f"{code}:{letter.partition('/')[2]}", at, cohort.journal)
    written = carry_out(Due(at, FAR_FUTURE, key, Write(letter, code, code, prompt=True), scope=code), cohort, at)
    *others, last = written.messages
    return replace(written, messages=(*others, replace(last, address=address)))


def may_ask(cohort: Cohort, code: str, at: datetime) -> bool:
    """Whether one more letter may go to an address that somebody gave today."""
    line = f"{code}:confirm_address:{day_of(at, 'UTC')}"
    return sum(key.startswith(line) for key in cohort.journal) < ASKED_A_DAY_MAX


def asked_to_move(cohort: Cohort, code: str, email: str, at: datetime) -> Cohort:
    """They gave another address: a letter there asks whether it is theirs. Their own address again ends what was asked."""
    person = cohort.participants[code]
    if mailbox(email) == mailbox(person.email):
        waits = person.move is not None and person.move.done_at is None
        return cohort.put(replace(person, move=None)) if waits else cohort
    moving = cohort.put(replace(person, move=Move(email, at)))
    return written_to(moving, code, CONFIRM_ADDRESS, at, address=email)


def waits_for_a_yes(cohort: Cohort, code: str, at: datetime) -> Move | None:
    """The address that somebody gave and has not confirmed, as long as they may."""
    move = cohort.participants[code].move
    return move if move and move.done_at is None and at < move.asked_at + CONFIRMED_WITHIN else None


def may_go_back(cohort: Cohort, code: str, at: datetime) -> Move | None:
    """The change of address that can still be taken back from the old one."""
    move = cohort.participants[code].move
    return move if move and move.done_at is not None and at < move.done_at + TAKEN_BACK_WITHIN else None


def moved(cohort: Cohort, code: str, at: datetime) -> Cohort:
    """The new address is theirs and counts from now on."""
    person, move = cohort.participants[code], waits_for_a_yes(cohort, code, at)
    if move is None:
        return cohort
    former = "" if person.bounced_at else person.email
    reached = replace(person.reached_again(at, move.to), move=replace(move, before=person.email, done_at=at))
    told = written_to(with_new_links(cohort.put(reached), code), code, ADDRESS_CHANGED, at)
    return written_to(told, code, ADDRESS_MOVED, at, address=former) if former else told


def moved_back(cohort: Cohort, code: str, at: datetime) -> Cohort:
    """Whoever reads the old address says that it was not them: it counts again, and every link since is dead."""
    move = may_go_back(cohort, code, at)
    if move is None:
        return cohort
    reached = replace(cohort.participants[code].reached_again(at, move.before), move=None)
    return written_to(with_new_links(cohort.put(reached), code), code, ADDRESS_CHANGED, at)
