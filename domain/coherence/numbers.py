"""Numbers: one row for each number that must agree with another: place, measured by, condition, sentence with the remedy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta

from domain.coherence.programme import FOLLOW_UP, MENTORING, RECRUITMENT, ROUNDS, Finding, Programme
from domain.policy import Matching
from domain.rules.meeting import TIME_TO_AGREE
from domain.rules.pairing import WORTH_BEGINNING

WISHES_SUM_MAX = 150
"""In self-choice wishes count ten times all else together (office/match/candidates), and all is added up exactly."""
WEIGHTS_SUM_MAX = 1676
"""Up to here scores are added up exactly (matching/scoring)."""
FIRST_MATCH_TAKES = timedelta(7)  # to be looked at, offered and accepted (own)


@dataclass(frozen=True)
class Row:
    """The number at `place` is measured by those of `by`; where it does not hold, the sentence says what would do."""

    place: str
    by: tuple[str, ...]
    holds: Callable[[Programme], bool]
    otherwise: Callable[[Programme], str]


def mistakes_of_numbers(programme: Programme) -> Iterator[Finding]:
    """Every row that does not hold."""
    for row in ROWS:
        if not row.holds(programme):
            yield Finding(row.place, row.by, row.otherwise(programme))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _besides_wishes(matching: Matching) -> int:
    return sum(matching.weights.values()) - matching.weights.get("choices", 0)


def _rounds_in_words(it: Programme) -> str:
    return f", choosing and first meetings {it.matching.rounds_take.days} more" if it.matching.rounds_take else ""


ROWS = (
    Row(
        "calendar.mentors_call",
        (),
        lambda it: it.calendar.mentors_call >= timedelta(28),
        lambda it: "recruiting mentors takes at least a month; write 28 days or more",
    ),
    Row(
        "calendar.mentees_call",
        (),
        lambda it: it.calendar.mentees_call > timedelta(0),
        lambda it: "the call for mentees must close after it opens; write 7 days or more",
    ),
    Row(
        "calendar.recruitment_months",
        (*RECRUITMENT, *ROUNDS),
        lambda it: it.proposed_on <= it.starts,
        lambda it: (
            f"calls and screening need {(it.days['matching_on'] - it.days['recruitment_opens']).days} days"
            f"{_rounds_in_words(it)}, longer than recruitment with its {it.recruiting.days} days; shorten them or add a month"
        ),
    ),
    Row(
        "matching.offer_lapses_after",
        (*RECRUITMENT, *ROUNDS),
        lambda it: it.proposed_on > it.starts or it.proposed_on + it.matching.offer_lapses_after <= it.starts,
        lambda it: (
            f"offers of {it.proposed_on} would lapse on {it.proposed_on + it.matching.offer_lapses_after}, after mentoring "
            f"starts on {it.starts}; shorten it, or give recruitment more time"
        ),
    ),
    Row(
        "calendar.mentoring_months",
        (*RECRUITMENT, *ROUNDS),
        lambda it: it.proposed_on + FIRST_MATCH_TAKES <= it.ends - WORTH_BEGINNING,
        lambda it: (
            f"mentoring from {it.starts} to {it.ends} is too short: no pair begins in its last {WORTH_BEGINNING.days} days, "
            "so the first match could not be reviewed; add a month"
        ),
    ),
    Row(
        "recruitment.pairs_min",
        ("recruitment.pairs_aim",),
        lambda it: it.recruitment.pairs_min <= it.recruitment.pairs_aim,
        lambda it: (
            f"{it.recruitment.pairs_min} pairs are needed to start, but only {it.recruitment.pairs_aim} are aimed at; lower "
            "it, or raise recruitment.pairs_aim"
        ),
    ),
    Row(
        "sessions.held_to_complete",
        ("sessions.number",),
        lambda it: it.sessions.held_to_complete <= it.sessions.number,
        lambda it: (
            f"{it.sessions.held_to_complete} sessions are needed to complete, but only {it.sessions.number} are planned; "
            f"write at most {it.sessions.number}"
        ),
    ),
    Row(
        "sessions.number",
        MENTORING,
        lambda it: it.sessions.number * TIME_TO_AGREE <= it.mentoring,
        lambda it: (
            f"{it.sessions.number} sessions in {it.mentoring.days} days of mentoring leave less than two weeks for each; "
            f"plan at most {it.mentoring // TIME_TO_AGREE}, or lengthen mentoring"
        ),
    ),
    Row(
        "sessions.silence_after",
        MENTORING,
        lambda it: it.sessions.silence_after < it.mentoring,
        lambda it: f"mentoring has {it.mentoring.days} days, so a silence that long would never be noticed; shorten it",
    ),
    Row(
        "checks.midterm_month",
        MENTORING,
        lambda it: it.month(it.checks.midterm_month) < it.ends,
        lambda it: (
            f"{it.checks.midterm_month} months are over on {it.month(it.checks.midterm_month)}, and mentoring ends on "
            f"{it.ends}; choose an earlier month"
        ),
    ),
    Row(
        "checks.reflection_opens_before",
        MENTORING,
        lambda it: it.checks.reflection_opens_before < it.mentoring,
        lambda it: (
            f"mentoring has {it.mentoring.days} days, so the final feedback would be asked before it starts; shorten it"
        ),
    ),
    Row(
        "checks.reflection_closes_after",
        FOLLOW_UP,
        lambda it: it.checks.reflection_closes_after <= it.follow_up,
        lambda it: f"follow-up has {it.follow_up.days} days, and then the cohort closes; shorten it, or add a month",
    ),
    Row(
        "post.hours_until",
        ("post.hours_from",),
        lambda it: _minutes(it.post.hours_until) - _minutes(it.post.hours_from) >= 60,
        lambda it: (
            f"letters would go from {it.post.hours_from:%H:%M} to {it.post.hours_until:%H:%M}; leave an hour at least, "
            "later on the same day"
        ),
    ),
    Row(
        "matching.weights",
        (),
        lambda it: any(it.matching.weights.values()),
        lambda it: "at least one weight must be above 0",
    ),
    Row(
        "matching.weights",
        (),
        lambda it: sum(it.matching.weights.values()) <= WEIGHTS_SUM_MAX,
        lambda it: f"their sum is {sum(it.matching.weights.values())}; keep it up to {WEIGHTS_SUM_MAX}",
    ),
    Row(
        "matching.weights",
        ("matching.mode",),
        lambda it: it.matching.mode != "self_choice" or _besides_wishes(it.matching) <= WISHES_SUM_MAX,
        lambda it: f"where wishes come before all else, the others add up to {WISHES_SUM_MAX} at most",
    ),
    Row(
        "matching.weights.choices",
        ("matching.mode",),
        lambda it: not it.matching.asks_for_choices or it.matching.weights.get("choices", 0) > 0,
        lambda it: "participants are asked, so their answer needs a weight above 0",
    ),
    Row(
        "matching.weights.chemistry",
        ("matching.meetings_max",),
        lambda it: not it.matching.meetings_max or it.matching.weights.get("chemistry", 0) > 0,
        lambda it: "participants are asked, so their answer needs a weight above 0",
    ),
    Row(
        "matching.choice_ladder",
        ("matching.mode",),
        lambda it: not it.matching.asks_for_choices or bool(it.matching.choice_ladder),
        lambda it: "participants are to be asked, so say when: [{after: 0 days}, {after: 3 days}]",
    ),
    Row(
        "matching.meetings_ladder",
        ("matching.meetings_max",),
        lambda it: not it.matching.meetings_max or bool(it.matching.meetings_ladder),
        lambda it: "participants are to be asked, so say when: [{after: 0 days}, {after: 6 days}]",
    ),
)
