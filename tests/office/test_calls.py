"""The open link: the letter with the way to the application comes each time somebody asks, and its link works."""

import base64
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.acts.of_lists import Listed, with_people
from domain.cohort import Hold
from domain.lifecycles import MessageState
from domain.people import Role
from office.calls import begin_application, open_call
from office.channels import brought
from office.intake import open_form, save_draft, take_answer
from office.links import LinkRefused
from office.pages import personal_page
from office.round import play_round
from rehearsal.staging.company import FORM_LINK
from tests.answers import mentor_answers
from tests.office.offices import calling

CODE, JANA = "spring-27", "jana@firm.example"
DAY = timedelta(1)


@pytest.fixture
def office(tmp_path):
    return calling(tmp_path)


def ask(office, email=JANA):
    begin_application(office, office.links.call_token(CODE, "mentor"), "Jana Veselá", email)


def letters(office, to="M01", letter="mentor/application_link"):
    """The letters with the link, oldest first; each could be written, and its link opens a form."""
    posts = [post for post in reversed(office.store.letters.posts(CODE, to)) if post.letter == letter]
    assert [post.rendered.failure for post in posts] == [""] * len(posts)
    for post in posts:
        assert open_form(office, FORM_LINK.findall(post.rendered.text)[0]).form.name == "mentor_application"
    return posts


def test_whoever_asks_again_the_next_day_gets_the_link_again(office):
    ask(office)
    for days in (1, 2):
        office.clock.move(DAY)
        ask(office)
        assert len(letters(office)) == 1 + days
    assert {post.state for post in letters(office)} == {MessageState.QUEUED}


def came_from(office):
    return {person.id: person.source for person in office.store.load(CODE).participants.values()}


def test_whoever_comes_by_the_link_of_a_channel_keeps_where_from(office):
    for email, channel in ((JANA, "open-day"), ("ivo@firm.example", ""), (JANA, "fair")):
        begin_application(office, office.links.call_token(CODE, "mentor", channel), "Somebody", email)

    assert came_from(office) == {"M01": "open:open-day", "M02": "open"}
    assert len(letters(office)) == 1
    told = {one.source: one.came[Role.MENTOR].people for one in brought(office, CODE)}
    assert told == {"list": 0, "book": 0, "open": 1, "open:open-day": 1}


def test_nobody_else_can_invent_a_channel(office):
    token = office.links.call_token(CODE, "mentor", "fair")
    other = base64.urlsafe_b64encode(f'["{CODE}","mentor","anna"]'.encode()).decode().rstrip("=")

    with pytest.raises(LinkRefused):
        open_call(office, f"{other}.{token.partition('.')[2]}")
    assert open_call(office, token).role is Role.MENTOR


def test_a_second_click_makes_no_second_letter(office):
    ask(office)
    ask(office, "JANA@firm.example")
    play_round(office, CODE)

    assert len(letters(office)) == 1


def test_two_clicks_at_once_make_one_person_and_one_letter(office):
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(lambda _: ask(office), range(4)))

    assert list(office.store.load(CODE).participants) == ["M01"]
    assert len(letters(office)) == 1


def test_the_letter_does_not_wait_for_a_round(office):
    ask(office)

    assert len(letters(office)) == 1


def on_the_list(office):
    """She is known, and no round has called her yet."""
    jana = Listed(name="Jana Veselá", email=JANA)
    now = office.clock.now()
    office.store.update(CODE, lambda cohort: with_people(cohort, Role.MENTOR, [jana], now), focus={""})


def test_somebody_on_the_contact_list_gets_the_link_before_the_call_and_is_not_called_after_it(office):
    on_the_list(office)
    ask(office)
    play_round(office, CODE)

    assert len(letters(office)) == 1
    assert letters(office, letter="mentor/call") == []


def test_somebody_who_was_called_gets_the_link_as_well(office):
    on_the_list(office)
    play_round(office, CODE)
    ask(office)

    assert (len(letters(office, letter="mentor/call")), len(letters(office))) == (1, 1)


