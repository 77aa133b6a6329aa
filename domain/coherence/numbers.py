"""Numbers: one row for each number that must agree with another: place, measured by, condition, sentence with the remedy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta

from domain.coherence.programme import FOLLOW_UP, MENTORING, RECRUITMENT, ROUNDS, Finding, Programme
from domain.policy import Matching
from domain.rules.meeting import TIME_TO_AGREE
from domain.rules.pairing import WORTH_BEGINNING
from domain.saying import say

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


def _too_long_for_recruitment(it: Programme) -> str:
    days, recruiting = (it.days["matching_on"] - it.days["recruitment_opens"]).days, it.recruiting.days
    if not it.matching.rounds_take:
        return say(
            "calls and screening need {days} days, longer than recruitment with its {recruiting} days; shorten them or add "
            "a month",
            days=days,
            recruiting=recruiting,
        )
    return say(
        "calls and screening need {days} days, choosing and first meetings {more} more, longer than recruitment with its "
        "{recruiting} days; shorten them or add a month",
        days=days,
        more=it.matching.rounds_take.days,
        recruiting=recruiting,
    )


ROWS = (
    Row(
        "calendar.mentors_call",
        (),
        lambda it: it.calendar.mentors_call >= timedelta(28),
        lambda it: say("recruiting mentors takes at least a month; write 28 days or more"),
    ),
    Row(
        "calendar.mentees_call",
        (),
        lambda it: it.calendar.mentees_call >= timedelta(7),
        lambda it: say(
            "a call for mentees shorter than a week may have no day on which letters go out; write 7 days or more"
        ),
    ),
    Row(
        "calendar.recruitment_months",
        (*RECRUITMENT, *ROUNDS),
        lambda it: it.proposed_on <= it.starts,
        _too_long_for_recruitment,
    ),
    Row(
        "matching.offer_lapses_after",
        (*RECRUITMENT, *ROUNDS),
        lambda it: it.proposed_on > it.starts or it.proposed_on + it.matching.offer_lapses_after <= it.starts,
        lambda it: say(
            "offers of {proposed} would lapse on {lapse}, after mentoring starts on {starts}; shorten it, or give "
            "recruitment more time",
            proposed=it.proposed_on,
            lapse=it.proposed_on + it.matching.offer_lapses_after,
            starts=it.starts,
        ),
    ),
    Row(
        "calendar.mentoring_months",
        (*RECRUITMENT, *ROUNDS),
        lambda it: it.proposed_on + FIRST_MATCH_TAKES <= it.ends - WORTH_BEGINNING,
        lambda it: say(
            "mentoring from {starts} until {last} is too short: no pair begins in its last {days} days, so the first match "
            "could not be reviewed; add a month",
            starts=it.starts,
            last=it.last,
            days=WORTH_BEGINNING.days,
        ),
    ),
    Row(
        "recruitment.pairs_min",
        ("recruitment.pairs_aim",),
        lambda it: it.recruitment.pairs_min <= it.recruitment.pairs_aim,
        lambda it: say(
            "{least} pairs are needed to start, but only {aim} are aimed at; lower it, or raise recruitment.pairs_aim",
            least=it.recruitment.pairs_min,
            aim=it.recruitment.pairs_aim,
        ),
    ),
    Row(
        "sessions.held_to_complete",
        ("sessions.number",),
        lambda it: it.sessions.held_to_complete <= it.sessions.number,
        lambda it: say(
            "{held} sessions are needed to complete, but only {number} are planned; write at most {number}",
            held=it.sessions.held_to_complete,
            number=it.sessions.number,
        ),
    ),
    Row(
        "sessions.number",
        MENTORING,
        lambda it: it.sessions.number * TIME_TO_AGREE <= it.mentoring,
        lambda it: say(
            "{number} sessions in {days} days of mentoring leave less than {least} days for each; plan at most {most}, or "
            "lengthen mentoring",
            number=it.sessions.number,
            days=it.mentoring.days,
            least=TIME_TO_AGREE.days,
            most=it.mentoring // TIME_TO_AGREE,
        ),
    ),
    Row(
        "sessions.silence_after",
        MENTORING,
        lambda it: it.sessions.silence_after < it.mentoring,
        lambda it: say(
            "mentoring has {days} days, so a silence that long would never be noticed; shorten it",
            days=it.mentoring.days,
        ),
    ),
    Row(
        "checks.midterm_month",
        MENTORING,
        lambda it: it.month(it.checks.midterm_month) < it.ends,
        lambda it: it.month_is_too_late(it.checks.midterm_month),
    ),
    Row(
        "checks.reflection_opens_before",
        MENTORING,
        lambda it: it.checks.reflection_opens_before < it.mentoring,
        lambda it: say(
            "mentoring has {days} days, so the final feedback would be asked before it starts; shorten it",
            days=it.mentoring.days,
        ),
    ),
    Row(
        "checks.reflection_closes_after",
        FOLLOW_UP,
        lambda it: it.checks.reflection_closes_after <= it.follow_up,
        lambda it: say(
            "follow-up has {days} days, and then the cohort closes; shorten it, or add a month", days=it.follow_up.days
        ),
    ),
    Row(
        "post.hours_until",
        ("post.hours_from",),
        lambda it: _minutes(it.post.hours_until) - _minutes(it.post.hours_from) >= 60,
        lambda it: say(
            "letters would go from {first} to {last}; leave an hour at least, later on the same day",
            first=it.post.hours_from,
            last=it.post.hours_until,
        ),
    ),
    Row(
        "organisation.name",
        ("organisation.logo",),
        lambda it: not it.policy.organisation.logo or bool(it.policy.organisation.name.strip()),
        lambda it: say("a logo needs the name of its organisation, for those who cannot see it"),
    ),
    Row(
        "evaluation.currency",
        ("evaluation.cost",),
        lambda it: not it.policy.evaluation.cost or bool(it.policy.evaluation.currency),
        lambda it: say("a cost needs its currency; write one such as EUR"),
    ),
    Row(
        "keeping.confidence_months",
        ("keeping.months",),
        lambda it: it.policy.keeping.confidence_months <= it.policy.keeping.months,
        lambda it: say(
            "what was told in confidence goes with everything else after {months} months; write {months} or fewer",
            months=it.policy.keeping.months,
        ),
    ),
    Row(
        "matching.weights",
        (),
        lambda it: any(it.matching.weights.values()),
        lambda it: say("at least one weight must be above 0"),
    ),
    Row(
        "matching.weights",
        (),
        lambda it: sum(it.matching.weights.values()) <= WEIGHTS_SUM_MAX,
        lambda it: say(
            "their sum is {total}; keep it up to {most}", total=sum(it.matching.weights.values()), most=WEIGHTS_SUM_MAX
        ),
    ),
    Row(
        "matching.weights",
        ("matching.mode",),
        lambda it: it.matching.mode != "self_choice" or _besides_wishes(it.matching) <= WISHES_SUM_MAX,
        lambda it: say("where wishes come before all else, the others add up to {most} at most", most=WISHES_SUM_MAX),
    ),
    Row(
        "matching.weights.choices",
        ("matching.mode",),
        lambda it: not it.matching.asks_for_choices or it.matching.weights.get("choices", 0) > 0,
        lambda it: say("participants are asked, so their answer needs a weight above 0"),
    ),
    Row(
        "matching.weights.chemistry",
        ("matching.meetings_max",),
        lambda it: not it.matching.meetings_max or it.matching.weights.get("chemistry", 0) > 0,
        lambda it: say("participants are asked, so their answer needs a weight above 0"),
    ),
    Row(
        "matching.choice_ladder",
        ("matching.mode",),
        lambda it: not it.matching.asks_for_choices or bool(it.matching.choice_ladder),
        lambda it: say(
            "participants are to be asked, so say when: {example}", example="[{after: 0 days}, {after: 3 days}]"
        ),
    ),
    Row(
        "matching.meetings_ladder",
        ("matching.meetings_max",),
        lambda it: not it.matching.meetings_max or bool(it.matching.meetings_ladder),
        lambda it: say(
            "participants are to be asked, so say when: {example}", example="[{after: 0 days}, {after: 6 days}]"
        ),
    ),
)
