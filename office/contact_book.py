"""Contact book: asking possible mentors, and what they answer. Lists of them are read in book_lists.py; how an entry ends is
book_ends.py's.

A letter goes to nobody who was asked lately, who asked to be left in peace, or whose address does not work; what it says is
the house's, or the coordinator's own words, and where we know the reader from stands in it always.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.cohort import Cohort
from domain.contact_book import (
    ASKED,
    ASKED_A_DAY_MAX,
    BASES,
    TOLD,
    Asking,
    PossibleMentor,
    Reply,
    as_guest,
    asked_again_from,
    why_not_asked,
)
from domain.dates import posting
from domain.messages import Message, Rendered, Wording
from domain.people import Role
from domain.rules.recruitment import call_stands, call_window
from domain.saying import say
from domain.states import APPLICATIONS
from notifications.letters import plain
from notifications.pieces import mistakes_in
from office.calls import begin_from_the_book
from office.desk import Access
from office.erasing import erase_participant
from office.links import LinkRefused
from office.office import Office
from office.reading_room import without_logins
from storage.keeping.book import Came

KNOWN_FROM = "{known_from}"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class LookedOver:
    """A letter to several before it goes: to whom, who is left out and why, how it reads, and what must be mended first."""

    readers: list[PossibleMentor]
    left_out: list[tuple[PossibleMentor, str]]
    example: Rendered | None
    mistakes: list[str]


@dataclass(frozen=True)
class Entry:
    """Somebody's entry as they see it. `cohort`: the one for which they were asked, or in whose name it is kept."""

    person: PossibleMentor
    cohort: Cohort
    came: list[Came]

    @property
    def asking(self) -> Asking | None:
        """How they were asked for this cohort."""
        return next((one.asking for one in self.came if one.asking.cohort == self.cohort.code), None)


def new_code() -> str:
    """The code of a new entry; never given twice, so that no letter is ever taken for somebody else's."""
    return f"K{secrets.token_hex(6).upper()}"


def look_over(office: Office, access: Access, codes: Collection[str], wording: Wording | None) -> LookedOver:
    """To whom the letter would go and how it would read; nothing is sent."""
    cohort, now = office.store.load(access.cohort, focus=()), office.clock.now()
    people = [person for code in codes if (person := office.store.book.person(code)) is not None]
    came = office.store.book.came_of([person.code for person in people])
    why = {one.code: why_not_asked(one, [c.asking for c in came[one.code]], cohort, now) for one in people}
    readers = [one for one in people if not why[one.code]]
    mistakes = list(_mistakes(office, cohort, readers, wording))
    example = _rendered(office, cohort, readers[0], _letter(cohort, readers[0], wording, now)) if readers else None
    return LookedOver(
        readers,
        [(one, why[one.code]) for one in people if why[one.code]],
        without_logins(example) if example and not mistakes else None,
        mistakes,
    )


def _mistakes(
    office: Office, cohort: Cohort, readers: Collection[PossibleMentor], wording: Wording | None
) -> Collection[str]:
    now, found = office.clock.now(), []
    room = max(ASKED_A_DAY_MAX - office.store.book.asked_since(cohort.code, now - DAY), 0)
    if cohort.hold is not None:
        found.append(say("The programme is on hold. Let it go on, then write."))
    if call_stands(cohort, Role.MENTOR, now) == "over":
        found.append(say("The call for mentors is over, so that nobody could apply."))
    if not readers:
        found.append(say("Choose somebody who may be asked."))
    if len(readers) > room:
        found.append(
            say("These are personal letters: today {n} more may go, choose fewer.", n=room)
            if room
            else say("These are personal letters, and as many as may go in a day have gone. Go on tomorrow.")
        )
    if wording is not None:
        found += mistakes_in(plain(ASKED, cohort.language), wording)
        if KNOWN_FROM not in wording.body:
            found.append(say("Everybody must read how we know them: put {placeholder} back.", placeholder=KNOWN_FROM))
    return found


def ask(office: Office, access: Access, codes: Collection[str], wording: Wording | None) -> int:
    """Write to those who may be asked, each with the letter in one transaction; how many. Look it over first."""
    looked = look_over(office, access, codes, wording)
    if looked.mistakes:
        return 0
    cohort, now = office.store.load(access.cohort, focus=()), office.clock.now()
    return sum(_ask_one(office, cohort, person, wording, now, access.coordinator.code) for person in looked.readers)


def _ask_one(
    office: Office, cohort: Cohort, person: PossibleMentor, wording: Wording | None, now: datetime, by: str
) -> bool:
    message = _letter(cohort, person, wording, now)
    rendered = _rendered(office, cohort, person, message)
    if rendered.failure:
        return False
    return office.store.book.ask(Asking(person.code, cohort.code, by, now, by_letter=True), message, rendered)


