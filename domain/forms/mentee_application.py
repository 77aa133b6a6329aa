"""Mentee application (docs/programme.md, "Forms"): where you stand, what you look for, the mentor you wish for, and more."""

from datetime import datetime
from typing import Any

from domain.belonging import Use
from domain.careers import (
    ACADEMIC_TRACKS,
    CAREER_TRACKS,
    COMPANY_SIZES,
    EMPLOYER_TYPES,
    FORMATS,
    FREE_TIMES,
    LANGUAGES,
    MYIDP,
    MYIDP_PAGE,
    NEEDS,
    PROFESSIONS,
    SUB_SECTORS,
    TOPICS,
    WISH_STRENGTH,
)
from domain.cohort import Cohort
from domain.forms.application import (
    ABOUT_YOU,
    CONSENTS,
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
from domain.forms.kinds import Code, Consent, Email, Line, Long, Tags, Text, Upload
from domain.forms.mistakes import ANSWER_THIS
from domain.forms.outcomes import outcome_question
from domain.forms.own_topics import LEVELS, OWN_MAX, RatedTopic
from domain.forms.read_by import (
    AS_A_REASON,
    FOR_A_PARTNER,
    IN_A_PROFILE,
    ON_RECORD,
    TO_DECIDE,
    TO_MATCH,
    WHERE_THEY_FIT,
)
from domain.invitations import Invitation
from domain.people import Role
from domain.permission import Permission
from domain.policy import Policy
from domain.saying import say, sayings

YOUR_MENTOR, WHERE_YOU_STAND = "The mentor you wish for", "Where you stand"
STAGES = sayings(
    {
        "first_year": "First year",
        "second_year": "Second year",
        "third_year": "Third year",
        "later": "Fourth year or later",
        "finishing": "Writing up, or the defence is near",
    }
)
IN_THE_FIELD = sayings({"yes": "Yes", "partly": "In part", "no": "No, to another field"}, context="field")
CERTAINTY = sayings({1: "No idea yet", 2: "A vague idea", 3: "Some idea", 4: "Rather sure", 5: "Sure"})
A_WISH = {"widget": "choice", "options": WISH_STRENGTH, "step": YOUR_MENTOR, **AS_A_REASON}
PEER_GROUP = sayings(
    {"no": "No, thank you", "yes": "Yes", "if_not_matched": "If there is no mentor for me"}, context="peer group"
)


class MenteeApplication(ApplicationForm):
    """Before you begin: the free self-assessment *myIDP* helps to find out which careers suit you. An hour spent on it
    makes this form easy, and the talks with your mentor better.

    You can stop at any time and go on later with the same link. Beside each question stands who will read the answer.
    """

    name = "mentee_application"
    title = "Application as a mentee"
    role = Role.MENTEE

    university_email: Email = question(
        "University e-mail",
        widget="email",
        hint="It shows that you are a PhD student, and that nobody applies twice. Correct it if we write to another one.",
        step=ABOUT_YOU,
        **TO_MATCH,
    )
    languages: tuple[Code, ...] = question(
        "Languages you could talk in with a mentor",
        widget="choices",
        options=LANGUAGES,
        step=ABOUT_YOU,
        min_length=1,
        max_length=10,
        **IN_A_PROFILE,
    )
    myidp: Code = question("The myIDP self-assessment", "not_yet", widget="choice", options=MYIDP, step=ABOUT_YOU)
    doctoral_programme: Line = question("Doctoral programme", step=YOUR_WORK, min_length=1, **FOR_A_PARTNER)
    stage: Code = question(
        "Where in your PhD are you?", widget="choice", options=STAGES, step=YOUR_WORK, **FOR_A_PARTNER
    )
    field: Line = question("Field of research", step=YOUR_WORK, min_length=1, reader="suggested", use=Use.PROFILE)
    supervisor: Line = question(
        "Supervisor",
        "",
        hint="Only so that we do not pair you with somebody you depend on.",
        step=YOUR_WORK,
        **TO_MATCH,
    )
    employer: Line = question("Employer or institute", "", hint="For the same reason.", step=YOUR_WORK, **TO_MATCH)
    doctorate: Code = question(
        "Does your doctorate belong to the life sciences?",
        "",
        widget="choice",
        options=IN_THE_FIELD,
        step=YOUR_WORK,
        needed=ANSWER_THIS,
        **TO_DECIDE,
    )
    skills: Tags = question(
        "Research skills", hint="A few key words, separated by commas.", step=YOUR_WORK, min_length=1, **WHERE_THEY_FIT
    )
    tracks: tuple[int, ...] = question(
        "Career tracks that interest you most",
        widget="ranking",
        options=CAREER_TRACKS,
        hint="Up to three, the most interesting one first.",
        step=YOUR_WISHES,
        min_length=1,
        max_length=3,
        **IN_A_PROFILE,
    )
    certainty: int = question(
        "How sure are you about them?",
        0,
        widget="scale",
        options=CERTAINTY,
        step=YOUR_WISHES,
        ge=0,
        le=5,
        use=(Use.CARE, Use.EVALUATION),
    )
    goals: Text = question("Your professional goals", widget="text", step=YOUR_WISHES, min_length=1, **FOR_A_PARTNER)
    goal_words: Tags = question(
        "Your goals in key words",
        (),
        hint="For example: regulatory affairs, start-up, project management. We compare them with what mentors know.",
        step=YOUR_WISHES,
        **AS_A_REASON,
    )
    needs: tuple[Code, ...] = question(
        "What do you need most?",
        widget="choices",
        options=NEEDS,
        step=YOUR_WISHES,
        min_length=1,
        max_length=8,
        **WHERE_THEY_FIT,
    )
    needs_words: Text = question(
        "What else do you need?",
        "",
        widget="text",
        step=YOUR_WISHES,
        only_if=("needs", ("other",)),
        needed="Tell us in a few words what else you need.",
        **FOR_A_PARTNER,
    )
    expectations: Text = question("What do you expect from a mentor?", widget="text", step=YOUR_WISHES, min_length=1)
    topics: dict[Code, int] = question(
        "How important are these topics to you?",
        widget="importance",
        options=TOPICS,
        step=YOUR_WISHES,
        min_length=1,
        max_length=7,
        reader="suggested",
        use=(Use.MATCHING, Use.EVALUATION),
    )
    more_topics: tuple[RatedTopic, ...] = question(
        "Is there something else that matters to you?",
        (),
        hint="Up to three topics of your own, in a few words each. They stand in your plan, and your mentor sees them.",
        widget="rows",
        rows=OWN_MAX,
        step=YOUR_WISHES,
        max_length=OWN_MAX,
        **FOR_A_PARTNER,
    )
    profession: Code = question("Profession", "", widget="choice", options=PROFESSIONS, step=YOUR_MENTOR, **AS_A_REASON)
    wish_profession: Code = question("How much does the profession matter?", "no_matter", **A_WISH)
    employer_type: tuple[Code, ...] = question(
        "Kind of employer",
        (),
        widget="choices",
        options=EMPLOYER_TYPES,
        step=YOUR_MENTOR,
        max_length=6,
        **AS_A_REASON,
    )
    wish_employer_type: Code = question("How much does the kind of employer matter?", "no_matter", **A_WISH)
    sub_sectors: tuple[Code, ...] = question(
        "Sub-sectors", (), widget="choices", options=SUB_SECTORS, step=YOUR_MENTOR, max_length=12, **AS_A_REASON
    )
    wish_sub_sectors: Code = question("How much does the sub-sector matter?", "no_matter", **A_WISH)
    company_size: Code = question(
        "Company size", "", widget="choice", options=COMPANY_SIZES, step=YOUR_MENTOR, **AS_A_REASON
    )
    wish_company_size: Code = question("How much does the company size matter?", "no_matter", **A_WISH)
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
        widget="choices",
        options=FREE_TIMES,
        step=MEETING,
        min_length=1,
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
    peer_group: Code = question(
        "Would you like to join a group of PhD students on the same track?",
        "if_not_matched",
        widget="choice",
        options=PEER_GROUP,
        step=MEETING,
    )
    contribution: Text = question(
        "What do you bring?", widget="text", hint="A mentor learns too.", step=DOCUMENTS, min_length=1, **FOR_A_PARTNER
    )
    cv: Upload = question(
        "Your CV",
        widget="upload",
        accept="pdf",
        hint="A PDF. Your mentor sees it once both accept.",
        step=DOCUMENTS,
        **FOR_A_PARTNER,
    )
    motivation: Upload = question(
        "Motivation letter",
        "",
        widget="upload",
        accept="pdf",
        hint="A PDF, or write it below.",
        step=DOCUMENTS,
        **TO_DECIDE,
    )
    motivation_text: Long = question("Motivation letter, written here", "", widget="text", step=DOCUMENTS, **TO_DECIDE)
    outcome_specifics: int = outcome_question("specifics", WHERE_YOU_STAND)
    outcome_reflect: int = outcome_question("reflect", WHERE_YOU_STAND)
    outcome_confident: int = outcome_question("confident", WHERE_YOU_STAND)
    commitment: Consent = question(
        "I will take part in all sessions and in the gatherings, and report on each session",
        widget="yes",
        step=CONSENTS,
        permission=Permission(say("So that mentors can count on the time they give.")),
        **ON_RECORD,
    )
    gender: Code = gender_question()
    gender_consent: bool = gender_consent_question()
    privacy: Consent = privacy_question()
    rules: Consent = rules_question()

    @classmethod
    def links(cls, policy: Policy) -> dict[str, str]:
        return {"myidp": MYIDP_PAGE}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        known, person = super().prefilled(cohort, invitation), cohort.participants.get(invitation.about)
        return known | {"university_email": known.get("university_email") or (person.email if person else "")}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        found = super().look_twice(cohort, invitation, at)
        if not self.motivation and not self.motivation_text:
            found["motivation"] = say("Please add your motivation letter as a PDF, or write it in the field below.")
        if any(row.words and row.importance not in LEVELS for row in self.more_topics):
            found["more_topics"] = say("Please say how important each of your own topics is, from the list.")
        for wish in ("profession", "employer_type", "sub_sectors", "company_size"):
            if getattr(self, f"wish_{wish}") != "no_matter" and not getattr(self, wish):
                found[wish] = say("You say that this matters: please choose what it should be.")
        return found

    def warnings(self, cohort: Cohort) -> dict[str, str]:
        if cohort.policy.recruitment.leads_out and self.tracks and set(self.tracks) <= ACADEMIC_TRACKS:
            return {
                "tracks": say(
                    "All the tracks you chose lead to a career in academia. Mentors of this programme mostly "
                    "work outside it: do you want to add a track you would like to explore?"
                )
            }
        return {}
