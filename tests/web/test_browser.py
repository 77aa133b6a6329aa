"""In a real browser: reachable by keyboard, without violations of axe, without JavaScript, and helped by ours."""

import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from domain.people import Coordinator
from office.running_it import let_look_on, take_on
from office.uploads import FILE_MAX
from tests.answers import mentee_answers
from tests.builders import asked, days
from tests.pools import WOMEN, a_pool, with_proposal
from tests.web.papers import a_pdf
from tests.web.serving import on_a_port
from tests.web.test_forms import as_sent
from tests.web.world import (
    CALLING,
    NOW,
    SOMEBODY,
    World,
    a_world,
    in_the_book,
    mentoring,
    openings,
    recruitment,
    screening,
    settled,
    with_every_form,
)

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium: apt-get install chromium"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1200, "height": 850}


@contextmanager
def served(folder, cohort, now, as_it_is=False):
    """The app on a port of its own, with this cohort."""
    world = a_world(folder, cohort, now)
    if not as_it_is:
        settled(world)
    with on_a_port(world.office) as base:
        yield world, base


@pytest.fixture(scope="module")
def pilot(tmp_path_factory):
    with served(tmp_path_factory.mktemp("pilot"), mentoring(), NOW) as found:
        yield found


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    with served(tmp_path_factory.mktemp("calls"), recruitment(), CALLING) as found:
        yield found


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def come_in(page, world: World, base: str):
    """Sign in as the lead, by a link of the machine."""
    page.goto(base + world.way_in())
    press(page, "Sign in as")
    return page


