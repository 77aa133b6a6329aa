"""Doing: look at an act before it is done, do it as it was looked at, take it back while its letters wait.

An act and the round that follows are one turn, computed by the same function for the look and for the deed. Its letters
leave some minutes later than others, so that a slip costs nobody a second letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from domain.acts import ACTS, Act, Place
from domain.acts.act import done, key_of, order_of
from domain.acts.undoing import Touched, taken_back
from domain.cohort import Cohort
from domain.dates import posting
from domain.deeds import LETTERS_WAIT, Deed
from domain.forms.form import Form
from domain.forms.mistakes import mistakes
from domain.messages import Message
from domain.saying import say
from office import wake
from office.acts.consequences import Consequences, difference
from office.believed import clock_jumped
from office.errors import StorageError
from office.intake import Mistakes
from office.office import Office
from office.round import settled
from storage.cohorts.deeds import TooLate

# Verdicts stay for an hour of their own: what comes of an act is shown as far as that (domain/rules/recruitment).
LOOKS_AHEAD = timedelta(hours=1)
# What causes no letter can be taken back for a day, if nobody has gone on from it (own).
UNDO_WITHIN = timedelta(days=1)


class NotNow(StorageError):
    """This act is not possible, or not any more."""


class Changed(Exception):
    """What it would cause is no longer what was looked at; the new look comes along."""

    def __init__(self, look: "Look") -> None:
        super().__init__(say("Meanwhile something has changed. Please look once more at what it will cause."))
        self.look = look


@dataclass(frozen=True)
class Order:
    """Which act, about what, by whom, with which answers."""

    act: str
    about: str
    by: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """An act played at a moment on a snapshot that nobody keeps. `before` is the cohort without it, `at_once` the one right
    after it, `soon` that of the next post."""

    act: Form
    at: datetime
    before: Cohort
    at_once: Cohort
    soon: Cohort
    caused: Consequences


def offers(cohort: Cohort, place: Place, about: str, at: datetime) -> list[type[Act]]:
    """The acts that are possible here now, in the order of their table."""
    return [act for act in ACTS.values() if act.on == place and act.offered(cohort, about, at)]


def as_far_as_offered(office: Office, code: str, place: Place, about: str) -> Cohort:
    """As much of the cohort as tells what is possible with a person, a group, a gathering or the cohort, and asks for it. Of
    the whole cohort no more than whether there is an active group, and its newest proposal."""
    if place in ("group", "person"):
        return office.store.load(code, focus={about})
    cohort = office.store.load(code, focus=office.store.listings.active_groups(code, 1))
    return cohort.put(*office.store.lookups.newest_proposal(code))


def reach(office: Office, code: str, act: type[Act], about: str) -> set[str] | None:
    """The scopes in which the act and the round after it may do something; None for all of the cohort. What the rules of the
    whole cohort make of it comes with the next round: of an act on one person or group they write no letter at once."""
    return None if act.on in ("cohort", "gathering") or act.compares else around(office, code, about)


def around(office: Office, code: str, about: str) -> set[str]:
    """The scopes that belong to a person or a group: their own, those of their groups, and of everybody in those."""
    return office.store.load(code, focus={about}).scopes_around(about) - {""}


def look(office: Office, code: str, order: Order) -> Look:
    """What the act would cause, done now; changes nothing. NotNow when it is not possible, Mistakes for its answers."""
    act = _known(order)
    return look_in(office.store.load(code, focus=reach(office, code, act, order.about)), order, office.clock.now())


def look_in(cohort: Cohort, order: Order, now: datetime) -> Look:
    """The same in a snapshot that reaches as far as the act does, or farther."""
    return _played(cohort, _known(order), order, now)


def carry_out(office: Office, code: str, order: Order, seen: str) -> Deed:
    """Do what was looked at (`seen` is its mark), with the round that follows. Changed when it would cause something else."""
    if clock_jumped(office):
        raise NotNow(say("The office doubts its clock, so nothing is done until it is right."))
    act, now = _known(order), office.clock.now()
    focus = reach(office, code, act, order.about)
    # What was due anyway is done first and by itself, so that it is not taken back with the act.
    office.store.update(code, lambda cohort: settled(cohort, now), focus=focus)
    deed: Deed | None = None

    def turn(cohort: Cohort) -> Cohort:
        nonlocal deed
        found = _played(cohort, act, order, now)
        if found.caused.mark != seen:
            raise Changed(found)
        deed = _deed(found, order)
        return with_deed(found, deed)

    cohort = office.store.update(code, turn, focus=focus)
    if act.erases:
        office.store.erasure.erase(code, order.about, now, order.by)
    if act.renews:
        office.store.erasure.write_anew(code, order.about)
    wake.answered(office.settings, code, cohort.phase)
    assert deed is not None
    return deed


def with_deed(found: Look, deed: Deed) -> Cohort:
    """The cohort after what was looked at, its letters held back for a while, with the deed that is to be kept."""
    known = {message.key for message in found.before.messages}
    letters = (m if m.key in known else _waits(m, found.at) for m in found.at_once.messages)
    return replace(found.at_once, messages=tuple(letters), deeds=(deed,))


def undo(office: Office, code: str, id: str, by: str) -> None:
    """Take a deed back: records, forms and letters are as if it had not been done. NotNow says why that cannot be."""
    deed, now = office.store.deeds.one(code, id), office.clock.now()
    if deed is None or (reason := why_not_undone(deed, now)):
        raise NotNow(say("There is nothing to take back.") if deed is None else reason)
    touched = say("It cannot be taken back: somebody has gone on from there meanwhile.")

    def turn(cohort: Cohort) -> Cohort:
        try:
            return taken_back(cohort, deed, by, now)
        except Touched:
            raise NotNow(touched) from None

    try:
        cohort = office.store.update(code, turn, focus=_scopes(deed))
    except TooLate:
        raise NotNow(LEFT) from None
    if deed.act in ACTS and ACTS[deed.act].renews:
        office.store.erasure.write_anew(code, deed.about)
    wake.answered(office.settings, code, cohort.phase)


def _scopes(deed: Deed) -> set[str] | None:
    """The scopes in which a deed changed something, and that of the cohort."""
    if deed.traces is None or deed.traces.header_before:
        return None
    return {"", deed.scope, *(step.after.scope for step in deed.traces.steps)}


LEFT = say("It cannot be taken back: its letters have left.")


def why_not_undone(deed: Deed, now: datetime) -> str:
    """Why a deed cannot be taken back at this moment, as far as its own row tells; "" when it may be tried."""
    if deed.undone_at is not None:
        return say("This was taken back already.")
    if now >= deed.until:
        return LEFT
    if deed.traces is None:
        return say("It cannot be taken back: what was before is not kept any more.")
    return ""


# --- played ---------------------------------------------------------------------------------------------------------


def _known(order: Order) -> type[Act]:
    act = ACTS.get(order.act)
    if act is None:
        raise NotNow(say("There is nothing of this name to do."))
    return act


def _played(cohort: Cohort, act: type[Act], order: Order, now: datetime) -> Look:
    before = settled(cohort, now)
    if not act.offered(before, order.about, now):
        raise NotNow(say("This is not possible, or not any more."))
    answer = _checked(before, act, order, now)
    at_once = settled(done(answer, before, order.about, order.by, now), now)
    if act.erases:  # whoever is forgotten gets no farewell: there is nowhere to send it
        at_once = replace(at_once, messages=tuple(m for m in at_once.messages if m.to != order.about))
    then = posting(now + LOOKS_AHEAD, before.days)
    without, soon = settled(before, then), settled(at_once, then)
    return Look(answer, now, before, at_once, soon, difference(without, soon, now))


def _checked(cohort: Cohort, act: type[Act], order: Order, now: datetime) -> Act:
    try:
        return act.check(order.content, cohort, order_of(act, cohort, order.about, order.by, now), now)
    except ValidationError as error:
        raise Mistakes(mistakes(error)) from error


def _waits(message: Message, now: datetime) -> Message:
    """The letter, held back for a while; one that would be in vain then leaves as it would have."""
    held = max(message.not_before, now + LETTERS_WAIT)
    return replace(message, not_before=held) if held < message.until else message


def leaves_at(look: Look, message: Message) -> datetime:
    """When a letter that the act causes may leave: some are written with it and wait, some only with the next post."""
    written = any(message.key == one.key for one in look.at_once.messages)
    return _waits(message, look.at).not_before if written else message.not_before


def _deed(found: Look, order: Order) -> Deed:
    now, act = found.at, found.act
    assert isinstance(act, Act)
    usual = act.back_until(found.before, now) or now + UNDO_WITHIN
    until = now if act.erases else stands_from(found, usual)
    scope = found.before.scope_of(order.about)
    return Deed(key_of(act, found.before, order.about, now), order.act, order.about, scope, order.by, now, until)


def stands_from(found: Look, usual: datetime) -> datetime:
    """From when it stands: the first of its letters leaves, or is written and so can no longer be taken back unseen."""
    return min((leaves_at(found, message) for message in found.caused.letters), default=usual)
