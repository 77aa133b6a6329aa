"""Kept words: whatever refuses what somebody sent shows what they typed, on every page of the desk and of participants."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.lifecycles import EscalationState, InvitationState
from office.sign_in import IDLE_MAX
from tests.web.conftest import a_browser, client_of
from tests.web.test_doors import ROUTES, ways
from tests.web.test_today import SILENT, presses
from tests.web.test_today import world as silence  # noqa: F401 (a pair that is silent)
from tests.web.world import World, in_the_book, settled

OURS = {"origin": "http://127.0.0.1:8080"}
WORDS = 'She asked for <more> time & "peace".\nI will call her.'
TYPED = dict.fromkeys(
    ("words", "reason", "note", "subject", "body", "remark", "remarks", "what", "notes", "place", "name", "description"),
    WORDS,
)  # fmt: skip
SHOWN = "She asked for &lt;more&gt; time &amp; &#34;peace&#34;."


def acting(world: World) -> dict[str, str]:
    """The address of every act of the desk, in an office with letters and a contact book."""
    in_the_book(settled(world))
    found = ways(world)
    return {path: found[path] for path, method in ROUTES if method == "POST" and path.startswith(("/desk/", "/office"))}


def test_no_page_of_the_desk_loses_what_was_typed_after_the_visit_has_ended(world):
    with client_of(world) as web:
        world.clock.move(IDLE_MAX + timedelta(minutes=1))
        answers = {path: web.post(way, data=TYPED, headers=OURS) for path, way in acting(world).items()}

    assert {
        path for path, answer in answers.items() if (answer.status_code, SHOWN in answer.text) != (403, True)
    } == set()


def test_no_page_of_the_desk_that_refuses_loses_what_was_typed(world):
    with client_of(world) as web:
        answers = {path: web.post(way, data=TYPED, headers=OURS) for path, way in acting(world).items()}

    refused = {path: answer for path, answer in answers.items() if answer.status_code >= 400}
    assert {path for path, answer in refused.items() if SHOWN not in answer.text} == set()
    assert len(refused) > 15


def test_what_was_typed_about_a_case_that_a_colleague_has_decided_stands_on_the_page(silence):  # noqa: F811
    case = silence.cohort.escalations[SILENT]
    with client_of(silence) as web:
        silence.change(replace(case, state=EscalationState.RESOLVED, outcome="resumed", decided_at=silence.clock.now()))
        refused = presses(web, silence, decision="write", words=WORDS)

    assert (refused.status_code, "does not wait any more" in refused.text, SHOWN in refused.text) == (422, True, True)


@pytest.mark.parametrize("gone", [InvitationState.EXPIRED, InvitationState.REVOKED])
def test_a_form_of_a_participant_that_has_closed_meanwhile_shows_what_was_typed(world, gone):
    way = world.form("session_report", "P01.1", "N01")
    form = next(one for one in world.cohort.invitations.values() if one.id == "P01.1:session_report:N01")
    world.change(replace(form, state=gone))

    with a_browser(world) as stranger:
        refused = stranger.post(way, data={"topics": WORDS, "_go": "send"}, headers={"origin": "null"})

    assert (refused.status_code, SHOWN in refused.text) == (410, True)


def test_a_link_that_was_replaced_shows_what_was_typed(world):
    way = world.form("session_report", "P01.1", "N01")
    form = next(one for one in world.cohort.invitations.values() if one.id == "P01.1:session_report:N01")
    world.change(replace(form, generation=form.generation + 1))

    with a_browser(world) as stranger:
        refused = stranger.post(way, data={"topics": WORDS, "_go": "send"})
        elsewhere = stranger.post(way, data={"topics": WORDS}, headers={"origin": "https://elsewhere.example"})

    assert (refused.status_code, refused.text.count(SHOWN)) == (404, 1)
    assert (elsewhere.status_code, SHOWN in elsewhere.text) == (403, False)
