"""Acts on a whole cohort: its calendar, its beginning, whether it goes on, and who comes in late."""

import datetime as dt
from collections.abc import Set
from dataclasses import replace
from datetime import datetime, timedelta

from domain.actions import Ask, Due, Move, Write
from domain.acts.act import Act, mistake_in_last_day
from domain.belonging import Use
from domain.calendar import ENDS
from domain.carry_out import carry_out, move
from domain.channels import OPEN
from domain.cohort import Cohort
from domain.dates import day_of, last_day, posting, start_of
from domain.deeds import key_at
from domain.forms.form import question
from domain.forms.kinds import Code, Consent, Email, PersonName, Text
from domain.forms.read_by import ADDRESSING
from domain.forms.steer import Steer
from domain.forms.verbs import MILESTONES, SEATED, begun_on, cannot_be, extended, next_number, shifted
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, PairState, Phase
from domain.one_person import mailbox
from domain.people import Participant, Role
from domain.rules.pairing import IN_THE_POOL
from domain.saying import say, sayings

STONES = sayings(
    {
        "recruitment_opens": "Recruitment opens",
        "mentors_open": "The call for mentors opens",
        "mentors_close": "Last day of the call for mentors",
        "mentees_open": "The call for mentees opens",
        "mentees_close": "Last day of the call for mentees",
        "matching_on": "Matching",
        "mentoring_starts": "Mentoring starts",
        "mentoring_ends": "Last day of mentoring",
        "closes": "Last day of the cohort",
    }
)
CALLS = {"mentors_close": Role.MENTOR, "mentees_close": Role.MENTEE}


