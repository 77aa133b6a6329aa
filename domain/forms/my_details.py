"""My details: a participant looks at what the office knows and corrects it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Use
from domain.cohort import Cohort
from domain.forms.application import LETTER_LANGUAGES
from domain.forms.form import Form, question
from domain.forms.kinds import Code, PersonName, Zone
from domain.forms.read_by import ADDRESSING
from domain.invitations import Invitation


class MyDetails(Form):
    """This is how we address you. To change your e-mail address, ask for help on your page. There you can also take along
    everything we keep of you, or have it erased.
    """

    name = "my_details"
    title = "My details"
    anytime = True
    after_leaving = True
    thanks = "Your details are up to date."

    full_name: PersonName = question("Your name", hint="As on a certificate.", **ADDRESSING)
    language: Code = question(
        "Language of our letters", "en", widget="language", options=LETTER_LANGUAGES, use=Use.ADDRESS
    )
    time_zone: Zone | None = question(
        "Your time zone", None, hint="For example Europe/Prague.", reader="partner", use=Use.MEETING
    )

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        person = cohort.participants[invitation.about]
        language = person.language if person.language in LETTER_LANGUAGES else "en"
        return {"full_name": person.name, "language": language, "time_zone": person.time_zone or cohort.zone}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        person = cohort.participants[invitation.about]
        zone = self.time_zone or person.time_zone
        return cohort.put(replace(person, name=self.full_name, language=self.language, time_zone=zone))
