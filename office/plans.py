"""Plans: what a coordinator decides to launch a cohort, field by field. Whether it can work is left to plan_checks."""

import json
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.policy import Policy
from office.policies import DEFAULT_PRESET

SECTIONS = [name for name, field in Policy.model_fields.items() if field.annotation is not str]
OWN_NUMBERS = {"recruitment": {"pairs_aim": 20}, "sessions": {"held_to_complete": 6, "number": 8}}


def _as_plain_days(schema: dict[str, Any]) -> None:
    """A day or nothing: as "a date or null" the form of the dashboard would ask of each which of the two it is."""
    for field in schema["properties"].values():
        field.pop("anyOf"), field.pop("default")
        field |= {"type": "string", "format": "date"}


class Dates(BaseModel):
    """Milestones with a day of their own. Whatever is left out follows from the start date and the policy.

    What ends does so with its day: a call that closes on 31 January takes applications until midnight.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_as_plain_days)

    recruitment_opens: date | None = Field(
        None, title="Recruitment opens", description="Else when the months of preparation are over."
    )
    mentors_open: date | None = Field(
        None, title="Call for mentors opens", description="Else when the months of preparation are over."
    )
    mentors_close: date | None = Field(
        None, title="Call for mentors closes", description="Its last day: applications are taken until midnight."
    )
    mentees_open: date | None = Field(
        None,
        title="Call for mentees opens",
        description="Else some weeks after the months of preparation, as many as the preset says.",
    )
    mentees_close: date | None = Field(
        None, title="Call for mentees closes", description="Its last day: applications are taken until midnight."
    )
    matching_on: date | None = Field(
        None, title="Matching begins", description="Else as long after the last call as screening takes."
    )
    mentoring_starts: date | None = Field(
        None,
        title="Mentoring starts",
        description="Else when the months of preparation and recruitment are over.",
    )
    mentoring_ends: date | None = Field(
        None, title="Mentoring ends", description="Its last day; else as many months later as the preset says."
    )
    closes: date | None = Field(
        None,
        title="The cohort closes",
        description="Its last day; else as many months of follow-up later as the preset says.",
    )


class Plan(BaseModel):
    """What a coordinator decides to launch a cohort. All dates follow from `starts_on`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(
        title="Code",
        description="Short and stable, such as pilot-2027; it appears in links and logs",
        examples=["pilot-2027"],
    )
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
    dates: Dates = Field(
        Dates(),
        title="Days of their own",
        description="Leave all of them empty, unless a milestone must fall on a day of its own; the others follow",
    )
    policy: dict[str, Any] = Field(
        {},
        title="Policy",
        description=(
            f"Numbers that differ from the preset, as JSON by section, such as {json.dumps(OWN_NUMBERS)}. "
            f"Sections: {', '.join(SECTIONS)}. What each number means is told beside it in policies/ of the program."
        ),
        examples=[OWN_NUMBERS],
    )
