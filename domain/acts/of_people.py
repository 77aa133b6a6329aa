"""Acts on one person: their details, their links, what they can take on, their place in the programme."""

import datetime as dt
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.actions import Ask, Due
from domain.acts.act import Act, mistake_in_last_day
from domain.belonging import Use
from domain.carry_out import carry_out
from domain.cohort import Cohort
from domain.dates import start_of
from domain.deeds import key_at
from domain.forms.application import LETTER_LANGUAGES, OPEN_STATES
from domain.forms.away import Away
from domain.forms.form import question
from domain.forms.kinds import Code, Consent, Email, PersonName, Text, Zone
from domain.forms.my_details import MyDetails
from domain.forms.read_by import ADDRESSING
from domain.forms.screening import STATES, VERDICTS, Screening
from domain.forms.stop import Stop
from domain.forms.verbs import SEATED, with_new_links
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import APPLICATION, InvitationState, Phase
from domain.moving import written_to
from domain.one_person import mailbox
from domain.people import Role
from domain.rules.recruitment import call_stands
from domain.saying import say

PLACES_MAX = 3


def takes_part(cohort: Cohort, about: str) -> bool:
    """Whether this is somebody who is there, in a cohort that goes on."""
    person = cohort.participants.get(about)
    return cohort.is_open and person is not None and person.takes_part


def as_theirs(form: str, about: str, at: datetime) -> Invitation:
    """A form of the personal page as the person would have it: for what a coordinator does in their place."""
    return Invitation(invitation_id(about, form, about), form, about, about, about, at)


class CorrectDetails(Act):
    """Put right how the office addresses somebody. When the address changes, old links die, letters that wait go to the new
    one, a letter there shows the way to their page, and one to the old one says so.
    """

    name = "correct_details"
    title = "Correct details"
    on = "person"
    renews = True
    compares = True

    full_name: PersonName = question("Name", hint="As on a certificate.", **ADDRESSING)
    email: Email = question("E-mail address", widget="email", **ADDRESSING)
    language: Code = question("Language of letters", "en", widget="language", options=LETTER_LANGUAGES, use=Use.ADDRESS)
    time_zone: Zone | None = question("Time zone", None, hint="For example Europe/Prague.", use=Use.MEETING)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        person = cohort.participants.get(about)
        return person is not None and person.erased_at is None

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        known = cohort.participants[invitation.about]
        theirs = MyDetails.prefilled(cohort, invitation) | {"email": known.email}
        return {name: value for name, value in theirs.items() if name in cls.model_fields}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        known = cohort.participants[invitation.about]
        if mailbox(self.email) in cohort.mailboxes(known.role, but=known.id):
            return {"email": say("Somebody else in this cohort has this address.")}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        code, known = invitation.about, cohort.participants[invitation.about]
        details = MyDetails(full_name=self.full_name, language=self.language, time_zone=self.time_zone)
        cohort = details.take_in(cohort, invitation, at)
        if self.email == known.email:
            return cohort
        reached = replace(cohort.participants[code].reached_again(at, self.email), move=None)
        told = written_to(with_new_links(cohort.put(reached), code), code, "person/address_changed", at)
        if known.bounced_at:  # nobody reads the old one
            return told
        return written_to(told, code, "person/address_left", at, address=known.email)


class NewLink(Act):
    """Somebody has lost the way to their page, or an old link is in wrong hands: it dies, and a letter shows the way anew."""

    name = "new_link"
    title = "Send a new link"
    on = "person"
    renews = True

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return about in cohort.participants and cohort.can_write_to(about)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        code = invitation.about
        return written_to(with_new_links(cohort, code), code, "person/link_renewed", at)


class NoteAbsence(Act):
    """They told you that they are away. Meanwhile nobody gets reminders on their account, and no silence is neglect."""

    name = "note_absence"
    title = "Note an absence"
    on = "person"

    first: dt.date = question("First day", widget="date", use=Use.MEETING)
    last: dt.date = question("Last day", widget="date", use=Use.MEETING)
    instead: bool = question("This replaces the absences noted before", False, widget="yes", use=Use.MEETING)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return takes_part(cohort, about)

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        return self._away().look_twice(cohort, invitation, at)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return self._away().take_in(cohort, as_theirs(Away.name, invitation.about, at), at)

    def _away(self) -> Away:
        return Away(first=self.first, last=self.last, instead=self.instead)


