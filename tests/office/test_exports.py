"""Exports: a cohort in tables, with what is for the coordinator and nothing else."""

import csv
import io
import stat
import zipfile
from dataclasses import replace

import pytest

from domain.belonging import Reader
from domain.escalations import Escalation
from domain.forms import FORMS
from domain.reading import may_read
from office.export_files import EXPORTS, export_file, put_down
from office.exports import sheets_of
from office.intake import take_answer
from tests.builders import a_cohort
from tests.domain.forms.samples import samples
from tests.full import answers_full_of
from tests.web.world import NOW, a_world, mentoring

WORD = "Zqxwv"
SAMPLES = {sample.form: sample.content for sample in samples()}


@pytest.fixture
def world(tmp_path):
    return a_world(tmp_path, mentoring(), NOW)


def table(sheets, name):
    """The rows of a sheet, each by its headings."""
    [sheet] = [one for one in sheets if one.name == name]
    return [dict(zip(map(str, sheet.columns), row, strict=True)) for row in sheet.rows]


def test_people_groups_and_sessions_stand_in_tables_with_days_as_days(world):
    sheets, cohort = sheets_of(world.office, world.code), world.cohort

    people = table(sheets, "people")
    groups = table(sheets, "groups")
    sessions = table(sheets, "sessions")

    assert [row["Code"] for row in people] == sorted(cohort.participants)
    assert {row["E-mail"] for row in people} == {person.email for person in cohort.participants.values()}
    assert [(row["Code"], row["Mentees"], row["First day"]) for row in groups] == [
        (pair.id, cohort.participants[pair.mentee].name, pair.starts_on) for pair in cohort.pairs.values()
    ]
    assert len(sessions) == len(cohort.sessions)
    assert {row["From"].tzinfo for row in sessions} == {None}


def test_an_answer_has_a_column_for_each_question_that_the_coordinator_reads(world):
    sheets = sheets_of(world.office, world.code)

    [first, *_] = table(sheets, "answers-mentee-application")
    form = FORMS["mentee_application"]
    questions = [
        field.title for name, field in form.model_fields.items()
        if may_read(form, name, Reader.COORDINATOR, world.cohort.policy)
    ]  # fmt: skip

    assert list(first)[4:] == questions
    assert first["Name"] == world.cohort.participants[first["Code"]].name


@pytest.mark.parametrize("reader", [Reader.COORDINATOR, Reader.COUNTS, Reader.ANYBODY])
def test_no_question_is_in_it_that_is_not_for_its_reader(tmp_path, reader):
    cohort = a_cohort().in_mentoring().with_pairs(2).build()
    filled = {
        code: replace(one, answers=answers_full_of(f"{one.role.value}_application", f"{WORD}{code}"))
        for code, one in cohort.applications.items()
    }
    world = a_world(tmp_path, cohort.put(*filled.values()), NOW)
    shown = str([sheet.rows for sheet in sheets_of(world.office, world.code, reader)])

    for code, one in filled.items():
        form = FORMS[f"{one.role.value}_application"]
        readable = any(may_read(form, name, reader, cohort.policy) for name in one.answers)
        assert (f"{WORD}{code}" in shown) is readable
    assert (cohort.participants["N01"].email in shown) is (reader in (Reader.COORDINATOR, Reader.COUNTS))


def test_half_way_answers_stay_with_the_two_until_something_is_wrong(world):
    token = world.form("midterm_check", "P01", "M01").removeprefix("/f/")
    take_answer(world.office, token, SAMPLES["midterm_check"])
    quiet = [sheet.name for sheet in sheets_of(world.office, world.code)]

    world.change(Escalation("P01:gap:1", "P01", "midterm_gap", "P01", NOW))
    [told] = table(sheets_of(world.office, world.code), "answers-midterm-check")

    assert "answers-midterm-check" not in quiet
    assert (told["Code"], told["About"]) == ("M01", "P01")


def test_a_file_is_closed_to_others_and_replaces_an_older_one(world, tmp_path):
    made = export_file(world.office, world.code, "csv", "en")
    path = tmp_path / made.name
    path.write_bytes(b"older")
    path.chmod(0o644)

    put_down(made, path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(tmp_path.glob(".*.new")) == []
    people = zipfile.ZipFile(path).read("people.csv").decode("utf-8-sig")
    assert [row["Code"] for row in csv.DictReader(io.StringIO(people))] == sorted(world.cohort.participants)


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_same_cohort_makes_the_same_file(world, kind):
    first, again = (export_file(world.office, world.code, kind, "en") for _ in range(2))

    assert first == again
    assert first.name.startswith(world.code)
