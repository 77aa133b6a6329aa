"""Today on the desk: what waits with its story, a letter that can be changed, its buttons; what sleeps; what was decided."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from domain.cohort import Entry
from domain.escalations import Escalation, Remark
from domain.lifecycles import EscalationState, Phase, SessionState
from office.post import deliver_post
from tests.builders import a_cohort, asked, days
from tests.web.conftest import client_of, signed_in
from tests.web.world import NOW, a_world, mentoring, settled

HERE = {"origin": "http://127.0.0.1:8080"}
SILENT = "P02.1:missed:2027-03-08:3"


def silent_pairs(cohort, *pairs):
    """These pairs did not meet for their first session, and their second has not begun."""
    for pair in pairs:
        cohort = cohort.note(Entry(f"{pair}:sessions", pair, NOW - days(9), f"plan sessions {pair}"))
    first = (cohort.sessions[f"{pair}.1"] for pair in pairs)
    return cohort.put(*(replace(one, state=SessionState.MISSED, missed_at=NOW - days(2)) for one in first))


@pytest.fixture
def world(tmp_path):
    """A silent pair, somebody who cries for help, and nothing else."""
    cohort = silent_pairs(replace(mentoring(), invitations={}), "P02")
    silent = Escalation(SILENT, "P02.1", "missed_session", "P02", NOW - days(2))
    cry = Escalation("N01:help:N01:2027-03-09", "N01", "help", "N01", NOW - days(1))
    for case in (silent, cry):
        cohort = asked(cohort.put(case), "decide_escalation", case.id, "eva", case.opened_at)
    world = a_world(tmp_path, cohort)
    yield world
    world.office.store.close()


@pytest.fixture
def web(world):
    with client_of(world) as client:
        yield client


def presses(web, world, about=SILENT, **sent):
    """One press of a button."""
    return web.post(f"{world.desk()}/cases/{about}", data=sent, headers=HERE)


def decides(web, world, about=SILENT, **sent):
    """A press, and where it shows first what it will cause, the button there."""
    seen = presses(web, world, about, **sent)
    return presses(web, world, about, **carried(seen.text)) if seen.status_code == 200 else seen


def carried(page):
    """What the form of a look sends."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(unescape(value))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items() if name != "_proof"}


def causes(page):
    return re.findall(r'<h3 id="item-\d+">([^<]+)</h3>', page)


def test_distress_stands_first_whatever_its_age(web, world):
    page = web.get(world.desk()).text

    assert causes(page) == ["Someone asks for help", "A pair has not met and does not answer"]
    assert "2 things wait for you" in page
    assert "Somebody may be in distress" in page, "why it stands first"


def test_an_item_names_whom_it_concerns_and_leads_to_them(web, world):
    page = web.get(world.desk()).text

    assert f'<a href="{world.desk()}/people/N02">' in page
    assert f"{world.form('decide_escalation', SILENT, 'eva')}" in page, "there are other ways than the buttons"


def test_the_letter_is_ready_and_goes_as_it_was_changed(web, world):
    page = web.get(world.desk()).text
    assert "I see that your session has not come about yet." in page

    seen = presses(web, world, decision="write", words="How are you both?", sleeps="5")
    assert (seen.status_code, world.cohort.escalations[SILENT].remarks) == (200, ()), "nothing has happened yet"
    assert "2 letters" in seen.text
    assert "How are you both?" in seen.text
    answer = presses(web, world, **carried(seen.text))

    (remark,) = world.cohort.escalations[SILENT].remarks
    assert (answer.status_code, remark.words, remark.passed_on) == (303, "How are you both?", True)
    assert causes(web.get(world.desk()).text) == ["Someone asks for help"]


def test_whoever_asked_is_answered_at_once_and_the_others_when_the_post_opens(web, world):
    """Somebody cries for help, and is answered on a Sunday."""
    world.clock.move_to(datetime(2027, 3, 14, 10, tzinfo=UTC))
    signed_in(web, world)

    cry = decides(web, world, "N01:help:N01:2027-03-09", decision="write", words="How are you?")
    to_the_one = web.get(cry.headers["location"]).text
    silent = decides(web, world, decision="write", words="How are you both?")
    to_the_pair = web.get(silent.headers["location"]).text

    assert "The letter leaves on Sunday, 14 March 2027, 11:10." in to_the_one
    assert "2 letters leave when the post opens, on Monday, 15 March 2027, 08:00." in to_the_pair
    leaves = {post.to: post.not_before for post in world.office.store.letters.posts(world.code, to="N01", limit=1)}
    assert leaves == {"N01": datetime(2027, 3, 14, 10, 10, tzinfo=UTC)}
    assert 'role="status"' not in web.get(f"{world.desk()}?decided=31").text


