"""A walk: one coordinator, in a real browser, from the first list to the evaluation, with people who answer or do not.

What waits is found on the first page and decided there; nothing is done by a command.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from domain.groups import Group
from domain.lifecycles import ApplicationState, PairState, Phase
from domain.people import Coordinator, Role
from office import sign_in
from rehearsal.acting.cast import COORDINATOR, cast
from rehearsal.acting.people import contact_list
from tests.web.living import living
from tests.web.test_browser import DESKTOP, chromium, press  # noqa: F401 (a fixture)
from tests.web.test_browser import pytestmark as needs_chromium

pytestmark = [*needs_chromium, pytest.mark.timeout(600)]
PLAN = {"name": "Life sciences, spring", "code": "walk-27", "starts_on": "2027-02-01", "time_zone": "Europe/Prague"}
BEFORE = datetime(2027, 1, 31, 9, tzinfo=UTC)
CAST = replace(cast(7), quiet={"P03": 2})  # the third pair never meets
COLLEAGUE = Coordinator("C02", "Jan Dvořák", "jan@example.org", "Europe/Prague")


class Desk:
    """The browser of a coordinator at the desk of one cohort."""

    def __init__(self, tab, life) -> None:
        self.tab, self.life = tab, life
        self.base = f"{life.base}/desk/{PLAN['code']}"

    def come_in(self, way: str = "/desk") -> None:
        """Ask for a link, find it in the inbox, sign in."""
        self.tab.goto(self.life.base + way)
        press(self.tab, "Write to Klára")
        self.tab.get_by_role("link", name="Open the inbox").click()
        self.tab.locator("a", has_text="Your way in").first.click()
        link = self.tab.frame_locator("iframe").get_by_role("link", name="Sign in")
        self.tab.goto(self.life.base + urlsplit(link.get_attribute("href")).path)
        press(self.tab, "Sign in as")

    def go(self, way: str = "") -> None:
        self.tab.goto(self.base + way)
        if "/sign-in" in self.tab.url:  # some days have gone by
            self.come_in()
            self.tab.goto(self.base + way)

    def waits(self) -> list[str]:
        """What waits for a decision, by its titles."""
        self.go()
        return self.tab.locator(".today h3").all_inner_texts()

    def does(self, way: str, link: str, answers: Mapping[str, str] = {}) -> None:
        """An act without a case: looked at, then done."""
        self.go(way)
        self.tab.get_by_role("link", name=link).first.click()
        for label, words in answers.items():
            self.tab.get_by_label(label).first.fill(words)
        if answers:
            press(self.tab, "See what it will cause")
        assert self.tab.get_by_role("button", name="Do it").count(), self.tab.inner_text("main")
        press(self.tab, "Do it")
        assert self.tab.get_by_role("heading", name="Done").is_visible()


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    with living(tmp_path_factory.mktemp("walk"), CAST, BEFORE) as found:
        found.office.store.register.add_coordinator(COLLEAGUE)
        yield found


def test_a_coordinator_runs_a_whole_programme_from_the_desk(chromium, life, tmp_path):  # noqa: F811
    context = chromium.new_context(viewport=DESKTOP, accept_downloads=True)
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    desk = Desk(tab, life)
    launches(desk)

    signs_off(desk)
    for role, words in ((Role.MENTOR, "Mentors"), (Role.MENTEE, "Mentees")):
        brings(desk, role, words, tmp_path)
    screens(desk)
    approves(desk)
    life.until(lambda cohort: cohort.phase is Phase.MENTORING)
    first = next(one for one in life.cohort.pairs.values() if _runs(one))
    desk.does(f"/people/{first.mentee}", "Correct details", {"E-mail address": "new.address@home.example"})
    desk.does("/gatherings/G-wrapup", "Move or change it", {"Day": "2027-10-14", "The place": "Room 4"})
    writes_to_everybody(desk)
    other = looks_for_another_partner(desk)
    hands_over(desk)
    life.until(lambda cohort: cohort.phase is Phase.CLOSED, days_max=220)

    assert life.cohort.participants[first.mentee].email == "new.address@home.example"
    assert life.cohort.groups[other].state is PairState.ENDED
    reads_the_evaluation(desk, tmp_path)
    context.close()


def launches(desk: Desk) -> None:
    """The first programme of an office: nobody can be written to yet, so the way in comes from the machine."""
    desk.tab.goto(f"{desk.life.base}/desk")
    assert desk.tab.get_by_role("heading", name="No programme runs here yet").is_visible()
    link = urlsplit(sign_in.link_for(desk.life.office, COORDINATOR.code))
    desk.tab.goto(desk.life.base + link.path)
    press(desk.tab, "Sign in as")
    desk.tab.get_by_role("link", name="Launch a cohort").click()
    for name, value in PLAN.items():
        desk.tab.locator(f"[name={name}]").fill(value)
    press(desk.tab, "See what it will do")
    desk.tab.get_by_role("button", name="Launch it").wait_for(timeout=90_000)
    press(desk.tab, "Launch it")
    desk.life.begin(PLAN["code"])
    desk.life.days(1)


def signs_off(desk: Desk) -> None:
    assert desk.waits() == ["6 items of the checklist are open"]
    desk.tab.get_by_role("link", name="Look and decide").click()
    for box in desk.tab.get_by_role("checkbox").all():
        box.check()
    press(desk.tab, "Sign off what is ticked")
    assert desk.waits() == []


def brings(desk: Desk, role: Role, words: str, folder) -> None:
    people = [one.person for one in CAST.of(role) if not one.temper.persona.walks_in]
    (folder / "list.csv").write_bytes(contact_list(people))
    desk.life.minutes(5)
    desk.go("/people")
    desk.tab.get_by_role("radio", name=words).check()
    desk.tab.locator("#list").set_input_files(folder / "list.csv")
    press(desk.tab, "Show me the list")
    press(desk.tab, f"Take in {len(people)}")
    desk.life.meet()
    assert sum(one.role is role for one in desk.life.cohort.participants.values()) == len(people)


def screens(desk: Desk) -> None:
    desk.life.until(lambda cohort: desk.life.clock.now() > cohort.milestones.mentees_close)
    for role in ("mentor", "mentee"):
        desk.go(f"/screening?role={role}")
        for box in desk.tab.get_by_role("checkbox").all():
            box.check()
        press(desk.tab, "Accept")
    states = {one.state for one in desk.life.cohort.applications.values()}
    assert (len(desk.life.cohort.applications) >= 30, states) == (True, {ApplicationState.ACCEPTED})


def approves(desk: Desk) -> None:
    desk.life.until(lambda cohort: any(one.result for one in cohort.proposals.values()))
    assert desk.waits() == ["15 pairs are proposed, 3 people are left over"]
    desk.tab.get_by_role("link", name="Look and decide").click()
    desk.tab.get_by_role("link", name="What approving sends").click()
    press(desk.tab, "Do it")


def writes_to_everybody(desk: Desk) -> None:
    desk.go("/post")
    desk.tab.get_by_role("link", name="Write a message").click()
    desk.tab.get_by_label("Match").select_option(label="in a pair or group")
    desk.tab.get_by_label("Subject").fill("A room of our own")
    desk.tab.get_by_label("Text").fill("Dear {first_name},\n\nroom 4 is yours.\n\n{page}")
    press(desk.tab, "Look it over")
    press(desk.tab, "Send it to 30 people")


def looks_for_another_partner(desk: Desk) -> str:
    """A pair that does not meet becomes a case; the coordinator ends it, and a new match is proposed."""
    desk.life.until(lambda cohort: any(one.matter == "missed_session" for one in cohort.escalations.values()))
    case = next(one for one in desk.life.cohort.escalations.values() if one.matter == "missed_session")
    group = next(one for one in desk.life.cohort.groups.values() if case.about.startswith(one.id))
    before = len(desk.life.cohort.proposals)
    desk.does(f"/pairs/{group.id}", "Look for another partner")
    desk.life.until(lambda cohort: len(cohort.proposals) > before and not _runs(cohort.groups[group.id]))
    return group.id


def _runs(group: Group) -> bool:
    return group.state is PairState.ACTIVE


def hands_over(desk: Desk) -> None:
    desk.go("/running")
    press(desk.tab, "Let them run it too")
    press(desk.tab, "Do it")
    press(desk.tab, re.compile("^Hand over"))
    press(desk.tab, "Do it")
    assert [one.code for one in desk.life.cohort.coordinators] == [COLLEAGUE.code, COORDINATOR.code]


def reads_the_evaluation(desk: Desk, folder) -> None:
    desk.go("/exports")
    for what in ("Evaluation", "Workbook", "Handover"):
        with desk.tab.expect_download() as download:
            desk.tab.get_by_role("link", name=re.compile(f"Download.*{what}")).click()
        download.value.save_as(folder / what)
    assert (folder / "Evaluation").read_bytes().startswith(b"%PDF")
    assert (folder / "Workbook").read_bytes().startswith(b"PK")
    assert COLLEAGUE.name in (folder / "Handover").read_text(encoding="utf-8")
