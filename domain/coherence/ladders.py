"""Ladders: each rung falls within the time its question stands open, far enough from the one before, and asks somebody."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.coherence.programme import FOLLOW_UP, MENTORING, RECRUITMENT, ROUNDS, Finding, Programme, spelled
from domain.ladders import Rung
from domain.rules.agreeing import PLAN_FOLLOWS_AFTER, UNSIGNED_AFTER
from domain.rules.meeting import TIME_TO_AGREE, UNREPORTED_AFTER
from domain.rules.pairing import WORTH_BEGINNING
from domain.saying import say

APART = timedelta(2)
"""A rung is due until a day before the next one, so that two letters never leave together: closer ones would be lost."""
A_WEEKEND = timedelta(3)
"""Letters wait for working days, so that a rung on the last days might come when nobody can answer any more."""
A_MONTH = timedelta(28)


@dataclass(frozen=True)
class Window:
    """How long the question of a ladder stands open, counted from its beginning, and what ends it.

    `begun`: a first letter goes out before the first rung. `needed`: why the ladder cannot be empty.
    """

    length: Callable[[Programme], timedelta]
    by: tuple[str, ...]
    ends: str
    begun: bool = False
    needed: str = ""


def mistakes_of_ladders(programme: Programme) -> Iterator[Finding]:
    """Every rung that would never be due or would ask nobody."""
    for place, window in WINDOWS.items():
        section, _, name = place.partition(".")
        rungs: tuple[Rung, ...] = getattr(getattr(programme.policy, section), name)
        if window.needed and not rungs:
            yield Finding(place, window.by, window.needed)
        yield from _of_its_rungs(place, rungs, window, window.length(programme))
    yield from _of_who_is_asked(programme)
    yield from _of_the_countdown(programme)


def _of_its_rungs(place: str, rungs: tuple[Rung, ...], window: Window, length: timedelta) -> Iterator[Finding]:
    before = timedelta(0) if window.begun else -APART
    for n, rung in enumerate(rungs):
        if rung.after < timedelta(0):
            yield Finding(f"{place}.{n}", (), say("a rung cannot come before the beginning; write 0 days or more"))
        elif rung.after - before < APART:
            yield Finding(f"{place}.{n}", (), TOO_SOON if n else TOO_SOON_AFTER_THE_FIRST)
        elif rung.after > max(length - A_WEEKEND, timedelta(0)) and length > timedelta(0):
            by_then = timedelta(max(length - A_WEEKEND, timedelta(0)).days)
            words = say(
                "comes after {after}, and after {length} {ends}; let it come by {by_then}, a weekend may lie between",
                after=spelled(rung.after),
                length=spelled(timedelta(length.days)),
                ends=window.ends,
                by_then=spelled(by_then),
            )
            yield Finding(f"{place}.{n}", window.by, words)
        before = max(before, rung.after)


def _of_who_is_asked(programme: Programme) -> Iterator[Finding]:
    """Somebody must be asked before the coordinator is told that nobody answered; and a missed session must reach a person."""
    for place in ASK_FIRST:
        section, _, name = place.partition(".")
        rungs: tuple[Rung, ...] = getattr(getattr(programme.policy, section), name)
        if rungs and rungs[0].to == "coordinator":
            yield Finding(f"{place}.0", (), say("nobody has been asked yet; put a rung to participants before it"))
    if all(rung.to != "coordinator" for rung in programme.sessions.missed_ladder):
        words = say(
            "a missed session keeps the next one waiting until the coordinator decides; add a rung with to: coordinator"
        )
        yield Finding("sessions.missed_ladder", (), words)


def _of_the_countdown(programme: Programme) -> Iterator[Finding]:
    """Reminders before the call closes: whole days, within the call, each once."""
    place, lengths = "recruitment.closing_reminders", programme.recruitment.closing_reminders
    for n, before in enumerate(lengths):
        if before < timedelta(1) or before % timedelta(1):
            words = say("is counted in whole days before the call closes; write 1 day or more")
            yield Finding(f"{place}.{n}", (), words)
        elif before in lengths[:n]:
            yield Finding(f"{place}.{n}", (), say("is there twice; leave it out"))
        elif before >= programme.longest_call:
            words = say("the longest call has {days} days; write fewer", days=programme.longest_call.days)
            yield Finding(f"{place}.{n}", RECRUITMENT, words)


TOO_SOON = say("comes too soon after the rung before; leave two days between them, or the earlier is never sent")
TOO_SOON_AFTER_THE_FIRST = say(
    "comes too soon after the first letter, which goes out at once; leave two days between them, or that is never sent"
)
ASK_FIRST = (
    "sessions.ask_for_a_date",
    "sessions.report_ladder",
    "checks.agreement_ladder",
    "checks.plan_ladder",
    "checks.check_ladder",
    "checks.reflection_ladder",
)
CONDITION = say(
    "is asked for nowhere else, and nobody can complete without it; write a rung: {example}",
    example="[{after: 0 days}]",
)
WINDOWS: Mapping[str, Window] = {
    "recruitment.application_reminders": Window(
        lambda it: it.longest_call - timedelta(7),
        ("calendar.mentors_call", "calendar.mentees_call"),
        say("the last week of the longest call begins, which has reminders of its own"),
        begun=True,
    ),
    "recruitment.screening_reminders": Window(
        lambda it: it.days["matching_on"] - it.days["mentors_open"], RECRUITMENT, say("matching has begun"), begun=True
    ),
    "matching.choice_ladder": Window(
        lambda it: it.matching.choices_close_after, ("matching.choices_close_after",), say("the choice is closed")
    ),
    "matching.meetings_ladder": Window(
        lambda it: it.matching.meetings_close_after, ("matching.meetings_close_after",), say("first meetings are over")
    ),
    "matching.review_reminders": Window(
        lambda it: max(it.ends - WORTH_BEGINNING - it.proposed_on, timedelta(0)),
        (*RECRUITMENT, *ROUNDS, *MENTORING),
        say("no pair begins any more"),
        begun=True,
    ),
    "matching.offer_ladder": Window(
        lambda it: it.matching.offer_lapses_after,
        ("matching.offer_lapses_after",),
        say("the offer has lapsed"),
        begun=True,
    ),
    "sessions.ask_for_a_date": Window(
        lambda it: max(min(it.session_window, it.sessions.silence_after), TIME_TO_AGREE),
        ("sessions.number", "sessions.silence_after", *MENTORING),
        say("the session counts as missed"),
    ),
    "sessions.report_ladder": Window(
        lambda it: UNREPORTED_AFTER, (), say("the session counts as missed"), needed=CONDITION
    ),
    "sessions.missed_ladder": Window(lambda it: it.mentoring, MENTORING, say("mentoring is over")),
    "checks.agreement_ladder": Window(
        lambda it: it.mentoring - UNSIGNED_AFTER, MENTORING, say("mentoring is nearly over")
    ),
    "checks.plan_ladder": Window(lambda it: it.mentoring - PLAN_FOLLOWS_AFTER, MENTORING, say("mentoring is over")),
    "checks.recontract_ladder": Window(lambda it: A_MONTH, (), say("the next month begins")),
    "checks.check_ladder": Window(lambda it: A_MONTH, (), say("the half-way questions are closed")),
    "checks.reflection_ladder": Window(
        lambda it: it.looking_back,
        ("checks.reflection_opens_before", "checks.reflection_closes_after", *FOLLOW_UP),
        say("the final feedback is closed"),
        needed=CONDITION,
    ),
    "desk.reminders": Window(lambda it: timedelta(3650), (), say("nobody is there any more")),
}