class ChangeCapacity(Act):
    """How many mentees this mentor takes on, also after the verdict. Pairs there are stay."""

    name = "change_capacity"
    title = "Change how many mentees they take"
    on = "person"

    places: int = question("Mentees at a time", widget="number", ge=1, le=PLACES_MAX)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        application = cohort.applications.get(about)
        return takes_part(cohort, about) and application is not None and application.role is Role.MENTOR

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        return {"places": cohort.applications[invitation.about].capacity}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        taken = len(cohort.pairs_of(invitation.about, *SEATED))
        if self.places < taken:
            return {
                "places": say("There are {n} pairs already. End one first, then there can be fewer places.", n=taken)
            }
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        application = cohort.applications[invitation.about]
        return cohort.put(replace(application, answers={**application.answers, "capacity": self.places}))


class ChangeVerdict(Act):
    """Take a decision on an application back, for another one. What was told stands until a letter says what counts now."""

    name = "change_verdict"
    title = "Change the verdict"
    on = "person"

    verdict: Code = question("The verdict that counts", widget="choice", options=VERDICTS)
    note: Text = question(
        "What is missing", "", widget="text", hint="Goes into the letter.", only_if=("verdict", ("incomplete",))
    )

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        application = cohort.applications.get(about)
        if application is None or not takes_part(cohort, about) or cohort.pairs_of(about, *SEATED):
            return False
        return application.decided_at is not None and not APPLICATION.is_final(application.state)

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        state = cohort.applications[invitation.about].state
        return {"verdict": {code: VERDICTS[code] for code, then in STATES.items() if APPLICATION.allows(state, then)}}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        return self._sheet(cohort, invitation).look_twice(cohort, invitation, at)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return self._sheet(cohort, invitation).take_in(cohort, invitation, at)

    def _sheet(self, cohort: Cohort, invitation: Invitation) -> Screening:
        """The sheet with its marks as they were given, none where nobody gave any."""
        known = Screening.prefilled(cohort, invitation)
        marks = {mark: known.get(mark, 0) for mark in ("field", "trajectory", "planning", "contribution")}
        return Screening(**marks, verdict=self.verdict, note=self.note)


class AdmitLate(Act):
    """Let somebody apply although the call is over for everybody else. They get the link, with a last day of their own."""

    name = "admit_late"
    title = "Let them apply late"
    on = "person"

    last: dt.date = question("Last day for this person", widget="date")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        if not takes_part(cohort, about) or not cohort.can_write_to(about):
            return False
        application = cohort.applications.get(about)
        may_send = application is None or application.state in OPEN_STATES
        late = cohort.phase in (Phase.RECRUITMENT, Phase.MENTORING)
        return late and may_send and call_stands(cohort, cohort.participants[about].role, at) == "over"

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        return mistake_in_last_day(self.last, cohort, at)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        code, role = invitation.about, cohort.participants[invitation.about].role.value
        closes = start_of(self.last + timedelta(1), cohort.zone)
        form = invitation_id(code, f"{role}_application", code)
        known = cohort.invitations.get(form)
        if known is not None and known.state is InvitationState.ANSWERED:
            cohort = cohort.put(replace(known, closes=closes))
        ask = Ask(f"{role}_application", code, code, "person/late_link", closes, prompt=True)
        key = key_at(f"{code}:late", at, cohort.journal)
        return carry_out(Due(at, closes, key, ask, scope=code), cohort, at)


class StopForThem(Act):
    """They told you that they cannot go on. As if they had said it on their page: no fault, pairs end, the other hears."""

    name = "stop_for_them"
    title = "They have to stop"
    on = "person"
    renews = True

    sure: Consent = question("They want to leave the programme", widget="yes")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return takes_part(cohort, about)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return Stop(sure=self.sure).take_in(cohort, as_theirs(Stop.name, invitation.about, at), at)


class ErasePerson(Act):
    """Everything that tells who they are goes for good: name, address, words, files. Codes and dates stay, so that counts
    add up. Whoever takes part leaves first. This cannot be taken back.
    """

    name = "erase_person"
    title = "Erase"
    on = "person"
    erases = True

    sure: Consent = question("They asked for it, and I know that it cannot be undone", widget="yes")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        person = cohort.participants.get(about)
        return person is not None and person.erased_at is None

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        if not cohort.participants[invitation.about].takes_part:
            return cohort
        return Stop(sure=self.sure).take_in(cohort, as_theirs(Stop.name, invitation.about, at), at)


ACTS: tuple[type[Act], ...] = (
    CorrectDetails, NewLink, NoteAbsence, ChangeCapacity, ChangeVerdict, AdmitLate, StopForThem, ErasePerson,
)  # fmt: skip
