"""Application: what both applications do with an answer, and the questions that are truly the same for both.

The questions of each side are in mentor_application.py and mentee_application.py.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from domain.applications import Application
from domain.belonging import Use
from domain.careers import GENDERS, LANGUAGES
from domain.cohort import Cohort
from domain.formats import not_asked
from domain.forms.form import Form, question
from domain.forms.kinds import Code, PersonName, Zone
from domain.forms.read_by import ADDRESSING, ON_RECORD
from domain.invitations import Invitation
from domain.lifecycles import APPLICATION, ApplicationState
from domain.people import Role
from domain.permission import Permission
from domain.saying import say

ABOUT_YOU, YOUR_WORK, YOUR_WISHES = "About you", "Your work", "What you look for"
MEETING, DOCUMENTS, CONSENTS = "How you would meet", "Documents", "Consents"
OPEN_STATES = (ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE)
LETTER_LANGUAGES = {code: words for code, words in LANGUAGES.items() if code != "other"}
SELF_DESCRIBED = tuple(code for code in GENDERS if code != "no_answer")


def gender_question() -> Any:
    return question(
        "Gender",
        "",
        widget="choice",
        options=GENDERS,
        step=CONSENTS,
        hint="Leave it out if you like. It helps to keep the group balanced; it never decides who fits whom.",
        reader="statistics",
        use=Use.MATCHING,
    )


def gender_consent_question() -> Any:
    return question(
        "You may use this for balance and in counts",
        False,
        widget="yes",
        step=CONSENTS,
        only_if=("gender", SELF_DESCRIBED),
        needed="Please tick this, or leave the question about gender empty.",
        reader="statistics",
        use=Use.MATCHING,
        permission=Permission(
            say("To balance the group, and to count, without names, who takes part."),
            say("Your gender is not counted any more, and what you told is taken out of your application."),
            covers=("gender",),
        ),
    )


def privacy_question() -> Any:
    return question(
        "I have read the privacy notice, and the office may keep these answers for this programme",
        widget="yes",
        hint="You find it at the end of every page of ours.",
        step=CONSENTS,
        permission=Permission(say("So that we may keep and use your answers for this programme.")),
        **ON_RECORD,
    )


def rules_question() -> Any:
    return question(
        "I will follow the code of conduct: respect, confidence, and no part in assessing or hiring each other",
        widget="yes",
        hint="You find it at the end of every page of ours.",
        step=CONSENTS,
        permission=Permission(say("So that everybody in the programme can rely on the same rules.")),
        **ON_RECORD,
    )


class ApplicationForm(Form):
    """Base of the two applications."""

    role: ClassVar[Role]
    thanks = "Thank you for applying. We will confirm it by a letter, and tell you what happens next."

    full_name: PersonName = question(
        "Your name", hint="As it should stand in letters and on a certificate.", step=ABOUT_YOU, **ADDRESSING
    )
    language: Code = question(
        "Language of our letters",
        "en",
        widget="language",
        options=LETTER_LANGUAGES,
        step=ABOUT_YOU,
        use=Use.ADDRESS,
    )
    time_zone: Zone | None = question(
        "Your time zone", None, hint="For example Europe/Prague.", step=ABOUT_YOU, reader="partner", use=Use.MEETING
    )

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        """What an earlier application said; else what the office knows from the contact list."""
        known = cohort.participants.get(invitation.about)
        application = cohort.applications.get(invitation.about)
        person = {
            "full_name": known.name if known else "",
            "language": known.language if known and known.language in LETTER_LANGUAGES else "en",
            "time_zone": known.time_zone if known and known.time_zone else cohort.zone,
        }
        return person | (cls.still_asked(application.answers) if application else {})

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        return not_asked(cls.name, cohort.policy)

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        application = cohort.applications.get(invitation.about)
        if application is not None and application.state not in OPEN_STATES:
            return {
                "": say("Your application has been decided already. Write to the coordinator if something has changed.")
            }
        return {}

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        application = cohort.applications.get(invitation.about)
        return application is not None and application.state in OPEN_STATES

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        code, known = invitation.about, cohort.applications.get(invitation.about)
        if known is not None and known.state not in OPEN_STATES:
            return cohort
        person = cohort.participants[code]
        submitted = Application(code, self.role, ApplicationState.SUBMITTED, at, self.kept())
        if known is not None:
            state = APPLICATION.check(known.state, ApplicationState.SUBMITTED)
            submitted = replace(known, state=state, submitted_at=at, answers=self.kept(), note="", decided_at=None)
        zone = self.time_zone or person.time_zone
        return cohort.put(submitted, replace(person, name=self.full_name, language=self.language, time_zone=zone))
