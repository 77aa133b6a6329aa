"""Long: every line of the table of what `make long` plays stands for tests there are."""

import re
from pathlib import Path

import pytest

from tests.conftest import LONG, LONGEST, SHARE

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("pattern", [*LONG, *SHARE])
def test_a_line_of_the_table_stands_for_tests_there_are(pattern):
    path, _, name = pattern.partition("::")
    begins = re.split(r"[*\[]", name)[0]

    assert re.search(rf"^def {begins or 'test_'}", (ROOT / path).read_text("utf-8"), re.MULTILINE), pattern


@pytest.mark.parametrize("path", LONGEST)
def test_the_longest_files_are_there(path):
    assert (ROOT / path).is_file()


def test_a_share_is_a_share_of_something_long():
    of = {pattern.partition("::")[0] for pattern in LONG}

    assert [pattern for pattern in SHARE if pattern.partition("::")[0] not in of] == []
