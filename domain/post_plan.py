"""Post plan: of what waits for one reader, what leaves now, in how many letters, and until when the rest waits.

A reader gets one letter a day and so many a week; what comes on top goes along in it, or waits. Answers to what they have
just done, and what moves an entry in their calendar, leave at once and are not counted; so that fewer letters are, whatever
waits for a quiet moment goes along with them too. Pure: storage/post/claims.py asks, with what is ready.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.dates import Days, day_of, posting, start_of
from domain.messages import AT_ONCE

WEEK = timedelta(days=7)
# How many days a letter may wait for another one to the same reader (own): less than its ladder waits for the next rung.
# What is not named leaves when it is written.
PATIENCE: Mapping[str, timedelta] = {
    matter: timedelta(days=days)
    for matter, days in {
        "agreement_reminder": 7,
        "agreement_signed": 12,
        "agreement_wanted": 4,
        "confirm_report": 12,
        "date_reminder": 4,
        "date_wanted": 5,
        "gathering_invited": 6,
        "gathering_recording": 12,
        "handbook": 14,
        "midterm_reminder": 7,
        "midterm_wanted": 12,
        "missed_both": 4,
        "missed_turn": 4,
        "objective_shared": 1,
        "one_left": 5,
        "plan_reminder": 6,
        "plan_wanted": 8,
        "plan_written": 12,
        "recontract_reminder": 12,
        "recontract_wanted": 25,
        "reflection_reminder": 5,
        "reflection_wanted": 5,
        "report_reminder": 5,
    }.items()
}
A_WORKING_DAY = timedelta(days=1)


def _patience(letter: str) -> timedelta:
    return PATIENCE.get(letter.partition("/")[2], timedelta(0))


def quiet_until(letter: str, opens: datetime, until: datetime, days: Days, *, reminder: bool = False) -> datetime:
    """When a letter that may leave at `opens` leaves by itself: it waits for a quiet moment, and a day is left afterwards.

    A reminder that the next one overtakes before its patience ends goes along with another letter or not at all: of several
    reminders of the same thing, which stands on its reader's page, the last one leaves by itself.
    """
    patience = _patience(letter)
    leaves = posting(opens + patience, days)
    if reminder and leaves > opens and leaves + A_WORKING_DAY > until:
        return max(until, opens)
    while leaves > opens and leaves + A_WORKING_DAY > until:
        patience -= A_WORKING_DAY
        leaves = posting(opens + max(patience, timedelta(0)), days)
    return max(leaves, opens)


@dataclass(frozen=True)
class Waiting:
    """A letter that is ready. `joins`: it can stand in one letter with others; `enters`: it brings an entry for a calendar."""

    id: int
    letter: str
    not_before: datetime
    until: datetime
    prompt: bool = False
    reminder: bool = False
    joins: bool = True
    enters: bool = False
    invitation: str = ""

    @property
    def at_once(self) -> bool:
        return self.prompt or self.letter in AT_ONCE


@dataclass(frozen=True)
class PostPlan:
    """What becomes of what was ready. `letters`: those that leave, each with its parts, the leading one first; `waits`: when
    the others are looked at again; `told`: those that ask what another one in the same letter asks already."""

    letters: tuple[tuple[int, ...], ...] = ()
    waits: Mapping[int, datetime] = field(default_factory=dict)
    told: tuple[int, ...] = ()


def post_plan(ready: Sequence[Waiting], left: Sequence[datetime], now: datetime, days: Days, weekly: int) -> PostPlan:
    """The plan for one reader. `left`: when the counted letters of the last seven days left."""
    answers = sorted((one for one in ready if one.at_once), key=_pressing)
    others = sorted((one for one in ready if not one.at_once), key=_pressing)
    letters: list[tuple[Waiting, ...]] = [(one,) for one in answers]
    open_ = posting(now, days) == now
    if open_ and (joined := next((n for n, one in enumerate(answers) if one.joins), None)) is not None:
        letters[joined] = _with(answers[joined], others)
        others = [one for one in others if one not in letters[joined]]
    ripe = [one for one in others if one.not_before <= now and _free_for(one, left, now, days, weekly) <= now]
    if ripe:
        letter = _with(ripe[0], [one for one in others if one is not ripe[0]])
        letters.append(letter)
        others = [one for one in others if one not in letter]
        left = [*left, now]
    waits = {one.id: max(one.not_before, _free_for(one, left, now, days, weekly)) for one in others}
    kept, told = zip(*(_asked_once(letter) for letter in letters), strict=True) if letters else ((), ())
    return PostPlan(kept, waits, tuple(id for several in told for id in several))


def _pressing(one: Waiting) -> tuple[datetime, datetime, int]:
    """What is in vain first comes first."""
    return one.until, one.not_before, one.id


def _leading(one: Waiting) -> tuple[bool, bool, bool, bool, datetime, datetime, int]:
    """What brings an entry comes first, then the answer to what somebody did, then what could not wait for company, and of
    the rest what asks for something."""
    return (not one.enters, not one.at_once, _patience(one.letter) > timedelta(0), not one.invitation, *_pressing(one))


def _with(first: Waiting, others: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """One letter of this and whatever goes along. A letter brings one entry for the calendar."""
    taken, enters = [first], first.enters
    for one in others if first.joins else ():
        if one.joins and not (one.enters and enters):
            taken.append(one)
            enters = enters or one.enters
    return tuple(sorted(taken, key=_leading))


def _asked_once(letter: Sequence[Waiting]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The parts of a letter, and those that ask for the form for which another part asks."""
    asks: dict[str, Waiting] = {}
    for one in sorted(letter, key=lambda one: (not one.at_once, one.reminder, one.id)):
        asks.setdefault(one.invitation or f"{one.id}", one)
    kept = tuple(one.id for one in letter if one in asks.values())
    return kept, tuple(one.id for one in letter if one.id not in kept)


def _free_for(one: Waiting, left: Sequence[datetime], now: datetime, days: Days, weekly: int) -> datetime:
    """From when on this letter may leave: what would be in vain by then does not wait for the week, nor for the next day."""
    moments = (free_from(left, now, days, weekly), free_from(left, now, days, len(left) + 1), now)
    return moments[0] if one.reminder else next((at for at in moments if at < one.until), now)


def free_from(left: Sequence[datetime], now: datetime, days: Days, weekly: int) -> datetime:
    """From when on a reader may get a letter that counts: a day after the last one, and so many in any seven days."""
    free = now
    if any(day_of(at, days.zone) == day_of(now, days.zone) for at in left):
        free = posting(start_of(day_of(now, days.zone) + timedelta(days=1), days.zone), days)
    while len(recent := sorted(at for at in left if at > free - WEEK)) >= weekly:
        free = posting(recent[-weekly] + WEEK, days)
    return free
