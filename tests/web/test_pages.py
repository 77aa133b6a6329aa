"""The personal page, the open call, and what is said to whoever knows no link."""

import re
from dataclasses import replace
from datetime import date

from domain.belonging import Reader
from domain.forms import FORMS
from domain.groups import MentoringPlan, PlanRow
from domain.lifecycles import PairState
from domain.people import Away, Role
from office.intake import take_answer
from tests.builders import days, together
from tests.web.conftest import client_of
from tests.web.papers import a_pdf
from tests.web.world import opened
from web.pace import TIMES_MAX


def test_the_personal_page_shows_what_waits_whom_one_meets_and_the_ways_out(web, world):
    page = web.get(world.page("N01")).text

    assert "Hello, Tereza" in page
    assert world.form("session_report", "P01.1", "N01") in page
    assert "You and Jana Veselá" in page
    assert 'href="mailto:m01@firm.example"' in page
    assert "0 of 6 sessions held (5 needed)" in page
    for title in ("I need help", "I am away", "I must stop", "My details"):
        assert title in page
    assert "Jakub" not in page, "nobody else's business"


def test_a_date_can_be_changed_from_the_page_of_both_and_waits_for_nobody(web, world):
    token = world.form("session_report", "P01.1", "N01").removeprefix("/f/")
    held = {"outcome": "held", "held_on": "2027-03-08", "next_date": "2027-04-07", "next_time": "17:00"}
    take_answer(world.office, token, held)

    pages = {code: web.get(world.page(code)).text for code in ("M01", "N01")}

    for page in pages.values():
        assert page.count("Change the date") == 1
        assert "The date of your session: session 2" not in page
        link = re.search(r'href="([^"]+)">Change the date', page)[1]
        assert 'value="2027-04-07"' in web.get(link).text


def test_the_partner_reads_of_an_absence_on_the_page_and_where_a_date_is_set(web, world):
    absent = Away(date(2027, 4, 1), date(2027, 4, 14))
    over = Away(date(2027, 1, 1), date(2027, 1, 2))
    world.change(replace(world.cohort.participants["M01"], away=(over, absent)))

    page, form = web.get(world.page("N01")).text, web.get(world.form("session_date", "P01.1", "N01")).text

    for text in (page, form):
        [days_away] = re.findall(r"is away from (.*)\.", text)
        assert re.search("1 April 2027 to .*14 April 2027", days_away)
        assert "January" not in text
    assert "is away from" not in web.get(world.page("M01")).text


def test_a_circle_is_seen_by_those_who_are_in_it_with_their_plans_and_objectives(web, world):
    cohort = together(world.cohort, "C01", "N02", "N03", "N04", "M03")
    plan = MentoringPlan("Find a way", (PlanRow(1, "Where I stand"),), "", "", world.clock.now())
    circle = replace(cohort.groups["C01"].without("N03", world.clock.now()), plans={"N02": plan, "N03": plan})
    session = replace(cohort.sessions["C01.1"], objectives={"N02": "What do you read?"})
    world.change(circle, session, *cohort.sessions_of("C01")[1:])

    page = web.get(world.page("N04")).text

    assert "Your circle" in page
    for shown in ("Jakub Černý", "n02@university.example", "Objective of Jakub Černý: What do you read?", "Find a way"):
        assert shown in page
    assert "Sofia Rossi" in page
    assert "Aisha Rahman" not in page, "whoever has left, and what they wrote"
    assert "We are looking for somebody" not in page
    assert "Your circle" not in web.get(world.page("N01")).text


def test_the_partners_address_is_not_there_before_both_accept(web, world):
    page = web.get(world.page("N04"))

    assert page.status_code == 200
    assert "m04@firm.example" not in page.text
    assert "Tomáš Beneš" not in page.text


