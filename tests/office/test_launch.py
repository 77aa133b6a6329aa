"""Launch: every mistake at once with its line, twice is once, broken files say where."""

from datetime import date

import pytest

from office.launch import check_plan, launch
from office.plan_files import PlanRefused, read_plan
from office.policies import presets
from tests.office.offices import NEW_YEAR, PLAN, an_office

WRONG = """\
code: Spring 27
name: Spring 2027
starts_on: 2020-01-04
coordinators: [eva, nobody]
time_zone: Europe/Atlantis
dates:
  mentees_open: 2027-04-01
  mentees_close: 2027-03-01
policy:
  calendar:
    mentors_call: 10 days
  sessions:
    missed_ladder: [{after: 9 days, to: turn}, {after: 7 days, to: both}]
  coffee: yes
"""


@pytest.fixture
def office(tmp_path):
    return an_office(tmp_path)


def refused(office, values, source=None):
    with pytest.raises(PlanRefused) as told:
        check_plan(office, values, source)
    return {mistake.field: mistake for mistake in told.value.mistakes}


def test_every_mistake_is_named_at_once_with_its_line(office, tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(WRONG)

    mistakes = refused(office, read_plan(path), path)

    lines = {field: mistake.line for field, mistake in mistakes.items()}
    assert lines["code"] == 1
    assert lines["starts_on"] == 3
    assert lines["coordinators.1"] == 4
    assert lines["time_zone"] == 5
    assert lines["dates.mentees_close"] == 8
    assert lines["policy.coffee"] == 14


def test_a_policy_that_cannot_work_names_ladder_and_calendar(office):
    changes = {
        "sessions": {"missed_ladder": [{"after": "9 days"}, {"after": "7 days"}]},
        "calendar": {"mentors_call": "9 days"},
    }
    mistakes = refused(office, PLAN | {"policy": changes})
    assert "policy.sessions.missed_ladder" in mistakes
    assert "policy.calendar.mentors_call" in mistakes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code: [unclosed\nname: x", "line 2"),
        ("- a list", "must hold names and values"),
        ("", "must hold names and values"),
    ],
)
def test_broken_files_say_where(tmp_path, text, words):
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    with pytest.raises(PlanRefused, match=words):
        read_plan(path)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(PlanRefused, match="cannot be read"):
        read_plan(tmp_path / "nowhere.yaml")


def test_all_dates_follow_from_the_first_day(office):
    launch(office, check_plan(office, PLAN), "eva")
    stones = office.store.load("spring-27").milestones
    days = [stones.recruitment_opens, stones.mentoring_starts, stones.mentoring_ends, stones.closes]
    assert [day.date() for day in days] == [date(2027, 2, 3), date(2027, 4, 3), date(2027, 10, 3), date(2027, 11, 3)]


def test_launching_twice_is_launching_once_and_says_who_and_when(office):
    plan = check_plan(office, PLAN)
    first, second = launch(office, plan, "eva"), launch(office, plan, "karl")
    assert (first.already, second.already) == (False, True)
    assert (second.by, second.at) == ("eva", NEW_YEAR)


def test_a_date_of_its_own_replaces_the_one_that_follows(office):
    plan = check_plan(office, PLAN | {"dates": {"mentoring_starts": "2027-04-12"}})
    launch(office, plan, "eva")
    assert office.store.load("spring-27").milestones.mentoring_starts.date() == date(2027, 4, 11)  # midnight in Prague


def test_words_and_times_are_read_as_they_are_written(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(
        "country: NO\non: mentees\nat: 17:00\nlook_first: [yes, off]\nopen: true\nfrom: 2027-03-01\nsize: 17\n"
    )

    assert read_plan(path) == {
        "country": "NO",
        "on": "mentees",
        "at": "17:00",
        "look_first": ["yes", "off"],
        "open": True,
        "from": date(2027, 3, 1),
        "size": 17,
    }


def test_what_a_preset_calls_things_is_in_the_language_of_the_programme(office):
    mine = {
        "gatherings": [
            {
                "kind": "wrapup",
                "title": "Farewell",
                "audience": "all",
                "anchor": "mentoring_ends",
                "offset": "-4 days",
                "minutes": 60,
            }
        ]
    }

    launch(office, check_plan(office, PLAN | {"language": "es"}), "eva")
    launch(office, check_plan(office, PLAN | {"code": "other", "language": "es", "policy": mine}), "eva")
    spanish, other = office.store.load(PLAN["code"]).policy, office.store.load("other").policy

    assert (spanish.title, spanish.gatherings[1].title) == ("Mentoría con la industria, una a una", "Encuentro inicial")
    assert spanish.materials[1].hint == "Los pesos de las reglas, y lo que nunca debe emparejarse."
    assert (other.title, [gathering.title for gathering in other.gatherings]) == (spanish.title, ["Farewell"])


@pytest.mark.parametrize("preset", presets())
def test_six_lines_launch_a_programme_of_every_preset(office, preset):
    plan = check_plan(office, PLAN | {"preset": preset})

    launch(office, plan, "eva")

    assert (len(PLAN) + 1, office.store.load(plan.code).policy.preset) == (6, preset)
