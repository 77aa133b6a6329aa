"""Another address counts once it has answered; the old one hears of it and may take it back; old links are dead then."""

import re

import pytest

from domain.forms.verbs import with_new_links
from domain.lifecycles import ApplicationState
from domain.moving import TAKEN_BACK_WITHIN
from domain.people import Role
from office.calls import call_link
from office.erasing import erase
from office.intake import Mistakes, take_answer
from tests.builders import days

NEW = "tereza@home.example"


def gives(world, who="N01", **told):
    known = world.cohort.participants[who]
    form = world.form("my_details", who, who, known.links).removeprefix("/f/")
    take_answer(world.office, form, {"full_name": known.name, "language": "en"} | told)


def letters(world):
    """(letter, the address it was written to or "", the way in it), the oldest first."""
    found = []
    for post in reversed(world.office.store.letters.posts(world.code)):
        way = re.search(r"/address/\S+", post.rendered.text)
        found.append((post.letter, post.to_email, way.group().rstrip(")>]") if way else ""))
    return found


def email(world, who="N01"):
    return world.cohort.participants[who].email


@pytest.fixture
def asked(world):
    """N01 gave another address; the way to confirm it is in a letter there."""
    gives(world, email=NEW)
    return world


def test_nothing_changes_before_the_new_address_has_answered(asked):
    assert email(asked) == "n01@university.example"
    assert [(letter, to) for letter, to, _ in letters(asked)] == [("person/confirm_address", NEW)]


def test_the_new_address_counts_once_it_is_confirmed_and_old_links_are_dead(web, asked):
    ((_, _, way),) = letters(asked)
    before, form = asked.page("N01"), asked.form("session_report", "P01.1", "N01")
    assert (web.get(way).status_code, email(asked)) == (200, "n01@university.example")

    assert web.post(way).status_code == 200

    assert email(asked) == NEW
    assert [web.get(old).status_code for old in (before, form, way)] == [404, 404, 404]
    assert web.get(asked.page("N01")).status_code == 200
    assert [(letter, to) for letter, to, _ in letters(asked)][1:] == [
        ("person/address_changed", NEW),
        ("person/address_moved", "n01@university.example"),
    ]


def test_letters_that_wait_follow_with_links_that_work(web, asked):
    from tests.web.world import settled

    settled(asked)
    ((_, _, way), *_) = [one for one in letters(asked) if one[2]]

    web.post(way)

    waiting = [post for post in asked.office.store.letters.posts(asked.code, to="N01") if "/p/" in post.rendered.text]
    assert waiting
    assert {re.search(r"/p/[\w.-]+", post.rendered.text).group() for post in waiting} == {asked.page("N01")}


def test_the_old_address_takes_it_back_within_two_weeks(web, asked):
    web.post(letters(asked)[0][2])
    taken, back = asked.page("N01"), letters(asked)[-1][2]

    assert web.post(back).status_code == 200

    assert email(asked) == "n01@university.example"
    assert [web.get(old).status_code for old in (taken, back)] == [404, 404]


def test_later_it_is_too_late(web, asked):
    web.post(letters(asked)[0][2])
    back = letters(asked)[-1][2]
    asked.clock.move(TAKEN_BACK_WITHIN)

    assert (web.get(back).status_code, web.post(back).status_code) == (404, 404)
    assert email(asked) == NEW


def test_only_the_last_address_that_was_given_can_be_confirmed(web, asked):
    first = letters(asked)[0][2]
    asked.clock.move(days(1))
    gives(asked, email="tereza@other.example")

    assert (web.post(first).status_code, email(asked)) == (404, "n01@university.example")


def test_giving_the_address_that_counts_ends_what_was_asked(web, asked):
    way = letters(asked)[0][2]
    gives(asked, email="N01@university.example")

    assert (web.post(way).status_code, asked.cohort.participants["N01"].move) == (404, None)


def test_an_address_of_somebody_else_is_not_taken(web, world):
    gives(world, email=email(world, "N02"))

    page = web.post(letters(world)[0][2])

    assert "Somebody else in" in page.text
    assert email(world) == "n01@university.example"


def test_nobody_has_us_write_to_many_addresses(world):
    for n in range(3):
        gives(world, email=f"n{n}@home.example")

    with pytest.raises(Mistakes) as refused:
        gives(world, email="n4@home.example")
    assert "Please try tomorrow." in refused.value.fields["email"]


def test_what_was_given_goes_with_the_person(web, asked):
    web.post(letters(asked)[0][2])
    erase(asked.office, asked.code, "N01")

    move = asked.cohort.participants["N01"].move
    assert (move.to, move.before) == ("", "")
    assert {post.to_email for post in asked.office.store.letters.posts(asked.code) if post.to == "N01"} == {""}


def test_a_mentor_corrects_plain_facts_and_tells_the_rest(world):
    gives(world, "M01", employer="Another house", job_title="", city="Olomouc", otherwise="I work half-time now.")

    answers = world.cohort.applications["M01"].answers
    assert (answers["employer"], answers["city"]) == ("Another house", "Olomouc")
    assert [case.remarks[0].words for case in world.cohort.escalations.values()] == ["I work half-time now."]


def test_facts_of_an_open_application_are_corrected_there(call):
    from domain.forms import FORMS
    from tests.builders import invited

    form = FORMS["my_details"]
    skipped = form.skips(call.cohort, invited(call.cohort, "my_details", "N01", "N01", call.clock.now()))

    assert ApplicationState.SUBMITTED not in {one.state for one in call.cohort.applications.values()}
    assert {"employer", "job_title", "city", "otherwise"} == skipped


def test_an_open_link_that_was_renewed_opens_nothing(calling, call):
    old = call.apply("mentor")
    channel = f"/apply/{call.office.links.call_token(call.code, 'mentor', 'fair')}"
    from dataclasses import replace

    call.office.store.update(call.code, lambda cohort: replace(cohort, calls=cohort.calls + 1), focus={""})

    new = call_link(call.office, call.cohort, Role.MENTOR).removeprefix(call.office.links.base_url)
    assert [calling.get(way).status_code for way in (old, channel, new)] == [404, 404, 200]


def test_every_link_of_theirs_has_the_generation_of_today(world):
    after = with_new_links(world.cohort, "N01")

    assert after.participants["N01"].links == 2
    assert {form.generation for form in after.invitations.values() if form.to == "N01"} == {2}
