"""Screening as one page: what is read beside the marks, one verdict for many, and the checklist signed off in one go."""

import re
from dataclasses import replace

import pytest

from domain.lifecycles import ApplicationState, InvitationState
from tests.builders import a_cohort, asked, days
from tests.web.conftest import client_of
from tests.web.papers import a_pdf
from tests.web.world import a_world, screening

HERE = {"origin": "http://127.0.0.1:8080"}


@pytest.fixture
def waiting(tmp_path):
    """Two mentors and two mentees who applied."""
    world = a_world(tmp_path, screening(), now=screening().milestones.mentees_close)
    key = world.office.store.files.put(a_pdf(), "Životopis.pdf", "application/pdf", world.code, "N01")
    known = world.cohort.applications["N01"]
    other = world.cohort.applications["N02"]
    world.change(
        replace(known, answers={**known.answers, "cv": key}), replace(other, answers={**other.answers, "cv": ""})
    )
    yield world
    world.office.store.close()


@pytest.fixture
def desk(waiting):
    with client_of(waiting) as client:
        yield client


def sends(desk, world, verdict, *codes, **typed):
    typed = {name.replace("__", "."): value for name, value in typed.items()}
    sent = {"role": "mentee", "verdict": verdict, "pick": list(codes), **typed}
    return desk.post(f"{world.desk()}/screening", data=sent, headers=HERE)


def states(world):
    return {code: one.state.value for code, one in world.cohort.applications.items() if code.startswith("N")}


def test_the_page_has_the_application_its_files_and_its_flags_beside_the_marks(desk, waiting):
    page = desk.get(f"{waiting.desk()}/screening").text

    assert "2 applications to screen" in page
    assert "Immunology" in page
    assert f"{waiting.desk()}/people/N01/cv.pdf" in page
    assert page.count('<span class="badge care">no CV</span>') == 1, "N02 sent none"
    assert re.findall(r'name="(N01\.[a-z]+)"', page) == [
        "N01.field", "N01.trajectory", "N01.planning", "N01.contribution", "N01.note"
    ]  # fmt: skip
    assert "M01" not in re.findall(r'name="pick" value="(\w+)"', page)
    assert 'name="pick" value="M01"' in desk.get(f"{waiting.desk()}/screening?role=mentor").text


def test_the_page_opens_with_those_who_wait(desk, waiting):
    """In the weeks before mentees are called mentors alone have applied: whoever follows the list finds them at once."""
    assert 'name="pick" value="N01"' in desk.get(f"{waiting.desk()}/screening").text, "both wait: mentees first"

    sends(desk, waiting, "accept", "N01", "N02")
    page = desk.get(f"{waiting.desk()}/screening").text

    assert 'name="pick" value="M01"' in page
    assert "2 applications to screen" in page
    empty = desk.get(f"{waiting.desk()}/screening?role=mentee&done=2").text
    assert "2 verdicts were noted. Before anybody hears of it" in empty
    assert "0 applications" not in empty


def test_one_button_accepts_all_that_are_ticked(desk, waiting):
    answer = sends(desk, waiting, "accept", "N01", "N02", N01__planning="3")

    assert answer.status_code == 303
    assert states(waiting) == {"N01": "accepted", "N02": "accepted"}
    assert waiting.cohort.applications["N01"].screening.marks == (None, None, 3, None)
    assert waiting.cohort.invitation("N02", "screening", "eva").state is InvitationState.ANSWERED
    assert "2 verdicts were noted." in desk.get(answer.headers["location"]).text


def test_each_row_has_its_own_reason_and_the_others_the_common_one(desk, waiting):
    sends(desk, waiting, "incomplete", "N01", "N02", N01__note="The CV, please.", note="Two sentences on your goals.")

    assert [waiting.cohort.applications[code].note for code in ("N01", "N02")] == [
        "The CV, please.", "Two sentences on your goals."
    ]  # fmt: skip


def test_asking_to_complete_means_the_rows_in_which_it_says_what_is_missing(desk, waiting):
    sends(desk, waiting, "keep", N02__field="1", N02__note="For me: rings a bell.")
    sends(desk, waiting, "incomplete", N01__note="The CV, please.", N02__note="For me: rings a bell.")

    assert states(waiting) == {"N01": "incomplete", "N02": "submitted"}


def test_what_cannot_be_decided_is_named_and_the_rest_is_taken(desk, waiting):
    answer = sends(desk, waiting, "incomplete", "N01", "N02", N01__note="The CV, please.", N02__field="2")

    assert answer.status_code == 422
    assert states(waiting) == {"N01": "incomplete", "N02": "submitted"}
    assert 'href="#N02"' in answer.text
    assert re.search(r'name="pick" value="N02" checked', answer.text), "what was ticked stays ticked"
    assert re.search(r'name="N02.field">.*?<option value="2" selected>', answer.text, re.S)


def test_marks_alone_are_kept_without_a_tick_and_put_the_best_first(desk, waiting):
    sends(desk, waiting, "keep", N02__field="3", N02__contribution="2")

    page = desk.get(f"{waiting.desk()}/screening").text
    assert states(waiting) == {"N01": "submitted", "N02": "submitted"}
    assert re.findall(r'name="pick" value="(\w+)"', page) == ["N02", "N01"]
    assert "5 of 12" in page