def _letter(cohort: Cohort, person: PossibleMentor, wording: Wording | None, now: datetime) -> Message:
    _, closes = call_window(cohort, Role.MENTOR)
    key = f"{person.code}:asked"
    return Message(key, ASKED, person.code, "", "", now, posting(now, cohort.days), closes, wording=wording)


def _rendered(office: Office, cohort: Cohort, person: PossibleMentor, message: Message) -> Rendered:
    return office.store.letterbox.written(as_guest(person, cohort), message)


def note_asked(office: Office, access: Access, code: str, reply: str) -> None:
    """A coordinator asked somebody in person, or heard their answer."""
    person, now = office.store.book.person(code), office.clock.now()
    if person is None:
        return
    asking = Asking(code, access.cohort, access.coordinator.code, now, by_letter=False)
    office.store.book.ask(asking, None, None)
    if reply in set(Reply):
        _answered(office, access.cohort, person, Reply(reply))


# --- what they say ----------------------------------------------------------------------------------------------------


def entry(office: Office, token: str) -> Entry:
    """The entry behind a link. LinkRefused when it is none of ours, or they are in the book no more."""
    code, who = office.links.read_entry(token)
    person = office.store.book.person(who)
    if person is None or code not in office.store.cohorts():
        raise LinkRefused(say("this link no longer works"))
    return Entry(person, office.store.load(code, focus=()), office.store.book.came_of([who])[who])


def answer(office: Office, token: str, reply: Reply) -> str:
    """Take somebody's answer in, which counts from the last one given; where they go on: the address of their application, or
    ""."""
    found = entry(office, token)
    return _answered(office, found.cohort.code, found.person, reply)


def _answered(office: Office, code: str, person: PossibleMentor, reply: Reply) -> str:
    now = office.clock.now()
    came = office.store.book.came_of([person.code])[person.code]
    if reply is not Reply.YES:
        _take_back(office, came)
    if reply is Reply.NEVER:
        office.store.book.forget(person.code, never_since=now)
        return ""
    known = next((one.asking for one in came if one.asking.cohort == code), None)
    if known is None:
        known = Asking(person.code, code, person.added_by, now, by_letter=False)
        office.store.book.ask(known, None, None)
    participant = known.participant
    if reply is Reply.YES:
        participant = begin_from_the_book(office, code, person) or participant
    zone = office.store.load(code, focus=()).zone
    ask_from = asked_again_from(now, zone) if reply is Reply.LATER else None
    office.store.book.replied(replace(known, reply=reply, replied_at=now, participant=participant), ask_from)
    return _application_of(office, code, participant) if reply is Reply.YES else ""


def _take_back(office: Office, came: Collection[Came]) -> None:
    """Whoever had said yes and sent no application is no participant any more, so that nobody reminds them of it."""
    for one in came:
        if one.asking.participant and one.application is None:
            erase_participant(office, one.asking.cohort, one.asking.participant)


def _application_of(office: Office, code: str, participant: str) -> str:
    cohort = office.store.load(code, focus={participant}) if participant else None
    form = cohort.invitation(participant, "mentor_application", participant) if cohort else None
    return office.links.form(code, form) if form and form.takes_answers(office.clock.now()) else ""


def entry_facts(office: Office, address: str) -> dict[str, Any] | None:
    """What the book has of whoever has this address, as plain values; None when they are not in it."""
    person = office.store.book.of_address(address)
    return None if person is None else facts_of(person, office.store.book.came_of([person.code])[person.code])


def facts_of(person: PossibleMentor, came: Collection[Came]) -> dict[str, Any]:
    """An entry and its askings as plain values, for the person to take along."""
    return {
        "name": person.name,
        "email": person.email,
        "organisation": person.organisation,
        "career_track": person.track,
        "sector": person.sector,
        "how_we_know_you": person.source,
        "why_we_may_keep_it": str(BASES[person.basis]),
        "notes": person.notes,
        "added_at": person.added_at,
        "kept_until": person.keep_until,
        "not_asked_before": person.ask_from,
        "asked": [
            {
                "programme": one.asking.cohort,
                "at": one.asking.at,
                "by_letter": one.asking.by_letter,
                "answer": one.asking.reply,
                "answered_at": one.asking.replied_at,
            }
            for one in came
        ],
    }


def what_came(came: Came) -> str:
    """What came of an asking, in words: how the application stands, else what they said."""
    return APPLICATIONS[came.application] if came.application else TOLD[came.asking.reply]