class MoveMilestone(Act):
    """Everything follows from these days: forms, windows, gatherings, letters. Those whose dates change hear of it once."""

    name = "move_milestone"
    title = "Move a date of the calendar"
    on = "cohort"
    reach = "cohort"

    milestone: Code = question("Which date?", widget="choice", options=STONES)
    day: dt.date = question("To which day?", widget="date")
    follow: bool = question("What comes after it moves by as many days", True, widget="yes")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return cohort.is_open and bool(_ahead(cohort, at))

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        ahead = _ahead(cohort, invitation.opens)
        return {
            "milestone": {
                name: say("{milestone}: {day}", milestone=STONES[name], day=_said(cohort, name)) for name in ahead
            }
        }

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if not self._days(cohort):
            return {"day": say("It is this day already.")}
        if self.day < day_of(at, cohort.zone):
            return {"day": say("These days are over.")}
        wrong = cannot_be(self._moved(cohort, at))
        return {"day": say("That does not work: {why}.", why=wrong)} if wrong else {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        moved = self._moved(cohort, at)
        return _told(_calls_extended(cohort, moved), cohort, at)

    def _moved(self, cohort: Cohort, at: datetime) -> Cohort:
        return (
            extended(cohort, self.milestone, self._days(cohort), at)
            if self.follow
            else shifted(cohort, (self.milestone,), self._days(cohort), at)
        )

    def _days(self, cohort: Cohort) -> int:
        return (self.day - _said(cohort, self.milestone)).days


def _ahead(cohort: Cohort, at: datetime) -> list[str]:
    """The milestones that lie ahead; a call may be extended as long as nobody was matched after it."""
    unmatched = cohort.phase is Phase.RECRUITMENT and not cohort.proposals
    stones = cohort.milestones
    return [name for name in MILESTONES if getattr(stones, name) > at or (unmatched and name in CALLS)]


def _said(cohort: Cohort, name: str) -> dt.date:
    """The day by which people call a milestone."""
    at = getattr(cohort.milestones, name)
    return last_day(at, cohort.zone) if name in ENDS else day_of(at, cohort.zone)


def _calls_extended(before: Cohort, after: Cohort) -> Cohort:
    """Applications that were asked for until the old last day are asked for until the new one."""
    changed = []
    for name, role in CALLS.items():
        was, will = getattr(before.milestones, name), getattr(after.milestones, name)
        form = f"{role.value}_application"
        theirs = (one for one in after.invitations.values() if one.form == form and one.closes == was != will)
        changed += [replace(one, closes=will) for one in theirs]
    return after.put(*changed)


def _told(cohort: Cohort, before: Cohort, at: datetime) -> Cohort:
    """One letter to each of those whose dates have changed."""
    moved = {name for name in STONES if getattr(before.milestones, name) != getattr(cohort.milestones, name)}
    for person in cohort.participants.values():
        if cohort.can_write_to(person.id) and (letter := _letter_to(cohort, person, moved)):
            key = key_at(f"{person.id}:dates-moved", at, cohort.journal)
            due = Due(at, posting(at, cohort.days) + timedelta(7), key, letter, scope=person.id)
            cohort = carry_out(due, cohort, at)
    return cohort


def _letter_to(cohort: Cohort, person: Participant, moved: Set[str]) -> Write | None:
    """Those who could still apply hear of their call; those who take part, or may come to, of the beginning and the end."""
    application = cohort.applications.get(person.id)
    if application is None:
        form = cohort.invitation(person.id, f"{person.role.value}_application", person.id)
        theirs = any(CALLS[name] is person.role for name in CALLS.keys() & moved)
        called = theirs and form is not None and form.state is InvitationState.OPEN
        return Write("person/call_moved", person.id, person.id, form.id) if called and form else None
    comes_in = application.state in IN_THE_POOL and "mentoring_starts" in moved
    is_in = bool(cohort.groups_of(person.id, *SEATED)) and bool(moved & {"mentoring_starts", "mentoring_ends"})
    return Write("person/dates_moved", person.id, person.id) if comes_in or is_in else None


class StartEarly(Act):
    """Mentoring starts today with the pairs there are; it still ends on its day. Those who wait stay on the waiting list."""

    name = "start_early"
    title = "Start mentoring now"
    on = "cohort"
    reach = "cohort"

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        active = any(pair.state is PairState.ACTIVE for pair in cohort.groups.values())
        return cohort.phase is Phase.RECRUITMENT and active and cohort.hold is None

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        today = day_of(at, cohort.zone)
        moved = dict(cohort.moved) | {
            name: today
            for name in MILESTONES
            if name != "closes"
            and name != "mentoring_ends"
            and day_of(getattr(cohort.milestones, name), cohort.zone) > today
        }
        early = begun_on(replace(cohort, moved=tuple(sorted(moved.items()))), today)
        started = move(Move("cohort", "", Phase.MENTORING.value), early, at)
        return _told(started, cohort, at)


class AddLatecomer(Act):
    """Somebody new, after the call: they get the link to the application, with a last day of their own."""

    name = "add_latecomer"
    title = "Add somebody late"
    on = "cohort"
    reach = "cohort"

    full_name: PersonName = question("Name", **ADDRESSING)
    email: Email = question("E-mail address", widget="email", **ADDRESSING)
    role: Code = question(
        "As", widget="choice", options=sayings({Role.MENTOR: "mentor", Role.MENTEE: "mentee"}), use=Use.ADDRESS
    )
    last: dt.date = question("Last day for this person", widget="date")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return cohort.phase in (Phase.RECRUITMENT, Phase.MENTORING)

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if mailbox(self.email) in cohort.mailboxes(Role(self.role)):
            return {"email": say("Somebody in this cohort has this address already; their page offers it.")}
        return mistake_in_last_day(self.last, cohort, at)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        role = Role(self.role)
        code = f"{role.letter}{next_number(cohort, role):02d}"
        person = Participant(
            code, role, self.full_name, self.email, cohort.language, cohort.zone, invited_at=at, source=OPEN
        )
        closes = start_of(self.last + timedelta(1), cohort.zone)
        form = f"{role.value}_application"
        ask = Ask(form, code, code, "person/late_link", closes, prompt=True)
        called = Due(at, closes, f"{code}:call:1:{code}", ask, scope=code)
        return carry_out(called, cohort.put(person), at)


class NewCallLinks(Act):
    """The open links of the calls are in wrong hands, or on a page that cannot be changed. They stop working, with every QR
    code of theirs; whoever has a link of their own already keeps it. Publish the new ones from "Links to share".
    """

    name = "new_call_links"
    title = "New links for the calls"
    on = "cohort"
    reach = "cohort"

    sure: Consent = question("Yes, the links that are out stop working", widget="yes")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return cohort.phase in (Phase.PREPARATION, Phase.RECRUITMENT)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return replace(cohort, calls=cohort.calls + 1)


class Hold(Act):
    """Nothing leaves the office until you let it go on: no letters, no reminders. Then it goes on with what is right."""

    name = "hold_cohort"
    title = "Hold everything"
    on = "cohort"
    reach = "cohort"

    reason: Text = question("Why?", widget="text", hint="For the next coordinator.", min_length=1, use=Use.DECISION)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return cohort.is_open and cohort.hold is None

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return Steer(action="hold", reason=self.reason).take_in(cohort, invitation, at)


class GoOn(Act):
    """What is due by now is done; what would have been in vain meanwhile is left out."""

    name = "let_go_on"
    title = "Go on"
    on = "cohort"
    reach = "cohort"

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return cohort.is_open and cohort.hold is not None

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return Steer(action="lift").take_in(cohort, invitation, at)


class CallOff(Act):
    """It ends here for everybody: pairs end, gatherings are cancelled, forms are withdrawn, and all hear it from you."""

    name = "call_off"
    title = "Call the cohort off"
    on = "cohort"
    reach = "cohort"

    sure: Consent = question("Yes, call it off for everybody", widget="yes")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return cohort.is_open

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return Steer(action="call_off", sure=self.sure).take_in(cohort, invitation, at)


ACTS: tuple[type[Act], ...] = (MoveMilestone, StartEarly, AddLatecomer, NewCallLinks, Hold, GoOn, CallOff)
