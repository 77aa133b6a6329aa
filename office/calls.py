"""Calls: the open link. Anybody may ask for a personal application link; the answer is the same whatever we know."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.actions import Ask, Due, Write
from domain.addresses import address_in
from domain.carry_out import carry_out
from domain.channels import BOOK, source_of
from domain.cohort import Cohort, Entry
from domain.contact_book import PossibleMentor
from domain.dates import FAR_FUTURE, day_of
from domain.forms.verbs import next_number
from domain.invitations import invitation_id
from domain.lifecycles import InvitationState
from domain.names import person_name
from domain.one_person import mailbox
from domain.people import Participant, Role
from domain.rules.recruitment import call_stands, call_window
from domain.saying import said_by, say
from domain.text import clean_line
from office import wake
from office.errors import StaleDraft
from office.intake import Mistakes
from office.links import LinkRefused
from office.office import Office


@dataclass(frozen=True)
class OpenCall:
    """A call as its page shows it."""

    cohort: Cohort
    role: Role
    opens: datetime
    closes: datetime
    stands: Literal["before", "open", "over"]
    on_hold: bool
    is_late: bool  # its day has come, and recruitment has not begun

    @property
    def is_open(self) -> bool:
        """On hold nothing leaves, so nothing is promised."""
        return self.stands == "open" and not self.on_hold


def open_call(office: Office, token: str) -> OpenCall:
    """The call behind an open link. LinkRefused when it is not one of ours."""
    code, role, _, generation = _read(office, token)
    cohort = office.store.load(code, focus={""})
    if cohort.calls != generation:
        raise LinkRefused(say("this link was replaced by a newer one"))
    opens, closes = call_window(cohort, role)
    now = office.clock.now()
    stands = call_stands(cohort, role, now)
    is_late = stands == "before" and opens <= now
    return OpenCall(cohort, role, opens, closes, stands, cohort.hold is not None, is_late)


def call_link(office: Office, cohort: Cohort, role: Role, channel: str = "") -> str:
    """The open link that works now."""
    return office.links.call(cohort.code, role, channel, cohort.calls)


def _read(office: Office, token: str) -> tuple[str, Role, str, int]:
    code, role, channel, generation = office.links.read_call(token)
    if code not in office.store.cohorts() or role not in [r.value for r in Role]:
        raise LinkRefused(say("this link no longer works"))
    return code, Role(role), channel, generation


def begin_application(office: Office, token: str, name: str, email: str) -> None:
    """Send a personal application link to this address. Says nothing about whether the address is known.

    Somebody new becomes a participant who was invited by the open link of its channel. The letter goes out each time it is
    asked for, at most once a day. Anybody can type any address here, so nothing typed goes to it: the name waits in the
    form, for whoever holds the address to send or to change. Mistakes when name or address cannot be right.
    """
    code, role, channel, _ = _read(office, token)
    if not open_call(office, token).is_open:
        return
    name, address = _checked(name, email)
    now = office.clock.now()

    def join(cohort: Cohort) -> Cohort:
        if _known(cohort, role, address):
            return cohort
        person = Participant(
            id=f"{role.letter}{next_number(cohort, role):02d}",
            role=role,
            name="",  # until they tell it themselves
            email=address,
            language=cohort.language,
            time_zone=cohort.zone,
            invited_at=now,
            source=source_of(channel),
        )
        joined = cohort.put(person).note(Entry(f"{person.id}:joined", "", now, f"begin application of {person.id}"))
        return _with_the_link(joined, person.id, now)

    cohort = office.store.update(code, join, focus={""})
    person = _known(cohort, role, address)
    if person is not None:
        # In a turn of their own: only there are the forms of this person loaded, and the journal lines about them.
        office.store.update(code, lambda known: _with_the_link(known, person.id, now), focus={person.id})
        if not person.name:
            _keep_for_the_form(office, code, person, name)
    wake.answered(office.settings, code, cohort.phase)


def begin_from_the_book(office: Office, code: str, person: PossibleMentor) -> str:
    """Somebody in the contact book wants to apply: they join as who they are there, and get the link to their application
    as soon as the call is open. Their code in the cohort; "" when the call is over."""
    now = office.clock.now()
    if call_stands(office.store.load(code, focus=()), Role.MENTOR, now) == "over":
        return ""

    def join(cohort: Cohort) -> Cohort:
        if _known(cohort, Role.MENTOR, person.email):
            return cohort
        one = Participant(
            id=f"{Role.MENTOR.letter}{next_number(cohort, Role.MENTOR):02d}",
            role=Role.MENTOR,
            name=person.name,
            email=person.email,
            language=person.language,
            time_zone=cohort.zone,
            invited_at=now,
            source=BOOK,
        )
        return cohort.put(one).note(Entry(f"{one.id}:joined", "", now, f"begin application of {one.id}"))

    cohort = office.store.update(code, join, focus={""})
    known = _known(cohort, Role.MENTOR, person.email)
    assert known is not None, "joined above"
    if call_stands(cohort, Role.MENTOR, now) == "open":
        office.store.update(code, lambda current: _with_the_link(current, known.id, now), focus={known.id})
    wake.answered(office.settings, code, cohort.phase)
    return known.id


def _keep_for_the_form(office: Office, code: str, person: Participant, name: str) -> None:
    """The first page of the application starts with this name, unless something is written there already."""
    form = invitation_id(person.id, f"{person.role.value}_application", person.id)
    with suppress(StaleDraft):
        office.store.drafts.save(code, form, {"full_name": name}, 0)


def _known(cohort: Cohort, role: Role, address: str) -> Participant | None:
    people = (person for person in cohort.participants.values() if person.role is role)
    return next((person for person in people if mailbox(person.email) == mailbox(address)), None)


def _checked(name: str, email: str) -> tuple[str, str]:
    mistakes, address = {}, address_in(clean_line(email))
    try:
        name = person_name(name)
    except ValueError as error:
        mistakes["name"] = said_by(error)
    if not address:
        mistakes["email"] = say("This does not look like an e-mail address. Please check it.")
    if mistakes:
        raise Mistakes(mistakes)
    return name, address


def _with_the_link(cohort: Cohort, code: str, now: datetime) -> Cohort:
    """The letter with the link to the application, open again where it had closed; the day in the key keeps it to one a
    day. Whoever asked needs no call any more; whoever has left gets the way to their page.
    """
    person = cohort.participants[code]
    key, call = f"{code}:link:{day_of(now, cohort.zone)}", f"{code}:call:1:{code}"
    if key in cohort.journal:
        return cohort
    if person.has_left and cohort.can_write_to(code, "person/new_link"):
        return carry_out(
            Due(now, FAR_FUTURE, key, Write("person/new_link", code, code, prompt=True), code), cohort, now
        )
    if not cohort.can_write_to(code):
        return cohort
    form, letter = f"{person.role.value}_application", f"{person.role.value}/application_link"
    _, closes = call_window(cohort, person.role)
    known = cohort.invitation(code, form, code)
    action: Ask | Write = Ask(form, code, code, letter, closes, prompt=True)
    if known is not None and known.state is InvitationState.ANSWERED:  # what they sent stands, and may still be changed
        action = Write(letter, code, code, known.id, prompt=True)
    cohort = carry_out(Due(now, closes, key, action, scope=code), cohort, now)
    if call in cohort.journal:
        return cohort
    return cohort.note(Entry(call, code, now, f"{code} asked before being called"))
