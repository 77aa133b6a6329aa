"""Acts on a list of people: all who stand on it come in with one decision, and go again with one, as long as no letter left.

A list is read elsewhere (office/lists); here are people with name and address already.
"""

import datetime as dt
from collections.abc import Iterable
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from domain.actions import Ask, Due
from domain.acts.act import Act, mistake_in_last_day
from domain.belonging import Use
from domain.carry_out import carry_out
from domain.channels import LIST, came_back
from domain.cohort import Cohort
from domain.dates import start_of
from domain.forms.application import LETTER_LANGUAGES
from domain.forms.form import question
from domain.forms.kinds import Code, Email, PersonName, Zone
from domain.forms.read_by import ADDRESSING
from domain.forms.verbs import next_number
from domain.invitations import Invitation
from domain.one_person import mailbox
from domain.people import Participant, Role
from domain.rules.recruitment import call_stands, call_window
from domain.saying import say, sayings

ROLES = sayings({Role.MENTOR.value: "Mentors", Role.MENTEE.value: "Mentees"})
PEOPLE_MAX = 20_000


class Listed(BaseModel):
    """One person of a list, as they are written to."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: PersonName = question("Name", **ADDRESSING)
    email: Email = question("E-mail address", **ADDRESSING)
    language: Code = question("Language of letters", "en", options=LETTER_LANGUAGES)
    time_zone: Zone | None = question("Time zone", None)


class TakeIn(Act):
    """They get the call with a link of their own. Whoever is known by their address already is left alone."""

    name = "take_in"
    title = "Invite from a list"
    on = "cohort"
    reach = "cohort"
    page = "/contacts"

    role: Code = question("These are", widget="choice", options=ROLES, use=Use.ADDRESS)
    people: tuple[Listed, ...] = question("People", widget="rows", max_length=PEOPLE_MAX, **ADDRESSING)
    source: Code = question("Where they come from", LIST, use=Use.CARE)
    last: dt.date | None = question(
        "They may apply until",
        None,
        widget="date",
        hint="Their call is over; without a day of their own none can apply.",
    )

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return cohort.is_open

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        return frozenset() if any(_is_over(cohort, role, invitation.opens) for role in Role) else frozenset({"last"})

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if self.source != LIST and not came_back(self.source):
            return {"source": say("Please choose from the list.")}
        if self.last is not None and _is_over(cohort, Role(self.role), at):
            return mistake_in_last_day(self.last, cohort, at)
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        role = Role(self.role)
        after = with_people(cohort, role, self.people, at, self.source)
        if self.last is None or not _is_over(cohort, role, at):
            return after
        for code in sorted(after.participants.keys() - cohort.participants.keys()):
            after = _called_late(after, code, role, self.last, at)
        return after

    def back_until(self, cohort: Cohort, at: datetime) -> datetime | None:
        """As long as their call has not opened, nobody of them hears anything."""
        role = Role(self.role)
        opens, _ = call_window(cohort, role)
        return opens if call_stands(cohort, role, at) == "before" and opens > at else None


def _is_over(cohort: Cohort, role: Role, at: datetime) -> bool:
    return call_stands(cohort, role, at) == "over"


def with_people(cohort: Cohort, role: Role, people: Iterable[Listed], at: datetime, source: str = LIST) -> Cohort:
    """The cohort with these people in it, but for those it knows by their address; numbered in the order of the list."""
    known = cohort.mailboxes(role)
    number = next_number(cohort, role)
    fresh: list[Participant] = []
    for person in people:
        if mailbox(person.email) in known:
            continue
        known |= {mailbox(person.email)}
        fresh.append(
            Participant(
                id=f"{role.letter}{number + len(fresh):02d}",
                role=role,
                name=person.name,
                email=person.email,
                language=person.language,
                time_zone=person.time_zone or cohort.zone,
                invited_at=at,
                source=source,
            )
        )
    return cohort.put(*fresh) if fresh else cohort


def _called_late(cohort: Cohort, code: str, role: Role, last: dt.date, at: datetime) -> Cohort:
    closes = start_of(last + timedelta(1), cohort.zone)
    ask = Ask(f"{role.value}_application", code, code, "person/late_link", closes, prompt=True)
    return carry_out(Due(at, closes, f"{code}:call:1:{code}", ask, scope=code), cohort, at)


ACTS: tuple[type[Act], ...] = (TakeIn,)
