"""Finding a date: from the times at which people could meet, the first that fits all of them. Pure; asks nobody.

It fits when everybody has offered it, when it lies in working hours on the clock of each, and when none of them has a public
holiday or is away on that day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.cohort import Cohort
from domain.dates import Days, day_of, holidays_known, is_stopped, moment
from domain.groups import Group
from domain.lifecycles import SessionState
from domain.sessions import Session, Span

WORK_FROM, WORK_UNTIL = time(8), time(18)  # on everybody's own clock (own)
NOTICE = timedelta(hours=24)  # so long beforehand everybody hears of it (own)
QUARTER = timedelta(minutes=15)  # no meeting begins at 9:37
SEEKS = (SessionState.PLANNED, SessionState.MISSED)


@dataclass(frozen=True)
class Found:
    """What came of the times of all members. `starts_at`: the first that fits; None where none does."""

    starts_at: datetime | None


def found(cohort: Cohort, session: Session, ends: datetime) -> Found | None:
    """What the times offered so far come to; None as long as somebody has offered none. Told by the last offer, so that the
    same offers always come to the same."""
    group = cohort.groups[session.group]
    told = {offer.by: offer for offer in session.offers}
    if not all(code in told for code in group.members):
        return None
    last = max(told[code].at for code in group.members)
    free = [at_work(told[code].spans, days_of(cohort, group, code)) for code in group.members]
    return Found(first_that_fits(free, timedelta(minutes=session.minutes), last + NOTICE, ends))


def seeks_a_date(session: Session) -> bool:
    """A session for which a date may be found."""
    return session.state in SEEKS and session.starts_at is None


def days_of(cohort: Cohort, group: Group, code: str) -> Days:
    """Somebody's working days: on their own clock, with the holidays of their country, without the days they are away."""
    person, application = cohort.participants[code], cohort.applications.get(code)
    country = str((application.answers.get("country") if application else "") or "").strip().upper()
    return Days(
        zone=person.time_zone or cohort.zone,
        country=country if holidays_known(country) else cohort.country,
        posting_from=WORK_FROM,
        posting_until=WORK_UNTIL,
        closed=frozenset(cohort.policy.post.closed_days),
        away=(*person.away, *group.pauses),
    )


def first_that_fits(
    free: Sequence[Iterable[Span]], lasts: timedelta, after: datetime, before: datetime
) -> datetime | None:
    """The first moment, from `after` on, at which all are free for as long as it lasts, over by `before`."""
    common: list[Span] = [Span(after, before)]
    for spans in free:
        common = [both for one in common for other in spans if (both := _both(one, other)) is not None]
    starts = sorted(_next_quarter(span.first) for span in common if _next_quarter(span.first) + lasts <= span.until)
    return starts[0] if starts else None


def at_work(spans: Iterable[Span], days: Days) -> list[Span]:
    """Of these times those within somebody's working hours; what touches or overlaps is one."""
    within = (
        both
        for span in joined(spans)
        for hours in _hours(day_of(span.first, days.zone), day_of(span.until, days.zone), days)
        if (both := _both(span, hours)) is not None
    )
    return joined(within)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same times in order, with those that touch or overlap made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.first, span.until)):
        if found and span.first <= found[-1].until:
            found[-1] = Span(found[-1].first, max(found[-1].until, span.until))
        else:
            found.append(span)
    return found


def _hours(first: date, last: date, days: Days) -> Iterator[Span]:
    """The working hours of each working day from the first to the last."""
    for n in range((last - first).days + 1):
        day = first + timedelta(n)
        if day.weekday() < 5 and not is_stopped(day, days):
            yield Span(moment(day, days.posting_from, days.zone), moment(day, days.posting_until, days.zone))


def _both(one: Span, other: Span) -> Span | None:
    first, until = max(one.first, other.first), min(one.until, other.until)
    return Span(first, until) if first < until else None


def _next_quarter(at: datetime) -> datetime:
    return datetime.fromtimestamp(-(-at.timestamp() // QUARTER.total_seconds()) * QUARTER.total_seconds(), UTC)
