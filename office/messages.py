"""Messages: what a coordinator writes by hand: looked over for every reader before the first copy leaves, then in the outbox
at once. For whom it is, and what comes of it in the cohort, domain/writing.py says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from domain.cohort import Cohort
from domain.deeds import MESSAGE, Deed
from domain.lifecycles import MessageState
from domain.messages import TO_ONE, Message, Rendered, Wording
from domain.saying import say
from domain.text import clean_line, clean_text
from domain.writing import (
    BODY_MAX,
    PLACEHOLDERS,
    SUBJECT_MAX,
    Reader,
    Readers,
    digest,
    key_of,
    named_in,
    pieces_of,
    strange_in,
    written_to,
)
from notifications.by_hand import values_for
from office.desk import Access
from office.office import Office
from office.reading_room import without_logins

EXAMPLES = 3
TEST_LASTS = timedelta(days=1)
NAMED_MAX = 5
LEAVES_WITHIN = timedelta(14)  # the post is never closed longer


@dataclass(frozen=True)
class Example:
    """A message as one reader would get it, its links taken out."""

    reader: Reader
    rendered: Rendered


class NotOne(ValueError):
    """What was typed does not say for whom it is; the message says what is missing."""


@dataclass(frozen=True)
class LookedOver:
    """A message that was written and not sent. `known`: how many have it already; `mistakes`: what must be mended first."""

    readers: list[Reader]
    left_out: list[Reader]
    known: int
    examples: list[Example]
    mistakes: list[str]

    @property
    def may_go(self) -> bool:
        return bool(self.readers) and not self.mistakes


def people_called(office: Office, access: Access, words: str) -> tuple[str, ...]:
    """The codes of those who are named, with commas between: by code, or by a part of a name. NotOne when it is unclear."""
    found = []
    for part in filter(None, (clean_line(part) for part in words.split(","))):
        meant = office.store.archive.called(access.cohort, part, staff=False)
        exact = [code for code in meant if code.casefold() == part.casefold()]
        if len(exact or meant) != 1:
            if not meant:
                raise NotOne(say("Nobody is called {words}.", words=part))
            raise NotOne(say("{words} may be {codes}: say which.", words=part, codes=meant[:NAMED_MAX]))
        found.append((exact or meant)[0])
    if words.strip() and not found:
        raise NotOne(say("Nobody is called {words}.", words=words.strip()))
    return tuple(dict.fromkeys(found))


def a_wording(subject: str, body: str, by: str) -> Wording:
    """What somebody typed, cleaned and not too long."""
    return Wording(clean_line(subject)[:SUBJECT_MAX], clean_text(body)[:BODY_MAX], by)


def look_over(office: Office, access: Access, wanted: Readers, wording: Wording) -> LookedOver:
    """To whom it would go and how it would read, written out for each of them; nothing is sent."""
    found = office.store.readers.found(access.cohort, wanted, office.clock.now())
    open_to = [one for one in found if not one.left_out]
    cohort = office.store.load(access.cohort, focus={one.code for one in open_to})
    readers = [one for one in open_to if key_of(one.code, wording) not in cohort.journal]
    mistakes = list(_mistakes(cohort, wording))
    examples: list[Example] = []
    if not mistakes:
        mistakes = _that_cannot_be_filled_in(cohort, readers, wording)
        written = (
            Example(one, _rendered(office, cohort, one.code, wanted.letter, wording)) for one in readers[:EXAMPLES]
        )
        examples = [_without_logins(one) for one in written if not one.rendered.failure]
    left_out = [one for one in found if one.left_out]
    return LookedOver(readers, left_out, len(open_to) - len(readers), examples, mistakes)


def _without_logins(example: Example) -> Example:
    """The example as somebody else may read it."""
    return Example(example.reader, without_logins(example.rendered))


def _mistakes(cohort: Cohort, wording: Wording) -> Sequence[str]:
    found = []
    if cohort.hold is not None:
        found.append(say("The programme is on hold. Let it go on, then write."))
    if not wording.subject:
        found.append(say("Give it a subject."))
    if not wording.body:
        found.append(say("Write something."))
    found += [
        say("Nobody can fill in {placeholder}. There are: {known}.", placeholder=f"{{{name}}}", known=_known())
        for name in strange_in(wording.subject, wording.body)
    ]
    if "page" in named_in(wording.subject):
        found.append(say("A subject cannot hold {placeholder}.", placeholder="{page}"))
    return found


def _known() -> list[str]:
    return [f"{{{name}}}" for name in PLACEHOLDERS]


def _that_cannot_be_filled_in(cohort: Cohort, readers: Sequence[Reader], wording: Wording) -> list[str]:
    """Looked at for every reader: what placeholders have nothing to say to somebody."""
    asked = [name for name in named_in(wording.subject, wording.body) if name != "page"]
    known = {one.code: values_for(cohort, one.code) for one in readers} if asked else {}
    lacking = [one for one in readers if any(not known[one.code][name] for name in asked)] if asked else []
    if not lacking:
        return []
    empty = [f"{{{name}}}" for name in asked if any(not known[one.code][name] for one in lacking)]
    names, n = [one.name or one.code for one in lacking[:NAMED_MAX]], len(lacking)
    if n <= NAMED_MAX:
        return [say("There is nothing to put in place of {empty} for {names}.", empty=empty, names=names)]
    return [
        say(
            "There is nothing to put in place of {empty} for {n} readers, {names} among them.",
            n=n,
            empty=empty,
            names=names,
        )
    ]


def _message(office: Office, code: str, letter: str, wording: Wording, key: str, about: str) -> Message:
    now = office.clock.now()
    return Message(key, letter, code, about, about, now, now, now + TEST_LASTS, MessageState.QUEUED, wording=wording)


def _rendered(office: Office, cohort: Cohort, code: str, letter: str, wording: Wording) -> Rendered:
    message = _message(office, code, letter, wording, key_of(code, wording), code)
    return office.store.letterbox.written(cohort, message)


def mark_of(looked: LookedOver, wording: Wording) -> str:
    """The same for the same words to the same readers: what was looked over, and may leave."""
    return sha256(f"{digest(wording)} {' '.join(one.code for one in looked.readers)}".encode()).hexdigest()[:16]


def send(office: Office, access: Access, wanted: Readers, wording: Wording) -> Deed | None:
    """Put it into the outbox for everybody who has not got it, in one transaction, to be taken back until it leaves; None
    when nobody is left to get it. Look it over first."""
    found = office.store.readers.found(access.cohort, wanted, office.clock.now())
    people = [one.code for one in found if not one.left_out]
    now, by = office.clock.now(), access.coordinator.code
    after = office.store.update(
        access.cohort,
        lambda cohort: written_to(cohort, people, wanted.letter, wording, now, by),
        focus=set(people),
    )
    return next(iter(after.deeds), None)


def sent(office: Office, access: Access, deed: str) -> Deed | None:
    """A message that was sent; with its traces as long as it can be taken back."""
    found = office.store.deeds.one(access.cohort, deed)
    return found if found is not None and found.act == MESSAGE else None


def that_wait(office: Office, access: Access) -> list[Deed]:
    """The messages of a cohort that can still be taken back, newest first."""
    now = office.clock.now()
    lately = office.store.deeds.since(access.cohort, now - LEAVES_WITHIN)
    return [deed for deed in lately if deed.act == MESSAGE and deed.undone_at is None and now < deed.until]


def readers_of(office: Office, access: Access, deed: Deed) -> list[str]:
    """The names of the first of those to whom it goes, or would have gone."""
    people = [key.partition(":")[0] for key in deed.letters]
    cohort = office.store.load(access.cohort, focus=set(people[:NAMED_MAX]))
    return [cohort.name_of(code) for code in people[:NAMED_MAX]]


def send_test(office: Office, access: Access, wanted: Readers, wording: Wording) -> bool:
    """Send it to its author, as the first reader would get it, but for the way to their page; False when there is none."""
    found = office.store.readers.found(access.cohort, wanted, office.clock.now())
    first = next((one.code for one in found if not one.left_out), None)
    if first is None:
        return False
    cohort, me = office.store.load(access.cohort, focus={first}), access.coordinator.code
    values = values_for(cohort, first) | {"page": "{page}"}
    filled = Wording(_filled(wording.subject, values), _filled(wording.body, values), me)
    key = f"{me}:test-message:{digest(filled)}:{office.clock.now():%Y-%m-%dT%H%M%S}"
    office.store.post(cohort, _message(office, me, TO_ONE, filled, key, ""))
    return True


def _filled(text: str, values: dict[str, str]) -> str:
    return "".join(f"{words}{values.get(name, '')}" for words, name in pieces_of(text))
