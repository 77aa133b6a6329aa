"""Plan checks: a plan that cannot work is refused with all its mistakes at once, each with place, line and remedy."""

import pytest
import yaml

from domain.organisation import picture_of
from office.launch import check_plan
from office.plain_yaml import read_yaml
from office.plan_files import PlanRefused, read_plan
from office.policies import PRESETS, policy
from tests.office.offices import PLAN, an_office


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return an_office(tmp_path_factory.mktemp("office"))


def mistakes(office, **changes):
    """{place: sentence} of a plan with these changes; nothing when it can be launched."""
    try:
        check_plan(office, PLAN | changes)
    except PlanRefused as refused:
        return {mistake.field: mistake.words for mistake in refused.mistakes}
    return {}


def read_from(office, folder, text):
    """(place, line, sentence) of every mistake in a plan file."""
    path = folder / "plan.yaml"
    path.write_text(text)
    with pytest.raises(PlanRefused) as refused:
        check_plan(office, read_plan(path), path)
    return [(mistake.field, mistake.line, mistake.words) for mistake in refused.value.mistakes]


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"starts_on": "2207-02-01"}, "starts_on", "more than three years ahead; check the year"),
        ({"starts_on": "2026-12-01"}, "starts_on", "is in the past; choose 2027-01-04 or later"),
        ({"starts_on": "next week"}, "starts_on", "must be a date like 2027-01-11"),
        ({"dates": {"closes": "2127-11-03"}}, "dates.closes", "more than six years ahead; check the year"),
        ({"dates": {"mentees_open": "2027-02-01"}}, "dates.mentees_open", "mentors are called first"),
        ({"dates": {"mentoring_ends": "2027-08-01"}}, "policy.checks.recontract_months.1", "4 months are over on 2027-08-04"),
        ({"dates": {"matching_on": "2027-04-01"}}, "policy.matching.offer_lapses_after", "after mentoring starts on"),
        ({"coordinators": ["eva", "eva"]}, "coordinators.1", "twice"),
        ({"time_zone": "Prague"}, "time_zone", "write one like Europe/Prague"),
        ({"country": "Czechia"}, "country", "write one like CZ"),
        ({"policy": {"post": {"hours_from": "19:00", "hours_until": "08:00"}}}, "policy.post.hours_until", "same day"),
        ({"policy": {"sessions": {"held_to_complete": 9}}}, "policy.sessions.held_to_complete", "at most 6"),
        ({"policy": {"format": "circles"}}, "policy.format", "the office runs pairs"),
        ({"policy": {"post": {"reminders_per_week_max": 2}}}, "policy.post.reminders_per_week_max", "letters_per_week_max"),
        ({"policy": {"post": {"letters_per_week_max": 0}}}, "policy.post.letters_per_week_max", "at least 1"),
        ({"policy": {"post": {"look_first": ["mentee/pair"]}}}, "policy.post.look_first.0", "is not a letter"),
        ({"policy": {"matching": {"weights": {"charm": 5}}}}, "policy.matching.weights.charm", "is not a criterion"),
        ({"policy": {"matching": {"stages": ["max_min", "score"]}}}, "policy.matching.stages", "needs 'matched' before"),
        ({"policy": {"sessions": {"ask_for_a_date": [{"after": "2 days", "to": "boss"}]}}},
         "policy.sessions.ask_for_a_date.0", "this ladder can reach: turn, both, mentee, mentor, coordinator"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_work_is_refused_where_it_cannot(office, changes, place, words):
    found = mistakes(office, **changes)

    assert list(found) == [place]
    assert words in found[place]


def test_an_unknown_preset_hides_nothing(office):
    numbers = {"recruitment": {"pairs_min": 20, "pairs_aim": 10}, "sessions": {"held_to_complete": "nine"}}

    found = mistakes(office, preset="circles-of-four", country="XX", policy=numbers)

    assert sorted(found) == ["country", "policy.recruitment.pairs_min", "policy.sessions.held_to_complete", "preset"]


def test_of_an_unknown_preset_no_number_is_taken_for_granted(office):
    assert list(mistakes(office, preset="marathon", policy={"sessions": {"number": 40}})) == [
        "preset",
        "policy.sessions.number",
    ]
    assert list(mistakes(office, preset="marathon", policy={"sessions": {"number": 20}})) == ["preset"]


def test_a_number_that_is_wrong_by_itself_does_not_hide_what_does_not_agree_elsewhere(office):
    numbers = {
        "sessions": {"minutes": "long", "held_to_complete": 9},
        "checks": {"midterm_month": 9, "midterm_gap": 7},
        "recruitment": {"pairs_min": 20, "pairs_aim": 10},
        "post": {"hours_from": "19:00", "hours_until": "08:00"},
        "desk": {"snoze": "3 days"},
    }

    assert sorted(mistakes(office, policy=numbers)) == [
        "policy.checks.midterm_gap",
        "policy.checks.midterm_month",
        "policy.desk.snoze",
        "policy.post.hours_until",
        "policy.recruitment.pairs_min",
        "policy.sessions.held_to_complete",
        "policy.sessions.minutes",
    ]


def test_a_start_that_is_no_date_does_not_hide_days_that_are_out_of_order(office):
    dates = {"mentees_open": "2027-04-01", "mentees_close": "2027-03-01"}

    assert list(mistakes(office, starts_on="soon", dates=dates)) == ["starts_on", "dates.mentees_close"]


def test_what_is_measured_by_a_wrong_number_is_not_told_as_well(office):
    """Without the number of sessions nobody can say whether nine are too many."""
    wrong = {"sessions": {"number": "six", "held_to_complete": 9}, "calendar": {"mentoring_months": "half a year"}}

    assert sorted(mistakes(office, policy=wrong)) == ["policy.calendar.mentoring_months", "policy.sessions.number"]


def test_names_written_twice_are_refused_with_both_lines_and_all_else_that_is_wrong(office, tmp_path):
    found = read_from(
        office,
        tmp_path,
        "code: spring-27\nname: Spring 2027\nstarts_on: 2207-02-01\ncoordinators: [eva]\ncode: spring-28\n"
        "policy:\n  sessions: {number: 6, number: 5}\n  recruitment:\n    pairs_min: 20\n",
    )

    assert found == [
        ("starts_on", 3, "2207-02-01 is more than three years ahead; check the year"),
        (
            "policy.recruitment.pairs_min", 9,
            "20 pairs are needed to start, but only 15 are aimed at; lower it, or raise recruitment.pairs_aim",
        ),
        ("code", 5, "is written twice, in line 1 and in line 5; keep one of the two"),
        ("policy.sessions.number", 7, "is written twice, in line 7 and in line 7; keep one of the two"),
    ]  # fmt: skip


def test_a_name_written_twice_in_any_other_file_is_refused_too():
    with pytest.raises(yaml.YAMLError, match="outcome is written twice, in line 1 and in line 3") as refused:
        read_yaml("outcome: held\nminutes: 60\noutcome: moved\n")

    assert refused.value.problem_mark.line == 2


def test_a_rung_that_cannot_be_is_told_with_its_own_line(office, tmp_path):
    found = read_from(
        office,
        tmp_path,
        "code: spring-27\nname: Spring 2027\nstarts_on: 2027-02-01\ncoordinators: [eva]\npolicy:\n  checks:\n"
        "    plan_ladder:\n      - {after: 0 days}\n      - {after: 7 days, to: mentor}\n",
    )

    assert found == [
        ("policy.checks.plan_ladder.1", 9, "cannot go to 'mentor'; this ladder can reach: mentee, coordinator")
    ]


@pytest.mark.parametrize("preset", sorted(path.stem for path in PRESETS.glob("*.yaml")))
def test_every_preset_agrees_with_itself(preset):
    assert policy(preset).preset == preset


def test_a_plan_is_measured_by_its_own_days_and_not_by_those_of_an_example(office):
    """Recruitment from July to September has three days more than the example, and these offers need them."""
    tight = {"matching": {"offer_lapses_after": "25 days"}}

    assert mistakes(office, starts_on="2027-06-01", policy=tight) == {}
    assert list(mistakes(office, starts_on="2028-01-01", policy=tight)) == ["policy.matching.offer_lapses_after"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
WITH_A_LOGO = yaml.safe_dump(PLAN | {"policy": {"organisation": {"name": "Cell Society", "logo": "logo.svg"}}})


def test_a_logo_beside_the_plan_travels_with_it(office, tmp_path):
    (tmp_path / "logo.svg").write_text(SVG)
    (tmp_path / "plan.yaml").write_text(WITH_A_LOGO)

    plan = check_plan(office, read_plan(tmp_path / "plan.yaml"), tmp_path / "plan.yaml")

    assert picture_of(plan.policy["organisation"]["logo"]) == ("svg", SVG.encode())


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (None, "check the path"),
        ("Hello", "a PNG or an SVG"),
        ("<svg", "cannot be printed; save it anew"),
        (SVG + " " * 60_000, "save a smaller one"),
    ],
)
def test_a_logo_that_cannot_be_borne_is_told_by_its_line(office, tmp_path, picture, words):
    if picture is not None:
        (tmp_path / "logo.svg").write_text(picture)

    ((place, line, said),) = read_from(office, tmp_path, WITH_A_LOGO)

    assert (place, line is not None, words in said) == ("policy.organisation.logo", True, True)
