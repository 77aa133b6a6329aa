"""For all rooms: where everything is installed nothing may be skipped, and no test talks to Prefect by mistake."""

import os

import pytest
from hypothesis import settings

# Slow machines are no bugs; examples are drawn anew each time, and a failing one is printed.
settings.register_profile("office", deadline=None, print_blob=True)
settings.load_profile("office")

os.environ.setdefault("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", "false")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

# The longest files, the longest first: whichever came last would be one worker's alone while the other waits.
LONGEST = (
    "tests/flows/test_the_whole.py",
    "tests/web/test_browser.py",
    "tests/web/test_walk.py",
    "tests/flows/test_grown.py",
    "tests/rehearsal/test_pilot.py",
    "tests/office/acts/test_doing.py",
    "tests/office/test_groups_of_any_size.py",
    "tests/rehearsal/test_lives.py",
    "tests/rehearsal/test_rehearse.py",
    "tests/flows/test_phases.py",
    "tests/flows/test_launch.py",
    "tests/cli/test_playing.py",
)


def pytest_collection_modifyitems(items):
    """Begin with the longest files; the others keep their order."""
    rank = {path: number for number, path in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(LONGEST)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With MENTORING_NOTHING_SKIPPED=1, as .ci/run sets it, a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("MENTORING_NOTHING_SKIPPED") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report
