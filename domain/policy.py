"""Policy: the numbers of a programme. Presets are YAML files in policies/; a plan may override any number.

Where a number comes from: docs/programme.md, "Timings". What each number can be by itself stands here, which must agree
with which others in domain/coherence, whom a ladder can address in domain/ladders; reading files is left to office/policies.
"""

import re
from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from domain.ladders import (
    ForAnyoneOfAPair,
    ForBoth,
    ForBothOrACase,
    ForTheCoordinator,
    ForTheMenteeOrACase,
    ForThePerson,
    ForThePersonOrACase,
    ForWhoeverReports,
    Length,
    Numbers,
)
from domain.organisation import Organisation
from domain.saying import say


class CalendarLengths(Numbers):
    """Lengths of the phases (course card) and the calls within recruitment; months are calendar months."""

    preparation_months: int = Field(1, ge=0, le=6)
    recruitment_months: int = Field(2, ge=1, le=6)
    mentoring_months: int = Field(6, ge=1, le=24)
    follow_up_months: int = Field(1, ge=1, le=6)
    mentors_call: Length = timedelta(31)
    mentees_call_opens_after: Length = timedelta(14)
    mentees_call: Length = timedelta(21)
    screening: Length = timedelta(5)


EmployerType = Literal["industry", "public", "third_sector", "communication", "policy", "academia"]


class Recruitment(Numbers):
    """Calls, applications and places; and where mentors come from, which decides what is asked (domain/formats.py)."""

    pairs_aim: int = Field(
        15, ge=1, description="Pairs hoped for (up to 15 in a pilot): what came of it is told beside"
    )
    pairs_min: int = Field(5, ge=1, description="Fewer confirmed pairs than this, and the coordinator is asked")
    mentors_from: tuple[EmployerType, ...] = Field(
        (),
        description="Kinds of employer that mentors come from: others raise a flag, and of several, mentees may wish some. "
        "None named: any outside academia",
    )
    sector: Literal["life_sciences", "any"] = Field(
        "life_sciences", description="The sector that mentors and doctorates belong to: what does not raises a flag"
    )
    application_reminders: ForThePerson = ()
    closing_reminders: tuple[Length, ...] = ()
    screening_every: Length = Field(
        timedelta(0),
        description="Applications come before the coordinator together, every so often; 0 days: one by one",
    )
    screening_reminders: ForTheCoordinator = ()
    screening_of_mentors: Literal["all", "flagged"] = Field(
        "all", description="Whether mentors whose application raises no flag (domain/flags) are accepted without a look"
    )
    preselected_per_mentor: int = Field(
        0, ge=0, le=10, description="So many mentees for each mentor are preselected by their marks; 0: nobody is"
    )

    @property
    def is_academic(self) -> bool:
        """Mentors come from academia, and from nowhere else."""
        return self.mentors_from == ("academia",)

    @property
    def leads_out(self) -> bool:
        """It is about careers outside academia: no mentor is looked for in it."""
        return "academia" not in self.mentors_from


class BalanceRule(Numbers):
    """A balance over the people selected, counted and never scored: "at least 6 of the mentors are women"."""

    label: str
    trait: Literal["gender", "sub_sector", "company_size", "employer_type", "employer"]
    values: tuple[str, ...] = ()
    on: Literal["mentors", "mentees"] = "mentors"
    at_least: int | None = Field(None, ge=0)
    at_most: int | None = Field(None, ge=0)
    share_at_least_percent: int | None = Field(None, ge=1, le=100)


# Rules of a pair that a programme may hold less strictly (matching/constraints.py); what protects people always holds.
RuleName = Literal["language", "format_and_city", "employer", "academic_wishes", "musts"]
Stage = Literal["matched", "max_min", "rank_profile", "rank_profile:generous", "score", "blocking_pairs"]


