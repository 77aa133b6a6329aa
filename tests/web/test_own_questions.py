"""Questions of a programme's own on every page on which answers stand: the form, the partner's page, one's own, the desk."""

import re
from dataclasses import replace

from domain.belonging import Reader
from domain.policy import OwnQuestion
from office.exports import sheets_of
from office.intake import take_answer
from tests.builders import invited
from tests.web.conftest import client_of
from tests.web.world import NOW

HERB = {
    "form": "mentor_application",
    "id": "herb",
    "title": "Your <favourite> {herb}?",
    "reader": "partner",
    "kind": "line",
}
MOOD = {
    "form": "midterm_check",
    "id": "mood",
    "title": "In which mood?",
    "kind": "choice",
    "options": ["Sunny", "Grey"],
}
MIDTERM = {"sessions_so_far": 3, "on_plan": "yes", "expectations_met": 4, "partner_prepared": 4, "answers_in_time": 4}


def asking(world, *questions):
    own = tuple(OwnQuestion.model_validate(one) for one in questions)
    world.office.store.update(
        world.code,
        lambda cohort: replace(cohort, policy=cohort.policy.model_copy(update={"questions": own})),
        focus={""},
    )
    world.change(invited(world.cohort, "midterm_check", "P01", "N01", NOW))


def test_it_stands_in_the_form_and_an_answer_outside_its_options_is_refused(web, world):
    asking(world, MOOD)
    form = world.form("midterm_check", "P01", "N01")

    assert "In which mood?" in web.get(form).text
    assert web.post(form, data=MIDTERM | {"own_mood": "Foggy"}).status_code == 422
    assert web.post(form, data=MIDTERM | {"own_mood": "Sunny"}, follow_redirects=False).status_code == 303

    assert world.last_answer("midterm_check", "P01", "N01")["own_mood"] == "Sunny"
    assert re.search('value="Sunny"[^>]* checked', web.get(form).text)


def test_the_partner_the_author_and_the_coordinator_read_it_each_where_answers_stand(web, world):
    asking(world, HERB, MOOD)
    mentor = world.cohort.applications["M01"]
    world.change(replace(mentor, answers={**mentor.answers, "own_herb": "Lovage"}))
    take_answer(
        world.office, world.form("midterm_check", "P01", "N01").removeprefix("/f/"), MIDTERM | {"own_mood": "Grey"}
    )

    assert "Lovage" in web.get(world.page("N01")).text
    assert "Your &lt;favourite&gt; {herb}?" in web.get(world.page("N01")).text
    assert "Grey" in web.get(f"{world.page('N01')}/kept").text
    assert "In which mood?" in web.get(f"{world.page('N01')}/copy.json").text
    with client_of(world, "eva") as desk:
        assert "Lovage" in desk.get(f"{world.desk()}/people/M01").text
    [sheet] = [
        one
        for one in sheets_of(world.office, world.code, Reader.COORDINATOR)
        if one.name == "answers-mentor-application"
    ]
    assert "Lovage" in [cell for row in sheet.rows for cell in row]
    assert "In which mood?" in web.get(f"/privacy/{world.code}").text


def test_the_coordinator_adds_one_on_the_desk(world):
    with client_of(world, "eva") as desk:
        form = world.form("own_questions", "", "eva")
        page = desk.get(form).text
        row = {"questions.0.title": "Which herb?", "questions.0.form": "mentee_application", "questions.0.kind": "line"}
        sent = desk.post(form, data=row, follow_redirects=False)

    assert "Question" in page
    assert sent.status_code == 303
    assert [(one.id, one.title) for one in world.cohort.policy.questions] == [("which_herb", "Which herb?")]
