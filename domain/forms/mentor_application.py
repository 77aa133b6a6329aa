"""Mentor application (docs/programme.md, "Forms"): who you are, what you can speak about, what you hope for, how you meet."""

from domain.belonging import Use
from domain.careers import (
    CAREER_TRACKS,
    COMPANY_SIZES,
    EMPLOYER_TYPES,
    FORMATS,
    FREE_TIMES,
    LANGUAGES,
    LIFE_SCIENCES,
    MENTOR_INTERESTS,
    MENTOR_ROLES,
    MENTORING_EXPERIENCE,
    PROFESSIONS,
    SUB_SECTORS,
    TOPICS,
)
from domain.cohort import Cohort
from domain.effort import INTRODUCTION, effort
from domain.forms.application import (
    ABOUT_YOU,
    DOCUMENTS,
    MEETING,
    YOUR_WISHES,
    YOUR_WORK,
    ApplicationForm,
    gender_consent_question,
    gender_question,
    privacy_question,
    rules_question,
)
from domain.forms.form import question
from domain.forms.kinds import Code, Consent, Line, Tags, Text, Upload
from domain.forms.mistakes import ANSWER_THIS
from domain.forms.read_by import AS_A_REASON, FOR_A_PARTNER, IN_A_PROFILE, TO_MATCH, WHERE_THEY_FIT
from domain.invitations import Invitation
from domain.people import Role
from domain.saying import say, sayings, together

INSTRUCTION = sayings(
    {"come": "I will come", "recording": "I would rather see a recording", "not_needed": "I do not need it"}
)


