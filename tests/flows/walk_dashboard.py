"""The dashboard in a real browser: a cohort launched with its form, the way from a run to the desk and back, what stands there
of a cohort in which nothing is due yet, and the links of the letter that tells of a failed run.
"""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from office.sign_in import link_for
from tests.flows.running import SECONDS_MAX, Running, wait_for
from tests.machine.test_supervisor import free_port
from tests.smtp import good_server

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.prefect,
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium: apt-get install chromium"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHEETS = {"timeline", "matching-report", "pairs-and-sessions", "open-escalations", "post"}
CODE = "autumn-form"
TO_THE_DESK = f'a[href$="/desk/{CODE}"]'


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with good_server() as (smtp_port, envelopes):
        port = str(free_port())
        office = Running(
            tmp_path_factory.mktemp("office"),
            smtp_port,
            MENTORING_PREFECT_PORT=port,
            MENTORING_DASHBOARD_URL=f"http://127.0.0.1:{port}",
            MENTORING_ADMIN_EMAIL="admin@university.example",
        )
        office.envelopes = envelopes
        office.mentoring("coordinator", "add", "eva", "Eva Horáková", "eva@university.example")
        office.start()
        yield office
        office.stop()


@pytest.fixture(scope="module")
def tab():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_context(viewport={"width": 1300, "height": 1000}).new_page()
        page.set_default_timeout(120_000)  # tests share their machine
        yield page
        browser.close()


def dashboard(running) -> str:
    return running.settings["MENTORING_DASHBOARD_URL"]


@pytest.fixture(scope="module")
def launched(running, tab):
    """A cohort that begins in the middle of next month, launched as an admin would: by the form of launch-cohort."""
    tab.goto(f"{dashboard(running)}/v2/deployments")
    tab.get_by_role("link", name="launch-cohort").first.click()
    tab.get_by_role("button", name="Run", exact=True).first.click()
    tab.get_by_text("Custom run").first.click()
    tab.get_by_label("Code").fill(CODE)
    tab.get_by_label("Name", exact=True).fill("By the form")
    tab.get_by_label("Starts on").click()
    tab.get_by_role("button", name=re.compile("next month", re.IGNORECASE)).click()
    tab.get_by_role("button", name=re.compile("15th")).first.click()
    tab.keyboard.press("Escape")
    tab.get_by_label("Coordinators").click()
    tab.get_by_role("option", name="eva").click()
    tab.keyboard.press("Escape")
    submit(tab)
    tab.locator('a[href*="/runs/flow-run/"]').first.click()  # of the list: the note about it is gone in seconds
    tab.get_by_text("Completed").first.wait_for(timeout=SECONDS_MAX * 1000)
    return tab.url


def submit(tab) -> None:
    """Press the button until the page is left: a list that is still closing takes the first press for itself."""
    from playwright.sync_api import TimeoutError as TooLate

    for _ in range(3):
        tab.get_by_role("button", name="Submit").click()
        try:
            tab.wait_for_url(lambda url: not url.partition("?")[0].endswith("/run"), timeout=40_000)
            return
        except TooLate:
            continue
    raise AssertionError(f"the form was not taken: {tab.inner_text('body')}")


def follow(tab, link) -> None:
    """Click a link and go on where it leads, be it in a tab of its own."""
    link.wait_for()
    if link.get_attribute("target") != "_blank":
        with tab.expect_navigation():
            link.click()
        return
    with tab.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    there = opened.value.url
    opened.value.close()
    tab.goto(there)


def test_a_run_of_the_launch_leads_to_the_desk_and_the_desk_back_to_the_runs(running, tab, launched):
    tab.goto(launched)
    follow(tab, tab.locator(TO_THE_DESK).first)
    asked, office = tab.url, running.office()
    tab.goto(link_for(office, "eva"))
    with tab.expect_navigation():
        tab.get_by_role("button", name=re.compile("^Sign in as")).click()
    tab.goto(f"{office.links.base_url}/desk/{CODE}")
    desk = tab.inner_text("main")
    follow(tab, tab.get_by_role("link", name="What it did, on the dashboard"))
    tab.get_by_role("link", name=f"preparation · {CODE}").first.wait_for()

    assert asked.endswith(f"to=%2Fdesk%2F{CODE}")
    assert "Preparation begins on" in desk
    assert f"cohort:{CODE}".replace(":", "%3A") in tab.url or f"cohort:{CODE}" in tab.url


def test_a_cohort_in_which_nothing_is_due_yet_stands_on_the_dashboard_too(running, tab, launched):
    tab.goto(launched)
    tab.get_by_role("tab", name="Artifacts").click()
    tab.get_by_text(f"{CODE}-timeline").first.wait_for()
    listed = {name for name in SHEETS if tab.get_by_text(f"{CODE}-{name}").count()}

    told = {}
    for name in SHEETS:
        tab.goto(f"{dashboard(running)}/v2/artifacts/key/{CODE}-{name}")
        link = tab.locator(TO_THE_DESK).first
        link.wait_for()
        told[name] = (link.get_attribute("href"), "Something went wrong" in tab.inner_text("body"))

    assert listed == SHEETS
    assert set(told.values()) == {(f"{running.office().links.base_url}/desk/{CODE}", False)}


def test_every_link_of_the_letter_about_a_failed_run_opens_what_it_says(running, tab, launched):
    failed = "digest · all cohorts"
    running.envelopes.clear()
    with running.api as api:
        deployment = api.get("/deployments/name/digest/digest").raise_for_status().json()
        run = running._made(api, f"/deployments/{deployment['id']}/create_flow_run", {"name": failed})
        running._made(api, f"/flow_runs/{run['id']}/set_state", {"state": {"type": "FAILED"}, "force": True})
    wait_for(lambda: running.envelopes, words="the letter to the admin")

    envelope = running.envelopes[0]
    letter = message_from_bytes(envelope.content, policy=policy.default).get_body(("html",)).get_content()
    links = re.findall(r'href="([^"]+)"', letter)
    for link in links:
        tab.goto(link.replace("&amp;", "&"))
        tab.get_by_role("link", name=failed).first.wait_for()

    assert envelope.rcpt_tos == ["admin@university.example"]
    assert links == [f"{dashboard(running)}/v2/runs?state=Failed,Crashed"]