def test_partners_read_what_was_written_for_them_and_the_cv_once_they_are_a_pair(web, world):
    key = world.office.store.files.put(a_pdf(), "Jana.pdf", "application/pdf", world.code, "M01")
    known = world.cohort.applications["M01"]
    world.change(replace(known, answers={**known.answers, "cv": key}))
    way = f"{world.page('N01')}/partners/P01/cv.pdf"

    page = web.get(world.page("N01")).text

    assert way in page
    assert "What Jana wrote for you" in page
    form = FORMS["mentor_application"]
    private = [f.title for name, f in form.model_fields.items() if Reader.PARTNER not in form.belongs(name).readers]
    assert [title for title in private if title in page] == []
    assert web.get(way).content.startswith(b"%PDF-")
    for other in (f"{world.page('N02')}/partners/P01/cv.pdf", f"{world.page('N04')}/partners/P04/cv.pdf"):
        assert web.get(other).status_code == 404
    world.change(replace(world.cohort.pairs["P01"], state=PairState.ENDED, ended_at=world.clock.now()))
    assert web.get(way).status_code == 404


def test_forms_for_any_time_open_from_the_page_and_start_empty_again(web, world):
    link = world.form("need_help", "N01", "N01")
    assert link in web.get(world.page("N01")).text

    assert web.post(link, data={"concern": "talks", "words": "How do we start?"}).status_code == 303
    assert "The coordinator will get in touch with you." in web.get(f"{link}/thanks").text
    assert [case.matter for case in world.cohort.escalations.values()] == ["help"]
    assert "You have answered this before" not in web.get(link).text
    assert "How do we start?" not in web.get(link).text


def test_fewer_letters_takes_a_button_or_a_mail_program(web, world):
    way = f"{world.page('N01')}/unsubscribe"
    assert "No more optional letters" in web.get(way).text
    assert world.cohort.participants["N01"].opted_out_at is None

    one_click = web.post(way, data={"List-Unsubscribe": "One-Click"})

    assert one_click.status_code == 200
    assert world.cohort.participants["N01"].opted_out_at == world.clock.now()


def test_whoever_took_fewer_letters_finds_the_way_back(web, world):
    page = world.page("N01")
    web.post(f"{page}/unsubscribe")
    assert "Calls and news do not come to you" in web.get(page).text
    assert f'action="{page}/subscribe"' in web.get(f"{page}/unsubscribe").text

    answer = web.post(f"{page}/subscribe")

    assert "Calls and news come to you again." in answer.text
    assert world.cohort.participants["N01"].opted_out_at is None
    assert "Too many letters?" in web.get(page).text
    told = web.get(f"{world.desk()}/people/N01").text
    assert all(words in told for words in ("takes only letters that are needed", "takes calls and news again"))


def test_a_document_comes_as_a_file_and_only_to_its_reader(web, world):
    for document in ("certificate:N01", "certificate:N02", "../../etc/passwd", "x" * 3000):
        assert web.get(f"{world.page('N01')}/documents/{document}").status_code == 404


def test_the_front_page_tells_nothing_private(web, world, tmp_path):
    page = web.get("/")

    assert page.status_code == 200
    assert "Pilot" not in page.text
    assert "/inbox" in page.text
    with client_of(opened(tmp_path / "world", world.code, smtp_host="mail.example.org")) as client:
        assert "/inbox" not in client.get("/").text
        assert client.get("/inbox").status_code == 404
        assert client.get("/inbox/1").status_code == 404


def test_a_sign_of_life(web):
    assert (web.get("/healthz").text, web.head("/healthz").status_code) == ("ok\n", 200)


# --- the open call ---------------------------------------------------------------------------------------------------


def test_an_open_call_takes_name_and_address_and_answers_everybody_alike(calling, call):
    way = call.apply("mentee")
    assert "Ask for your application form" in calling.get(way).text

    known = calling.post(way, data={"name": "Tereza Malá", "email": "N01@university.example"})
    new = calling.post(way, data={"name": "Zoe Novak", "email": "zoe@university.example"})

    assert (known.status_code, known.headers["location"]) == (new.status_code, new.headers["location"])
    assert "Look at your mail" in calling.get(new.headers["location"]).text
    people = [p.email for p in call.cohort.participants.values() if p.role is Role.MENTEE]
    assert sorted(people) == ["n01@university.example", "n02@university.example", "zoe@university.example"]


