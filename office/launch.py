"""Launch: from a plan to a cohort. Every mistake is named at once; launching twice changes nothing and says who and when."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import holidays
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.calendar import milestone_days, mistakes_in
from domain.cohort import Cohort
from domain.dates import day_of, is_zone
from domain.forms.application import LETTER_LANGUAGES
from domain.policy import Policy
from matching.criteria import CRITERIA
from office.office import Office
from office.plan_files import Mistake, PlanRefused, lines_of
from office.policies import DEFAULT_PRESET, PolicyMistakes, in_words, policy, presets
from storage.errors import AlreadyLaunched

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")
START_LEEWAY = timedelta(days=1)  # a plan may name today, wherever on earth today already is


class Dates(BaseModel):
    """Milestones with a day of their own. Whatever is left out follows from the start date and the policy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recruitment_opens: date | None = Field(None, title="Recruitment opens")
    mentors_open: date | None = Field(None, title="Call for mentors opens")
    mentors_close: date | None = Field(None, title="Call for mentors closes")
    mentees_open: date | None = Field(None, title="Call for mentees opens")
    mentees_close: date | None = Field(None, title="Call for mentees closes")
    matching_on: date | None = Field(None, title="Matching begins")
    mentoring_starts: date | None = Field(None, title="Mentoring starts")
    mentoring_ends: date | None = Field(None, title="Mentoring ends")
    closes: date | None = Field(None, title="The cohort closes")


