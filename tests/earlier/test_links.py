"""Every link in a letter of an earlier version opens for its owner, and what stood open there can still be answered.

A letter of that version that comes back now is not known by its old mark: anybody could have computed that one.
"""

import re
from random import Random

import pytest

from domain.lifecycles import InvitationState, MessageState
from domain.people import Role
from notifications.envelope import OWN_HEADER
from office.intake import open_form, take_answer
from office.returns import take_bounce
from rehearsal.acting.answers import answer
from rehearsal.acting.personas import PUNCTUAL
from rehearsal.acting.scenes import Scene
from tests.earlier.keep import ADDRESS
from tests.web.conftest import client_of
from tests.web.world import World

LINK = re.compile(re.escape(ADDRESS) + r"(/[a-z]+/[A-Za-z0-9_.\-]+)")
CODES = ["pilot", "next"]
GONE = 410
LED_ON = 303  # the link of a desk was a login then; it is an address now
WAITING = {
    "pilot": (
        *("agreement", "decide_escalation", "mentoring_plan", "recontract"),
        *("report_confirmation", "rsvp", "session_date", "session_report"),
    ),
    "next": ("review_proposal",),
}


def letters(office, code):
    return office.store.letters.posts(code, limit=1_000_000)


def links_in(office, code):
    """Each link of the letters of a cohort, with the codes of those who got it."""
    owners = {}
    for post in letters(office, code):
        for text in (post.rendered.text, post.rendered.html):
            for path in LINK.findall(text):
                owners.setdefault(path, set()).add(post.to)
    return owners


def whose(office, path):
    """Whose a link says it is: the code of a form's reader, of a page, of a desk."""
    _, kind, token = path.split("/")
    if kind == "f":
        code, key, generation = office.links.read_form(token)
        form = office.store.lookups.invitation(code, key)
        assert form is None or form.generation == generation
        return form.to if form else key.rpartition(":")[2]
    return {"p": office.links.read_page, "desk": office.links.read_desk}[kind](token)[1]


def is_closed(office, path):
    """Whether a link leads to a form whose time was over already: its page says so, and where to go instead."""
    _, kind, token = path.split("/")
    if kind != "f":
        return False
    code, key, _ = office.links.read_form(token)
    form = office.store.lookups.invitation(code, key)
    return form is not None and not form.takes_answers(office.clock.now())


def expected(office, path):
    if path.startswith("/desk/"):
        return LED_ON
    return GONE if is_closed(office, path) else 200


def opened(web, path):
    """What a link answers. A form may lead on: to the page of the desk that took its place, or to the thanks for an answer."""
    return web.get(path, follow_redirects=path.startswith("/f/")).status_code


@pytest.mark.parametrize("code", CODES)
def test_every_link_is_its_readers_own_and_opens(read, code):
    found = links_in(read, code)

    strangers = {path: readers for path, readers in found.items() if readers != {whose(read, path)}}
    assert strangers == {}
    with client_of(World(read, read.clock, code)) as web:
        told = {path: opened(web, path) for path in found}
    assert told == {path: expected(read, path) for path in found}
    assert set(told.values()) == {200, GONE, LED_ON}
    assert {path.split("/")[1] for path in found} == {"f", "p", "desk"}


@pytest.mark.parametrize("code", CODES)
def test_the_open_calls_still_open(read, code):
    with client_of(World(read, read.clock, code)) as web:
        told = {role: web.get(f"/apply/{read.links.call_token(code, role.value)}").status_code for role in Role}

    assert told == dict.fromkeys(Role, 200)


def one_of_each(office, code):
    """One open form of each kind, with its token."""
    now = office.clock.now()
    waiting = [i for i in office.store.load(code).invitations.values() if i.state is InvitationState.OPEN]
    chosen = {i.form: i for i in sorted(waiting, key=lambda i: i.id) if i.takes_answers(now)}
    return {form: (i, office.links.form_token(code, i.id, i.generation)) for form, i in chosen.items()}


@pytest.mark.parametrize("code", CODES)
def test_a_form_of_each_kind_that_stood_open_takes_an_answer(office, code):
    forms = one_of_each(office, code)

    for form, token in forms.values():
        opened = open_form(office, token)
        scene = Scene(opened.cohort, form, opened.form, opened.content, office.clock.now(), Random(form.id), PUNCTUAL)
        take_answer(office, token, answer(scene))

    after = office.store.load(code).invitations
    taken = {name: after[form.id].answers - form.answers for name, (form, _) in forms.items()}
    assert taken == dict.fromkeys(WAITING[code], 1)


def test_a_form_is_sent_from_its_page(office):
    form, token = one_of_each(office, "pilot")["rsvp"]

    with client_of(World(office, office.clock, "pilot")) as web:
        sent = web.post(f"/f/{token}", data={"answer": "coming"})

    assert (sent.status_code, sent.headers["location"]) == (303, f"/f/{token}/thanks")
    assert office.store.load("pilot").invitations[form.id].state is InvitationState.ANSWERED


def came_back(mark):
    return f"""Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; somebody
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

{mark}

--b--
""".encode()


def test_a_letter_of_then_that_comes_back_by_its_old_mark_silences_nobody(office):
    post = next(post for post in letters(office, "pilot") if post.to == "N01")

    for mark in (f"{OWN_HEADER}: {post.message_id}", f"Message-ID: {post.message_id}"):
        assert take_bounce(office, came_back(mark)) == ""

    assert office.store.load("pilot").participants["N01"].bounced_at is None


def test_the_same_letter_sent_again_is_known_when_it_comes_back(office):
    post = next(post for post in letters(office, "pilot") if post.to == "N01")
    mark = office.links.letter_token(post.id, post.message_id)

    assert take_bounce(office, came_back(f"{OWN_HEADER}: {mark}")) == post.key
    assert office.store.letters.post(post.id).state is MessageState.BOUNCED
    assert office.store.load("pilot").participants["N01"].bounced_at == office.clock.now()
