"""Plan checks: everything in a plan that cannot work, each check on its own, so that no mistake hides another.

What must agree with what in the numbers of a policy stands in domain/coherence, what names there are in office/plan_names.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import holidays
from pydantic import ValidationError

from domain.calendar import first_day_after, milestone_days, mistakes_in
from domain.coherence import Programme, mistakes
from domain.dates import day_of, is_zone
from domain.organisation import picture_of
from domain.saying import say
from office.offering import spoken_whole
from office.plan_names import unknown_names
from office.plans import Dates, Plan
from office.policies import DEFAULT_PRESET, Reading, in_words, read

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")
START_LEEWAY = timedelta(days=1)  # a plan may name today, wherever on earth today already is
AHEAD_MAX = timedelta(days=3 * 365)

Mistakes = Iterator[tuple[str, str]]


def plan_mistakes(values: Mapping[str, Any], coordinators: set[str], now: datetime) -> Mistakes:
    """Yield (place, sentence) for everything that cannot work."""
    try:
        Plan.model_validate(values)
    except ValidationError as error:
        yield from in_words(error)
    if not CODE.fullmatch(str(values.get("code", "x-x"))):
        yield "code", say("use 3 to 40 lower-case letters, digits and hyphens, such as pilot-2027")
    zone = str(values.get("time_zone", "Europe/Prague"))
    yield from _places(values, zone)
    yield from _coordinators(values.get("coordinators"), coordinators)
    today, starts_on = day_of(now, zone if is_zone(zone) else "UTC"), _day(values.get("starts_on"))
    if starts_on:
        yield from _start(starts_on, today)
    changes = values.get("policy")
    reading = read(str(values.get("preset", DEFAULT_PRESET)), changes if isinstance(changes, Mapping) else {})
    yield from _in_the_policy(reading.wrong)
    yield from _in_the_policy(unknown_names(changes))
    yield from _in_the_policy(_of_the_logo(reading.policy.organisation.logo))
    yield from _days(reading, starts_on, _own_dates(values.get("dates")), today)


def _in_the_policy(found: Any) -> Mistakes:
    yield from ((place if place == "preset" else f"policy.{place}", words) for place, words in found)


def _of_the_logo(logo: str) -> Mistakes:
    """A picture may begin like one and still be none."""
    if picture := picture_of(logo):
        from documents.press import can_print  # loads the press, which no plan without a logo needs

        if not can_print(picture):
            yield "organisation.logo", say("the picture cannot be printed; save it anew as PNG or SVG")


def _places(values: Mapping[str, Any], zone: str) -> Mistakes:
    if not is_zone(zone):
        yield "time_zone", say("{typed} is not a time zone; write one like Europe/Prague", typed=repr(zone))
    country = str(values.get("country") or "")
    if country and country not in holidays.list_supported_countries():
        words = say("{typed} is not a country code; write one like CZ, or leave it out", typed=repr(country))
        yield "country", words
    language = str(values.get("language", "en"))
    if language not in spoken_whole():
        known = ", ".join(spoken_whole())
        words = say("{typed} is not one of the languages of letters: {known}", typed=repr(language), known=known)
        yield "language", words


def _coordinators(codes: Any, known: set[str]) -> Mistakes:
    if not isinstance(codes, list | tuple):
        return
    if not codes:
        yield "coordinators", say("name at least one coordinator")
    for n, code in enumerate(codes):
        if code not in known:
            yield f"coordinators.{n}", _not_registered(repr(code), ", ".join(sorted(known)))
        elif code in codes[:n]:
            yield f"coordinators.{n}", say("{code} is there twice; leave it out", code=repr(code))


def _not_registered(code: str, known: str) -> str:
    if not known:
        return say("{code} is not registered. Register with `mentoring coordinator add`", code=code)
    return say(
        "{code} is not registered; known are {known}. Register with `mentoring coordinator add`", code=code, known=known
    )


def _start(starts_on: date, today: date) -> Mistakes:
    if starts_on < today - START_LEEWAY:
        yield "starts_on", say("{day} is in the past; choose {today} or later", day=starts_on, today=today)
    if starts_on > today + AHEAD_MAX:
        yield "starts_on", say("{day} is more than three years ahead; check the year", day=starts_on)


def _days(reading: Reading, starts_on: date | None, own: Mapping[str, date], today: date) -> Mistakes:
    """The order of the days, as far as they are known, and what the numbers of the policy make of them.

    What is out of order by the lengths of the policy alone is told there (domain/coherence), not once more as a day.
    """
    for name, day in own.items():
        if day < today - START_LEEWAY:
            yield f"dates.{name}", say("{day} is in the past", day=day)
        elif day > today + 2 * AHEAD_MAX:
            yield f"dates.{name}", say("{day} is more than six years ahead; check the year", day=day)
    policy, spoiled, moved = reading.policy, reading.spoiled, first_day_after(own)
    programme = Programme.of(policy)
    if starts_on and not any(place.startswith("calendar") for place in spoiled):
        days = milestone_days(starts_on, policy.calendar, tuple(sorted(moved.items())))
        usual = mistakes_in(milestone_days(starts_on, policy.calendar)) if own else mistakes_in(days)
        disordered = [mistake for mistake in mistakes_in(days) if mistake not in usual]
        programme = programme if disordered else Programme(policy, days)
    else:
        disordered = mistakes_in(moved)
    yield from ((f"dates.{milestone}", words) for milestone, words in disordered)
    yield from _in_the_policy(mistakes(programme, spoiled))


def _own_dates(dates: Any) -> dict[str, date]:
    own = dates if isinstance(dates, Mapping) else dates.model_dump() if isinstance(dates, Dates) else {}
    return {name: day for name, value in own.items() if (day := _day(value)) and name in Dates.model_fields}


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