class Plan(BaseModel):
    """What a coordinator decides to launch a cohort. All dates follow from `starts_on`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(title="Code", description="Short and stable, such as pilot-2027; it appears in links and logs")
    name: str = Field(title="Name", description="As participants read it", min_length=3, max_length=120)
    starts_on: date = Field(
        title="Starts on", description="First day of the preparation phase; all dates follow from it"
    )
    coordinators: tuple[str, ...] = Field(
        title="Coordinators",
        description="Codes as registered by `mentoring coordinator add`; the first gets the letters",
    )
    preset: str = Field(DEFAULT_PRESET, title="Preset", description="The numbers of the programme")
    time_zone: str = Field(
        "Europe/Prague", title="Time zone", description="IANA name; posting hours and dates follow it"
    )
    country: str = Field("", title="Holidays of", description="ISO country code such as CZ; empty: no public holidays")
    language: str = Field("en", title="Language", description="Language of letters and forms")
    dates: Dates = Field(Dates(), title="Dates of their own")
    policy: dict[str, Any] = Field({}, title="Policy", description="Numbers that differ from the preset, by section")


@dataclass(frozen=True)
class Launched:
    """What a launch did. `already`: the cohort was there before; `by` and `at` tell whose launch counts."""

    code: str
    already: bool
    by: str
    at: datetime


def check_plan(office: Office, raw: Mapping[str, Any] | Plan, source: Path | None = None) -> Plan:
    """The plan, checked as a whole; PlanRefused names every mistake at once, with its line when read from a file."""
    values = raw.model_dump() if isinstance(raw, Plan) else dict(raw)
    mistakes = list(_mistakes(values, {c.code for c in office.store.coordinators()}, office.clock.now()))
    if mistakes:
        lines = lines_of(source.read_text(encoding="utf-8")) if source else {}
        placed = [Mistake(place, words, _line(lines, place)) for place, words in dict.fromkeys(mistakes)]
        raise PlanRefused(placed, str(source) if source else "the plan")
    return Plan.model_validate(values)


def _line(lines: Mapping[str, int], place: str) -> int | None:
    """The line of the field itself, or of the nearest section around it."""
    while place and place not in lines:
        place = place.rpartition(".")[0]
    return lines.get(place)


def _mistakes(values: Mapping[str, Any], coordinators: set[str], now: datetime) -> Iterator[tuple[str, str]]:
    """Yield (place, sentence) for everything that cannot work, each check on its own."""
    try:
        Plan.model_validate(values)
    except ValidationError as error:
        yield from in_words(error)
    if not CODE.fullmatch(str(values.get("code", "x-x"))):
        yield "code", "use 3 to 40 lower-case letters, digits and hyphens, such as pilot-2027"
    zone = str(values.get("time_zone", "Europe/Prague"))
    if not is_zone(zone):
        yield "time_zone", f"{zone!r} is not a time zone; write one like Europe/Prague"
        zone = "UTC"
    country = str(values.get("country") or "")
    if country and country not in holidays.list_supported_countries():
        yield "country", f"{country!r} is not a country code; write one like CZ, or leave it out"
    language = str(values.get("language", "en"))
    if language not in LETTER_LANGUAGES:
        yield "language", f"{language!r} is not one of the languages of letters: {', '.join(LETTER_LANGUAGES)}"
    yield from _coordinator_mistakes(values.get("coordinators"), coordinators)
    preset, changes = str(values.get("preset", DEFAULT_PRESET)), values.get("policy") or {}
    try:
        rules = policy(preset, changes if isinstance(changes, Mapping) else {})
    except PolicyMistakes as error:
        yield from ((place if place == "preset" else f"policy.{place}", words) for place, words in error.mistakes)
        rules = policy(preset if preset in presets() else DEFAULT_PRESET)  # so that wrong dates are named as well
    yield from _unknown_criteria(changes)
    if starts_on := _day(values.get("starts_on")):
        yield from _date_mistakes(starts_on, values.get("dates"), rules, day_of(now, zone))


def _coordinator_mistakes(codes: Any, known: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(codes, list | tuple):
        if not codes:
            yield "coordinators", "name at least one coordinator"
        for n, code in enumerate(codes):
            if code not in known:
                names = f"; known are {', '.join(sorted(known))}" if known else ""
                yield (
                    f"coordinators.{n}",
                    f"{code!r} is not registered{names}. Register with `mentoring coordinator add`",
                )


def _unknown_criteria(changes: Any) -> Iterator[tuple[str, str]]:
    """A weight that no criterion bears would be left out without a word."""
    section = changes.get("matching") if isinstance(changes, Mapping) else None
    weights = section.get("weights") if isinstance(section, Mapping) else None
    known = [criterion.name for criterion in CRITERIA]
    for name in weights if isinstance(weights, Mapping) else ():
        if name not in known:
            yield f"policy.matching.weights.{name}", f"is not a criterion; there are {', '.join(known)}"


def _date_mistakes(starts_on: date, dates: Any, rules: Policy, today: date) -> Iterator[tuple[str, str]]:
    own = dates if isinstance(dates, Mapping) else dates.model_dump() if isinstance(dates, Dates) else {}
    moved = {name: day for name, value in own.items() if (day := _day(value)) and name in Dates.model_fields}
    if starts_on < today - START_LEEWAY:
        yield "starts_on", f"{starts_on} is in the past; choose {today} or later"
    days = milestone_days(starts_on, rules.calendar, tuple(sorted(moved.items())))
    for words in mistakes_in(days):
        field, _, sentence = words.partition(": ")
        yield (f"dates.{field}" if field in moved or dates else "starts_on" if field not in days else field), sentence
    for name, day in moved.items():
        if day < today - START_LEEWAY:
            yield f"dates.{name}", f"{day} is in the past"


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def launch(office: Office, plan: Plan, by: str) -> Launched:
    """Bring the cohort into being. A second launch changes nothing and tells whose launch counts.

    `by` is the code of the coordinator, or who pressed the button. The plan must have passed `check_plan`.
    """
    now = office.clock.now()
    try:
        office.store.create(cohort_of(office, plan, by, now))
    except AlreadyLaunched as earlier:
        return Launched(plan.code, True, earlier.by, earlier.at)
    return Launched(plan.code, False, by, now)


def cohort_of(office: Office, plan: Plan, by: str, now: datetime) -> Cohort:
    """The empty cohort of a plan, as it stands at its launch."""
    people = [person for code in plan.coordinators if (person := office.store.coordinator(code))]
    moved = tuple(sorted((name, day) for name, day in plan.dates.model_dump().items() if day))
    return Cohort(
        code=plan.code,
        name=plan.name,
        policy=policy(plan.preset, plan.policy),
        starts_on=plan.starts_on,
        zone=plan.time_zone,
        country=plan.country,
        language=plan.language,
        launched_at=now.astimezone(UTC),
        launched_by=by,
        coordinators=tuple(people),
        phase_since=now.astimezone(UTC),
        moved=moved,
    )
