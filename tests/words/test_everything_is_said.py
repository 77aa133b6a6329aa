"""Everything is said: pages, forms, letters, documents and commands, in a language made up for the test. Latin is a text that
did not go through the catalogue."""

import re
from dataclasses import replace

import pytest

from documents.facts import facts_of
from documents.match_report import match_report
from documents.shelf import KINDS
from domain.agenda import expected
from domain.carry_out import carry_out
from domain.forms import FORMS
from domain.forms.application import LETTER_LANGUAGES
from domain.people import Coordinator
from domain.steps import rules_of
from matching.advice import in_time
from matching.candidates import Balance, Terms
from matching.insight.findings import findings
from matching.pool import pool
from notifications.letters import render
from office.export_files import export_file
from office.exports import sheets_of
from office.reports import digest, sheets
from office.running_it import let_look_on
from tests.builders import days
from tests.documents.world import a_cohort as a_finished_cohort
from tests.documents.world import a_document
from tests.matching.worlds import WEIGHTS, some_people
from tests.moments import NOW as MOMENT
from tests.moments import moments
from tests.notifications.world import StraightLinks
from tests.pools import WOMEN, a_pool, with_proposal
from tests.web.conftest import client_of
from tests.web.world import (
    CALLING,
    SOMEBODY,
    a_world,
    in_the_book,
    openings,
    recruitment,
    settled,
    with_every_form,
)
from tests.words.made_up import LANGUAGE, Shown, left_latin, silent, spoken, typed_in
from words import tongue


def in_this_language(cohort):
    """The same cohort, read by people of this language."""
    people = (replace(person, language=LANGUAGE) for person in cohort.participants.values())
    return replace(cohort.put(*people), language=LANGUAGE)


