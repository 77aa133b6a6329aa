"""Large cohorts: no page of the desk reads more of a cohort twice as large, in statements and rows; lists are turned over
page by page, and lead to everybody.
"""

import re
import shutil

import pytest

from storage.cohorts.shelves import Shelves
from tests.grown import counted, grow
from tests.web.conftest import client_of
from tests.web.desk_pages import EVERYTHING, LOOKED_AT, WAYS, furnished, pages_of
from tests.web.world import a_world, mentoring, opened, settled

PAIRS, TIMES = 60, 2
# What counts a whole cohort hands over no rows of it; names are read to be searched, and an act is played before it is done.
READS_MORE = {
    "/do/end_group?about=P02": "played with the round of the cohort that follows",
    "/post?to=N01": "names are compared without their accents, which no database does for us",
    "/post?to=N01&state=sent": "the same",
    "/match": "whoever can be matched is computed with, as long as they are not too many",
    "/list/pool/undecided/mentee": "others come first by their codes, about whom more is known",
    "/steer": "one act more stands on it, as the copies of whom it was about did it too",
    "/list/lapsed": "the same as of the pool",
}
EVEN = 1.1  # as large pages are never filled alike


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """What every page reads of sixty pairs and of twice as many, by its address."""
    folder = tmp_path_factory.mktemp("large")
    small = furnished(settled(a_world(folder / "small", mentoring(PAIRS))))
    code = small.code
    small.office.store.close()
    shutil.copytree(folder / "small", folder / "large")
    found = {}
    for size in ("small", "large"):
        world = opened(folder / size, code)
        if size == "large":
            grow(world.office, code, TIMES)
        with client_of(world) as browser:
            for way in (way for ways in pages_of(world).values() for way in ways):
                world.office.store.snapshots.shelves = Shelves()  # as if the process had begun just now
                with counted(world.office) as read:
                    answer = browser.get(way)
                plain = re.sub(r"/\d+\b", "/1", way.removeprefix(world.desk()))
                found.setdefault(plain, {})[size] = (answer.status_code, read)
        world.office.store.close()
    return found


def test_every_page_of_the_desk_is_looked_at_here_or_has_a_reason():
    assert sorted(WAYS.keys() | EVERYTHING.keys()) == LOOKED_AT


def test_every_page_is_there_in_both(read):
    answers = {way: {size: answer for size, (answer, _) in sizes.items()} for way, sizes in read.items()}

    assert {way: told for way, told in answers.items() if set(told.values()) - {200, 303}} == {}


def test_no_page_reads_more_of_a_larger_cohort(read):
    more = {
        way: {size: (one.statements, one.rows) for size, (_, one) in sizes.items()}
        for way, sizes in read.items()
        if sizes["large"][1].statements > sizes["small"][1].statements * EVEN
        or sizes["large"][1].rows > sizes["small"][1].rows * EVEN
    }

    assert {way: told for way, told in more.items() if way not in READS_MORE} == {}
