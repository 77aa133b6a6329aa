"""Taking in: a list that a coordinator brings, looked at before anything is done, taken in as one deed, and so taken back as
one. Reading is left to office/lists, who is known to office/contacts.py, the deed to office/acts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.deeds import Deed
from domain.people import Role
from domain.saying import said_by, say
from office.acts.doing import Changed, Look, NotNow, Order, carry_out, look
from office.contacts import ContactList, ContactsRefused, against, as_listed, meanings_of
from office.lists.alphabets import Unreadable
from office.lists.people import People, Refused, people_in
from office.lists.reading import Sheet, sheet_of
from office.office import Office

ACT = "take_in"
NOBODY = say("Everybody on this list is there already.")


@dataclass(frozen=True)
class Brought:
    """A list as it was brought. `meanings`: by meaning, the column, as somebody said; None: as it is guessed.

    `last`: the last day on which these people may apply, where their call is over.
    """

    role: Role
    raw: bytes
    meanings: Mapping[str, int] | None = None
    encoding: str = ""
    last: str = ""


@dataclass(frozen=True)
class Looked:
    """What a list holds and what taking it in would cause. `sheet`: None when it cannot be read; `look`: None when nobody
    would come in."""

    sheet: Sheet | None
    meanings: Mapping[str, int]
    found: ContactList
    order: Order | None = None
    look: Look | None = None


def look_at(office: Office, code: str, by: str, brought: Brought) -> Looked:
    """The list as the cohort sees it; changes nothing. Mistakes for an answer beside it that cannot be."""
    try:
        sheet = sheet_of(brought.raw, brought.encoding)
    except Unreadable as error:
        nobody = People((), (Refused(0, "", said_by(error)),), ())
        return Looked(None, {}, against(office, office.store.load(code, focus={""}), brought.role, nobody))
    meanings = brought.meanings if brought.meanings is not None else meanings_of(office, sheet)
    people = people_in(sheet, meanings)
    found = against(office, office.store.load(code, focus={""}), brought.role, people, sheet.notes)
    seen = Looked(sheet, meanings, found)
    if not found.fresh or found.is_no_list:
        return seen
    order = _order(found, by, brought.last)
    return replace(seen, order=order, look=look(office, code, order))


def take_in(office: Office, code: str, by: str, brought: Brought, seen: str) -> Deed:
    """Take in everybody who can be read, as it was looked at (`seen` is its mark); Changed when it would be something else.

    What the columns mean is remembered for the next list like it.
    """
    looked = look_at(office, code, by, brought)
    if looked.order is None or looked.sheet is None:
        raise NotNow(looked.found.mistakes[0] if looked.found.mistakes else NOBODY)
    deed = carry_out(office, code, looked.order, seen)
    if looked.sheet.has_headings:
        office.store.columns.remember(looked.sheet.headings, looked.meanings, office.clock.now())
    return deed


def take_in_at_once(office: Office, code: str, by: str, brought: Brought) -> tuple[ContactList, Deed | None]:
    """Take a list in as it is, for whoever has seen before what it holds: all of it or, with ContactsRefused, nothing. What
    came in, and the deed by which it can be taken back; no deed where everybody is there already."""
    looked = look_at(office, code, by, brought)
    if looked.found.mistakes:
        raise ContactsRefused(looked.found.mistakes)
    if looked.look is None:
        return looked.found, None
    try:
        return looked.found, take_in(office, code, by, brought, looked.look.caused.mark)
    except Changed as changed:  # a round came between: nobody has looked at what it caused before
        return looked.found, take_in(office, code, by, brought, changed.look.caused.mark)


def _order(found: ContactList, by: str, last: str) -> Order:
    people = [as_listed(one).model_dump() for one in found.fresh]
    content = {"role": found.role.value, "people": people}
    return Order(ACT, "", by, content | ({"last": last} if last and found.call_is_over else {}))