class MentorApplication(ApplicationForm):
    """You can stop at any time and go on later with the same link. Beside each question stands who will read the answer."""

    name = "mentor_application"
    title = "Application as a mentor"
    role = Role.MENTOR

    country: Line = question("Country", "", step=ABOUT_YOU)
    languages: tuple[Code, ...] = question(
        "Languages you could mentor in",
        widget="choices",
        options=LANGUAGES,
        step=ABOUT_YOU,
        min_length=1,
        max_length=10,
        **IN_A_PROFILE,
    )
    employer: Line = question(
        "Employer", step=YOUR_WORK, min_length=1, reader="partner", use=(Use.MATCHING, Use.PARTNER)
    )
    job_title: Line = question("Job title", step=YOUR_WORK, min_length=1, **FOR_A_PARTNER)
    profession: Code = question("Profession", widget="choice", options=PROFESSIONS, step=YOUR_WORK, **IN_A_PROFILE)
    sub_sectors: tuple[Code, ...] = question(
        "Sub-sectors",
        (),
        widget="choices",
        options=SUB_SECTORS,
        step=YOUR_WORK,
        max_length=12,
        needed=ANSWER_THIS,
        **IN_A_PROFILE,
    )
    company_size: Code = question(
        "Company size",
        "",
        widget="choice",
        options=COMPANY_SIZES,
        step=YOUR_WORK,
        needed=ANSWER_THIS,
        **WHERE_THEY_FIT,
    )
    employer_type: Code = question(
        "Kind of employer",
        "",
        widget="choice",
        options=EMPLOYER_TYPES,
        step=YOUR_WORK,
        reader="suggested",
        use=(Use.MATCHING, Use.PROFILE, Use.EVALUATION),
    )
    life_sciences: Code = question(
        "Do you work in the life sciences?",
        "",
        widget="choice",
        options=LIFE_SCIENCES,
        step=YOUR_WORK,
        needed=ANSWER_THIS,
        **FOR_A_PARTNER,
    )
    years_outside: int | None = question(
        "Years of work outside academia",
        None,
        widget="number",
        step=YOUR_WORK,
        ge=0,
        le=70,
        needed=ANSWER_THIS,
        **FOR_A_PARTNER,
    )
    tracks: tuple[int, ...] = question(
        "Career tracks you can speak about",
        widget="choices",
        options=CAREER_TRACKS,
        hint="One to five.",
        step=YOUR_WORK,
        min_length=1,
        max_length=5,
        **IN_A_PROFILE,
    )
    topics: tuple[Code, ...] = question(
        "Topics you would like to talk about",
        widget="choices",
        options=TOPICS,
        step=YOUR_WORK,
        min_length=1,
        max_length=7,
        **WHERE_THEY_FIT,
    )
    skills: Tags = question(
        "Skills and methods",
        hint="A few key words, separated by commas.",
        step=YOUR_WORK,
        min_length=1,
        **WHERE_THEY_FIT,
    )
    interests: tuple[Code, ...] = question(
        "What draws you to mentoring?",
        widget="choices",
        options=MENTOR_INTERESTS,
        step=YOUR_WISHES,
        min_length=1,
        max_length=5,
        **AS_A_REASON,
    )
    interests_words: Text = question(
        "In your own words",
        "",
        widget="text",
        step=YOUR_WISHES,
        only_if=("interests", ("other",)),
        needed="Tell us in a few words what else draws you.",
    )
    expectations: Text = question(
        "What do you expect from a mentee and from us?", widget="text", step=YOUR_WISHES, min_length=1
    )
    roles: tuple[Code, ...] = question(
        "Roles you like", (), widget="choices", options=MENTOR_ROLES, step=YOUR_WISHES, max_length=4, **WHERE_THEY_FIT
    )
    mentoring_experience: Code = question(
        "Have you mentored before?", widget="choice", options=MENTORING_EXPERIENCE, step=YOUR_WISHES, **AS_A_REASON
    )
    capacity: int = question(
        "How many mentees could you take?",
        1,
        widget="scale",
        options={1: "One", 2: "Two", 3: "Three"},
        step=YOUR_WISHES,
        ge=1,
        le=3,
        **TO_MATCH,
    )
    would_lead_circle: bool = question(
        "I could also lead a circle of several mentees", False, widget="yes", step=YOUR_WISHES
    )
    format: Code = question(
        "Where would you meet?",
        "",
        widget="choice",
        options=FORMATS,
        step=MEETING,
        needed=ANSWER_THIS,
        **IN_A_PROFILE,
    )
    city: Line = question(
        "City",
        "",
        step=MEETING,
        only_if=("format", ("onsite", "either")),
        hint="So that we look for somebody near you.",
        reader="partner",
        use=(Use.MATCHING, Use.PARTNER),
    )
    free_times: tuple[Code, ...] = question(
        "When are you usually free?",
        (),
        widget="choices",
        options=FREE_TIMES,
        step=MEETING,
        max_length=5,
        **AS_A_REASON,
    )
    not_with: Tags = question(
        "People or organisations you should not be paired with",
        (),
        hint="Separated by commas. Only the coordinator reads this.",
        step=MEETING,
        **TO_MATCH,
    )
    instruction: Code = question(
        "Short introduction for mentors",
        "come",
        widget="choice",
        options=INSTRUCTION,
        hint="We invite you only if you want to come, and send the recording if you would rather see it.",
        step=MEETING,
        use=Use.MEETING,
    )
    cv: Upload = question(
        "Your CV",
        widget="upload",
        accept="pdf",
        hint="A PDF. Your mentee sees it once both accept.",
        step=DOCUMENTS,
        **FOR_A_PARTNER,
    )
    gender: Code = gender_question()
    gender_consent: bool = gender_consent_question()
    privacy: Consent = privacy_question()
    rules: Consent = rules_question()

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        takes = effort(cohort.policy, cls.role.value)
        told = [
            say("Thank you for thinking of becoming a mentor."),
            say("It takes about {hours} hours in {months} months.", hours=takes.hours, months=takes.months),
            say("You meet {number} times for about {minutes} minutes.", number=takes.number, minutes=takes.minutes),
        ]
        if takes.gatherings:
            told.append(
                say(
                    "There is a gathering with everybody.",
                    "There are {n} gatherings with everybody.",
                    n=takes.gatherings,
                )
            )
        if takes.introduction:
            told.append(say("Before, there is a short introduction of {minutes} minutes.", minutes=takes.introduction))
        return together([together(told, " "), super().introduction(cohort, invitation)])

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        """Nobody is asked about an introduction that there is not, or to which everybody has to come."""
        row = cohort.policy.gathering(INTRODUCTION)
        there_is_one = effort(cohort.policy, cls.role.value).introduction > 0 and row is not None and row.voluntary
        return super().skips(cohort, invitation) | (frozenset() if there_is_one else frozenset({"instruction"}))
