"""Lists: what a policy has several of agrees with the days and with its neighbours: lengths, months, gatherings, balance."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from domain.careers import COMPANY_SIZES, EMPLOYER_TYPES, GENDERS, SUB_SECTORS
from domain.coherence.programme import FOLLOW_UP, MENTORING, RECRUITMENT, Finding, Programme, spelled
from domain.policy import BalanceRule
from domain.rules.gathering import PLANNED_BEFORE
from domain.saying import say

NOTHING, HOUR, DAY, WEEK = timedelta(0), timedelta(hours=1), timedelta(1), timedelta(7)
AT_LEAST: Mapping[str, tuple[timedelta, str]] = {
    "calendar.mentees_call_opens_after": (NOTHING, say("the call for mentees opens with the mentors' call or later")),
    "calendar.screening": (NOTHING, say("screening follows the calls")),
    "matching.choices_close_after": (timedelta(3), say("a weekend must not be all the time there is")),
    "matching.meetings_close_after": (timedelta(3), say("a weekend must not be all the time there is")),
    "matching.offer_lapses_after": (timedelta(3), say("a weekend must not be all the time there is")),
    "matching.offer_waits_for_absence": (NOTHING, say("0 days: an offer waits for nobody who is away")),
    "sessions.silence_after": (WEEK, say("a shorter silence is none")),
    "checks.reflection_opens_before": (NOTHING, say("the final feedback opens before mentoring ends or with its end")),
    "checks.reflection_closes_after": (WEEK, say("some have their last session on the last day")),
    "desk.after_writing": (HOUR, say("people need some time to answer")),
    "desk.recording_within": (DAY, say("somebody has to put the recording somewhere first")),
    "desk.snooze": (HOUR, say("a case that is put off must be gone for a while")),
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
    "employer_type": tuple(EMPLOYER_TYPES),
}
"""What a balance rule may count, by trait; employers may have any name."""
ONE_EACH = ("gender", "company_size", "employer_type", "employer")
"""Traits of which a person has one; sub-sectors may be several."""
WINDOWS: Mapping[tuple[str, str], str] = {
    ("mentors_open", "mentors_close"): say("the call for mentors"),
    ("mentees_open", "mentees_close"): say("the call for mentees"),
    ("matching_on", "mentoring_starts"): say("the time from matching to the start"),
    ("mentoring_starts", "mentoring_ends"): say("mentoring"),
    ("mentoring_ends", "closes"): say("follow-up"),
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
            yield Finding(place, (), say("{why}; write {least} or more", why=why, least=spelled(least)))
    for place in WHOLE_DAYS:
        if _number(it, place) % DAY:
            yield Finding(place, (), say("the calendar counts whole days; write such as 14 days"))


def _number(it: Programme, place: str) -> timedelta:
    section, _, name = place.partition(".")
    found: timedelta = getattr(getattr(it.policy, section), name)
    return found


def _months(it: Programme) -> Iterator[Finding]:
    place, months = "checks.recontract_months", it.checks.recontract_months
    for n, month in enumerate(months):
        if month < 1:
            yield Finding(f"{place}.{n}", (), say("months are counted from 1; write 1 or more"))
        elif month in months[:n]:
            yield Finding(f"{place}.{n}", (), say("month {month} is there twice; leave it out", month=month))
        elif it.month(month) >= it.ends:
            yield Finding(f"{place}.{n}", MENTORING, it.month_is_too_late(month))


def _gatherings(it: Programme) -> Iterator[Finding]:
    """A gathering comes after it was planned, and before the cohort closes."""
    first, last = it.starts - PLANNED_BEFORE, it.days["closes"]
    for n, row in enumerate(it.policy.gatherings):
        day = it.days[row.anchor] + row.offset
        if row.offset % DAY:
            yield Finding(f"gatherings.{n}.offset", (), say("is counted in whole days; write such as 3 days"))
        elif not first < day < last:
            words = say(
                "would be on {day}; gatherings are possible from {first} until {last}; change the offset",
                day=day,
                first=first + DAY,
                last=last - DAY,
            )
            yield Finding(f"gatherings.{n}.offset", (*MENTORING, *FOLLOW_UP), words)


def _named_twice(place: str, names: Sequence[str], field: str) -> Iterator[Finding]:
    for n, name in enumerate(names):
        if name in names[:n]:
            other = f"{place}.{names.index(name)}"
            words = say("{name} is there twice ({other} too); give each a name of its own", name=name, other=other)
            yield Finding(f"{place}.{n}.{field}", (), words)
        elif not SHORT_NAME.fullmatch(name):
            yield Finding(f"{place}.{n}.{field}", (), say("stands in keys; use lower-case letters, digits and hyphens"))


def _balance(rules: Sequence[BalanceRule]) -> Iterator[Finding]:
    for n, rule in enumerate(rules):
        place = f"matching.balance.{n}"
        if rule.at_least is rule.at_most is rule.share_at_least_percent is None:
            yield Finding(place, (), say("asks nothing; give at_least, at_most or share_at_least_percent"))
        if rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
            words = say(
                "at least {least} and at most {most} cannot both be; change one", least=rule.at_least, most=rule.at_most
            )
            yield Finding(place, (), words)
        known = VALUES.get(rule.trait)
        for value in rule.values if known else ():
            if value not in (known or ()):
                words = say("{value} is not known; there are {known}", value=repr(value), known=", ".join(known or ()))
                yield Finding(f"{place}.values", (), words)
        if any(rule.label == other.label for other in rules[:n]):
            words = say("{label} is there twice; give each rule a name of its own", label=repr(rule.label))
            yield Finding(f"{place}.label", (), words)
    for (trait, side), places in _shares(rules).items():
        total = sum(rules[n].share_at_least_percent or 0 for n in places)
        if trait in ONE_EACH and total > 100:
            words = say(
                "shares of {trait} among {side} add up to {total} percent; lower them to 100 at most",
                trait=trait,
                side=side,
                total=total,
            )
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
    for (first, last), words in WINDOWS.items():
        working = _working_days(it.days[first], it.days[last])
        shut = len(closed.intersection(working))
        if 2 * shut > len(working):
            by = (*RECRUITMENT, *MENTORING, *FOLLOW_UP)
            told = say(
                "{shut} of the {working} working days of {words} are closed; leave half of them open at least",
                shut=shut,
                working=len(working),
                words=words,
            )
            yield Finding("post.closed_days", by, told)


def _working_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(n) for n in range((last - first).days))
    return [day for day in days if day.weekday() < 5]
