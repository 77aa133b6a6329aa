"""What somebody agreed to stands on a page in its words, and what is optional ends by itself, also after it is all over."""

import re
from dataclasses import replace

import pytest

from domain.forms import FORMS
from domain.lifecycles import Phase
from domain.people import Departure
from domain.taking_back import fields_with_answers_to, permissions_of
from office.intake import take_answer
from office.permissions import permissions, take_back
from storage.tables import answers
from tests.answers import mentee_answers, mentee_reflection
from tests.web.conftest import a_browser

GENDER = "N01:mentee_application:N01/gender_consent"
QUOTE = "N01:reflection_mentee:N01/quote"
OPTIONAL = [
    (name, question)
    for name, form in FORMS.items()
    for question, permission in permissions_of(form).items()
    if permission.after
]


@pytest.fixture
def applied(call):
    """N01 has applied, with her gender to be counted, in Spanish."""
    call.change(replace(call.cohort.participants["N01"], language="es"))
    told(call, "mentee_application", language="es", gender="woman", gender_consent="on")
    return call


def told(world, form, **content):
    known = mentee_answers(**content) if form == "mentee_application" else mentee_reflection(**content)
    take_answer(world.office, world.form(form, "N01", "N01").removeprefix("/f/"), known)


def mine(world):
    return world.page("N01").removeprefix("/p/")


def given(world):
    return {one.key.rpartition("/")[2]: one for one in permissions(world.office, mine(world)).given}


def test_what_somebody_agreed_to_is_kept_in_the_words_before_them(applied):
    found = given(applied)

    assert set(found) == {"privacy", "rules", "commitment", "gender_consent"}
    assert found["gender_consent"].words == "Podéis usarlo para el equilibrio y en los recuentos"
    assert (found["gender_consent"].as_kept, len(found["gender_consent"].version)) == (True, 8)
    assert found["gender_consent"].at == applied.clock.now()
    assert found["gender_consent"].purpose.startswith("Para")


def test_words_have_one_version_in_every_language(applied):
    told(applied, "mentee_application", language="en")
    told(applied, "mentee_application", language="en")

    with applied.office.store.db.reading() as db:
        told_in = [row.agreed["rules"] for row in db.execute(answers.select().order_by(answers.c.version))]
    assert [one.language for one in told_in] == ["es", "es", "en"]
    assert len({one.version for one in told_in}) == 1 < len({one.words for one in told_in})


def test_what_is_taken_back_is_used_no_more(applied):
    take_back(applied.office, mine(applied), GENDER)

    application = applied.cohort.applications["N01"]
    assert (application.answers["gender"], application.answers["gender_consent"]) == ("", False)
    assert given(applied)["gender_consent"].ended_at == applied.clock.now()
    with applied.office.store.db.reading() as db:
        versions = [(row.version, sorted(row.agreed)) for row in db.execute(answers.select())]
    assert versions[-1] == (2, ["commitment", "privacy", "rules"])


def test_taking_back_twice_is_taking_back_once(applied):
    for _ in range(2):
        take_back(applied.office, mine(applied), GENDER)

    assert applied.last_answer("mentee_application", "N01", "N01")["gender_consent"] is False
    assert applied.cohort.invitations["N01:mentee_application:N01"].answers == 2


def test_one_ends_by_its_button_and_get_changes_nothing(applied):
    with a_browser(applied) as web:
        page = web.get(f"{applied.page('N01')}/agreed").text
        assert given(applied)["gender_consent"].ended_at is None
        assert re.findall(r'name="which" value="([^"]+)"', page) == [GENDER]

        after = web.post(f"{applied.page('N01')}/agreed", data={"which": GENDER})

        assert (after.status_code, after.headers["location"]) == (303, f"{applied.page('N01')}/agreed")
        assert 'name="which"' not in web.get(f"{applied.page('N01')}/agreed").text


@pytest.mark.parametrize(
    "which", ["", "N01", "N01:mentee_application:N01/rules", "N02:mentee_application:N02/rules", "x/y"]
)
def test_what_taking_part_rests_on_and_what_is_not_theirs_ends_by_no_button(applied, which):
    with a_browser(applied) as web:
        assert web.post(f"{applied.page('N01')}/agreed", data={"which": which}).status_code == 404
    assert [one.ended_at for one in given(applied).values()] == [None] * 4


def test_what_taking_part_rests_on_leads_to_leaving(applied):
    with a_browser(applied) as web:
        there = web.get(f"{applied.page('N01')}/agreed").text
        assert applied.form("stop", "N01", "N01") in there

        applied.change(replace(applied.cohort.participants["N01"], left=Departure(applied.clock.now())))
        gone = web.get(f"{applied.page('N01')}/agreed").text
        assert applied.form("stop", "N01", "N01") not in gone
        assert f"{applied.page('N01')}/erase" in gone


def test_a_sentence_is_quoted_no_more_also_after_the_programme_has_closed(world):
    from documents.evaluation import evaluation

    told(world, "reflection_mentee", quote="A door opened.", print_words="on")
    world.office.store.update(world.code, lambda cohort: replace(cohort, phase=Phase.CLOSED), focus={""})
    assert evaluation(world.cohort)["quotes"] == ["A door opened."]

    take_back(world.office, mine(world), QUOTE)

    assert evaluation(world.cohort)["quotes"] == []
    assert world.last_answer("reflection_mentee", "N01", "N01")["quote"] == ""
    assert given(world)["print_words"].ended_at is None


def test_an_answer_of_before_words_were_kept_says_so(applied):
    with applied.office.store.db.writing() as db:
        db.execute(answers.update().values(agreed={}))

    found = given(applied)["rules"]

    assert (found.as_kept, found.version) == (False, "")
    with a_browser(applied) as web:
        assert web.get(f"{applied.page('N01')}/agreed").status_code == 200


def test_the_words_are_in_the_copy_and_go_with_the_person(applied):
    with a_browser(applied) as web:
        copy = web.get(f"{applied.page('N01')}/copy.json").json()
        (answer,) = (one for one in copy["answers"] if one["form"] == "mentee_application")
        assert {one["name"] for one in answer["agreed_to"]} == {"privacy", "rules", "commitment", "gender_consent"}

        web.post(f"{applied.page('N01')}/erase", data={"sure": "yes"})
    with applied.office.store.db.reading() as db:
        assert [row.agreed for row in db.execute(answers.select()) if row.by == "N01"] == [{}]


@pytest.mark.parametrize(("form", "question"), OPTIONAL)
def test_whatever_may_be_taken_back_is_held_where_taking_it_back_reaches(form, question):
    """A permission whose answer no application holds would end on paper only."""
    assert fields_with_answers_to(FORMS[form]) != []
    assert set(permissions_of(FORMS[form])[question].covers) <= set(FORMS[form].model_fields)
    assert not FORMS[form].model_fields[question].is_required()
