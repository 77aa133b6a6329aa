"""Handover: one page from which the next coordinator knows what stands, what waits and what comes."""

from dataclasses import replace

import pytest

from domain.belonging import Reader
from domain.cohort import Hold
from domain.escalations import Escalation, Remark
from domain.lifecycles import ApplicationState
from domain.people import Departure
from office.export_files import export_file
from office.handover import handover
from office.intake import take_answer
from tests.builders import a_cohort, days
from tests.domain.forms.samples import samples
from tests.web.world import NOW, a_world, mentoring

SAMPLES = {sample.form: sample.content for sample in samples()}


@pytest.fixture
def world(tmp_path):
    return a_world(tmp_path, mentoring(), NOW)


def page(world):
    return export_file(world.office, world.code, "handover", "en").content.decode()


def story_of(found, code):
    return next(story for story in found.stories if story.group.id == code)


def test_what_a_pair_told_stands_in_its_story_and_in_no_other(world):
    token = world.form("session_report", "P01.1", "N01").removeprefix("/f/")
    take_answer(world.office, token, SAMPLES["session_report"])

    found = handover(world.office, world.code)

    assert [(one.form.name, one.by, one.about) for one in story_of(found, "P01").told] == [
        ("session_report", world.cohort.participants["N01"].name, "P01.1")
    ]
    assert story_of(found, "P02").told == []


def test_an_open_case_comes_with_what_was_written_about_it_and_a_closed_one_only_in_the_story(world):
    said = (Remark("eva", NOW - days(1), "I called both."),)
    world.change(Escalation("P01.1:missed:1", "P01.1", "missed_session", "P01", NOW - days(2), remarks=said))
    world.change(Escalation("P02.1:missed:1", "P02.1", "missed_session", "P02", NOW - days(2), outcome="resumed"))
    closed = world.cohort.escalations["P02.1:missed:1"]
    world.change(replace(closed, state="resolved"))

    found = handover(world.office, world.code)

    assert [(one.case.id, [words for _, _, words in one.remarks]) for one in found.cases] == [
        ("P01.1:missed:1", ["I called both."])
    ]
    assert [one.case.id for one in story_of(found, "P02").cases] == ["P02.1:missed:1"]
    assert handover(world.office, world.code, Reader.ANYBODY).cases[0].remarks == []


def test_what_comes_is_named_in_words_and_nothing_comes_while_the_cohort_is_on_hold(world):
    coming = handover(world.office, world.code).coming
    assert [at for at, _ in coming] == sorted(at for at, _ in coming)
    assert coming
    assert [words for _, words in coming if "_" in words or "/" in words] == []

    world.office.store.update(world.code, lambda cohort: replace(cohort, hold=Hold("eva", NOW)))

    assert handover(world.office, world.code).coming == []
    assert "On hold since" in page(world)


def test_who_waits_for_a_partner_is_listed_and_who_has_left_is_not(tmp_path):
    cohort = (
        a_cohort().in_mentoring().with_pairs(1).with_mentees(3).with_applications(ApplicationState.WAITLISTED).build()
    )
    gone = replace(cohort.participants["N03"], left=Departure(NOW))
    world = a_world(tmp_path, cohort.put(gone), NOW)

    assert [person.id for person in handover(world.office, world.code).alone] == ["N02"]


def test_what_people_wrote_is_shown_as_text(world):
    person = world.cohort.participants["N01"]
    world.change(replace(person, name="<script>alert(1)</script>"))

    assert "<script>" not in page(world)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(world)
