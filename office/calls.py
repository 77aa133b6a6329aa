"""Calls: the open link. Anybody may ask for a personal application link; the answer is the same whatever we know."""

from dataclasses import dataclass, replace
from datetime import datetime

from email_validator import EmailNotValidError, validate_email

from domain.cohort import Cohort, Entry
from domain.dates import FAR_FUTURE, day_of
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import Phase
from domain.messages import Message
from domain.people import Participant, Role
from domain.rules.recruitment import call_window
from domain.text import clean_line
from office import wake
from office.contacts import first_free_number
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
    is_open: bool


def open_call(office: Office, token: str) -> OpenCall:
    """The call behind an open link. LinkRefused when it is not one of ours."""
    code, role = _read(office, token)
    cohort = office.store.load(code, focus={""})
    opens, closes = call_window(cohort, role)
    is_open = cohort.phase is Phase.RECRUITMENT and opens <= office.clock.now() < closes
    return OpenCall(cohort, role, opens, closes, is_open)


def _read(office: Office, token: str) -> tuple[str, Role]:
    code, role = office.links.read_call(token)
    if code not in office.store.cohorts() or role not in [r.value for r in Role]:
        raise LinkRefused("this link no longer works")
    return code, Role(role)


def begin_application(office: Office, token: str, name: str, email: str) -> None:
    """Send a personal application link to this address. Says nothing about whether the address is known.

    Somebody known gets the link again, at most once a day; somebody new becomes a participant who was invited by the
    open link. Mistakes when name or address cannot be right.
    """
    code, role = _read(office, token)
    if not open_call(office, token).is_open:
        return
    name, address = _checked(name, email)
    now = office.clock.now()

    def turn(cohort: Cohort) -> Cohort:
        for person in cohort.participants.values():
            if person.role is role and person.email.casefold() == address.casefold():
                return _again(cohort, person, now)
        person = Participant(
            id=f"{role.letter}{first_free_number(cohort, role):02d}",
            role=role,
            name=name,
            email=address,
            time_zone=cohort.zone,
            invited_at=now,
            source="open",
        )
        return cohort.put(person).note(Entry(f"{person.id}:joined", "", now, f"begin application of {person.id}"))

    cohort = office.store.update(code, turn, focus={""})
    wake.answered(office.settings, code, cohort.phase)


def _checked(name: str, email: str) -> tuple[str, str]:
    mistakes = {}
    name = clean_line(name)
    if not name or len(name) > 120 or any(sign in name for sign in "<>@"):
        mistakes["name"] = "Please tell us your name."
    address = ""
    try:
        address = validate_email(clean_line(email), check_deliverability=False, allow_smtputf8=False).ascii_email or ""
    except EmailNotValidError:
        mistakes["email"] = "This does not look like an e-mail address. Please check it."
    if mistakes:
        raise Mistakes(mistakes)
    return name, address


def _again(cohort: Cohort, person: Participant, now: datetime) -> Cohort:
    """Write the link once more; the day in the key keeps it to one letter a day."""
    key = f"{person.id}:link:{day_of(now, cohort.zone)}"
    form = f"{person.role.value}_application"
    _, closes = call_window(cohort, person.role)
    invitation = Invitation(
        invitation_id(person.id, form, person.id), form, person.id, person.id, person.id, now, closes
    )
    letter = Message(
        key=key,
        letter=f"{person.role.value}/application_link",
        to=person.id,
        about=person.id,
        scope=person.id,
        written_at=now,
        not_before=now,
        until=min(closes, FAR_FUTURE),
        invitation=invitation.id,
    )
    if key in cohort.journal or not person.takes_part:
        return cohort
    return replace(cohort.post(letter).note(Entry(key, "", now, f"send the link of {person.id} again")))