def test_a_programme_that_preselects_has_the_best_ticked_already(desk, waiting):
    policy = waiting.cohort.policy
    recruitment = policy.recruitment.model_copy(update={"preselected_per_mentor": 1})
    waiting.office.store.update(
        waiting.code, lambda cohort: replace(cohort, policy=policy.model_copy(update={"recruitment": recruitment}))
    )
    waiting.change(replace(waiting.cohort.applications["M01"], state=ApplicationState.ACCEPTED))
    sends(desk, waiting, "keep", N02__field="3", N01__field="1")

    page = desk.get(f"{waiting.desk()}/screening").text
    assert "One mentee for each accepted mentor is ticked" in page
    assert re.findall(r'name="pick" value="(\w+)" checked', page) == ["N02"]


def test_all_of_a_page_are_ticked_at_once_and_what_was_typed_stays(desk, waiting):
    """Without a script, too: the page comes back as it was, with every tick, and nothing is decided."""
    sent = {"role": "mentee", "N01.note": "A clear plan", "N01.planning": "3"}

    every, none = (
        desk.post(f"{waiting.desk()}/screening", data=sent | {"pick": ["N02"], "tick": tick}, headers=HERE)
        for tick in ("all", "none")
    )

    ticked = re.compile(r'name="pick" value="(\w+)" checked')
    assert (sorted(ticked.findall(every.text)), ticked.findall(none.text)) == (["N01", "N02"], [])
    assert "A clear plan" in every.text
    assert states(waiting) == {"N01": "submitted", "N02": "submitted"}


def test_a_verdict_needs_a_tick_and_a_button_of_ours(desk, waiting):
    assert sends(desk, waiting, "accept").status_code == 422
    assert sends(desk, waiting, "promote", "N01").status_code == 422
    assert sends(desk, waiting, "accept", "N99").status_code == 422
    strangers = {"verdict": "accept", "pick": "N01", "role": "mentee"}
    foreign = desk.post(f"{waiting.desk()}/screening", data=strangers, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert states(waiting) == {"N01": "submitted", "N02": "submitted"}


def test_a_colleague_of_the_lead_decides_and_the_journal_says_who(waiting):
    waiting.change_coordinators("jan")
    with client_of(waiting, "jan") as desk:
        answer = sends(desk, waiting, "accept", "N01")

    journal = waiting.office.store.ledger.journal(waiting.code, "N01")
    assert answer.status_code == 303
    assert [entry.by for entry in journal if entry.did == "answer screening"] == ["jan"]


def test_whoever_needed_no_look_may_be_looked_at_all_the_same(desk, waiting):
    """Accepted without a sheet: a verdict can be given on it later."""
    world = waiting
    mentor = replace(world.cohort.applications["M01"], state=ApplicationState.ACCEPTED)
    world.office.store.update(world.code, lambda cohort: replace(cohort.put(mentor)))

    answer = desk.post(
        f"{world.desk()}/screening",
        data={"role": "mentor", "verdict": "waitlist", "pick": "M01"},
        headers=HERE,
    )

    assert answer.status_code == 303
    assert world.cohort.applications["M01"].state is ApplicationState.WAITLISTED


# --- the checklist ----------------------------------------------------------------------------------------------------


@pytest.fixture
def prepared(tmp_path):
    """A cohort in preparation, whose whole checklist waits."""
    cohort = a_cohort().in_preparation().build()
    for material in cohort.materials:
        cohort = asked(cohort, "sign_off", material, "eva", cohort.milestones.preparation_starts)
    world = a_world(tmp_path, cohort, cohort.milestones.preparation_starts + days(1))
    yield world
    world.office.store.close()


def test_the_checklist_shows_what_the_office_knows_and_is_signed_off_in_one_go(prepared):
    everything = list(prepared.cohort.materials)
    with client_of(prepared) as desk:
        page = desk.get(f"{prepared.desk()}/checklist").text
        sent = {"pick": everything, f"{everything[0]}.note": "In the shared folder."}
        answer = desk.post(f"{prepared.desk()}/checklist", data=sent, headers=HERE)
        after = desk.get(f"{prepared.desk()}/checklist").text

    assert "6 items to sign off" in page
    assert "Career tracks" in page
    assert "15 pairs" in page
    assert answer.status_code == 303
    assert [m.signed_by for m in prepared.cohort.materials.values()] == ["eva"] * 6
    assert prepared.cohort.materials[everything[0]].note == "In the shared folder."
    assert "Everything is signed off" in after


def test_the_checklist_shows_the_material_itself(prepared):
    with client_of(prepared) as desk:
        page = desk.get(f"{prepared.desk()}/checklist").text
        pdfs = [
            desk.get(f"{prepared.desk()}/checklist/{kind}.pdf") for kind in ("handbook", "guide", "agreement", "plan")
        ]
        strange = desk.get(f"{prepared.desk()}/checklist/certificate.pdf")

    assert "<h3>Four roles you can take</h3>" in page  # the handbook, under the heading of its card
    assert "You have a mentor: somebody who works where you might want to work one day" in page
    assert "Mentee and Mentor" in page  # the agreement to fill in by hand
    assert "Did you meet?" in page  # what the session report asks
    assert "Pilot 2027: would you mentor a PhD student?" in page
    assert "Applications close on 31 January 2027:" in page
    assert page.count("/apply/") == 6  # three texts, each to read and to copy
    assert "/wordings/mentor/call" in page
    assert [one.content[:5] for one in pdfs] == [b"%PDF-"] * 4
    assert strange.status_code == 404


def test_nothing_is_signed_off_without_a_tick(prepared):
    with client_of(prepared) as desk:
        answer = desk.post(f"{prepared.desk()}/checklist", data={"pick": "material-unknown"}, headers=HERE)

    assert answer.status_code == 422
    assert [m.signed_at for m in prepared.cohort.materials.values()] == [None] * 6