@pytest.fixture
def tab(chromium):
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def plain(chromium):
    """A browser that runs no scripts."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def pages(pilot: tuple[World, str]) -> dict[str, str]:
    world, base = pilot
    number = world.office.store.letters.posts(limit=1)[0].id
    in_the_book(world)
    return {
        "the contact book": f"{base}{world.desk()}/book",
        "somebody in it": f"{base}{world.desk()}/book/entry/{SOMEBODY}",
        "what they see of it": f"{base}/k/{world.office.links.entry_token(world.code, SOMEBODY)}",
        "a report": base + world.form("session_report", "P01.1", "N01"),
        "a plan": base + world.form("mentoring_plan", "P01", "N01"),
        "a mid-term check": base + world.form("midterm_check", "P01", "M01"),
        "a reflection": base + world.form("reflection_mentee", "N01", "N01"),
        "the personal page": base + world.page("N01"),
        "the inbox": f"{base}/inbox",
        "a letter": f"{base}/inbox/{number}",
        "the desk": base + world.desk(),
        "the glance": f"{base}{world.desk()}/glance",
        "the recruiting": f"{base}{world.desk()}/recruiting",
        "programmes compared": f"{base}/compare",
        "a launch": f"{base}/launch",
        "a list to be chosen": f"{base}{world.desk()}/contacts",
        "links of a channel": f"{base}{world.desk()}/recruiting/links?channel=open-day",
        "a list behind a number": f"{base}{world.desk()}/list/sessions/1/planned",
        "the gatherings": f"{base}{world.desk()}/gatherings",
        "a gathering": f"{base}{world.desk()}/gatherings/G-networking",
        "a gathering to be added": f"{base}{world.desk()}/do/add_gathering",
        "the pairs": f"{base}{world.desk()}/pairs",
        "the people": f"{base}{world.desk()}/people",
        "a person": f"{base}{world.desk()}/people/N01",
        "a pair": f"{base}{world.desk()}/pairs/P01",
        "what can be steered": f"{base}{world.desk()}/steer",
        "an act": f"{base}{world.desk()}/do/change_date?about=P01",
        "what an act will cause": f"{base}{world.desk()}/do/end_group?about=P02",
        "a letter on the desk": f"{base}{world.desk()}/letters/{number}",
        "the post": f"{base}{world.desk()}/post",
        "words of letters": f"{base}{world.desk()}/wordings",
        "words of a letter": f"{base}{world.desk()}/wordings/mentee/paired",
        "a message": f"{base}{world.desk()}/messages",
        "a pair that may go on": f"{base}{world.desk()}/do/propose_extension?about=P01",
        "the match": f"{base}{world.desk()}/match",
        "a broken link": f"{base}/f/x",
        "the front page": f"{base}/",
    }


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("size", "colours"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(chromium, pilot, size, colours):
    # axe brings its script into the page, which our policy forbids on purpose.
    context = chromium.new_context(viewport=size, color_scheme=colours, bypass_csp=True)
    page = context.new_page()
    world, base = pilot
    for where in ("/sign-in", "/sign-in-sent", "/sign-in/broken", world.way_in()):
        page.goto(base + where)
        assert violations(page) == [], where
    come_in(page, world, base)
    for what, where in (pages(pilot) | {"where one is signed in": f"{base}/signed-in"}).items():
        page.goto(where)
        assert violations(page) == [], what
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), what
    page.goto(pages(pilot)["a report"])
    press(page, "Send")
    assert page.get_by_role("alert").is_visible()
    assert violations(page) == []
    context.close()


WAYS_OF_WHO_LOOKS_ON = ("", "/people/N01", "/pairs/P01", "/post", "/running", "/gatherings/G-networking", "/steer")


def test_who_looks_on_walks_through_the_desk_and_finds_nothing_to_press(chromium, tmp_path):
    with served(tmp_path, mentoring(), NOW) as (world, base):
        goals = world.cohort.applications["N01"].answers["goals"]
        for code in ("rita", "jan"):
            world.office.store.register.add_coordinator(Coordinator(code, code.title(), f"{code}@university.example"))
        let_look_on(world.office, world.code, "rita", "eva")
        take_on(world.office, world.code, "jan", "eva")
        for size, colours in ((PHONE, "dark"), (DESKTOP, "light")):
            context = chromium.new_context(viewport=size, color_scheme=colours, bypass_csp=True)
            page = context.new_page()
            page.goto(base + world.way_in("rita"))
            press(page, "Sign in as")
            for way in WAYS_OF_WHO_LOOKS_ON:
                page.goto(base + world.desk() + way)
                assert violations(page) == [], way
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), way
                assert [one.inner_text() for one in page.query_selector_all("main form[method=post] button")] == [], way
                assert goals not in page.content(), way
            context.close()


def test_what_was_typed_while_the_visit_ended_is_sent_from_its_own_page(tab, tmp_path):
    with served(tmp_path, mentoring(), NOW) as (world, base):
        come_in(tab, world, base).goto(f"{base}{world.desk()}/people/N01")
        tab.fill("#note", "She asked for more time.\nI will call her.")
        tab.context.clear_cookies()
        press(tab, "Keep the note")
        assert tab.get_by_role("heading", name="Not sent yet").is_visible()
        other = come_in(tab.context.new_page(), world, base)
        other.close()
        press(tab, "Send it")
        assert "as Eva Horáková" in tab.inner_text("main")
        press(tab, "Send it")

        (kept,) = (one.content["words"] for one in world.office.store.ledger.answers(world.code))
        assert kept == "She asked for more time.\nI will call her."
        assert "I will call her." in tab.inner_text("main")


def test_somebody_is_asked_and_answers_without_javascript(chromium, plain, tmp_path):
    with served(tmp_path, recruitment(), CALLING) as (world, base):
        in_the_book(world)
        context = chromium.new_context(viewport=DESKTOP, color_scheme="dark", bypass_csp=True)
        page = come_in(context.new_page(), world, base)
        page.goto(f"{base}{world.desk()}/book")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(page) == []
        page.get_by_role("checkbox").check()
        press(page, "Write to those ticked")
        assert violations(page) == []
        press(page, "Send 1 letter")
        assert page.get_by_role("status").inner_text() == "1 letter is on its way."
        context.close()
        plain.goto(f"{base}/k/{world.office.links.entry_token(world.code, SOMEBODY)}?reply=yes")
        press(plain, "Yes, I would like to apply")

        assert "/f/" in urlsplit(plain.url).path


def test_several_cohorts_are_compared_and_switched_without_javascript(chromium, plain, tmp_path):
    with served(tmp_path, mentoring(), NOW) as (world, base):
        world.office.store.create(replace(recruitment(), coordinators=world.cohort.coordinators))
        for size, colours in ((PHONE, "light"), (DESKTOP, "dark")):
            context = chromium.new_context(viewport=size, color_scheme=colours, bypass_csp=True)
            page = come_in(context.new_page(), world, base)
            for way in ("/compare", f"{world.desk()}/people"):
                page.goto(base + way)
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                assert violations(page) == [], way
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), way
            context.close()
        come_in(plain, world, base)
        plain.goto(f"{base}{world.desk()}/people")
        plain.get_by_text("Switch").click()
        plain.get_by_role("link", name="Pilot in recruitment").click()

        assert urlsplit(plain.url).path == "/desk/calling-27/people"


def test_axe_finds_nothing_on_any_form(chromium, tmp_path):
    with served(tmp_path, with_every_form(), NOW, as_it_is=True) as (world, base):
        context = chromium.new_context(viewport=PHONE, bypass_csp=True)
        page = context.new_page()
        for name, link in openings(world).items():
            page.goto(base + link)
            assert violations(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        context.close()


def test_axe_finds_nothing_on_the_pages_of_the_match(chromium, tmp_path):
    cohort = a_pool(balance=(WOMEN,))
    with served(tmp_path, cohort, cohort.milestones.matching_on + days(1), as_it_is=True) as (world, base):
        world.change(*with_proposal(world.cohort, world.office).proposals.values())
        for size, colours in ((PHONE, "light"), (DESKTOP, "dark")):
            context = chromium.new_context(viewport=size, color_scheme=colours, bypass_csp=True)
            page = come_in(context.new_page(), world, base)
            for way in ("", "?tracks=0&topics=60", "?tracks=x", "/balance", "/changes", "/search", "/N01", "/N03"):
                page.goto(f"{base}{world.desk()}/match{way}")
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                assert violations(page) == [], way
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), way
            context.close()


def test_axe_finds_nothing_where_a_coordinator_decides_about_many(chromium, tmp_path):
    cohort = screening()
    with served(tmp_path, cohort, cohort.milestones.mentees_close, as_it_is=True) as (world, base):
        for size, colours in ((PHONE, "light"), (DESKTOP, "dark")):
            context = chromium.new_context(viewport=size, color_scheme=colours, bypass_csp=True)
            page = come_in(context.new_page(), world, base)
            for way in ("", "/screening", "/screening?role=mentor", "/checklist"):
                page.goto(f"{base}{world.desk()}{way}")
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                assert violations(page) == [], way
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), way
            page.goto(f"{base}{world.desk()}/screening")
            press(page, "Accept")
            assert page.get_by_role("alert").is_visible()
            assert violations(page) == []
            context.close()


def test_many_are_accepted_by_keyboard_without_javascript(plain, tmp_path):
    cohort = screening()
    with served(tmp_path, cohort, cohort.milestones.mentees_close, as_it_is=True) as (world, base):
        come_in(plain, world, base)
        plain.goto(f"{base}{world.desk()}/screening")
        for box in plain.get_by_role("checkbox").all():
            box.focus()
            plain.keyboard.press("Space")
        plain.get_by_role("button", name="Accept").focus()
        plain.keyboard.press("Enter")

        assert plain.get_by_role("status").inner_text() == (
            "2 verdicts were noted. Before anybody hears of it, and later too, a verdict can be changed on the page of the "
            "person: Change the verdict."
        )
        assert {world.cohort.applications[code].state.value for code in ("N01", "N02")} == {"accepted"}


def test_weights_are_tried_and_kept_without_javascript(plain, tmp_path):
    cohort = a_pool()
    with served(tmp_path, cohort, cohort.milestones.matching_on + days(1), as_it_is=True) as (world, base):
        come_in(plain, world, base)
        plain.goto(f"{base}{world.desk()}/match")
        plain.get_by_role("textbox", name="Career tracks").fill("0")
        plain.get_by_role("textbox", name="Topics").fill("60")
        press(plain, "Show what would change")
        assert plain.get_by_role("heading", name="2 mentees would move").is_visible()
        press(plain, "Keep these weights")

        assert "The next proposal is made on these terms" in plain.locator("h1").inner_text()
        assert world.cohort.policy.matching.weights["topics"] == 60


def test_axe_finds_nothing_on_the_pages_of_an_application(chromium, calls):
    world, base = calls
    path = world.form("mentee_application", "N02", "N02")
    context = chromium.new_context(viewport=DESKTOP, bypass_csp=True)
    page = context.new_page()
    for where in (*(f"{path}/{n}" for n in range(1, 9)), f"{path}/check", world.apply("mentor")):
        page.goto(base + where)
        assert violations(page) == [], where
    context.close()


def test_a_mentee_applies_on_a_phone_without_javascript(plain, calls, tmp_path):
    world, base = calls
    (tmp_path / "cv.pdf").write_bytes(a_pdf("My CV"))
    (tmp_path / "motivation.pdf").write_bytes(a_pdf("Why I apply"))
    answers = as_sent(mentee_answers())
    plain.goto(base + world.form("mentee_application", "N01", "N01"))
    while "page" in (plain.title()):
        for name, value in answers.items():
            fill_in(plain, name, value, tmp_path)
        press(plain, re.compile("^Save and"))
        assert plain.locator(".summary").count() == 0, plain.locator(".summary").inner_text()
    assert plain.get_by_role("heading", name="Check your answers").is_visible()

    press(plain, "Send my answers")

    assert "Thank you for applying" in plain.locator("h1").inner_text()
    kept = world.cohort.applications["N01"].answers
    assert (kept["tracks"], kept["field"], bool(kept["cv"])) == ([15, 17, 6], "Immunology", True)


def press(page, name) -> None:
    """Press a button and wait for the page it leads to: a click alone returns while the old page still stands."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def fill_in(page, name, value, folder) -> None:
    """Answer one question, whatever it looks like; nothing when it is not on this page."""
    fields = page.locator(f'[name="{name}"]')
    if not fields.count():
        return
    kind = fields.first.get_attribute("type") or fields.first.evaluate("e => e.tagName.toLowerCase()")
    values = value if isinstance(value, list) else [value]
    if kind == "file":
        fields.first.set_input_files(folder / f"{name}.pdf")
    elif kind == "radio":
        page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
    elif kind == "checkbox":
        for one in values:
            wanted = page.locator(f'[name="{name}"][value="{one}"]')
            (wanted if wanted.count() else fields.first).check(force=True)
    elif kind == "select":
        fields.first.select_option(str(value))
    else:
        fields.first.fill(str(value))


