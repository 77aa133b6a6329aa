"""Lists: what a policy has several of agrees with the days and with its neighbours: lengths, months, gatherings, balance."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from domain.careers import COMPANY_SIZES, GENDERS, SUB_SECTORS
from domain.coherence.programme import FOLLOW_UP, MENTORING, RECRUITMENT, Finding, Programme
from domain.ladders import in_words
from domain.policy import BalanceRule
from domain.rules.gathering import PLANNED_BEFORE

NOTHING, HOUR, DAY, WEEK = timedelta(0), timedelta(hours=1), timedelta(1), timedelta(7)
AT_LEAST: Mapping[str, tuple[timedelta, str]] = {
    "calendar.mentees_call_opens_after": (NOTHING, "the call for mentees opens with the mentors' call or later"),
    "calendar.screening": (NOTHING, "screening follows the calls"),
    "matching.choices_close_after": (timedelta(3), "a weekend must not be all the time there is"),
    "matching.meetings_close_after": (timedelta(3), "a weekend must not be all the time there is"),
    "matching.offer_lapses_after": (timedelta(3), "a weekend must not be all the time there is"),
    "sessions.silence_after": (WEEK, "a shorter silence is none"),
    "checks.reflection_opens_before": (NOTHING, "the final feedback opens before mentoring ends or with its end"),
    "checks.reflection_closes_after": (WEEK, "some have their last session on the last day"),
    "desk.snooze": (HOUR, "a case that is put off must be gone for a while"),
}
"""The shortest each length may be, and why. What is measured by another number stands in numbers.py."""
WHOLE_DAYS = (
    "calendar.mentors_call",
    "calendar.mentees_call_opens_after",
    "calendar.mentees_call",
    "calendar.screening",
)
SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
VALUES: Mapping[str, tuple[str, ...]] = {
    "gender": tuple(code for code in GENDERS if code != "no_answer"),
    "sub_sector": tuple(SUB_SECTORS),
    "company_size": tuple(COMPANY_SIZES),
}
"""What a balance rule may count, by trait; employers may have any name."""
ONE_EACH = ("gender", "company_size", "employer")  # traits of which a person has one; sub-sectors may be several
WINDOWS: Mapping[str, tuple[str, str]] = {
    "the call for mentors": ("mentors_open", "mentors_close"),
    "the call for mentees": ("mentees_open", "mentees_close"),
    "the time from matching to the start": ("matching_on", "mentoring_starts"),
    "mentoring": ("mentoring_starts", "mentoring_ends"),
    "follow-up": ("mentoring_ends", "closes"),
}


def mistakes_of_lists(programme: Programme) -> Iterator[Finding]:
    """Everything in a list, and every length alone, that cannot be."""
    yield from _too_short(programme)
    yield from _months(programme)
    yield from _gatherings(programme)
    yield from _named_twice("gatherings", [row.kind for row in programme.policy.gatherings], "kind")
    yield from _named_twice("materials", [row.id for row in programme.policy.materials], "id")
    yield from _balance(programme.matching.balance)
    yield from _closed_days(programme)


def _too_short(it: Programme) -> Iterator[Finding]:
    for place, (least, why) in AT_LEAST.items():
        if _number(it, place) < least:
            yield Finding(place, (), f"{why}; write {in_words(least)} or more")
    for place in WHOLE_DAYS:
        if _number(it, place) % DAY:
            yield Finding(place, (), "the calendar counts whole days; write such as 14 days")


def _number(it: Programme, place: str) -> timedelta:
    section, _, name = place.partition(".")
    found: timedelta = getattr(getattr(it.policy, section), name)
    return found


def _months(it: Programme) -> Iterator[Finding]:
    place, months = "checks.recontract_months", it.checks.recontract_months
    for n, month in enumerate(months):
        if month < 1:
            yield Finding(f"{place}.{n}", (), "months are counted from 1; write 1 or more")
        elif month in months[:n]:
            yield Finding(f"{place}.{n}", (), f"month {month} is there twice; leave it out")
        elif it.month(month) >= it.ends:
            words = f"{month} months are over on {it.month(month)}, and mentoring ends on {it.ends}; choose an earlier month"
            yield Finding(f"{place}.{n}", MENTORING, words)


def _gatherings(it: Programme) -> Iterator[Finding]:
    """A gathering comes after it was planned, and before the cohort closes."""
    first, last = it.starts - PLANNED_BEFORE, it.days["closes"]
    for n, row in enumerate(it.policy.gatherings):
        day = it.days[row.anchor] + row.offset
        if row.offset % DAY:
            yield Finding(f"gatherings.{n}.offset", (), "is counted in whole days; write such as 3 days")
        elif not first < day < last:
            words = f"would be on {day}; gatherings are possible from {first} until the cohort closes on {last}"
            yield Finding(f"gatherings.{n}.offset", (*MENTORING, *FOLLOW_UP), f"{words}; change the offset")


def _named_twice(place: str, names: Sequence[str], field: str) -> Iterator[Finding]:
    for n, name in enumerate(names):
        if name in names[:n]:
            words = f"{name!r} is there twice ({place}.{names.index(name)} too); give each a name of its own"
            yield Finding(f"{place}.{n}.{field}", (), words)
        elif not SHORT_NAME.fullmatch(name):
            yield Finding(f"{place}.{n}.{field}", (), "stands in keys; use lower-case letters, digits and hyphens")


def _balance(rules: Sequence[BalanceRule]) -> Iterator[Finding]:
    for n, rule in enumerate(rules):
        place = f"matching.balance.{n}"
        if rule.at_least is rule.at_most is rule.share_at_least_percent is None:
            yield Finding(place, (), "asks nothing; give at_least, at_most or share_at_least_percent")
        if rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
            yield Finding(place, (), f"at least {rule.at_least} and at most {rule.at_most} cannot both be; change one")
        known = VALUES.get(rule.trait)
        for value in rule.values if known else ():
            if value not in (known or ()):
                yield Finding(f"{place}.values", (), f"{value!r} is not known; there are {', '.join(known or ())}")
        if any(rule.label == other.label for other in rules[:n]):
            yield Finding(f"{place}.label", (), f"{rule.label!r} is there twice; give each rule a name of its own")
    for (trait, side), places in _shares(rules).items():
        total = sum(rules[n].share_at_least_percent or 0 for n in places)
        if trait in ONE_EACH and total > 100:
            words = f"shares of {trait} among {side} add up to {total} percent; lower them to 100 at most"
            yield Finding(f"matching.balance.{places[-1]}.share_at_least_percent", (), words)


def _shares(rules: Sequence[BalanceRule]) -> dict[tuple[str, str], list[int]]:
    """The rules that ask a share, by trait and side; of those that name the same values only the greatest counts."""
    greatest: dict[tuple[str, str, frozenset[str]], int] = {}
    for n, rule in enumerate(rules):
        key = (rule.trait, rule.on, frozenset(rule.values))
        known = rules[greatest[key]].share_at_least_percent or 0 if key in greatest else 0
        if rule.values and (rule.share_at_least_percent or 0) > known:
            greatest[key] = n
    found: dict[tuple[str, str], list[int]] = {}
    for (trait, side, values), n in greatest.items():
        apart = all(values.isdisjoint(rules[other].values) for other in found.get((trait, side), ()))
        if apart:
            found.setdefault((trait, side), []).append(n)
    return found


def _closed_days(it: Programme) -> Iterator[Finding]:
    """More than half of the working days closed, and letters of that time come too late or not at all."""
    closed = set(it.post.closed_days)
    for words, (first, last) in WINDOWS.items():
        working = _working_days(it.days[first], it.days[last])
        shut = len(closed.intersection(working))
        if 2 * shut > len(working):
            by = (*RECRUITMENT, *MENTORING, *FOLLOW_UP)
            told = f"{shut} of the {len(working)} working days of {words} are closed; leave half of them open at least"
            yield Finding("post.closed_days", by, told)


def _working_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(n) for n in range((last - first).days))
    return [day for day in days if day.weekday() < 5]