def test_a_decision_is_taken_back_as_a_whole_while_its_letters_wait(web, world):
    settled(world)
    before, lines = world.cohort, {line.key for line in world.office.store.ledger.journal(world.code)}
    done = decides(web, world, decision="end", words="never sent")
    assert world.cohort.pairs["P02"].state.value == "ended"
    notice = web.get(done.headers["location"]).text
    (way,) = re.findall(r'action="([^"]+/done/[^"]+)"', notice)

    back = web.post(way, headers=HERE)
    page = web.get(back.headers["location"]).text

    assert "Done: End the pair, without fault." in notice
    assert "Done by Eva Horáková on" in page
    assert "no letter left" in page
    after = world.cohort
    assert (after.pairs, after.escalations, after.sessions) == (before.pairs, before.escalations, before.sessions)
    assert after.invitations == before.invitations
    assert world.office.store.ledger.answers(world.code) == []
    assert {line.key for line in world.office.store.ledger.journal(world.code) if ":undo" not in line.key} == lines
    assert causes(web.get(world.desk()).text)[1] == "A pair has not met and does not answer"
    assert decides(web, world, decision="end").status_code == 303, "the same can be decided once more"


def test_a_decision_stands_when_its_letter_has_left(web, world):
    done = decides(web, world, decision="write", words="How are you both?")
    (way,) = re.findall(r'action="([^"]+/done/[^"]+)"', web.get(done.headers["location"]).text)
    world.clock.move(days(1))
    deliver_post(world.office)
    signed_in(web, world)

    refused = web.post(way, headers=HERE)

    assert (refused.status_code, "its letters have left" in refused.text) == (409, True)
    assert refused.text.count("left on Thursday") == 2, "the page says which letters left, and when"
    assert world.cohort.escalations[SILENT].remarks[0].words == "How are you both?"


def test_a_look_is_asked_for_again_when_the_case_has_changed(web, world):
    seen = presses(web, world, decision="end")
    decides(web, world, decision="write", words="How are you both?")

    again = presses(web, world, **carried(seen.text))

    assert (again.status_code, world.cohort.pairs["P02"].state.value) == (303, "ended"), "it causes the same as before"


def test_the_form_of_a_case_shows_first_what_it_will_cause_too(web, world):
    form = world.form("decide_escalation", SILENT, "eva")

    seen = web.post(form, data={"decision": "rematch", "words": "They asked for it"})
    assert (seen.status_code, world.cohort.pairs["P02"].state.value) == (200, "active")
    presses(web, world, **carried(seen.text))

    assert world.cohort.pairs["P02"].state.value == "ended"
    assert world.cohort.escalations[SILENT].remarks[0].words == "They asked for it"


def test_what_sleeps_can_be_seen_with_the_day_it_comes_back(web, world):
    presses(web, world, decision="snooze", sleeps="9", words="never sent")

    page = web.get(world.desk()).text
    assert f'/people/N02">{world.cohort.participants["N02"].name}</a>' in page.partition('id="asleep"')[2]
    assert "· back on Friday, 19 March 2027" in page
    assert world.cohort.escalations[SILENT].remarks == ()
    world.clock.move(days(9.1))
    signed_in(web, world)
    assert len(causes(web.get(world.desk()).text)) == 2


def test_what_was_decided_can_be_seen(web, world):
    decides(web, world, decision="excuse", words="never sent")

    page = web.get(world.desk()).text
    assert world.cohort.escalations[SILENT].state is EscalationState.RESOLVED
    assert "· the session was excused · 10 Mar 2027 · Eva Horáková" in page


def test_a_press_that_came_too_late_changes_nothing_and_says_so(web, world):
    decides(web, world, decision="excuse")
    again = presses(web, world, decision="end")

    assert again.status_code == 422
    assert "closed already" in again.text
    assert world.cohort.pairs["P02"].state.value == "active"


def test_a_letter_that_cannot_go_stays_as_it_was_typed(web, world):
    answer = presses(web, world, decision="write", words="Where are you?", sleeps="900")

    assert answer.status_code == 422
    assert "Where are you?" in answer.text


def test_every_button_comes_with_the_proof_of_the_visit(web, world):
    page = web.get(world.desk()).text

    forms = re.findall(r'<form method="post" action="[^"]*/cases/[^"]*"[^>]*>(.{0,40})', page)
    assert len(forms) == 2
    assert all(inner.startswith('<input type="hidden" name="_proof"') for inner in forms)


def test_only_our_page_may_press(web, world):
    answer = web.post(
        f"{world.desk()}/cases/{SILENT}", data={"decision": "end"}, headers={"origin": "https://evil.example"}
    )

    assert answer.status_code == 403
    assert presses(web, world, about="P99.9:missed:1", decision="end").status_code == 422


def test_all_cohorts_of_a_coordinator_are_one_list(web, world):
    other = silent_pairs(replace(mentoring(), code="other-27", name="Other cohort", invitations={}), "P01")
    older = Escalation("P01.1:missed:1", "P01.1", "missed_session", "P01", NOW - days(5))
    world.office.store.create(asked(other.put(older), "decide_escalation", older.id, "eva", older.opened_at))

    page = web.get(world.desk()).text

    assert len(causes(page)) == 3
    assert re.findall(r"(Pilot 2027|Other cohort) · since", page) == ["Pilot 2027", "Other cohort", "Pilot 2027"]
    (way,) = re.findall(r'action="(/desk/[^"]+)/cases/P01.1:missed:1"', page)
    (origin,) = set(re.findall(r'name="from" value="([^"]+)"', page))
    pressed = web.post(f"{way}/cases/P01.1:missed:1", data={"decision": "snooze", "from": origin}, headers=HERE)
    assert (pressed.status_code, pressed.headers["location"].partition("?")[0]) == (303, world.desk())
    assert 'role="status"' in web.get(pressed.headers["location"]).text