def test_questions_appear_as_they_apply(tab, pilot):
    tab.goto(pages(pilot)["a report"])
    summary = tab.get_by_label("In a few lines")
    assert not summary.is_visible()

    tab.get_by_label("We met", exact=True).check()
    assert summary.is_visible()
    tab.get_by_label("The mentor did not come").check()
    assert not summary.is_visible()


def test_the_focus_goes_to_what_needs_another_look(tab, pilot):
    tab.goto(pages(pilot)["a report"])
    tab.get_by_label("We met", exact=True).check()
    press(tab, "Send")

    assert tab.evaluate("document.activeElement.className") == "summary"
    tab.get_by_role("link", name="When did you meet?").click()
    assert tab.evaluate("document.activeElement.id") == "f-held_on"


def test_what_is_typed_is_kept_while_somebody_types(tab, calls):
    world, base = calls
    path = world.form("mentor_application", "M01", "M01")
    tab.goto(f"{base}{path}/2")
    tab.get_by_label("Employer", exact=True).fill("Lumenta Biotech")
    tab.get_by_text("Draft saved.").wait_for()

    tab.goto(f"{base}{path}/2")

    assert tab.get_by_label("Employer", exact=True).input_value() == "Lumenta Biotech"
    tab.get_by_label("Employer", exact=True).fill("Elsewhere")
    tab.get_by_role("button", name="Save for later").click()
    tab.get_by_text("Saved. You can close this page").wait_for()
    assert world.office.store.drafts.get(world.code, "M01:mentor_application:M01").content["employer"] == "Elsewhere"


