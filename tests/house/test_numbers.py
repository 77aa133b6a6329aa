"""The house: words come from the numbers. No text of ours says by itself how many sessions, months or hours there are."""

import re

import pytest

from docs.catalogue import collected
from tests.house.sources import ROOT, tracked

NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|\d+)"
COUNTED = re.compile(
    rf"\b{NUMBER}(?: of)?(?: about)? (?:an? )?(?:sessions?|months?|meetings?|hours?|conversations?|pairs?|weeks?|days?)\b"
    r"|\b(?:once|one|one hour) a month\b",
    re.IGNORECASE,
)
# What does not count the programme: a day some day, an answer to one question, how long it takes to fill in a form, how
# early somebody cancels.
OTHERWISE = {"one day", "two days", "one conversation", "one month", "one pair", "half an hour", "three days"}


def said():
    """Every text of ours that somebody reads, by where it stands."""
    for message in collected():
        if message.id and not message.locations[0][0].startswith(
            "domain/coherence"
        ):  # remedies for whoever writes a plan
            yield message.locations[0][0], " ".join(message.id) if isinstance(message.id, tuple) else message.id
    for path in tracked():
        parts = path.relative_to(ROOT).parts
        if parts[:2] in (("notifications", "letters"), ("documents", "texts")) and path.suffix in (".md", ".typ"):
            for line in path.read_text(encoding="utf-8").splitlines():
                if not line.lstrip().startswith("//"):
                    yield str(path.relative_to(ROOT)), line


def test_no_text_counts_the_programme_by_itself():
    offences = [
        f"{place}: {found.group()!r}"
        for place, text in said()
        for found in COUNTED.finditer(text)
        if found.group().casefold() not in OTHERWISE
    ]

    assert offences == [], "take the number from the policy: domain/effort.py, the letter's facts"


@pytest.mark.parametrize(
    "words", ["Six months are over", "all six sessions", "about eight hours", "meets you once a month"]
)
def test_a_number_that_is_written_out_would_be_found(words):
    assert COUNTED.search(words)