def test_a_draft_is_still_there_behind_the_new_link(office):
    ask(office)
    begun = open_form(office, token_of(letters(office)[0]))
    save_draft(office, begun.link, {"employer": "Cell Works"}, begun.draft_version)
    office.clock.move(DAY)
    ask(office)

    assert open_form(office, token_of(letters(office)[-1])).content["employer"] == "Cell Works"


def test_who_has_applied_gets_the_link_and_the_answer_stands(office):
    ask(office)
    take_answer(office, token_of(letters(office)[0]), mentor_answers("Jana Veselá"))
    office.clock.move(DAY)
    ask(office)

    assert len(letters(office)) == 2
    assert open_form(office, token_of(letters(office)[-1])).status == "answered"


def test_a_form_that_had_closed_opens_again_when_the_call_was_extended(office):
    ask(office)
    cohort = office.store.load(CODE)
    office.clock.move_to(cohort.milestones.mentors_close)
    play_round(office, CODE)
    later = (*cohort.moved, ("mentors_close", cohort.milestones.mentors_close.date() + timedelta(5)))
    office.store.update(CODE, lambda known: replace(known, moved=later), focus={""})
    ask(office)

    assert open_form(office, token_of(letters(office)[-1])).status == "open"


PAYLOADS = ("Jana Veselá", "Win a prize", "Dear friend, call me")


@pytest.mark.parametrize("typed", PAYLOADS)
def test_nothing_that_a_stranger_typed_goes_to_the_address(office, typed):
    begin_application(office, office.links.call_token(CODE, "mentor"), typed, JANA)
    for days in (0, 6, 6, 8, 6):  # reminders, and those before the call closes
        office.clock.move(timedelta(days))
        play_round(office, CODE)
    posts = office.store.letters.posts(CODE, "M01")

    assert {post.letter for post in posts} == {
        f"mentor/{name}" for name in ("application_link", "call_reminder", "call_closing")
    }
    for post in posts:
        told = " ".join((post.to_name, post.rendered.subject, post.rendered.text, post.rendered.html))
        assert (typed in told, "Dear colleague," in post.rendered.text) == (False, True)
    assert {parcel.to_name for parcel in office.store.outbox.claim(office.clock.now())} == {""}


def test_the_name_waits_in_the_form_and_counts_once_its_owner_sends_it(office):
    ask(office)
    token = token_of(letters(office)[0])
    assert open_form(office, token).content["full_name"] == "Jana Veselá"
    begin_application(office, office.links.call_token(CODE, "mentor"), "Somebody Else", JANA)
    assert open_form(office, token).content["full_name"] == "Jana Veselá"

    take_answer(office, token, mentor_answers("Jana Nová"))
    play_round(office, CODE)

    assert office.store.load(CODE).participants["M01"].name == "Jana Nová"
    [received] = [
        post for post in office.store.letters.posts(CODE, "M01") if post.letter == "mentor/application_received"
    ]
    assert received.rendered.text.startswith("Dear Jana,")


def test_somebody_on_the_list_keeps_the_name_that_the_coordinator_wrote(office):
    on_the_list(office)
    begin_application(office, office.links.call_token(CODE, "mentor"), "Win a prize", JANA)

    assert letters(office)[0].rendered.text.startswith("Dear Jana,")
    assert open_form(office, token_of(letters(office)[0])).content["full_name"] == "Jana Veselá"


def test_who_has_left_gets_the_way_to_their_page(office):
    ask(office)
    take_answer(office, office.links.form_token(CODE, "M01:stop:M01", 1), {"sure": "on"})
    office.clock.move(DAY)
    ask(office)

    way, first = office.store.letters.posts(CODE, "M01")
    assert (first.letter, way.letter) == ("mentor/application_link", "person/new_link")
    assert personal_page(office, way.rendered.text.partition("/p/")[2].split()[0]).person.has_left


def test_on_hold_the_call_rests_and_nothing_is_promised(office):
    now = office.clock.now()
    office.store.update(CODE, lambda cohort: replace(cohort, hold=Hold("eva", now, "Illness")), focus={""})
    ask(office)

    assert not open_call(office, office.links.call_token(CODE, "mentor")).is_open
    assert office.store.load(CODE).participants == {}


def token_of(post):
    return FORM_LINK.findall(post.rendered.text)[0]