def test_a_file_that_is_too_big_gets_a_page_and_not_a_broken_connection(plain, calls, tmp_path):
    world, base = calls
    (tmp_path / "big.pdf").write_bytes(b"%PDF-" + b"0" * (FILE_MAX + 6 * 1024 * 1024))
    plain.goto(f"{base}{world.form('mentee_application', 'N02', 'N02')}/6")
    plain.locator("#f-cv").set_input_files(tmp_path / "big.pdf")
    press(plain, "Save and continue")

    assert plain.locator("h1").inner_text() == "That is too much at once"


def test_a_link_in_a_letter_opens_its_form_and_nothing_else_is_loaded(tab, pilot):
    _world, base = pilot
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(pages(pilot)["a letter"])
    link = tab.frame_locator("iframe").locator('a[href^="http://127.0.0.1:8080/"]').first
    link.wait_for()
    assert {url.split("/")[2] for url in asked} == {base.split("/")[2]}
    tab.route("http://127.0.0.1:8080/**", lambda route: route.fulfill(status=200, body="arrived"))
    link.click()
    tab.wait_for_url("http://127.0.0.1:8080/**")


def test_a_script_in_an_answer_never_runs(tab, pilot):
    world, base = pilot
    dialogs = []
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    tab.goto(base + world.form("my_details", "N02", "N02"))
    tab.goto(base + world.form("need_help", "N02", "N02"))
    tab.locator("#f-words").fill("<img src=x onerror=alert(1)><script>alert(2)</script>")
    press(tab, "Send")
    come_in(tab, world, base)
    for where in (world.page("N02"), world.desk(), f"{world.desk()}/people/N02", world.form("need_help", "N02", "N02")):
        tab.goto(base + where)
    assert dialogs == []