class Matching(Numbers):
    """How pairs are found and offered. Weights by criterion name (matching/criteria.py); rules left out are musts.

    `mode`: "automatic" solves by the criteria, "by_hand" leaves every pair to the coordinator and checks it,
    "self_choice" serves the wishes of those who choose before anything else, "mixed" counts wishes as one criterion.
    `meetings_max` above 0 has every mentee meet that many mentors before the final match (a chemistry round).
    """

    mode: Literal["automatic", "by_hand", "self_choice", "mixed"] = "automatic"
    choosers: Literal["mentees", "mentors", "both"] = "mentees"
    shortlist_max: int = Field(5, ge=2, le=5)
    choice_ladder: ForThePerson = ()
    choices_close_after: Length = timedelta(6)
    meetings_max: int = Field(0, ge=0, le=3)
    meetings_ladder: ForThePerson = ()
    meetings_close_after: Length = timedelta(10)
    weights: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    rules: dict[RuleName, Literal["must", "nice", "no_matter"]] = Field(default_factory=dict)
    balance: tuple[BalanceRule, ...] = ()
    stages: tuple[Stage, ...] = ("matched", "score")
    time_limit_seconds: float = Field(60, gt=0, le=3600)
    review_reminders: ForTheCoordinator = ()
    offer_ladder: ForBothOrACase = ()
    offer_lapses_after: Length = timedelta(9)
    offer_waits_for_absence: Length = Field(
        timedelta(14),
        description="So much longer, at most, an offer waits for somebody who has told that they are away",
    )
    rounds_max: int = Field(12, ge=1, le=99, description="Proposals in one cohort, rematches included")

    @property
    def asks_for_choices(self) -> bool:
        return self.mode in ("self_choice", "mixed")

    @property
    def rounds_take(self) -> timedelta:
        """How long participants choose and meet, from the day of matching to the proposal."""
        choosing = self.choices_close_after if self.asks_for_choices else timedelta(0)
        return choosing + (self.meetings_close_after if self.meetings_max else timedelta(0))


class Sessions(Numbers):
    """The meetings of a pair and what happens when one does not come about."""

    number: int = Field(6, ge=1, le=24)
    minutes: int = Field(60, ge=15, le=240)
    meetings: Literal["as_agreed", "online"] = Field(
        "as_agreed", description="Online or on site as each pair agrees, or online for all: nobody is asked for a place"
    )
    ask_for_a_date: ForAnyoneOfAPair = ()
    silence_after: Length = timedelta(35)
    report_ladder: ForWhoeverReports = ()
    missed_ladder: ForAnyoneOfAPair = ()
    held_to_complete: int = Field(5, ge=0)
    coordinator_reads: Literal["summaries", "topics"] = "topics"


class GatheringPlan(Numbers):
    """One gathering: when, counted in days from a milestone of the cohort, for whom, how long."""

    kind: str
    title: str
    audience: Literal["mentors", "mentees", "all"]
    anchor: Literal["mentoring_starts", "mentoring_ends"]
    offset: Length
    at: time = time(17)
    minutes: int = Field(60, ge=15, le=480)
    place: str = Field(
        "", description="A place or a link; without one the coordinator is asked before anybody is invited"
    )
    agenda: str = Field("", description="What happens there, as the office proposes it; the coordinator may change it")
    voluntary: bool = Field(False, description="Whoever does not answer is not asked a second time")
    if_missed: Literal["nothing", "recording", "case"] = Field(
        "nothing", description="What happens with those who were not there: they get the recording, or are a case"
    )


class MaterialPlan(Numbers):
    """One item of the preparation checklist (course card)."""

    id: str
    title: str
    hint: str = ""


class Checks(Numbers):
    """Mid-term check, re-contracting and the final feedback."""

    agreement_ladder: ForBothOrACase = ()
    plan_ladder: ForTheMenteeOrACase = ()
    recontract_months: tuple[int, ...] = ()
    recontract_ladder: ForBoth = ()
    midterm_month: int = Field(3, ge=1)
    midterm_gap: int = Field(2, ge=1, le=4, description="Answers of the two that differ by more raise a flag")
    check_ladder: ForBothOrACase = ()
    reflection_opens_before: Length = timedelta(7)
    reflection_ladder: ForThePersonOrACase = ()
    reflection_closes_after: Length = timedelta(28)


def _an_address(value: str) -> str:
    if value and not value.startswith("https://"):
        raise ValueError(say("write an address that begins with https://"))
    return value


class FollowUp(Numbers):
    """What stays when a programme is over."""

    alumni_group: Annotated[str, AfterValidator(_an_address)] = Field(
        "",
        description="Where former participants meet, a LinkedIn group for example: https://…; without one nobody is asked",
    )
    impact_after_months: tuple[Annotated[int, Field(ge=1, le=60)], ...] = Field(
        (),
        description="Months after mentoring at which those who agreed are asked what came of it; without any nobody is asked",
    )


class Post(Numbers):
    """Letters: hours, limits, and which ones a person looks at before they go."""

    hours_from: time = time(8)
    hours_until: time = time(18)
    letters_per_week_max: int = Field(
        3,
        ge=1,
        description="More letters to one person within seven days wait; answers to what they did are not counted",
    )
    look_first: tuple[str, ...] = ()
    closed_days: tuple[date, ...] = ()


