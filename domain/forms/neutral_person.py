"""Neutral person: the coordinator says whom both of a pair may call who is neither of them and not the office."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Audience, Kept, Use
from domain.cohort import Cohort, Entry
from domain.forms.form import Form, question
from domain.forms.kinds import Email, Line, PersonName
from domain.invitations import Invitation
from domain.people import Neutral
from domain.saying import say


class NeutralPerson(Form):
    """Somebody who mentors nobody here, supervises nobody and does not run the programme. Ask them first. Their name and
    address stand in the letter by which a pair begins, on the page of everybody, in the handbook and the guide, and beside
    the question for help. Whoever calls them tells us nothing of it.
    """

    name = "neutral_person"
    title = "Somebody neutral to call"
    by = "coordinator"
    use = Use.ADDRESS
    reader = Audience.EVERYBODY
    kept_for = Kept.OFFICE
    anytime = True
    on_desk = True
    thanks = "Kept. Pairs that begin from now on read of it in a letter; everybody else finds it on their page."

    full_name: PersonName = question("Name")
    email: Email = question("Email address", widget="email")
    reached: Line = question("How else, and when?", "", hint="A telephone number, for example, and the hours.")

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        known = cohort.neutral
        return {"full_name": known.name, "email": known.email, "reached": known.reached} if known else {}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if not cohort.is_open:
            return {"": say("This cohort is closed; nobody calls anybody in it any more.")}
        running, taking_part = cohort.coordinators, cohort.participants.values()
        known = {*(one.email.casefold() for one in running), *(one.email.casefold() for one in taking_part)}
        if self.email.casefold() in known:
            return {
                "email": say("This is somebody who takes part or runs the programme; choose somebody who does neither.")
            }
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        named = Neutral(self.full_name, self.email, self.reached)
        if named == cohort.neutral:
            return cohort
        key = f"{invitation.id}:named:{invitation.answers}"
        return replace(cohort, neutral=named).note(Entry(key, "", at, "name somebody neutral", invitation.to))
