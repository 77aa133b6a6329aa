"""My details: a participant looks at what the office knows and corrects it: how to reach them, and plain facts of their
application. What was judged there, they tell the coordinator.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Use
from domain.cohort import Cohort
from domain.forms.application import LETTER_LANGUAGES, OPEN_STATES
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Email, Line, PersonName, Text, Zone
from domain.forms.read_by import ADDRESSING
from domain.forms.verbs import open_case
from domain.invitations import Invitation
from domain.moving import asked_to_move, may_ask, waits_for_a_yes
from domain.one_person import mailbox
from domain.people import Role
from domain.saying import say

FACTS = {
    Role.MENTOR: ("employer", "job_title", "city"),
    Role.MENTEE: ("city",),
}
"""Of each application what is true of somebody, changes with time and was judged by nobody; an empty answer leaves it as it
was. A mentee's employer and supervisor keep them from a mentor on whom they depend: the coordinator changes those."""
OF_BOTH = {fact for facts in FACTS.values() for fact in facts}


class MyDetails(Form):
    """This is how we address you. If you give another e-mail address, we write there first, and go on writing to the old one
    until you have confirmed it. On your page you can also take along everything we keep of you, or have it erased.
    """

    name = "my_details"
    title = "My details"
    anytime = True
    after_leaving = True
    thanks = "Your details are up to date. If you gave another e-mail address, look there for a letter of ours."

    full_name: PersonName = question("Your name", hint="As on a certificate.", **ADDRESSING)
    email: Email = question("Your e-mail address", "", widget="email", **ADDRESSING)
    language: Code = question(
        "Language of our letters", "en", widget="language", options=LETTER_LANGUAGES, use=Use.ADDRESS
    )
    time_zone: Zone | None = question(
        "Your time zone", None, hint="For example Europe/Prague.", reader="partner", use=Use.MEETING
    )
    employer: Line = question("Employer", "", reader="partner", use=(Use.MATCHING, Use.PARTNER))
    job_title: Line = question("Job title", "", reader="partner", use=Use.PARTNER)
    city: Line = question("City", "", reader="partner", use=(Use.MATCHING, Use.PARTNER))
    otherwise: Text = question(
        "Is anything else in your application not right any more?",
        "",
        widget="text",
        hint="What was read to decide, the coordinator changes with you.",
    )

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        """Facts are corrected in the application itself as long as that is open; and each role has its own."""
        application = cohort.applications.get(invitation.about)
        if application is None or application.state in OPEN_STATES:
            return frozenset(OF_BOTH | {"otherwise"})
        return frozenset(OF_BOTH - set(FACTS[application.role]))

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        person, application = cohort.participants[invitation.about], cohort.applications.get(invitation.about)
        language = person.language if person.language in LETTER_LANGUAGES else "en"
        facts = application.answers if application else {}
        return {
            "full_name": person.name,
            "email": person.email,
            "language": language,
            "time_zone": person.time_zone or cohort.zone,
        } | {name: facts[name] for name in OF_BOTH if facts.get(name)}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if self._moves(cohort, invitation.about, at) and not may_ask(cohort, invitation.about, at):
            return {"email": say("Today we have written to several addresses for you already. Please try tomorrow.")}
        return {}

    def _moves(self, cohort: Cohort, code: str, at: datetime) -> bool:
        """Whether this is an address of which nobody has asked yet whether it is theirs."""
        waiting = waits_for_a_yes(cohort, code, at)
        known = {mailbox(cohort.participants[code].email), mailbox(waiting.to) if waiting else ""}
        return bool(self.email) and mailbox(self.email) not in known

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        code = invitation.about
        person, application = cohort.participants[code], cohort.applications.get(code)
        zone = self.time_zone or person.time_zone
        cohort = cohort.put(replace(person, name=self.full_name, language=self.language, time_zone=zone))
        if application is not None and application.state not in OPEN_STATES:
            told = {name: new for name in FACTS[application.role] if (new := getattr(self, name))}
            cohort = cohort.put(replace(application, answers={**application.answers, **told}))
        if self.otherwise:
            cohort = open_case(cohort, "help", code, code, at, self.otherwise)
        if self.email and (self._moves(cohort, code, at) or mailbox(self.email) == mailbox(person.email)):
            cohort = asked_to_move(cohort, code, self.email, at)
        return cohort
