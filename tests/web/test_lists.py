"""Lists: as people bring them, looked over before anybody is taken in, taken in at one press, and taken back at one."""

import html
import re
from datetime import timedelta

import pytest

from tests.builders import a_cohort
from tests.web.conftest import client_of
from tests.web.world import CALLING, a_world, mentoring, recruitment, settled

HERE = {"origin": "http://127.0.0.1:8080"}
TEXT = "name;email;language\r\nAnna Lee;anna@firm.example;en\r\nJana Veselá;m01@firm.example;\r\n"
LIST = TEXT.encode("cp1250")


def upload(web, world, raw=LIST, role="mentor", **said):
    sent = {"role": role, **said}
    return web.post(f"{world.desk()}/contacts", data=sent, files={"list": ("contacts.csv", raw)}, headers=HERE)


def shown_again(web, world, page, **said):
    """The form of the page as a browser would send it, with what somebody changes in it."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'name="(role)" value="(\w+)" checked', page))
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        fields[name] = chosen.group(1) if chosen else ""
    fields = {name: html.unescape(value) for name, value in fields.items()} | said
    return web.post(f"{world.desk()}/contacts", data=fields, headers=HERE)


def people(world):
    return {p.id: (p.name, p.email) for p in world.cohort.participants.values()}


@pytest.fixture
def call(tmp_path):
    """The calls are open."""
    world = settled(a_world(tmp_path, recruitment(), CALLING + timedelta(hours=10)))
    yield world
    world.office.store.close()


def test_a_list_is_looked_over_before_anybody_is_taken_in(calling, call):
    before = people(call)

    page = upload(calling, call)

    assert page.status_code == 200
    assert "1 new mentor" in page.text
    assert "1 of the list is known already and left alone." in page.text
    assert "1 letter" in page.text
    assert "Dear Anna" in page.text
    assert people(call) == before


@pytest.fixture
def calling(call):
    with client_of(call) as client:
        yield client


def test_one_press_takes_everybody_in_and_one_takes_them_back(calling, call):
    before = people(call)
    page = upload(calling, call).text

    done = shown_again(calling, call, page)

    assert done.status_code == 303
    assert people(call) == before | {"M03": ("Anna Lee", "anna@firm.example")}
    assert [post.letter for post in call.office.store.letters.posts(call.code, "M03")] == ["mentor/call"]
    assert "You can take it back until" in calling.get(done.headers["location"]).text

    calling.post(done.headers["location"], headers=HERE)

    assert people(call) == before
    assert [post.state for post in call.office.store.letters.posts(call.code, "M03")] == ["dropped"]


def test_nobody_is_called_invited_before_their_call_opens(tmp_path):
    """The list comes in preparation; its letters leave when recruitment begins."""
    early = a_cohort().in_preparation().build()
    world = a_world(tmp_path, early, early.milestones.preparation_starts + timedelta(days=1))
    with client_of(world) as web:
        shown_again(web, world, upload(web, world).text)
        page = web.get(f"{world.desk()}/people").text
    world.office.store.close()

    assert ("on the list" in page, ">invited" in page) == (True, False)


def test_a_second_press_takes_nobody_twice(calling, call):
    page = upload(calling, call).text
    shown_again(calling, call, page)

    again = shown_again(calling, call, page)

    assert again.status_code == 409
    assert "Everybody on this list is there already." in again.text
    assert len(people(call)) == len({email for _, email in people(call).values()})


def test_lines_that_cannot_be_read_are_named_and_the_others_can_be_taken(calling, call):
    page = upload(calling, call, (TEXT + "Eve,;nothing\r\n;x@x.example\r\n").encode())

    assert "2 lines that cannot be taken" in page.text
    assert "line 4, column email" in page.text
    assert "line 5, column name" in page.text
    assert "Take in 1 mentor · leave 2 lines out" in page.text
    shown_again(calling, call, page.text)
    assert people(call)["M03"] == ("Anna Lee", "anna@firm.example")


def test_nobody_to_take_is_no_button(calling, call):
    page = upload(calling, call, b"name,email\nAnna,nothing\n,b@x.example\nEve,<script>@x.example\n")

    assert page.status_code == 422
    assert "3 lines that cannot be taken" in page.text
    assert "<script>" not in re.sub(r"<script src=[^>]*></script>", "", page.text)
    assert "Take in" not in page.text


def test_a_column_that_is_guessed_wrong_is_said_once_for_all_lists_like_it(calling, call):
    """Nobody could know that the address stands under "Kanal 2"; who says it once need not say it again."""
    odd = "Wer;Kanal 1;Kanal 2\nAnna Lee;a.lee@private.example;anna@firm.example\n"
    page = upload(calling, call, odd.encode()).text
    assert "a.lee@private.example</td>" in page

    corrected = shown_again(calling, call, page, **{"column.1": "", "column.2": "email", "_again": "yes"}).text

    assert "anna@firm.example</td>" in corrected
    shown_again(calling, call, corrected)
    assert people(call)["M03"] == ("Anna Lee", "anna@firm.example")
    after = upload(calling, call, odd.replace("Anna Lee", "Bob Ray").replace("anna@", "bob@").encode()).text
    assert "bob@firm.example</td>" in after


def test_what_was_changed_on_the_page_and_not_looked_at_is_shown_first(calling, call):
    odd = "Wer;Kanal 1;Kanal 2\nAnna Lee;a.lee@private.example;anna@firm.example\n"
    page = upload(calling, call, odd.encode()).text

    answer = shown_again(calling, call, page, **{"column.1": "", "column.2": "email"})

    assert answer.status_code == 409
    assert "look once more" in answer.text
    assert "anna@firm.example</td>" in answer.text
    assert "M03" not in people(call)


def test_two_columns_cannot_be_the_same(calling, call):
    page = upload(calling, call).text

    answer = shown_again(calling, call, page, **{"column.0": "email"})

    assert (answer.status_code, "Two columns are taken for the same" in answer.text) == (422, True)


def test_a_word_that_is_not_understood_is_named(calling, call):
    page = upload(calling, call, b"name;email;language\nAnna Lee;anna@firm.example;Klingon\n").text

    assert "Language of letters “Klingon” in line 2" in page
    assert "1 new mentor" in page


def test_after_the_call_a_day_of_their_own_lets_them_apply(tmp_path):
    world = settled(a_world(tmp_path, mentoring()))
    with client_of(world) as web:
        page = upload(web, world)
        assert "Their call was open until" in page.text
        late = shown_again(web, world, page.text, last="2027-04-20", _again="yes")
        assert "You can apply until 20 April 2027" in late.text or "20 April 2027" in late.text
        shown_again(web, world, late.text, last="2027-04-20")
    fresh = [p.id for p in world.cohort.participants.values() if p.email == "anna@firm.example"]
    assert [post.letter for post in world.office.store.letters.posts(world.code, fresh[0])] == ["person/late_link"]


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"a" * 5_000_000, b'"' * 1000, b"PK\x03\x04"])
def test_a_list_that_is_none_is_refused_with_a_page(calling, call, raw):
    assert upload(calling, call, raw).status_code in (413, 422)


@pytest.mark.parametrize("packed", ["x", "eJw=", "AAAA", "\x00x"])
def test_a_list_changed_on_the_way_is_refused(calling, call, packed):
    answer = calling.post(f"{call.desk()}/contacts", data={"role": "mentor", "packed": packed}, headers=HERE)

    assert answer.status_code == 400


def test_a_role_or_a_file_is_missing(calling, call):
    assert upload(calling, call, role="").status_code == 422
    assert calling.post(f"{call.desk()}/contacts", data={"role": "mentor"}, headers=HERE).status_code == 422