def test_what_is_wrong_with_name_or_address_is_said_beside_it(calling, call):
    answer = calling.post(call.apply("mentor"), data={"name": "<b>", "email": "nobody"})

    assert answer.status_code == 422
    assert "&lt;b&gt;" in answer.text
    assert re.search(r'id="f-email"[^>]*aria-invalid="true"', answer.text)


def test_a_call_that_is_over_says_so_and_takes_nobody(calling, call):
    call.clock.move(days(200))

    page = calling.get(call.apply("mentee"))
    calling.post(call.apply("mentee"), data={"name": "Zoe Novak", "email": "zoe@university.example"})

    assert "This call is closed" in page.text
    assert len([p for p in call.cohort.participants.values() if p.role is Role.MENTEE]) == 2


def test_nobody_floods_strangers_with_our_letters(calling, call):
    for n in range(TIMES_MAX):
        told = {"name": "Zoe Novak", "email": f"zoe{n}@university.example"}
        assert calling.post(call.apply("mentee"), data=told).status_code == 303

    stopped = calling.post(call.apply("mentee"), data=told)

    assert (stopped.status_code, "in ten minutes" in stopped.text) == (429, True)
    call.clock.move(days(1))
    assert calling.post(call.apply("mentee"), data=told).status_code == 303


def test_a_call_link_is_no_other_link(calling, call):
    token = call.apply("mentee").removeprefix("/apply/")
    for way in (f"/f/{token}", f"/p/{token}", f"/desk/{token}"):
        assert calling.get(way).status_code == 404
    assert calling.get(f"/apply/{call.page('N01').removeprefix('/p/')}").status_code == 404


# --- after leaving ---------------------------------------------------------------------------------------------------


def leave(web, world, code="N01"):
    web.post(world.form("stop", code, code), data={"sure": "true"})


def test_the_page_of_somebody_who_left_shows_no_partner_and_no_forms_but_the_ways_to_their_data(web, world):
    leave(web, world)

    page = web.get(world.page("N01")).text

    assert "You left on Wednesday, 10 March 2027." in page
    assert "Jana" not in page, "the partner is no longer theirs to see"
    for title in ("I need help", "My details", "What we keep of you"):
        assert title in page
    for title in ("Waiting for you", "I am away", "I must stop", "Fewer letters"):
        assert title not in page


def test_what_we_keep_is_what_they_told_us_and_only_theirs(web, world):
    told = {
        "outcome": "held",
        "held_on": "2027-03-08",
        "minutes": "60",
        "summary": "We talked of patents.",
        "fit": "good",
    }
    assert web.post(world.form("session_report", "P01.1", "N01"), data=told).status_code == 303
    web.post(world.form("need_help", "M01", "M01"), data={"words": "A word from the mentor."})
    leave(web, world)

    kept = web.get(f"{world.page('N01')}/kept").text

    for words in (
        "Tereza Malá",
        "n01@university.example",
        "Report on your session: session 1",
        "We talked of patents.",
    ):
        assert words in kept
    assert "A word from the mentor." not in kept
    assert web.get(f"{world.page('M01')}/kept").text.count("A word from the mentor.") == 1


def test_somebody_who_left_can_ask_for_their_data_and_for_a_new_link(web, world):
    old = world.form("session_report", "P01.1", "N01")
    leave(web, world)
    refused = web.get(old)

    assert refused.status_code == 404
    assert f'action="{old}/link"' in refused.text
    assert web.post(f"{old}/link").status_code == 200
    asked = web.post(world.form("need_help", "N01", "N01"), data={"words": "Please send me my data."})
    assert asked.status_code == 303
    assert [post.letter for post in world.office.store.letters.posts(world.code, "N01")] == ["person/new_link"]


def test_whoever_was_erased_has_no_page(web, world):
    leave(web, world)
    world.office.store.erasure.erase(world.code, "N01", world.clock.now())

    assert [web.get(path).status_code for path in (world.page("N01"), f"{world.page('N01')}/kept")] == [404, 404]
