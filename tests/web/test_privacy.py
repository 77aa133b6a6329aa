"""The privacy notice: it is there where forms speak of it, and says of each question what stands beside it."""

from domain.forms import FORMS
from domain.reading import WHO_READS
from tests.web.world import a_world, recruitment


def test_every_form_and_page_leads_to_the_notice(web, world):
    link = f'href="/privacy/{world.code}"'

    for way in (world.form("agreement", "P01", "N01"), world.page("N01")):
        assert link in web.get(way).text
    assert web.get(f"/privacy/{world.code}").status_code == 200
    assert web.get("/privacy/nothing-27").status_code == 404


def test_whoever_applies_finds_it_before_they_agree(tmp_path):
    from tests.web.conftest import client_of

    world = a_world(tmp_path, recruitment(), now=recruitment().milestones.mentees_open)
    with client_of(world) as web:
        assert f'href="/privacy/{world.code}"' in web.get(world.apply("mentee")).text


def test_the_notice_says_of_each_question_what_stands_beside_it(web, world):
    notice = web.get(f"/privacy/{world.code}").text

    assert "Klára" not in notice
    assert world.cohort.lead.email in notice
    assert "until 12 months after the programme has closed" in notice
    report = FORMS["session_report"]
    for name, field in report.model_fields.items():
        assert field.title in notice
        assert WHO_READS[report.belongs(name, world.cohort.policy).audience] in notice
    assert FORMS["choose_partners"].title not in notice
    assert FORMS["screening"].title not in notice


def test_it_names_nobody_but_the_coordinator(web, world):
    notice = web.get(f"/privacy/{world.code}").text

    assert [p.code for p in world.cohort.participants.values() if p.name in notice or p.email in notice] == []
