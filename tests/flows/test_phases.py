"""A round of a phase: what is due is done, what stumbles turns the run red, and nobody else waits for it."""

import asyncio
from dataclasses import replace

import pytest

from domain.lifecycles import PairState
from flows.mentoring import mentoring
from flows.preparation import preparation
from tests.builders import a_cohort, days
from tests.flows.pictures import artifacts, descriptions, runs, tasks_of_the_last_run, versions

pytestmark = pytest.mark.usefixtures("prefect")


def a_running_cohort(now, pairs=2):
    """Pairs in their second week, none of whom has been written to yet."""
    return a_cohort().in_mentoring(since=now - days(9)).with_pairs(pairs).build()


def without_sessions(cohort, pair):
    """The cohort with one pair that nobody can plan sessions for: its first day is missing."""
    kept = {key: session for key, session in cohort.sessions.items() if session.group != pair}
    return replace(cohort, sessions=kept).put(replace(cohort.pairs[pair], starts_on=None))


def letters(office, code):
    return sorted(post.key for post in office.store.letters.posts(code, limit=500))


def test_a_round_writes_what_is_due_and_a_second_one_finds_nothing(office, now):
    office.store.create(a_running_cohort(now))

    first = asyncio.run(mentoring(cohort="pilot-27", return_state=True))
    written = letters(office, "pilot-27")
    second = asyncio.run(mentoring(cohort="pilot-27", return_state=True))

    assert (first.name, second.name) == ("Completed", "Idle")
    assert written
    assert letters(office, "pilot-27") == written


def test_a_rule_that_stumbles_turns_the_run_red_while_the_others_are_served(office, now):
    office.store.create(without_sessions(a_running_cohort(now), "P02"))

    state = asyncio.run(mentoring(cohort="pilot-27", return_state=True))

    assert state.is_failed()
    assert "P02" in state.message
    assert [key for key in letters(office, "pilot-27") if key.startswith("P01")]


def test_the_dashboard_shows_codes_and_no_names(office, now):
    cohort = a_running_cohort(now)
    office.store.create(cohort)

    asyncio.run(mentoring(cohort="pilot-27", return_state=True))
    shown = asyncio.run(artifacts("pilot-27"))

    assert sorted(shown) == [
        f"pilot-27-{name}" for name in ("matching-report", "open-escalations", "pairs-and-sessions", "post", "timeline")
    ]
    personal = [
        words for person in cohort.participants.values() for words in (person.email, *person.name.split()) if words
    ]
    assert [word for word in personal for text in shown.values() if word in text] == []
    assert "P01" in shown["pilot-27-pairs-and-sessions"]


def test_a_run_is_found_by_its_cohort(office, now):
    office.store.create(a_running_cohort(now))

    asyncio.run(mentoring(cohort="pilot-27", return_state=True))
    run = asyncio.run(runs("mentoring"))[0]

    assert run.name == "mentoring · pilot-27"
    assert "cohort:pilot-27" in run.tags


def test_a_cohort_of_another_phase_is_left_alone(office, now):
    office.store.create(a_running_cohort(now))

    state = asyncio.run(preparation(cohort="pilot-27", return_state=True))

    assert state.name == "Idle"
    assert letters(office, "pilot-27") == []


def test_every_round_leaves_a_beat_even_when_nothing_is_due(office, now):
    office.store.create(a_running_cohort(now))
    asyncio.run(mentoring(return_state=True))
    before = office.store.leases.last_beat("tick:pilot-27")

    asyncio.run(mentoring(return_state=True))

    assert before is not None
    assert office.store.leases.last_beat("tick:pilot-27") > before


def test_a_run_reads_as_a_pipeline_of_steps_and_a_quiet_cohort_costs_no_task(office, now):
    office.store.create(a_running_cohort(now))

    asyncio.run(mentoring(cohort="pilot-27", return_state=True))
    busy = asyncio.run(tasks_of_the_last_run("mentoring", "deliver the post"))
    asyncio.run(mentoring(cohort="pilot-27", return_state=True))
    quiet = asyncio.run(tasks_of_the_last_run("mentoring", "deliver the post"))

    assert busy[:2] == ["see who wants attention", "play the round · pilot-27"]
    assert "agree and plan · pilot-27" in busy[2:-2]
    assert busy[-2:] == ["show · pilot-27", "deliver the post"]
    assert quiet == ["see who wants attention", "deliver the post"]


def test_an_artifact_is_written_anew_only_when_it_says_something_else(office, now):
    cohort = a_running_cohort(now)
    office.store.create(cohort)

    asyncio.run(mentoring(cohort="pilot-27", return_state=True))
    first = asyncio.run(versions("pilot-27"))
    office.store.dues.wake_all("pilot-27")
    asyncio.run(mentoring(cohort="pilot-27", return_state=True))
    same = asyncio.run(versions("pilot-27"))
    office.store.update("pilot-27", lambda known: known.put(replace(known.pairs["P02"], state=PairState.ENDED)))
    office.store.dues.wake_all("pilot-27")
    asyncio.run(mentoring(cohort="pilot-27", return_state=True))
    changed = {key for key, version in asyncio.run(versions("pilot-27")).items() if version != same[key]}

    assert same == first
    assert {"pilot-27-pairs-and-sessions", "pilot-27-timeline"} <= changed
    assert "pilot-27-matching-report" not in changed


def test_every_artifact_leads_to_the_desk_and_lets_nobody_in(office, now):
    office.store.create(a_running_cohort(now))
    asyncio.run(mentoring(cohort="pilot-27", return_state=True))

    told = asyncio.run(descriptions("pilot-27"))

    desk = f"<{office.settings.base_url}/desk/pilot-27>"
    assert {key: text.count(desk) for key, text in told.items()} == dict.fromkeys(told, 1)
    assert len(told) == 5
