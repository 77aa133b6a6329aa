"""The contact book in the store: whoever is in it once, found by page; asked once; and gone without a trace."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.contact_book import ASKED_A_DAY_MAX, Asking, Basis, PossibleMentor, Reply, Wanted, fingerprint
from domain.messages import Rendered
from domain.one_person import mailbox
from storage.tables import metadata
from tests.storage.worlds import DAY, NOW, a_cohort, a_message

NUMBERS = count(101)
LETTER = Rendered("Would you?", "Dear Ida Nová, would you?", "<p>Dear Ida Nová</p>")


def somebody(n=1, **changes):
    known = PossibleMentor(
        f"K{n:012d}",
        f"Ida Nová {n:02d}",
        f"ida{n}@firm.example",
        "a fair",
        Basis.PUBLIC,
        "C1",
        NOW,
        "2027a",
        date(2029, 1, 1),
    )
    return replace(known, **changes)


def an_asking(n=1, **changes):
    return replace(Asking(f"K{n:012d}", "2027a", "C1", NOW, by_letter=True), **changes)


@pytest.fixture
def book(store):
    store.create(a_cohort(1))
    return store.book


def names(book, **wanted):
    return [one.name for one in book.found(Wanted(**wanted), NOW, start=0, size=99)]


def test_an_address_stands_in_the_book_once_however_it_is_written(book):
    first = book.add([somebody()])
    again = book.add([somebody(2, email="IDA1+work@FIRM.example"), somebody(3), somebody(4, email="ida3@firm.example")])

    assert (first.added, again.added, again.known) == (1, 1, 1)
    assert book.of_address("Ida1@firm.example") == somebody()
    assert book.change(somebody(3, email="ida1@firm.example")) is False


def test_entries_are_found_by_field_name_and_how_they_were_asked(book):
    book.add([somebody(1, track=20), somebody(2, track=20, sector="biotech"), somebody(3, organisation="Cell Works")])
    book.ask(an_asking(1), None, None)
    book.ask(an_asking(2), None, None)
    book.replied(an_asking(2, reply=Reply.LATER, replied_at=NOW), (NOW + 300 * DAY).date())

    assert names(book, track=20) == ["Ida Nová 01", "Ida Nová 02"]
    assert names(book, sector="biotech") == ["Ida Nová 02"]
    assert names(book, words="cell w") == ["Ida Nová 03"]
    assert names(book, standing="new") == ["Ida Nová 03"]
    assert names(book, standing="waiting") == ["Ida Nová 01"]
    assert names(book, standing="later") == ["Ida Nová 02"]
    assert names(book, standing="yes") == []
    assert book.by_track() == {0: 1, 20: 2}
    assert [one.name for one in book.found(Wanted(), NOW, start=1, size=1)] == ["Ida Nová 02"]
    assert book.number(Wanted(track=20), NOW) == 2


def test_somebody_is_asked_for_a_cohort_once_and_the_letter_goes_with_it(book, store):
    book.add([somebody()])
    message = a_message("K:asked", to=somebody().code)

    assert book.ask(an_asking(), message, LETTER) is True
    assert book.ask(an_asking(), replace(message, key="K:asked:again"), LETTER) is False
    assert book.ask(an_asking(9), message, LETTER) is False
    assert [post.key for post in store.letters.posts("2027a")] == ["K:asked"]
    [parcel] = store.outbox.claim(NOW)
    assert (parcel.to_name, parcel.to_email, parcel.reply_email) == (
        "Ida Nová 01", "ida1@firm.example", "anna@example.org",
    )  # fmt: skip


def test_so_many_letters_leave_in_a_day_and_no_more(book):
    book.add([somebody(n) for n in range(1, ASKED_A_DAY_MAX + 2)])
    went = [
        book.ask(an_asking(n), a_message(f"{n}:asked", to=f"K{n:012d}"), LETTER) for n in range(1, ASKED_A_DAY_MAX + 2)
    ]

    assert went == [True] * ASKED_A_DAY_MAX + [False]
    assert book.asked_since("2027a", NOW - DAY) == ASKED_A_DAY_MAX
    last = an_asking(ASKED_A_DAY_MAX + 1, at=NOW + DAY)
    assert book.ask(last, a_message("last", to=last.person), LETTER) is True


def everything_in(store):
    """Every value that the database holds, as text."""
    with store.db.reading() as db:
        return "\n".join(str(row) for table in metadata.sorted_tables for row in db.execute(select(table)))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reply=st.sampled_from([None, *Reply]), by_letter=st.booleans(), never=st.booleans())
def test_whoever_goes_leaves_no_trace_but_the_fingerprint(book, store, reply, by_letter, never):
    n = next(NUMBERS)  # somebody new each time
    name, address = f"Zdislava Quirinová {n}", f"zdislava{n}@quirin{n}.example"
    person = somebody(n, name=name, email=address, notes=f"{name} is kind", organisation=f"Quirin {n}")
    book.add([person])
    letter = Rendered(f"To {name}", f"Dear {name}", f"<p>{address}</p>") if by_letter else None
    message = a_message(f"{n}:asked", to=person.code) if by_letter else None
    book.ask(an_asking(n, at=NOW + n * 2 * DAY), message, letter)
    if reply:
        book.replied(an_asking(n, reply=reply, replied_at=NOW, participant="M01"), None)

    assert book.forget(person.code, never_since=NOW if never else None) is True

    assert [word for word in (name, address, f"Quirin {n}") if word in everything_in(store)] == []
    assert book.never([address.upper()]) == ({address.upper()} if never else set())
    assert book.add([replace(person, code=f"K{n:011d}X")]).added == (0 if never else 1)
    assert book.forget(person.code) is False


def test_entries_end_on_their_day_and_only_those_who_agreed_are_told(book):
    book.add([
        somebody(1, keep_until=date(2027, 3, 1)),
        somebody(2, keep_until=date(2027, 3, 20), basis=Basis.CONSENT),
        somebody(3, keep_until=date(2027, 3, 20)),
        somebody(4, keep_until=date(2027, 3, 20), basis=Basis.CONSENT, bounced_at=NOW),
    ])  # fmt: skip

    assert book.past(date(2027, 3, 1), 9) == []
    assert book.past(date(2027, 3, 2), 9) == ["K000000000001"]
    [due] = book.to_be_told(date(2027, 3, 31), 9)
    book.tell(replace(due, told_at=NOW), a_message("ends", to=due.code), LETTER)
    assert (due.code, book.to_be_told(date(2027, 3, 31), 9)) == ("K000000000002", [])


def test_a_fingerprint_is_of_the_mailbox_and_tells_no_address():
    assert fingerprint("Ida+x@Firm.example") == fingerprint("ida@firm.example")
    assert mailbox("ida@firm.example") not in fingerprint("ida@firm.example")