def test_a_desk_post_comes_through_in_a_real_browser(tab, pilot, tmp_path):
    world, base = pilot
    (tmp_path / "list.csv").write_text("name,email\nAnna Lee,anna@firm.example\n")
    come_in(tab, world, base)
    tab.goto(f"{base}{world.desk()}/people")
    tab.get_by_role("radio", name="Mentors").check()
    tab.locator("#list").set_input_files(tmp_path / "list.csv")
    press(tab, "Show me the list")
    press(tab, "Take in 1 mentor")

    assert tab.get_by_role("heading", name="Done").is_visible()
    tab.goto(f"{base}{world.desk()}/people")
    assert "Anna Lee" in tab.locator("main").inner_text()


def test_axe_finds_nothing_while_letters_are_written(chromium, pilot):
    world, base = pilot
    context = chromium.new_context(viewport=PHONE, color_scheme="dark", bypass_csp=True)
    page = come_in(context.new_page(), world, base)
    for way, field, wrong, right in (
        ("messages", "Text", "Dear {nobody}", "Dear {first_name}"),
        ("wordings/pair/date_wanted", "Text", "Dear {nobody}", "Dear {first_name}\n\n[Go]({link})\n\n{part}"),
    ):
        page.goto(f"{base}{world.desk()}/{way}")
        page.get_by_label("Subject").fill("Soon")
        for words in (wrong, right):
            page.get_by_label(field).fill(words)
            press(page, "Look it over")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert violations(page) == [], (way, words)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (way, words)
        assert page.get_by_text(re.compile("^How it reads")).is_visible(), way
    context.close()


def test_a_coordinator_writes_to_twelve_without_javascript(plain, tmp_path):
    with served(tmp_path, mentoring(6), NOW, as_it_is=True) as (world, base):
        come_in(plain, world, base)
        plain.goto(f"{base}{world.desk()}/post")
        plain.get_by_role("link", name="Write a message").click()
        plain.get_by_label("Match").select_option(label="in a pair or group")
        plain.get_by_label("Subject").fill("A room of our own")
        plain.get_by_label("Text").fill("Dear {first_name},\n\nmeet {partner} in room 4.\n\n{page}")
        press(plain, "Look it over")
        assert plain.get_by_role("heading", name="To 12 people").is_visible()
        press(plain, "Send it to 12 people")

        letters = world.office.store.letters.posts(world.code)
        assert plain.get_by_role("heading", name="The message is on its way").is_visible()
        plain.get_by_role("link", name="To the post").click()
        assert plain.locator(".letters li").count() == len(letters) == 12
        plain.locator(".letters a").first.click()
        assert "in room 4." in plain.frame_locator("iframe").locator("body").inner_text()


def test_a_newcomer_finds_the_way_in_through_the_inbox(plain, pilot):
    world, base = pilot
    plain.goto(f"{base}{world.desk()}/post")
    press(plain, "Write to Eva")
    plain.get_by_role("link", name="Open the inbox").click()
    plain.locator("a", has_text="Your way in").first.click()
    link = plain.frame_locator("iframe").get_by_role("link", name="Sign in")
    plain.goto(base + urlsplit(link.get_attribute("href")).path)
    press(plain, "Sign in as Eva")

    assert plain.url == f"{base}{world.desk()}/post"
    press(plain, "Sign out")
    plain.goto(base + world.desk())
    assert "/sign-in?to=" in plain.url


