"""Glance: a cohort as bars of counts, each with the list behind it. Facts only; drawn by web/glance.py.

Counts come from the database (storage/cohorts/counts.py); here they get their order, their words and their tones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from domain.belonging import Code
from domain.cohort import Cohort
from domain.dates import day_of, start_of
from domain.escalations import MATTERS
from domain.forms import FORMS
from domain.forms.rsvp import ANSWERS
from domain.lifecycles import EscalationState, InvitationState, PairState, Phase, SessionState
from domain.people import Role
from domain.saying import say, sayings
from domain.states import CASES, PAIRS, PHASES, ROLES, SESSIONS

LATE = "late"
AHEAD = timedelta(days=14)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """Some of a bar: how many, what they are, how they are drawn (a kind of office.css), and where they are listed: a list, or
    with "/" before it a page of the desk."""

    count: int
    words: str
    tone: str
    way: str = ""

    @property
    def path(self) -> str:
        """The page behind it, under the address of the desk."""
        return self.way.rstrip("/") if self.way.startswith("/") else f"/list/{self.way}"


@dataclass(frozen=True)
class Bar:
    """One line of a drawing. `of`: the cohort it tells of, where a page tells of several."""

    title: str
    parts: tuple[Part, ...]
    of: Code = ""

    @property
    def total(self) -> int:
        return sum(part.count for part in self.parts)


@dataclass(frozen=True)
class Band:
    """A phase on the timeline: [starts, ends)."""

    phase: Phase
    words: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class DayAhead:
    """How many people and groups have something coming on a day."""

    day: date
    count: int
    way: str


# State by state: how it is drawn. The words are those of domain/states.
SESSION_TONES = {
    SessionState.HELD: "good",
    SessionState.DATED: "near",
    SessionState.PLANNED: "open",
    LATE: "care",
    SessionState.MISSED: "bad",
    SessionState.CANCELLED: "gone",
}
SESSION_WORDS: Mapping[str, str] = SESSIONS | sayings({LATE: "without a date, window over"}, context="session")
FORM_TONES = {
    InvitationState.ANSWERED: "good",
    InvitationState.OPEN: "open",
    InvitationState.EXPIRED: "bad",
    InvitationState.REVOKED: "gone",
}
FORM_WORDS = sayings(
    {
        InvitationState.ANSWERED: "answered",
        InvitationState.OPEN: "open",
        InvitationState.EXPIRED: "closed without an answer",
        InvitationState.REVOKED: "no longer needed",
    },
    context="form",
)
RSVP_TONES = {"coming": "good", "recording": "near", "no": "gone"}
GROUP_TONES = {
    PairState.ACTIVE: "good",
    PairState.COMPLETED: "good",
    PairState.OFFERED: "near",
    PairState.PROPOSED: "open",
    PairState.ENDED: "bad",
    PairState.TURNED_DOWN: "care",
    PairState.DISCARDED: "gone",
}
KINDS = sayings({"pair": "Pairs", "circle": "Circles", "peer_group": "Peer groups"})
CASE_TONES = {
    EscalationState.OPEN: "bad",
    EscalationState.ACKNOWLEDGED: "care",
    EscalationState.RESOLVED: "good",
    EscalationState.LAPSED: "gone",
}


def sessions(counts: Mapping[tuple[int, str], int]) -> list[Bar]:
    """One bar for each session of the programme: the first meetings, the second ones …"""
    numbers = sorted({number for number, _ in counts})
    return [
        Bar(
            say("Session {number}", number=number),
            tuple(
                Part(counts[number, state], SESSION_WORDS[state], tone, f"sessions/{number}/{state}")
                for state, tone in SESSION_TONES.items()
                if (number, state) in counts
            ),
        )
        for number in numbers
    ]


def forms(counts: Mapping[tuple[str, str], int], reminded: Mapping[str, int]) -> list[Bar]:
    """One bar for each form that was asked for, the one with most open first; those open say what was reminded of."""
    names = {name for name, _ in counts}
    order = sorted(names, key=lambda name: (-counts.get((name, InvitationState.OPEN), 0), FORMS[name].title))
    return [Bar(form_title(name), tuple(_of_form(name, counts, reminded.get(name, 0)))) for name in order]


def form_title(name: str) -> str:
    """What a form is called, with the role where mentors and mentees have forms of the same title."""
    form, role = FORMS[name], name.rpartition("_")[2]
    if sum(other.title == form.title for other in FORMS.values()) > 1 and role in set(Role):
        return say("{form} ({role})", form=form.title, role=ROLES[Role(role)])
    return form.title


def _of_form(name: str, counts: Mapping[tuple[str, str], int], reminded: int) -> Sequence[Part]:
    found = []
    for state, tone in FORM_TONES.items():
        number = counts.get((name, state), 0)
        if state is InvitationState.OPEN:
            number -= reminded
        if number > 0:
            found.append(Part(number, FORM_WORDS[state], tone, f"forms/{name}/{state}"))
    if reminded:
        found.append(Part(reminded, say("open, reminded"), "care", f"reminded/{name}"))
    return found


def gatherings(cohort: Cohort, counts: Mapping[tuple[str, str], int]) -> list[Bar]:
    """One bar for each gathering, in order of time: who comes, who wants the recording."""
    held = sorted(cohort.gatherings.values(), key=lambda gathering: gathering.starts_at)
    return [
        Bar(
            one.title,
            tuple(
                Part(counts[one.id, answer], words, RSVP_TONES[answer], f"words/{one.id}/{answer}")
                for answer, words in ANSWERS.items()
                if (one.id, answer) in counts
            ),
        )
        for one in held
        if one.cancelled_at is None
    ]


def groups(counts: Mapping[tuple[str, str], int]) -> list[Bar]:
    """One bar for each kind of group there is."""
    return [
        Bar(
            words,
            tuple(
                Part(counts[kind, state], PAIRS[state], tone, f"groups/{kind}/{state}")
                for state, tone in GROUP_TONES.items()
                if (kind, state) in counts
            ),
        )
        for kind, words in KINDS.items()
        if any(found == kind for found, _ in counts)
    ]


def cases(counts: Mapping[tuple[str, str], int]) -> list[Bar]:
    """One bar for each matter that came up, those with open cases first."""

    def waiting(matter: str) -> int:
        return counts.get((matter, EscalationState.OPEN), 0) + counts.get((matter, EscalationState.ACKNOWLEDGED), 0)

    matters = sorted({matter for matter, _ in counts}, key=lambda matter: (-waiting(matter), matter))
    return [
        Bar(
            MATTERS.get(matter, matter),
            tuple(
                Part(counts[matter, state], CASES[state], tone, f"cases/{matter}/{state}")
                for state, tone in CASE_TONES.items()
                if (matter, state) in counts
            ),
        )
        for matter in matters
    ]


def bands(cohort: Cohort) -> list[Band]:
    """The phases of the cohort as its calendar has them."""
    marks = cohort.milestones
    spans = {
        Phase.PREPARATION: (marks.preparation_starts, marks.recruitment_opens),
        Phase.RECRUITMENT: (marks.recruitment_opens, marks.mentoring_starts),
        Phase.MENTORING: (marks.mentoring_starts, marks.mentoring_ends),
        Phase.FOLLOW_UP: (marks.mentoring_ends, marks.closes),
    }
    return [Band(phase, PHASES[phase], *span) for phase, span in spans.items()]


def coming_days(now: datetime, zone: str) -> dict[date, tuple[datetime, datetime]]:
    """The days of the next two weeks, each from when to when something counts to it; what is due already counts today."""
    first, end = day_of(now, zone), now + AHEAD
    days = [first + timedelta(n) for n in range((day_of(end, zone) - first).days + 1)]
    found = {day: (start_of(day, zone), min(start_of(day + timedelta(1), zone), end)) for day in days}
    return found | {first: (LONG_AGO, found[first][1])}


def days_ahead(counted: Mapping[date, int]) -> list[DayAhead]:
    """The days on which something is expected."""
    return [DayAhead(day, number, f"due/{day.isoformat()}") for day, number in counted.items() if number]