class Desk(Numbers):
    """The coordinator's cases."""

    snooze: Length = timedelta(3)
    after_writing: Length = timedelta(7)
    recording_within: Length = Field(
        timedelta(14), description="So long after a gathering its recording may come; then whoever asked hears of none"
    )
    reminders: ForTheCoordinator = ()


class Keeping(Numbers):
    """How many months after a cohort has closed the office still keeps what belongs to people (own)."""

    months: int = Field(12, ge=0, le=60, description="Everything of those who were in a pair, unless they chose a day")
    without_part_months: int = Field(3, ge=0, le=60, description="Everything of those who never were in a pair")
    confidence_months: int = Field(3, ge=0, le=60, description="What was told in confidence, and words about cases")


def _a_currency(value: str) -> str:
    if value and not re.fullmatch("[A-Z]{3}", value):
        raise ValueError(say("write a currency as three capital letters, such as EUR or CZK"))
    return value


class Evaluation(Numbers):
    """What the evaluation for those who fund a programme says beside what the office counts."""

    cost: int = Field(
        0,
        ge=0,
        le=100_000_000,
        description="What the whole cohort costs, in whole units of the currency: the evaluation divides it by pairs, "
        "sessions and mentees who completed; 0: nothing is said of cost",
    )
    currency: Annotated[str, AfterValidator(_a_currency)] = Field(
        "", description="In which currency: three capital letters (ISO 4217) such as EUR or CZK"
    )


COUNTABLE = ("yes", "choice", "choices", "scale")
"""Kinds of questions whose answers can be counted."""
CHOOSING = ("choice", "choices")
APPLICATIONS = ("mentor_application", "mentee_application")
QUESTIONS_MAX, OPTIONS_MAX = 30, 20


class OwnQuestion(Numbers):
    """A question that a programme adds to one of its forms; `id` names its answers and stays as long as they are kept.

    `kind`: "line" and "text" are written, "yes" is a tick, "choice" and "choices" are from `options`, "scale" is from 1 to 5.
    """

    form: Literal["mentor_application", "mentee_application", "midterm_check", "reflection_mentor", "reflection_mentee"]
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    title: str = Field(min_length=1, max_length=300)
    hint: str = Field("", max_length=300)
    kind: Literal["line", "text", "yes", "choice", "choices", "scale"] = "text"
    options: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = Field((), max_length=OPTIONS_MAX)
    required: bool = False
    reader: Literal["coordinator", "partner", "statistics"] = Field(
        "coordinator", description="Who reads the answers; statistics: counted only"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> "OwnQuestion":
        if self.kind in CHOOSING and len(set(self.options)) < 2:
            raise ValueError(say("give at least two different options to choose from"))
        if len(set(self.options)) < len(self.options):
            raise ValueError(say("an option stands there twice"))
        if self.options and self.kind not in CHOOSING:
            raise ValueError(say("options are for questions of the kind choice or choices only"))
        if self.reader == "partner" and self.form not in APPLICATIONS:
            raise ValueError(say("a partner reads answers of an application only"))
        if self.reader == "statistics" and self.kind not in COUNTABLE:
            raise ValueError(say("words cannot be counted; let the coordinator read them"))
        return self


def _each_once(questions: tuple[OwnQuestion, ...]) -> tuple[OwnQuestion, ...]:
    names = [(one.form, one.id) for one in questions]
    if twice := next((id for form, id in names if names.count((form, id)) > 1), ""):
        raise ValueError(say("two questions of one form are called {name}; give each an id of its own", name=twice))
    return questions


class Policy(Numbers):
    """Everything a programme can choose. Frozen; a cohort keeps its own copy from the day of its launch."""

    preset: str
    title: str
    organisation: Organisation = Organisation()
    calendar: CalendarLengths = CalendarLengths()
    recruitment: Recruitment = Recruitment()
    matching: Matching = Matching()
    sessions: Sessions = Sessions()
    checks: Checks = Checks()
    follow_up: FollowUp = FollowUp()
    post: Post = Post()
    desk: Desk = Desk()
    keeping: Keeping = Keeping()
    evaluation: Evaluation = Evaluation()
    materials: tuple[MaterialPlan, ...] = ()
    gatherings: tuple[GatheringPlan, ...] = ()
    questions: Annotated[tuple[OwnQuestion, ...], AfterValidator(_each_once)] = Field(
        (), max_length=QUESTIONS_MAX, description="Questions of the programme's own, each added to one form"
    )

    def gathering(self, kind: str) -> GatheringPlan | None:
        """The row of a kind of gathering; None for one that was added later."""
        return next((row for row in self.gatherings if row.kind == kind), None)
