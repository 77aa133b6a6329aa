"""Pictures: draws docs/pictures anew: the desk of the demo as a coordinator sees it, in Chromium, wide and on a phone.

    .venv/bin/python -m docs.pictures

The cohorts are played into folders that are gone afterwards. Screening is shown in a second office, where the second cohort
began a week later and nobody has screened yet. What the pictures are for is told in docs/desk.md.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from cli.demo import PILOT, SECOND, play, second_plan
from office import sign_in
from office.office import Office, open_office
from office.settings import Settings
from rehearsal.acting.pilot import SEED
from rehearsal.acting.second import second_cast
from rehearsal.rehearse import rehearse_together
from tests.web.serving import on_a_port

FOLDER = Path(__file__).resolve().parent / "pictures"
CHROMIUM = "/usr/bin/chromium"
SIZES = {"": {"width": 1200, "height": 780}, "-phone": {"width": 390, "height": 780}}
COLOURS = 96  # of one picture, so that each stays below 150 kB
PAGES = {
    "desk": f"/desk/{PILOT}",
    "glance": f"/desk/{PILOT}/glance",
    "match": f"/desk/{SECOND}/match",
    "person": f"/desk/{PILOT}/people/N01",
    "pair": f"/desk/{PILOT}/pairs/P01",
    "act": f"/desk/{PILOT}/do/end_group?about=P01",
}
EARLIER_PAGES = {"screening": f"/desk/{SECOND}/screening?role=mentee"}
UNSCREENED = timedelta(days=7)


def draw() -> None:
    """Every picture, from two offices that live as long as it takes."""
    with sync_playwright() as play_with:
        browser = play_with.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with office_in_a_folder() as office:
            play(office)
            shoot(browser, office, PAGES)
        with office_in_a_folder() as office:
            play_until_screening(office)
            shoot(browser, office, EARLIER_PAGES)
        browser.close()


def play_until_screening(office: Office) -> None:
    """The second cohort at the end of its calls, with a coordinator who has not screened anybody."""
    plan = second_plan(office, office.clock.now())
    later = plan.model_copy(update={"starts_on": plan.starts_on + UNSCREENED})
    cast = replace(second_cast(), neglects=("screening",))
    rehearse_together([(later, cast)], SEED, until=office.clock.now(), office=office)


@contextmanager
def office_in_a_folder() -> Iterator[Office]:
    """An office of its own, whatever the settings of this machine are."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Settings(_env_file=None, data=Path(folder), wakes_prefect=False))
        office.store.migrate()
        yield office
        office.store.close()


def shoot(browser: Browser, office: Office, pages: dict[str, str]) -> None:
    """One picture of each page in each size, as the coordinator who is signed in sees it."""
    with on_a_port(office) as base:
        code = office.store.register.running(office.store.cohorts()[0])[0]
        for suffix, size in SIZES.items():
            context = browser.new_context(viewport=size)
            tab = context.new_page()
            tab.goto(base + sign_in.link_for(office, code).removeprefix(office.links.base_url))
            tab.get_by_role("button", name="Sign in as").click()
            tab.wait_for_load_state()
            for name, way in pages.items():
                tab.goto(base + way)
                keep(FOLDER / f"{name}{suffix}.png", tab.screenshot())
            context.close()


def keep(path: Path, png: bytes) -> None:
    """A picture with few colours: pages have few, and the repository stays small."""
    few = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    draw()