def test_the_way_back_leads_to_no_cohort_of_others(web, world):
    pressed = presses(web, world, **{"decision": "snooze", "from": "//evil.example"})

    assert pressed.headers["location"].startswith(f"{world.desk()}?decided=")


def test_empty_is_normal_and_says_when_something_can_come(web, world):
    presses(web, world, decision="resume")
    presses(web, world, about="N01:help:N01:2027-03-09", decision="snooze", sleeps="4")

    page = web.get(world.desk()).text

    assert "Good to see you" in page
    assert "Nothing yet. The office looks at a new cohort within the hour" in page
    world.office.store.leases.beat(f"tick:{world.code}", world.clock.now())
    page = web.get(world.desk()).text
    assert re.search("Nothing. By the calendar, the next thing can come on [A-Z][a-z]+, [0-9]+ March 2027.", page)
    assert "What somebody asks, answers or sends in can come any day" in page


def test_a_cohort_that_was_launched_early_has_not_begun(tmp_path):
    launched = a_cohort().in_preparation().build()
    before = launched.milestones.preparation_starts - days(3)
    world = a_world(tmp_path, replace(launched, phase_since=before), before)
    with client_of(world) as web:
        assert "Launched. Preparation begins on Tuesday, 1 December 2026." in web.get(world.desk()).text
        world.clock.move(days(3))
        assert "Preparation since Tuesday, 1 December 2026." in signed_in(web, world).get(world.desk()).text


@pytest.fixture
def several(world):
    """Two more pairs that are silent about the same session."""
    world.office.store.update(world.code, lambda cohort: silent_pairs(cohort, "P01", "P03"))
    for pair in ("P01", "P03"):
        case = Escalation(f"{pair}.1:missed:2027-03-08:3", f"{pair}.1", "missed_session", pair, NOW - days(1))
        world.change(case, asked(world.cohort.put(case), "decide_escalation", case.id, "eva", NOW).invitations[
            f"{case.id}:decide_escalation:eva"
        ])  # fmt: skip
    return world


def test_the_same_of_several_pairs_is_decided_in_one_go_for_those_that_are_ticked(web, several):
    page = web.get(several.desk()).text
    assert causes(page) == ["Someone asks for help", "3 times, session 1: A pair has not met and does not answer"]
    ticked = re.findall(r'name="case" value="([^"]+)" checked', page)

    decides(web, several, several="yes", case=ticked[:2], decision="write", words="How are you both?")

    written = {id: [one.words for one in case.remarks] for id, case in several.cohort.escalations.items()}
    assert [written[id] for id in ticked] == [["How are you both?"], ["How are you both?"], []]
    assert len(causes(web.get(several.desk()).text)) == 2


def test_nothing_is_decided_about_several_when_none_is_ticked(web, several):
    answer = presses(web, several, several="yes", decision="write", words="How are you?")

    assert (answer.status_code, "Tick those you mean" in answer.text) == (422, True)


def test_a_long_list_is_turned_over_and_what_happened_stands_on_each_page(web, world):
    """28 cries for help and a silent pair: the pair stands on the second page, where a letter that was refused leads."""
    at = NOW - days(1)
    cries = [Escalation(f"N0{1 + n % 3}:help:{n}", f"N0{1 + n % 3}", "help", f"N0{1 + n % 3}", at) for n in range(27)]
    world.change(*(replace(case, remarks=(Remark("N01", at, f"cry {n}"),)) for n, case in enumerate(cries)))

    first, second = web.get(world.desk()).text, web.get(f"{world.desk()}?start=25").text

    assert (len(causes(first)), len(causes(second))) == (25, 4)
    assert "29 things wait for you" in first
    assert f'href="{world.desk()}?start=25#waiting"' in first
    assert len(set(re.findall(r"wrote: (cry \d+)", first)) | set(re.findall(r"wrote: (cry \d+)", second))) == 27
    assert "A pair has not met" in second
    assert web.get(f"{world.desk()}?start=-9").text == web.get(world.desk()).text
    assert causes(web.get(f"{world.desk()}?start=99999").text) == causes(second)

    refused = presses(web, world, decision="write", words=" ")

    assert "A pair has not met" in refused.text


def test_what_was_decided_in_a_programme_that_is_over_stands_there_no_more(web, world):
    done = Escalation(
        "P01.1:missed:1", "P01.1", "missed_session", "P01", NOW - days(5), EscalationState.RESOLVED, decided_at=NOW
    )
    other = replace(world.cohort.put(done), code="over-26", name="Last year's")
    world.office.store.create(other)
    assert "Decided in the last month" in web.get(world.desk()).text

    world.office.store.update("over-26", lambda cohort: replace(cohort, phase=Phase.CLOSED))

    assert "Decided in the last month" not in web.get(world.desk()).text
