"""Laws of ladders: rungs only climb, never pile up, and nobody is a case for what they could not know.

Each law reads a history and returns a sentence for everything that breaks it. It repairs nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from domain.lifecycles import MessageState
from domain.rules.asking import addressed
from rehearsal.history import History
from rehearsal.laws.post import unreachable_spells

RUNG = re.compile(r"(?P<ladder>.+):(?P<rung>\d{1,2}):(?P<to>[A-Z]\w*)")
SILENCE = ("missed_session", "no_date", "no_report", "no_signature", "no_plan", "no_midterm", "no_reflection")
NO_RUNGS = (":closing:", ":dated:")  # counted in days before a date, and in changes of one


def rungs(history: History) -> Iterator[tuple[str, str, int, datetime]]:
    """(ladder, to, rung, when) for every letter that asks for a form as the rung of a ladder, by time."""
    for letter in history.sent:
        climbs = letter.invitation and not any(mark in letter.key for mark in NO_RUNGS)
        found = RUNG.fullmatch(letter.key) if climbs else None
        if found and found["to"] == letter.to and letter.sent_at:
            yield found["ladder"], found["to"], int(found["rung"]), letter.sent_at


def ladders_only_climb(history: History) -> list[str]:
    """On each ladder the rungs that reach one person go up, each at most once."""
    climbed: dict[tuple[str, str], list[int]] = defaultdict(list)
    for ladder, to, rung, _ in rungs(history):
        climbed[ladder, to].append(rung)
    return [
        f"{ladder} for {to} went {' then '.join(map(str, steps))}"
        for (ladder, to), steps in climbed.items()
        if any(after <= before for before, after in pairwise(steps))
    ]


def rungs_do_not_pile_up(history: History) -> list[str]:
    """Even after an outage one person gets at most one rung of a ladder within a day."""
    seen: dict[tuple[str, str], datetime] = {}
    broken = []
    for ladder, to, rung, at in rungs(history):
        before = seen.get((ladder, to))
        if before is not None and at - before < timedelta(hours=20):
            broken.append(f"rung {rung} of {ladder} reached {to} {at - before} after the one below")
        seen[ladder, to] = at
    return broken


def nobody_is_escalated_for_silence_they_could_not_break(history: History) -> list[str]:
    """A case about a missed session needs a letter about it that reached the one whose turn it was."""
    heard: dict[str, set[str]] = defaultdict(set)
    for letter in history.sent:
        if letter.state is not MessageState.BOUNCED:
            heard[letter.scope].add(letter.to)
    broken, spells = [], unreachable_spells(history)
    for case in history.cohort.escalations.values():
        if case.matter != "missed_session":
            continue
        session = history.cohort.sessions[case.about]
        missed = session.missed_at or case.opened_at
        (organiser,) = addressed(history.cohort, "turn", session, missed)
        if organiser not in heard[session.group]:
            broken.append(f"{case.id} was opened, but no letter had reached {organiser}")
        for since, until in spells.get(organiser, ()):
            if since <= missed and (until is None or case.opened_at <= until):
                broken.append(f"{case.id} was opened, but the letters to {organiser} come back since {since:%Y-%m-%d}")
    return broken


def nobody_is_a_case_of_silence_while_letters_come_back(history: History) -> list[str]:
    """What nobody answers is no silence when letters do not arrive: no case is opened for it then."""
    spells = unreachable_spells(history)
    return [
        f"{case.id} was opened, but the letters to {code} come back since {since:%Y-%m-%d}"
        for case in history.cohort.escalations.values()
        if case.matter in SILENCE
        for code in _those_of(history, case.about)
        for since, until in spells.get(code, ())
        if since < case.opened_at and (until is None or case.opened_at < until)
    ]


def _those_of(history: History, about: str) -> tuple[str, ...]:
    """The people a case is about: one, or both of a pair or session."""
    session = history.cohort.sessions.get(about)
    pair = history.cohort.pairs.get(session.group if session else about)
    return pair.members if pair else (about,)


LAWS_OF_LADDERS = (
    ladders_only_climb,
    rungs_do_not_pile_up,
    nobody_is_escalated_for_silence_they_could_not_break,
    nobody_is_a_case_of_silence_while_letters_come_back,
)
