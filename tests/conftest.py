"""For all rooms: what `make test` plays and what `make long` does, where nothing may be skipped, and no test talks to Prefect
by mistake."""

import os
from fnmatch import fnmatchcase

import pytest
from hypothesis import settings

# Slow machines are no bugs. The same examples each time, so that a run tells of the change it was made for; others are drawn
# by `make anew`, and one that fails is printed.
settings.register_profile("office", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("anew", deadline=None, print_blob=True)
settings.load_profile("office")

os.environ.setdefault("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", "false")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

# What takes minutes: programmes lived from beginning to end, walks in a browser, whole offices behind a password, thousands of
# drawn problems. `make long` plays them, and of each kind a share is played by `make test` as well.
LONG = (
    "tests/allocation/test_engine_fuzz.py::*",
    "tests/allocation/test_groups.py::test_when_time_is_short*",
    "tests/allocation/test_or_library.py::test_look_alikes*",
    "tests/allocation/test_stability.py::test_without_quotas*",
    "tests/allocation/test_time_limits.py::test_whenever_the_time_is_up*",
    "tests/earlier/test_goes_on.py::*",
    "tests/flows/test_alarm.py::*",
    "tests/flows/test_grown.py::*",
    "tests/flows/test_the_whole.py::*",
    "tests/mutants/test_mutants.py::test_a_story_notices_each_of_a_handful",
    "tests/office/acts/test_doing.py::test_what_is_shown_happens*",
    "tests/office/test_groups_of_any_size.py::*",
    "tests/rehearsal/test_decisions.py::*",
    "tests/rehearsal/test_lives.py::test_a_life_breaks_no_law*",
    "tests/rehearsal/test_rehearse.py::test_faults*",
    "tests/rehearsal/test_rehearse.py::test_no_seed*",
    "tests/web/test_browser.py::*",
    "tests/web/test_walk.py::*",
)
SHARE = (
    "tests/allocation/test_engine_fuzz.py::*[[]0]",
    "tests/allocation/test_groups.py::test_when_time_is_short*[[]0.2]",
    "tests/allocation/test_or_library.py::test_look_alikes*[[]100-0]",
    "tests/allocation/test_stability.py::test_without_quotas*[[]40-15-2]",
    "tests/allocation/test_time_limits.py::test_whenever_the_time_is_up*[[]0]",
    "tests/office/acts/test_doing.py::test_what_is_shown_happens*[[]while-sessions-go-on]",
    "tests/office/test_groups_of_any_size.py::*[[]3]",
    "tests/office/test_groups_of_any_size.py::*[[]8]",
    "tests/rehearsal/test_decisions.py::*[[]7]",
    "tests/rehearsal/test_lives.py::test_a_life_breaks_no_law*[[][a-f]*",
    "tests/rehearsal/test_rehearse.py::test_faults*[[]20]",
    "tests/rehearsal/test_rehearse.py::test_no_seed*[[]20]",
    "tests/web/test_browser.py::test_a_mentee_applies_on_a_phone_without_javascript",
    "tests/web/test_browser.py::test_a_gathering_is_moved_without_javascript",
)

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


@pytest.hookimpl(tryfirst=True)  # before pytest looks which tests were asked for by their mark
def pytest_collection_modifyitems(items):
    """Mark what is long, and begin with the longest files; the others keep their order."""
    for item in items:
        if matches(item.nodeid, LONG) and not matches(item.nodeid, SHARE):
            item.add_marker("long")
    rank = {path: number for number, path in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(LONGEST)))


def matches(name, patterns):
    return any(fnmatchcase(name, pattern) for pattern in patterns)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With MENTORING_NOTHING_SKIPPED=1, as .ci/run sets it, a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("MENTORING_NOTHING_SKIPPED") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report
