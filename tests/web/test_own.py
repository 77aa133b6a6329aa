"""What is mine: everybody can take along all that is kept of them, and have it erased; nothing of others is in it."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from domain.lifecycles import ApplicationState, PairState
from office.intake import take_answer
from tests.full import answers_full_of
from tests.web.papers import a_pdf

MINE, THEIRS = "Zebedee", "Quincey"  # what N01 wrote, what M01 wrote
HELD = {"outcome": "held", "held_on": "2027-03-08"}


def told(world, form, about, by, **content):
    token = world.form(form, about, by).removeprefix("/f/")
    take_answer(world.office, token, content)


@pytest.fixture
def both_told(world):
    """The two of a pair have reported, agreed and asked for help; the coordinator has screened N01."""
    told(world, "session_report", "P01.1", "N01", **answers_full_of("session_report", MINE) | HELD)
    told(world, "session_report", "P01.1", "M01", **answers_full_of("session_report", THEIRS) | HELD)
    agreed = answers_full_of("agreement", MINE) | {"organiser": "mentee", "agenda_by": "mentee"}
    told(world, "agreement", "P01", "N01", **agreed, common_rules="on", signs="on")
    told(world, "need_help", "M01", "M01", words=THEIRS)
    world.office.store.drafts.save(world.code, "P01:mentoring_plan:N01", {"goals": f"{MINE} in a draft"}, 0)
    world.office.store.files.put(a_pdf(), "Tereza.pdf", "application/pdf", world.code, "N01")
    return world


def copy_of(web, world, who="N01"):
    return web.get(f"{world.page(who)}/copy.json").json()


def test_the_copy_holds_what_somebody_told_with_the_questions(web, both_told):
    copy = copy_of(web, both_told)

    assert copy["records"]["participants"]["N01"]["name"] == "Tereza Malá"
    report = next(one for one in copy["answers"] if one["form"] == "session_report")
    assert {"name": "summary", "question": "In a few lines", "answer": MINE} in report["answers"]
    assert copy["drafts"] == {"P01:mentoring_plan:N01": {"goals": f"{MINE} in a draft"}}
    assert copy["files"][0]["name"] == "Tereza.pdf"
    assert copy["records"]["groups"]["P01"]["agreement"]["purpose"] == MINE
    assert copy["records"]["sessions"]["P01.1"]["state"] == "held"


def test_what_was_written_about_somebody_alone_is_in_it(web, world):
    mentee = replace(world.cohort.applications["N04"], state=ApplicationState.SUBMITTED)
    world.change(mentee, replace(world.cohort.pairs["P04"], state=PairState.DISCARDED))
    from tests.builders import asked
    from tests.web.world import NOW, days

    world.change(asked(world.cohort, "screening", "N04", "eva", NOW - days(1)).invitations["N04:screening:eva"])
    marks = dict.fromkeys(("field", "trajectory", "planning", "contribution"), "2")
    told(world, "screening", "N04", "eva", **marks, verdict="accept", note="Convincing.")

    copy = copy_of(web, world, "N04")

    answers = {one["name"]: one["answer"] for one in copy["written_about_you"][0]["answers"]}
    assert (answers["planning"], answers["note"]) == (2, "Convincing.")
    assert copy["records"]["applications"]["N04"]["screening"]["note"] == "Convincing."


def test_nothing_in_it_is_of_others_or_names_them(web, both_told):
    text = json.dumps(copy_of(web, both_told), ensure_ascii=False)
    others = [p for p in both_told.cohort.participants.values() if p.id != "N01"]

    assert THEIRS not in text
    assert [p.id for p in others if p.name in text or p.email in text] == []
    assert MINE not in json.dumps(copy_of(web, both_told, "M01"))


def test_the_desk_hands_out_the_same_without_what_is_not_for_it(web, both_told):
    """What somebody told their partner alone, and what they have not sent yet, is theirs to take along."""
    theirs, desks = copy_of(web, both_told), desks_copy(web, both_told)

    left_out = ("answers", "records", "drafts", "handed_out_by")
    assert {name: told for name, told in desks.items() if name not in left_out} == {
        name: told for name, told in theirs.items() if name not in left_out
    }
    assert (theirs["handed_out_by"], desks["handed_out_by"]) == ("you", "coordinator")
    for_two, counted = {"summary", "next_step"}, {"usefulness", "introduction_made"}
    assert names_in(theirs, "session_report") - names_in(desks, "session_report") == for_two | counted
    assert desks["records"]["groups"]["P01"]["agreement"]["purpose"] == MINE
    assert desks["drafts"] == {}
    assert THEIRS not in json.dumps(desks)


def test_the_desk_gets_the_files_too(web, both_told):
    packed = web.get(f"{both_told.desk()}/people/N01/copy.zip")

    assert 'filename="N01-copy.zip"' in packed.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(packed.content)) as folder:
        assert [name.partition("-")[2] for name in folder.namelist()] == ["copy.html", "copy.json", "Tereza.pdf"]
        assert "it is in the copy on your own page" in folder.read("my-copy.html").decode()


def test_of_whoever_is_erased_or_not_there_nothing_is_handed_out(web, world):
    web.post(f"{world.page('N01')}/erase", data={"sure": "yes"})

    assert [web.get(f"{world.desk()}/people/{code}/copy.json").status_code for code in ("N01", "N99")] == [404, 404]


def desks_copy(web, world):
    return web.get(f"{world.desk()}/people/N01/copy.json").json()


def names_in(copy, form):
    return {told["name"] for one in copy["answers"] if one["form"] == form for told in one["answers"]}


def test_asking_twice_gives_the_same_and_changes_nothing(web, both_told):
    before = both_told.cohort
    first, second = (web.get(f"{both_told.page('N01')}/copy.zip").content for _ in range(2))

    assert first == second
    assert both_told.cohort == before
    with zipfile.ZipFile(io.BytesIO(first)) as folder:
        names = folder.namelist()
        page = folder.read("my-copy.html").decode()
    assert names[:2] == ["my-copy.html", "my-copy.json"]
    assert names[2].endswith("-Tereza.pdf")
    assert MINE in page
    assert THEIRS not in page


def test_whoever_looks_at_the_page_is_not_erased_and_a_button_needs_its_tick(web, world):
    way = f"{world.page('N01')}/erase"
    before = world.cohort

    asks = web.get(way)
    unticked = web.post(way)

    assert "You do not meet with Jana Veselá any more" in asks.text
    assert (unticked.status_code, "Please tick the box" in unticked.text) == (422, True)
    assert world.cohort == before


def test_whoever_asks_is_erased_and_the_partner_is_free(web, both_told):
    world = both_told
    way = world.page("N01")

    done = web.post(f"{way}/erase", data={"sure": "yes"})

    assert "Everything is erased" in done.text
    cohort = world.cohort
    assert (cohort.participants["N01"].name, cohort.pairs["P01"].state) == ("", PairState.ENDED)
    assert world.office.store.files.of_scope(world.code, "N01") == []
    assert MINE not in str(world.office.store.ledger.answers(world.code))
    assert [web.get(f"{way}{end}").status_code for end in ("", "/erase", "/copy.json", "/copy.zip")] == [404] * 4
    assert web.post(f"{way}/erase", data={"sure": "yes"}).status_code == 404


PROMISES = ("mentor/application_declined",)


def test_where_we_say_that_somebody_can_be_erased_they_can(web, world):
    """The letters that say so lead to the page, and the page of somebody who was declined has the way."""
    from notifications.letters import ROOT

    says = {
        str(path.relative_to(ROOT / "en").with_suffix(""))
        for path in ROOT.glob("en/*/*.md")
        if "erased" in path.read_text()
    }
    world.change(replace(world.cohort.applications["N04"], state=ApplicationState.DECLINED))
    way = world.page("N04")

    assert says == set(PROMISES)
    assert all("({{ page }})" in (ROOT / "en" / f"{letter}.md").read_text() for letter in says)
    assert f'href="{way}/erase"' in web.get(way).text
    assert f'href="{way}/copy.zip"' in web.get(way).text
    assert web.get(f"{way}/erase").status_code == 200
