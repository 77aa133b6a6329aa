"""The contact book: possible mentors are asked once in a while, answer by a click, and are forgotten in time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.applications import Application
from domain.contact_book import ASKED_A_DAY_MAX, KEPT_MONTHS, Basis, PossibleMentor, Reply, kept_until
from domain.dates import day_of
from domain.lifecycles import ApplicationState, MessageState
from domain.messages import Wording
from domain.people import Role
from notifications.letters import plain
from office import contact_book
from office.book_ends import let_entries_go, stay, tell_of_ends
from office.channels import brought
from office.contacts import read_contacts
from office.desk import access
from office.erasing import erase
from office.intake import open_form
from office.links import LinkRefused
from office.own_copy import own_copy
from office.post import deliver_post
from office.returns import note_a_dead_address
from rehearsal.staging.company import FORM_LINK
from tests.office.offices import calling, launched

CODE, JANA = "spring-27", "jana@firm.example"
DAY = timedelta(1)


@pytest.fixture
def office(tmp_path):
    return calling(tmp_path)


@pytest.fixture
def at(office):
    return access(office, CODE, office.store.register.coordinator("eva"))


def known(office, n=1, **changes):
    """Somebody who stands in the book since today."""
    now = office.clock.now()
    person = PossibleMentor(
        f"K{n:012d}", f"Jana Veselá {n}" if n > 1 else "Jana Veselá", f"jana{n}@firm.example" if n > 1 else JANA,
        "she spoke at our career day", Basis.KNOWN, "eva", now, CODE, kept_until(now, "UTC"),
    )  # fmt: skip
    person = replace(person, **changes)
    office.store.book.add([person])
    return person


def asked(office, at, *people, wording=None):
    return contact_book.ask(office, at, [one.code for one in people], wording)


def token(office, person):
    return office.links.entry_token(CODE, person.code)


def came(office, person):
    return [contact_book.what_came(one) for one in office.store.book.came_of([person.code])[person.code]]


def letters(office, to):
    return list(reversed(office.store.letters.posts(CODE, to)))


def test_somebody_is_asked_by_a_letter_of_their_own_that_says_how_we_know_them(office, at):
    jana = known(office)

    assert asked(office, at, jana) == 1

    [post] = letters(office, jana.code)
    assert (post.to_name, post.to_email, post.rendered.failure) == ("Jana Veselá", JANA, "")
    assert "How we know you: she spoke at our career day." in post.rendered.text
    assert office.links.entry(CODE, jana.code) in post.rendered.text
    assert came(office, jana) == ["no answer yet"]
    deliver_post(office)
    assert [one.state for one in letters(office, jana.code)] == [MessageState.SENT]


def test_a_yes_leads_to_the_application_and_what_came_of_it_stands_in_the_book(office, at):
    jana = known(office)
    asked(office, at, jana)

    way = contact_book.answer(office, token(office, jana), Reply.YES)

    [mentor] = office.store.load(CODE).participants.values()
    assert (mentor.name, mentor.email, mentor.source) == ("Jana Veselá", JANA, "book")
    assert open_form(office, way.rpartition("/")[2]).form.name == "mentor_application"
    [letter] = letters(office, mentor.id)
    assert FORM_LINK.findall(letter.rendered.text)
    assert came(office, jana) == ["said yes"]
    assert next(one for one in brought(office, CODE) if one.source == "book").came[Role.MENTOR].people == 1


def test_an_application_that_comes_of_it_joins_the_contact(office, at):
    jana = known(office)
    asked(office, at, jana)
    contact_book.answer(office, token(office, jana), Reply.YES)
    applied = Application("M01", Role.MENTOR, ApplicationState.SUBMITTED, office.clock.now())
    office.store.update(CODE, lambda cohort: cohort.put(applied))

    assert came(office, jana) == ["submitted"]


def test_next_year_means_that_nobody_asks_before(office, at):
    jana = known(office)
    asked(office, at, jana)

    contact_book.answer(office, token(office, jana), Reply.LATER)

    assert came(office, jana) == ["asked for another year"]
    ask_from = office.store.book.person(jana.code).ask_from
    launched(office, code="autumn-27", starts_on="2027-03-01")
    other = access(office, "autumn-27", office.store.register.coordinator("eva"))
    [(_, why)] = contact_book.look_over(office, other, [jana.code], None).left_out
    assert why.startswith("is not to be asked before")
    assert ask_from > day_of(office.clock.now() + timedelta(300), "UTC")


def test_never_leaves_nothing_but_a_fingerprint_and_nobody_can_add_them_again(office, at):
    jana = known(office)
    asked(office, at, jana)

    contact_book.answer(office, token(office, jana), Reply.NEVER)

    with pytest.raises(LinkRefused):
        contact_book.entry(office, token(office, jana))
    [post] = letters(office, jana.code)
    assert (post.rendered.text, post.rendered.html, post.to_name, post.state) == ("", "", "", MessageState.DROPPED)
    again = replace(jana, code="K00000000000F", email="JANA+new@firm.example")
    assert office.store.book.add([again]).never == 1
    listed = read_contacts(office, CODE, Role.MENTOR, f"name,email\nJana Veselá,{JANA}\n".encode())
    assert (listed.fresh, listed.never) == ((), 1)


def test_whoever_takes_a_yes_back_before_applying_is_reminded_of_nothing(office, at):
    jana = known(office)
    asked(office, at, jana)
    contact_book.answer(office, token(office, jana), Reply.YES)

    contact_book.answer(office, token(office, jana), Reply.LATER)

    assert office.store.load(CODE).participants["M01"].erased_at is not None
    assert came(office, jana) == ["asked for another year"]
    assert office.store.book.person(jana.code).email == JANA


def test_nobody_is_asked_twice_nor_soon_after_another_programme_has(office, at):
    jana, ivo = known(office), known(office, 2)
    assert asked(office, at, jana) == 1
    assert asked(office, at, jana, ivo) == 1
    launched(office, code="autumn-27", starts_on="2027-03-01")
    other = access(office, "autumn-27", office.store.register.coordinator("eva"))

    left_out = contact_book.look_over(office, other, [jana.code], None).left_out

    assert [why.startswith("was asked for another programme") for _, why in left_out] == [True]


def test_letters_of_a_day_are_few(office, at):
    people = [known(office, n) for n in range(1, ASKED_A_DAY_MAX + 3)]

    assert asked(office, at, *people) == 0
    assert asked(office, at, *people[:ASKED_A_DAY_MAX]) == ASKED_A_DAY_MAX
    assert asked(office, at, people[-1]) == 0
    office.clock.move(DAY)
    assert asked(office, at, people[-1]) == 1


def test_words_of_ones_own_keep_the_ways_to_answer_and_how_we_know_the_reader(office, at):
    jana, house = known(office), plain("person/asked")
    short = Wording("Would you?", house.body.replace("How we know you: {known_from}.", ""), "eva")
    mine = Wording("Would you, {first_name}?", f"It is Eva.\n\n{house.body}", "eva")

    looked = contact_book.look_over(office, at, [jana.code], short)

    assert [str(words) for words in looked.mistakes] == ["Everybody must read how we know them: put {known_from} back."]
    assert contact_book.look_over(office, at, [jana.code], mine).mistakes == []
    assert asked(office, at, jana, wording=mine) == 1
    [post] = letters(office, jana.code)
    assert post.rendered.subject == "Would you, Jana?"
    assert "It is Eva." in post.rendered.text


def test_an_address_that_does_not_work_is_not_written_to_again(office, at):
    jana = known(office)

    note_a_dead_address(office, CODE, jana.code, "a letter", refused=JANA)

    assert asked(office, at, jana) == 0
    [(_, why)] = contact_book.look_over(office, at, [jana.code], None).left_out
    assert why == "the address does not work"


def test_an_answer_heard_in_person_counts_as_one_by_letter(office, at):
    jana, ivo = known(office), known(office, 2)

    contact_book.note_asked(office, at, jana.code, "yes")
    contact_book.note_asked(office, at, ivo.code, "")

    assert (came(office, jana), came(office, ivo)) == (["said yes"], ["no answer yet"])
    assert [one.name for one in office.store.load(CODE).participants.values()] == ["Jana Veselá"]


def test_whoever_agreed_hears_of_the_end_and_may_stay(office):
    soon = day_of(office.clock.now(), "UTC") + timedelta(20)
    jana = known(office, basis=Basis.CONSENT, keep_until=soon)
    ivo = known(office, 2, keep_until=soon)

    assert tell_of_ends(office) == 1
    assert tell_of_ends(office) == 0

    [post] = letters(office, jana.code)
    assert f"{soon.day} {soon:%B}" in post.rendered.text
    stay(office, jana)
    office.clock.move(timedelta(30))
    assert let_entries_go(office) == 1
    assert office.store.book.person(ivo.code) is None
    assert office.store.book.person(jana.code).keep_until == kept_until(office.clock.now() - timedelta(30), "UTC")


def test_after_an_outage_nobody_goes_before_the_letter_has_had_its_days(office):
    jana = known(office, basis=Basis.CONSENT, keep_until=day_of(office.clock.now(), "UTC") - timedelta(1))

    tell_of_ends(office)
    assert let_entries_go(office) == 0
    office.clock.move(timedelta(16))

    assert let_entries_go(office) == 1
    assert [post.rendered.text for post in letters(office, jana.code)] == [""]


def test_who_is_erased_in_a_cohort_is_erased_in_the_book_and_their_copy_tells_of_it(office, at):
    jana = known(office)
    asked(office, at, jana)
    contact_book.answer(office, token(office, jana), Reply.YES)
    page = office.links.page_token(CODE, "M01")

    told = own_copy(office, page).facts["contact_book"]
    erase(office, CODE, "M01")

    assert (told["how_we_know_you"], told["asked"][0]["answer"]) == ("she spoke at our career day", "yes")
    assert office.store.book.person(jana.code) is None


def test_an_entry_lasts_for_so_many_months(office):
    assert kept_until(office.clock.now(), "UTC", 99) > kept_until(office.clock.now(), "UTC")
    assert KEPT_MONTHS == 24
