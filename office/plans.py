"""Plans: what a coordinator decides to launch a cohort, field by field. Whether it can work is left to plan_checks."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from office.policies import DEFAULT_PRESET


class Dates(BaseModel):
    """Milestones with a day of their own. Whatever is left out follows from the start date and the policy.

    What ends does so with its day: a call that closes on 31 January takes applications until midnight.
    """

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
