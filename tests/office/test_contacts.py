"""Contacts: lists as coordinators really have them, all or nothing, nobody twice; and the open link."""

import pytest

from domain.people import Role
from office.calls import begin_application
from office.contacts import ContactsRefused, read_contacts
from office.intake import Mistakes
from office.round import play_round
from office.taking_in import Brought, take_in_at_once
from tests.office.offices import an_office, launched

GOOD = "name,email\nJana Veselá,jana@firm.example\nMartin Kolář,martin@firm.example\n"


@pytest.fixture
def office(tmp_path):
    office = an_office(tmp_path)
    launched(office)
    return office


def people(office):
    return {p.id: (p.name, p.email) for p in office.store.load("spring-27").participants.values()}


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.encode(),
        GOOD.replace(",", ";").encode("utf-8-sig"),
        GOOD.replace(",", "\t").replace("\n", "\r\n").encode(),
    ],
    ids=["commas", "semicolons and a byte order mark", "tabs and Windows lines"],
)
def test_lists_of_every_make_are_read(office, raw):
    take_in_at_once(office, "spring-27", "eva", Brought(Role.MENTOR, raw))
    assert people(office) == {
        "M01": ("Jana Veselá", "jana@firm.example"),
        "M02": ("Martin Kolář", "martin@firm.example"),
    }


def test_nobody_is_taken_in_twice(office):
    take_in_at_once(office, "spring-27", "eva", Brought(Role.MENTOR, GOOD.encode()))
    again = read_contacts(office, "spring-27", Role.MENTOR, (GOOD + "New,new@firm.example\n").encode())
    assert (len(again.fresh), len(again.known)) == (1, 2)
    take_in_at_once(office, "spring-27", "eva", Brought(Role.MENTOR, (GOOD + "New,NEW@firm.example\n").encode()))
    assert sorted(people(office)) == ["M01", "M02", "M03"]


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("jana@firm.example", "JANA@Firm.Example"),
        ("jana@xn--pklad-zsa96e.cz", "jana@příklad.cz"),
        ("jana.vesela@gmail.com", "janavesela+mentoring@googlemail.com"),
    ],
    ids=["case", "a domain in letters", "dots and a tag"],
)
def test_one_address_is_one_person_in_lists_and_at_the_open_link(tmp_path, known, written):
    office = an_office(tmp_path)
    launched(office, policy={"materials": []})
    take_in_at_once(office, "spring-27", "eva", Brought(Role.MENTOR, f"name,email\nJana,{known}\n".encode()))

    take_in_at_once(office, "spring-27", "eva", Brought(Role.MENTOR, f"name,email\nJana V.,{written}\n".encode()))
    opened_to(office, office.store.load("spring-27").milestones.mentors_open.replace(hour=9))
    begin_application(office, office.links.call_token("spring-27", "mentor"), "Jana", written)
    twice = read_contacts(office, "spring-27", Role.MENTEE, f"name,email\nA,{known}\nB,{written}\n".encode())

    assert people(office) == {"M01": ("Jana", known)}
    assert twice.mistakes == ("line 3, column email: the same address as in line 2; keep one of the two",)


def test_one_wrong_line_and_nothing_is_taken(office):
    raw = GOOD + "Nobody,not an address\n,also@wrong.example\nTwin,jana@firm.example\n"
    with pytest.raises(ContactsRefused) as told:
        take_in_at_once(office, "spring-27", "eva", Brought(Role.MENTOR, raw.encode()))
    assert [mistake.split(":")[0] for mistake in told.value.mistakes] == [
        "line 4, column email",
        "line 5, column name",
        "line 6, column email",
    ]
    assert people(office) == {}


def test_a_list_without_its_columns_says_which(office):
    found = read_contacts(office, "spring-27", Role.MENTOR, b"who,where\na,b\n")
    assert found.mistakes == (
        "No column was taken for the e-mail address; say which one it is. Found: who, where",
        "No column was taken for the name; say which one it is. Found: who, where",
    )


def opened_to(office, moment):
    office.clock.move_to(moment)
    play_round(office, "spring-27")


def test_the_open_link_invites_each_address_once_and_says_the_same_to_all(tmp_path):
    office = an_office(tmp_path)
    launched(office, policy={"materials": []})
    cohort = office.store.load("spring-27")
    opened_to(office, cohort.milestones.recruitment_opens)
    opened_to(office, cohort.milestones.mentors_open.replace(hour=9))
    token = office.links.call_token("spring-27", "mentor")

    for name, email in (("Jana", "jana@firm.example"), ("Jana V.", "JANA@firm.example"), ("Jana", "jana@firm.example")):
        begin_application(office, token, name, email)
    play_round(office, "spring-27")

    assert people(office) == {"M01": ("", "jana@firm.example")}
    letters = [(post.letter, post.to) for post in office.store.letters.posts("spring-27", "M01")]
    assert letters == [("mentor/application_link", "M01")] * len(letters)
    assert 1 <= len(letters) <= 2


def test_an_address_that_cannot_be_right_is_asked_for_again(tmp_path):
    office = an_office(tmp_path)
    launched(office, policy={"materials": []})
    opened_to(office, office.store.load("spring-27").milestones.recruitment_opens)
    with pytest.raises(Mistakes) as told:
        begin_application(office, office.links.call_token("spring-27", "mentor"), "<b>", "nowhere")
    assert set(told.value.fields) == {"name", "email"}