@pytest.fixture(scope="module")
def language(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        spoken(patch, tmp_path_factory.mktemp("language"))
        yield
    silent()


@pytest.fixture(scope="module")
def world(language, tmp_path_factory):
    found = settled(a_world(tmp_path_factory.mktemp("world"), in_this_language(with_every_form())))
    yield found
    found.office.store.close()


@pytest.fixture(scope="module")
def web(world):
    with client_of(world) as client:
        client.headers["accept-language"] = f"{LANGUAGE}-PL, en;q=0.5"
        yield client


OURS = {"origin": "http://127.0.0.1:8080"}


def latin(world, answer, *codes):
    return left_latin(Shown(answer.text).words, typed_in(world.cohort) | set(codes))


def test_a_bare_sentence_would_be_found(language):
    page = '<p>⟦Это⟧ Anna</p><p>Send it now</p><button title="Go on">⟦Это⟧</button><code>name</code>'

    assert left_latin(Shown(page).words, {"Anna"}) == ["Send it now in 'Send it now'", "Go on in 'Go on'"]


PAGES = {
    "home": lambda world: "/",
    "sign in": lambda world: "/sign-in",
    "after asking": lambda world: "/sign-in-sent",
    "a link that signs in": lambda world: world.way_in(),
    "a link that is used": lambda world: "/sign-in/broken",
    "signed in": lambda world: "/signed-in",
    "who runs it": lambda world: f"{world.desk()}/running",
    "desk": lambda world: world.desk(),
    "glance": lambda world: f"{world.desk()}/glance",
    "recruiting": lambda world: f"{world.desk()}/recruiting",
    "programmes compared": lambda world: "/compare",
    "a launch": lambda world: "/launch",
    "a list to be chosen": lambda world: f"{world.desk()}/contacts",
    "whom a number of the pool counts": lambda world: f"{world.desk()}/list/pool/decided/mentor",
    "links to share": lambda world: f"{world.desk()}/recruiting/links",
    "links of a channel": lambda world: f"{world.desk()}/recruiting/links?channel=2027",
    "no channel": lambda world: f"{world.desk()}/recruiting/links?channel=%21",
    "list behind a number": lambda world: f"{world.desk()}/list/forms/session_date/open",
    "missed for good": lambda world: f"{world.desk()}/list/lapsed",
    "pairs": lambda world: f"{world.desk()}/pairs",
    "people": lambda world: f"{world.desk()}/people",
    "mentee": lambda world: f"{world.desk()}/people/N05",
    "mentor": lambda world: f"{world.desk()}/people/M01",
    "pair": lambda world: f"{world.desk()}/pairs/P02",
    "letter on the desk": lambda world: f"{world.desk()}/letters/1",
    "post": lambda world: f"{world.desk()}/post",
    "post of one reader": lambda world: f"{world.desk()}/post?to=N01&state=queued&before=99999",
    "words of letters": lambda world: f"{world.desk()}/wordings",
    "words of a letter": lambda world: f"{world.desk()}/wordings/mentee/offer",
    "a message": lambda world: f"{world.desk()}/messages?to=N01",
    "page of a mentee": lambda world: world.page("N01"),
    "page of a mentor": lambda world: world.page("M01"),
    "page of somebody who waits": lambda world: world.page("N07"),
    "what is kept": lambda world: f"{world.page('N01')}/kept",
    "match": lambda world: f"{world.desk()}/match",
    "match by other weights": lambda world: f"{world.desk()}/match?tracks=0&topics=100",
    "pairs by hand": lambda world: f"{world.desk()}/arrange",
    "somebody else for a mentee": lambda world: f"{world.desk()}/arrange/for/N05",
    "other pairs": lambda world: f"{world.desk()}/arrange?N05=-",
    "a pair ruled out": lambda world: f"{world.desk()}/arrange/never?pair=M05.N05",
    "what approving sends": lambda world: f"{world.desk()}/do/approve_match",
    "weights that are none": lambda world: f"{world.desk()}/match?tracks=many&luck=3",
    "what balance costs": lambda world: f"{world.desk()}/match/balance",
    "fewer changes": lambda world: f"{world.desk()}/match/changes",
    "whom to look for": lambda world: f"{world.desk()}/match/search",
    "one mentee": lambda world: f"{world.desk()}/match/N05",
    "one who left over": lambda world: f"{world.desk()}/match/N07",
    "fewer letters": lambda world: f"{world.page('N01')}/unsubscribe",
    "inbox": lambda world: "/inbox",
    "a letter": lambda world: "/inbox/1",
    "no page": lambda world: "/nowhere",
    "no link": lambda world: "/f/broken",
    "an open link": lambda world: world.apply("mentor"),
    "after it": lambda world: f"{world.apply('mentor')}/sent",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page(web, world, page):
    assert latin(world, web.get(PAGES[page](world)), "Firefox, Linux", *countries()) == []


def countries():
    """As CLDR calls them in the language, which borrows its locale from another one."""
    return list(tongue(LANGUAGE).locale.territories.values())


WAYS_OF_WHO_LOOKS_ON = (
    "",
    "/glance",
    "/people",
    "/people/N05",
    "/pairs/P02",
    "/post",
    "/running",
    "/exports",
    "/steer",
)


def test_pages_of_who_looks_on_and_what_was_not_sent(world):
    world.office.store.register.add_coordinator(Coordinator("rita", "Rita", "rita@university.example"))
    let_look_on(world.office, world.code, "rita")
    with client_of(world, "rita") as looks_on, client_of(world) as lead:
        for browser in (looks_on, lead):
            browser.headers["accept-language"] = f"{LANGUAGE}-PL, en;q=0.5"
        shown = {way: looks_on.get(world.desk() + way) for way in WAYS_OF_WHO_LOOKS_ON}
        shown["not yours"] = looks_on.post(f"{world.desk()}/running/join", data={"code": "rita"}, headers=OURS)
        note = {"words": "7 8", "_proof": "of the visit before"}
        shown["not sent"] = lead.post(f"{world.desk()}/people/N05/notes", data=note, headers=OURS)
        lead.cookies.clear()
        shown["signed out"] = lead.post(f"{world.desk()}/people/N05/notes", data=note, headers=OURS)

    staff = ("Rita", "rita@university.example")
    assert {way: found for way, page in shown.items() if (found := latin(world, page, *staff))} == {}


def test_the_contact_book(web, world):
    known = in_the_book(world, language=LANGUAGE)
    told = (known.name, known.email, known.source, known.organisation, SOMEBODY, "en")
    entry = f"/k/{world.office.links.entry_token(world.code, SOMEBODY)}"
    for way in (f"{world.desk()}/book", f"{world.desk()}/book/entry/{SOMEBODY}", entry):
        assert latin(world, web.get(way), *told) == [], way
    asked = web.post(f"{world.desk()}/book/ask", data={"who": SOMEBODY}, headers={"origin": "http://127.0.0.1:8080"})
    assert asked.status_code == 200


@pytest.mark.parametrize("page", ["", "/balance", "/changes", "/search", "/N01", "/N03", "/N01?mentor=M02"])
def test_a_page_of_the_match(language, tmp_path, page):
    cohort = in_this_language(a_pool(balance=(WOMEN,)))
    matched = settled(a_world(tmp_path, cohort, cohort.milestones.matching_on + days(1)))
    matched.change(*with_proposal(matched.cohort, matched.office).proposals.values())
    with client_of(matched) as browser:
        browser.headers["accept-language"] = f"{LANGUAGE}-PL, en;q=0.5"
        found = latin(matched, browser.get(f"{matched.desk()}/match{page}"), WOMEN.label)
    matched.office.store.close()

    assert found == []


def test_the_report_of_a_match(language):
    rule = Balance("Women", "gender", frozenset({"woman"}), at_least=1)
    asked = pool(*some_people(5, 8, 6), Terms(WEIGHTS, quotas=(rule,)))
    found = findings(asked, *in_time(asked))
    names = {one.code: "Žofie Ďurišová" for one in (*asked.mentees, *asked.mentors)}

    page = match_report(found, names, language=LANGUAGE)

    typed = {"Žofie Ďurišová", "Women", *(city for one in asked.mentees if (city := one.city))}
    assert left_latin(Shown(page).words, typed | {"pcr", "python"}) == []


def test_what_a_list_of_people_is_answered(web, world):
    here = {"sec-fetch-site": "same-origin"}
    raw = "name;email;language;time_zone\n;x;xx;Nowhere\nŽofie Ďurišová;ž@firm.example;;\n".encode()
    sent = {"files": {"list": ("list.csv", raw)}, "data": {"role": "mentee"}, "headers": here}

    answer = web.post(f"{world.desk()}/contacts", **sent)

    headings = ("name", "email", "language", "time_zone", "name, email, language, time_zone")
    assert latin(world, answer, ", ".join(LETTER_LANGUAGES), "xx", "x", "Nowhere", "Žofie Ďurišová", *headings) == []
    assert latin(world, web.post(f"{world.desk()}/contacts", headers=here, data={})) == []


def test_words_of_a_letter_that_do_not_fit_it(web, world):
    here, way = {"sec-fetch-site": "same-origin"}, f"{world.desk()}/wordings/mentee/offer"
    wrong = ("", "{odd}", "}", "[ж]({first_name})", "[ж]({link}) {link}", "[ж]({link}) {part}")

    answers = [web.post(way, data={"subject": "{part}", "body": body}, headers=here) for body in wrong]
    answers.append(web.post(way, data={"subject": "ж", "body": "[ж]({link}) {part}"}, headers=here))

    placeholders = {"odd", "first_name", "link", "part"}
    assert [found for answer in answers if (found := latin(world, answer, *placeholders))] == []


def test_what_is_written_by_hand(web, world):
    here, way = {"sec-fetch-site": "same-origin"}, f"{world.desk()}/messages"
    mine = {"role": "mentee", "subject": "Пора", "body": "{first_name}, {page}"}
    wrong = [
        {"body": "{odd}"},
        {"subject": "{page}"},
        {"to": "Ж"},
        {"to": "P"},
        {"session": "1"},
        {"group": "P99"},
        {"body": ""},
    ]

    answers = [
        web.post(way, data=mine | more, headers=here) for more in ({}, {"_go": "test"}, {"_go": "change"}, *wrong)
    ]

    placeholders = {"odd", "first_name", "name", "partner", "page", "cohort", "coordinator"}
    assert [found for answer in answers if (found := latin(world, answer, *placeholders))] == []
    assert latin(world, web.post(way, data=mine | {"subject": ""}, headers=here), *placeholders) == []


def test_an_open_link_and_what_is_wrong_there(language, tmp_path):
    called = a_world(tmp_path, in_this_language(recruitment()), CALLING)
    with client_of(called) as browser:
        for role in ("mentor", "mentee"):
            assert latin(called, browser.get(called.apply(role))) == []
            assert latin(called, browser.post(called.apply(role), data={"name": "", "email": "x"})) == []
    called.office.store.close()


def test_an_answer_is_thanked_for(web, world):
    link = world.form("my_details", "N03", "N03")
    asked = {"full_name": "Žofie Ďurišová", "language": LANGUAGE, "_go": "send"}

    thanked = web.post(link, data=asked)

    assert latin(world, web.get(thanked.headers["location"])) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form(web, world, form):
    assert latin(world, web.get(openings(world)[form])) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_needs_another_look(web, world, form):
    link = openings(world)[form]
    wrong = {"full_name": "a@b", "day": "x", "time": "x", "first": "x", "last": "x", "minutes": "x", "_go": "next"}

    assert latin(world, web.post(link, data=wrong, follow_redirects=True)) == []


MOMENTS = {cohort.code: in_this_language(cohort) for cohort in moments()}


@pytest.mark.parametrize("code", MOMENTS)
def test_the_letters_of(language, code):
    cohort = MOMENTS[code]
    dues = [due for due in expected(cohort, rules_of(cohort.phase)) if getattr(due.action, "letter", "")]
    found = []
    for due in dues:
        written = carry_out(due, cohort, MOMENT)
        letter = render(written, written.messages[-1], StraightLinks())
        assert letter.failure == ""
        found += left_latin([letter.subject, letter.text, *Shown(letter.html).words], typed_in(written))
        found += left_latin(re.findall(r"SUMMARY:(.*)", letter.calendar), typed_in(written))

    assert dues
    assert found == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_a_document_says(language, kind):
    cohort, document = a_document(kind, in_this_language(a_finished_cohort()))
    facts = facts_of(cohort, document)

    assert facts.pop("language") == LANGUAGE
    assert left_latin(strings_of(facts), typed_in(cohort)) == []


def strings_of(value):
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in strings_of(one)]


def test_what_a_coordinator_takes_along(world):
    page = export_file(world.office, world.code, "handover", LANGUAGE).content.decode()
    tables = sheets_of(world.office, world.code)
    heads = [tongue(LANGUAGE).say(words) for table in tables for words in (table.title, *table.columns)]

    assert left_latin(Shown(page).words, typed_in(world.cohort) | {world.code}) == []
    assert left_latin(heads, typed_in(world.cohort)) == []


def test_the_pages_of_the_dashboard(world):
    shown = sheets(world.office, world.code)
    here = typed_in(world.cohort) | {world.code, world.cohort.zone, world.cohort.policy.preset}
    [timeline] = [page for page in shown.pages if page.name == "timeline"]
    told, _, _ = timeline.text.rpartition("\n## ")  # below stand lines of the journal, which are codes
    week = digest(world.office)
    rows = [str(words) for table in (*shown.tables, week) for row in table.rows for words in (*row, *row.values())]

    assert left_latin([told, week.about, *(table.about for table in shown.tables)], here) == []
    assert left_latin(rows, here) == []
    assert world.code in told