def test_an_address_is_corrected_and_a_date_moved_without_a_case(tab, tmp_path):
    """From the page of the person and of the pair: fill in, see what it will cause, do it; the second is taken back."""
    with served(tmp_path, mentoring(), NOW) as (world, base):
        come_in(tab, world, base)
        tab.goto(f"{base}{world.desk()}/people/N01")
        tab.get_by_role("link", name="Correct details").click()
        tab.get_by_label("E-mail address").fill("tereza@home.example")
        tab.get_by_role("button", name="See what it will cause").click()
        assert tab.get_by_text("We now write to you at this address").is_visible()
        tab.get_by_role("button", name="Do it").click()
        assert tab.get_by_role("heading", name="Done").is_visible()
        assert world.cohort.participants["N01"].email == "tereza@home.example"

        tab.goto(f"{base}{world.desk()}/pairs")
        tab.get_by_role("link", name="P02").click()
        tab.get_by_role("link", name="Set or move a date").click()
        tab.get_by_label("Day").fill("2027-03-20")
        tab.get_by_label("Time").fill("14:30")
        tab.get_by_role("button", name="See what it will cause").click()
        assert tab.get_by_text("with an entry for the calendar").is_visible()
        tab.get_by_role("button", name="Do it").click()
        assert world.cohort.sessions["P02.1"].starts_at is not None
        tab.get_by_role("button", name="Undo").click()
        assert tab.get_by_role("heading", name="Taken back").is_visible()
        assert world.cohort.sessions["P02.1"].starts_at is None


def test_a_gathering_is_moved_without_javascript(plain, tmp_path):
    with served(tmp_path, mentoring(), NOW) as (world, base):
        come_in(plain, world, base)
        plain.goto(f"{base}{world.desk()}/gatherings")
        plain.get_by_role("link", name="Wrap-up networking").click()
        plain.get_by_role("link", name="Move or change it").click()
        before = world.cohort.gatherings["G-wrapup"].starts_at
        plain.get_by_label("Day").fill("2027-08-26")
        press(plain, "See what it will cause")
        assert "Wrap-up networking: 26 August 2027 at 17:00 instead of" in plain.inner_text("main")
        press(plain, "Do it")

        after = world.cohort.gatherings["G-wrapup"]
        assert (after.starts_at < before, after.sequence) == (True, 1)


def test_a_match_is_reviewed_pinned_ruled_out_solved_again_swapped_and_approved(chromium, tmp_path):
    cohort = a_pool()
    with served(tmp_path, cohort, cohort.milestones.matching_on + days(1.5), as_it_is=True) as (world, base):
        cohort = with_proposal(world.cohort, world.office)
        world.change(*asked(cohort, "review_proposal", "match-1", "eva", world.clock.now()).invitations.values())
        world.change(*cohort.proposals.values())
        for size, colours, script in ((PHONE, "dark", False), (DESKTOP, "light", True)):
            context = chromium.new_context(
                viewport=size, color_scheme=colours, bypass_csp=True, java_script_enabled=script
            )
            page = come_in(context.new_page(), world, base)
            page.set_default_timeout(20_000)

            def go(way, page=page):
                page.goto(f"{base}{world.desk()}{way}")

            if script:
                for way in (
                    "/match",
                    "/arrange",
                    "/arrange/for/N01",
                    "/arrange?N03=M03",
                    "/arrange/never?pair=M01.N01",
                ):
                    go(way)
                    assert violations(page) == [], way
                    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), way
                go("/match")
                page.get_by_role("link", name="What approving sends").focus()
                page.keyboard.press("Enter")
                page.get_by_role("heading", name="What it will cause").wait_for()
                assert violations(page) == []
                press(page, "Do it")
                page.get_by_role("heading", name="Done").wait_for()
                page.get_by_role("link", name="Go on from here").click()
                page.get_by_text("By Eva Horáková on").wait_for()
                assert violations(page) == []
            else:
                go("/match")
                page.get_by_role("button", name="Keep this pair").first.click()
                assert page.get_by_text("kept by you").count() == 1
                page.get_by_role("link", name="Never these two").last.click()
                press(page, "Rule it out and solve again")
                assert page.get_by_role("heading", name="Beside proposal 1").is_visible()
                assert page.get_by_text("never together").is_visible()
                page.get_by_role("link", name="Somebody else").first.click()
                page.get_by_role("link", name="Look").first.click()
                press(page, "Have it so")
                assert page.get_by_role("heading", name="Beside proposal 2").is_visible()
            context.close()
        assert {pair.state.value for pair in world.cohort.pairs.values()} <= {"proposed", "offered"}
        assert len(world.cohort.pairs) == 2
