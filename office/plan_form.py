"""Plan form: the plan of a cohort as a coordinator fills it in, by fields with plain names, and back. Whether it can work is
left to plan_checks; how the fields look, to the web.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from domain.cohort import Cohort
from domain.dates import add_months
from domain.policy import Policy
from domain.saying import say, sayings
from office.plain_yaml import read_yaml
from office.plan_files import Mistake
from office.plans import Dates
from office.policies import laid_over, policy

NUMBERS: Mapping[str, str] = sayings(
    {
        "recruitment.pairs_aim": "Pairs hoped for",
        "recruitment.pairs_min": "Pairs without which you are asked whether to begin",
        "calendar.preparation_months": "Months of preparation",
        "calendar.recruitment_months": "Months of recruitment",
        "calendar.mentoring_months": "Months of mentoring",
        "calendar.follow_up_months": "Months of follow-up",
        "sessions.number": "Sessions of a pair",
        "sessions.minutes": "Minutes of a session",
        "sessions.held_to_complete": "Sessions held for a certificate",
        "post.letters_per_week_max": "Letters to one person in a week, at most",
    }
)
"""The numbers that are changed most, by their place in the policy. Left empty, the preset's holds."""
TITLES: Mapping[str, str] = sayings(
    {
        "name": "Name",
        "code": "Code",
        "starts_on": "Starts on",
        "preset": "Preset",
        "time_zone": "Time zone",
        "country": "Holidays of",
        "language": "Language of letters and forms",
        "dates.recruitment_opens": "Recruitment opens",
        "dates.mentors_open": "The call for mentors opens",
        "dates.mentors_close": "Last day of the call for mentors",
        "dates.mentees_open": "The call for mentees opens",
        "dates.mentees_close": "Last day of the call for mentees",
        "dates.matching_on": "Matching begins",
        "dates.mentoring_starts": "Mentoring starts",
        "dates.mentoring_ends": "Last day of mentoring",
        "dates.closes": "Last day of the cohort",
    },
    context="plan",
)
MODES: Mapping[str, str] = sayings(
    {
        "automatic": "The office proposes, by the criteria",
        "self_choice": "Participants choose",
        "mixed": "Both: choices count as one criterion",
        "by_hand": "I put the pairs together",
    },
    context="mode of matching",
)
PLAIN = ("name", "code", "starts_on", "preset", "time_zone", "country", "language")
OTHERS = "numbers"
OTHERS_MAX = 90_000  # characters: a logo copied from an earlier cohort is among them
ALIAS = re.compile(r"(?:^|[\s\[{,:-])[&*]\w", re.MULTILINE)


@dataclass(frozen=True)
class Typed:
    """What was typed, as raw values of a plan; and what of it could not even be read."""

    values: dict[str, Any]
    wrong: tuple[Mistake, ...] = ()


def typed(fields: Mapping[str, str], coordinators: list[str]) -> Typed:
    """The plan that a form tells. Whatever is left empty is left out, so that the preset and the calendar decide."""
    told = {name: text for name, text in fields.items() if text}
    changes: dict[str, Any] = {}
    wrong: list[Mistake] = []
    try:
        changes = _others(told.get(OTHERS, ""))
    except ValueError as error:
        wrong.append(Mistake(OTHERS, str(error.args[0])))
    for place in (*NUMBERS, "matching.mode"):
        if place in told:
            section, _, name = place.partition(".")
            changes = laid_over(changes, {section: {name: _number(told[place])}})
    values: dict[str, Any] = {name: told[name] for name in PLAIN if name in told}
    values |= {"name": told.get("name", ""), "code": told.get("code", "")}
    values["coordinators"] = coordinators
    values["dates"] = {name: told[f"dates.{name}"] for name in Dates.model_fields if f"dates.{name}" in told}
    return Typed(values | {"policy": changes}, tuple(wrong))


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _others(text: str) -> dict[str, Any]:
    """Sections with numbers as YAML; ValueError says what is wrong with it."""
    if len(text) > OTHERS_MAX or ALIAS.search(text):
        raise ValueError(say("Write sections with names and numbers, as they stand in a preset, and nothing else."))
    try:
        found = read_yaml(text) if text else {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ValueError(
            say(
                "This cannot be read from line {line} on: check indentation, colons and quotes.",
                line=str(mark.line + 1 if mark else 1),
            )
        ) from None
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise ValueError(say("Write sections with names and numbers, as they stand in a preset, and nothing else."))
    return found


def field_of(place: str) -> str:
    """The field in which a mistake at a place of the plan is mended."""
    if place.startswith("coordinators"):
        return "coordinators"
    if place.startswith("dates.") or place in PLAIN:
        return place
    number = ".".join(place.removeprefix("policy.").split(".")[:2])
    return number if number in (*NUMBERS, "matching.mode") else OTHERS


def of_the_preset(preset: str) -> dict[str, str]:
    """By field, the number that holds where it is left empty."""
    known = policy(preset).model_dump(mode="json")
    return {place: str(_at(known, place)) for place in (*NUMBERS, "matching.mode")}


def _at(values: Mapping[str, Any], place: str) -> Any:
    section, _, name = place.partition(".")
    return values[section][name]


# --- the plan of an earlier cohort --------------------------------------------------------------------------------


def copied(cohort: Cohort, today: date) -> dict[str, str]:
    """The fields of a plan like that of an earlier cohort, its first day moved by whole years until it lies ahead. The others
    follow from it: days of its own were extensions and holidays of that year.
    """
    first = cohort.starts_on
    while first < today:
        first = add_months(first, 12)
    changes = dict(_changed(policy(cohort.policy.preset), cohort.policy))
    common = {place: str(changes.pop(place)) for place in (*NUMBERS, "matching.mode") if place in changes}
    others: dict[str, Any] = {}
    for place, value in changes.items():
        section, _, name = place.partition(".")
        others = laid_over(others, {section: {name: value}} if name else {section: value})
    plain = {
        "name": cohort.name,
        "starts_on": str(first),
        "preset": cohort.policy.preset,
        "time_zone": cohort.zone,
        "country": cohort.country,
        "language": cohort.language,
    }
    as_yaml = yaml.safe_dump(others, allow_unicode=True, sort_keys=False) if others else ""
    return plain | common | ({OTHERS: as_yaml} if as_yaml else {})


def _changed(preset: Policy, own: Policy) -> Iterator[tuple[str, Any]]:
    """The numbers in which a cohort differs from its preset, by place, as a plan has them; days of one year are left out."""
    usual, told = preset.model_dump(mode="json"), own.model_dump(mode="json")
    for section, values in told.items():
        if section in ("preset", "title") or values == usual.get(section):
            continue
        if not isinstance(values, Mapping):
            yield section, values
            continue
        for name, value in values.items():
            if value != usual[section].get(name) and f"{section}.{name}" != "post.closed_days":
                yield f"{section}.{name}", value
