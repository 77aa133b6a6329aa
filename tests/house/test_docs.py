"""The house: what is written for people is true: pages that exist, commands that exist, tables that are up to date."""

import re
from datetime import timedelta

import pytest

from cli.main import TOPICS
from docs import lifecycles, retention
from office.policies import policy as preset
from office.settings import NO_SETTINGS, Settings
from tests.house.sources import ROOT, tracked

PAGES = [
    path for path in tracked() if path.suffix == ".md" and "letters" not in path.parts and "texts" not in path.parts
]
IDS = [str(path.relative_to(ROOT)) for path in PAGES]
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?<![\w/-])mentoring ([a-z]+(?:-[a-z]+)*)\b")
ANCHOR = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("written", [lifecycles, retention])
def test_a_page_made_from_tables_is_what_the_tables_say(written):
    assert written.PAGE.read_text(encoding="utf-8") == written.page(), "run `make docs`"


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_links_lead_to_files_and_headings_that_exist(path):
    broken = []
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, heading = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (heading and heading not in anchors(target)):
            broken.append(link)

    assert broken == []


def anchors(path):
    """The headings of a page as links to them are written."""
    headings = ANCHOR.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_commands_that_pages_name_exist(path):
    known = {name for commands in TOPICS.values() for name in commands} | {"coordinator", "book"}
    in_code = re.findall(r"`([^`\n]+)`|```(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    named = {name for pair in in_code for text in pair for name in COMMAND.findall(text)}

    assert named - known == set()


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_settings_that_pages_name_exist(path):
    known = {f"MENTORING_{name.upper()}" for name in Settings.model_fields}
    known |= {f"MENTORING_{name.upper()}" for name in NO_SETTINGS}
    named = set(re.findall(r"MENTORING_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))

    assert named - known == set()


def test_every_decision_has_both_sides_and_a_verdict():
    decisions = [path for path in PAGES if path.parent.name == "decisions" and path.stem != "README"]
    incomplete = [
        path.name for path in decisions if not all(sign in path.read_text() for sign in ("👍", "👎", "Verdict"))
    ]

    assert decisions
    assert incomplete == []


TIMINGS = re.compile(r"^\|[^|]+\| ([^|]+) \| `(\w+)\.(\w+)` \|$", re.MULTILINE)


def test_the_timings_of_the_programme_are_those_of_the_default_preset():
    page = (ROOT / "docs" / "programme.md").read_text(encoding="utf-8")
    policy = preset("industry-one-to-one")
    told = {f"{section}.{name}": words for words, section, name in TIMINGS.findall(page)}

    assert len(told) > 15
    assert told == {place: said(getattr(getattr(policy, (parts := place.split("."))[0]), parts[1])) for place in told}


def said(number):
    """A number of the policy as the page says it: "31 days", "7, 14 days", "15", "2, 4"."""
    several = number if isinstance(number, tuple) else (number,)
    lengths = [getattr(one, "after", one) for one in several]
    words = ", ".join(str(one.days if isinstance(one, timedelta) else one) for one in lengths)
    return f"{words} days" if isinstance(lengths[0], timedelta) else words
