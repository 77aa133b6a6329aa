"""The contact book on the desk, and the page of somebody in it: nothing changes by looking, one click answers."""

import json
import re

from domain.contact_book import Basis
from tests.builders import a_cohort
from tests.web.conftest import a_browser, client_of
from tests.web.world import CALLING, SOMEBODY, a_world, in_the_book

MARIE = {
    "name": "Ivo Malý",
    "email": "ivo@works.example",
    "source": "his page at work",
    "basis": "public",
    "track": "20",
    "sector": "",
    "organisation": "Works",
    "language": "en",
    "notes": "",
}


def at_the_desk(world):
    """The browser of the lead, on our pages."""
    web = client_of(world)
    web.headers["origin"] = "http://127.0.0.1:8080"
    return web


def calling(tmp_path, **changes):
    """The calls are open, and somebody stands in the book."""
    world = a_world(tmp_path, a_cohort().in_recruitment().build(), CALLING)
    in_the_book(world, **changes)
    return world


def entry(world):
    return f"/k/{world.office.links.entry_token(world.code, SOMEBODY)}"


def asked(web, world):
    """Look the letter over, then send it as it was shown."""
    page = web.post(f"{world.desk()}/book/ask", data={"who": SOMEBODY}).text
    subject = re.search(r'name="subject" value="([^"]*)"', page)[1]
    body = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)[1]
    sent = {"who": SOMEBODY, "subject": subject, "body": body.replace("&#34;", '"').replace("&#39;", "'")}
    sent |= {"shown": re.search(r'name="shown" value="([^"]*)"', page)[1], "_go": "send"}
    return page, web.post(f"{world.desk()}/book/ask", data=sent)


def test_a_letter_is_looked_over_before_it_goes_and_then_answered_by_a_click(tmp_path):
    world = calling(tmp_path)
    with at_the_desk(world) as web:
        page, answer = asked(web, world)
        told = web.get(answer.headers["location"]).text
    [post] = world.office.store.letters.posts(world.code, SOMEBODY)
    with a_browser(world) as marie:
        looked = marie.get(f"{entry(world)}?reply=later").text
        before = world.office.store.book.person(SOMEBODY)
        went = marie.post(entry(world), data={"_go": "later"})
        after = world.office.store.book.person(SOMEBODY)
        done = marie.get(went.headers["location"]).text
    world.office.store.close()

    assert "Marie Dvořáková" in page
    assert f"/k/{world.office.links.entry_token(world.code, SOMEBODY)}" not in page
    assert "1 letter is on its way." in told
    assert "How we know you: she spoke at our career day." in post.rendered.text
    assert re.findall(r'<button name="_go" value="(\w+)"', looked)[0] == "later"
    assert (before.ask_from, after.ask_from is None) == (None, False)
    assert "Nobody asks you before" in done


def test_a_yes_opens_the_application(tmp_path):
    world = calling(tmp_path)
    with at_the_desk(world) as web:
        asked(web, world)
    with a_browser(world) as marie:
        form = marie.get(marie.post(entry(world), data={"_go": "yes"}).headers["location"]).text
    with at_the_desk(world) as web:
        book = web.get(f"{world.desk()}/book").text
    world.office.store.close()

    assert "Marie Dvořáková" in form
    assert "said yes" in book


def test_never_is_the_last_page_somebody_gets(tmp_path):
    world = calling(tmp_path)
    with at_the_desk(world) as web:
        asked(web, world)
        with a_browser(world) as marie:
            last = marie.post(entry(world), data={"_go": "never"})
            gone = marie.get(entry(world))
        again = web.post(f"{world.desk()}/book/add", data=MARIE | {"email": "Marie@works.example"}).text
        post = web.get(f"{world.desk()}/post").text
    world.office.store.close()

    assert (last.status_code, gone.status_code) == (200, 404)
    assert "never asked again" in last.text
    assert "1 asked never to be asked again, and was left out." in again
    assert "Dvořáková" not in post


def test_somebody_sees_all_that_is_kept_takes_it_along_stays_or_goes(tmp_path):
    world = calling(tmp_path, basis=Basis.KNOWN, notes="met at the fair")
    with a_browser(world) as marie:
        page = marie.get(entry(world)).text
        copy = json.loads(marie.get(f"{entry(world)}/copy.json").text)
        marie.post(entry(world), data={"_go": "stay"})
        stayed = world.office.store.book.person(SOMEBODY)
        marie.post(entry(world), data={"_go": "erase"})
        gone = world.office.store.book.person(SOMEBODY)
        strange = marie.post(entry(world), data={"_go": "perhaps"})
    world.office.store.close()

    for told in ("marie@works.example", "she spoke at our career day", "met at the fair", "Cell Works"):
        assert told in page
        assert told in copy.values()
    assert "Your answer" not in page  # nobody has asked her
    assert (stayed.basis, gone, strange.status_code) == (Basis.CONSENT, None, 404)


def test_an_entry_is_added_corrected_and_erased(tmp_path):
    world = calling(tmp_path)
    with at_the_desk(world) as web:
        refused = web.post(f"{world.desk()}/book/add", data=MARIE | {"email": "nowhere", "basis": ""})
        added = web.post(f"{world.desk()}/book/add", data=MARIE).text
        way = re.search(r'href="([^"]*/book/entry/K[^"]*)">Ivo Malý', added)[1]
        taken = web.post(way, data=MARIE | {"email": "marie@works.example"})
        kept = web.post(way, data=MARIE | {"name": "Ivo Velký"})
        shown = web.get(kept.headers["location"]).text
        unsure = web.post(way, data={"_go": "erase"})
        web.post(way, data={"_go": "erase", "sure": "yes"})
        gone = web.get(way)
    world.office.store.close()

    assert (refused.status_code, refused.text.count('class="mistake"')) == (422, 2)
    assert "1 was added." in added
    assert (taken.status_code, unsure.status_code, gone.status_code) == (422, 422, 404)
    assert "Somebody else in the book has this address." in taken.text
    assert "<h1>Ivo Velký</h1>" in shown


FAIR = "Jméno;E-mail\nIvo Malý;ivo@works.example\nMarie Dvořáková;marie@works.example\nIda;nowhere\n".encode("cp1250")
ALL = {"source": "we met at the fair", "basis": "known"}


def with_list(web, here, raw=FAIR, **said):
    return web.post(f"{here}/list", data=said, files={"list": ("fair.csv", raw, "text/csv")})


def pressed(web, here, page, **said):
    """The form of the look as a browser sends it, with what is changed in it."""
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        fields[name] = chosen[1] if chosen else ""
    fields["source"] = re.search(r'name="source" value="([^"]*)"', page)[1]
    return web.post(f"{here}/list", data=fields | said)


def test_a_list_is_looked_over_taken_in_and_taken_back(tmp_path):
    world = calling(tmp_path)
    here = f"{world.desk()}/book"
    with at_the_desk(world) as web:
        looked = with_list(web, here)
        said = pressed(web, here, looked.text, _again="yes", **ALL)
        before = web.get(here).text
        done = pressed(web, here, said.text)
        twice = pressed(web, here, said.text)
        told = web.get(done.headers["location"]).text
        undo = re.search(r'action="([^"]*/book/lists/L[^"]*)"', told)[1]
        gone = web.get(web.post(undo).headers["location"]).text
        again = web.get(web.post(undo).headers["location"]).text
    world.office.store.close()

    assert looked.status_code == 422  # nobody knows yet how we came to know them
    assert "write it for the whole list" in looked.text
    for sentence in (
        "1 new contact<",
        "1 of the list stands in the book already",
        "line 4, column E-mail",
        "we met at the fair",
    ):
        assert sentence in said.text
    assert "Take in 1 contact · leave 1 line out" in said.text
    assert "Ivo Malý" not in before
    assert (done.status_code, twice.status_code) == (303, 409)
    assert "1 was added." in told
    assert "Ivo Malý" in told
    assert "1 contact was taken back." in gone
    assert "Ivo Malý" not in gone
    assert "0 contacts were taken back." in again


def test_a_list_of_the_book_comes_out_and_a_file_that_is_none_is_refused(tmp_path):
    world = calling(tmp_path)
    here = f"{world.desk()}/book"
    with at_the_desk(world) as web:
        again = with_list(web, here, web.get(f"{here}/list.csv").content)
        broken = with_list(web, here, b"name\nIvo\n", **ALL)
        none = web.post(f"{here}/list", data={})
        spoilt = web.post(f"{here}/list", data={"packed": "spoilt"})
        doubled = pressed(web, here, with_list(web, here, **ALL).text, **{"column.0": "email", "column.1": "email"})
        narrowed = web.get(f"{here}/list.csv?track=11").text
    world.office.store.close()

    assert "1 of the list stands in the book already" in again.text
    assert (broken.status_code, none.status_code, spoilt.status_code, doubled.status_code) == (422, 422, 400, 422)
    assert "No column was taken for the e-mail address" in broken.text
    assert narrowed.count("\n") == 1


def test_the_book_has_pages_and_looks_for_what_fits(tmp_path):
    world = calling(tmp_path)
    for n in range(60):
        in_the_book(world, code=f"K{n + 100:012d}", name=f"Ida Nová {n:02d}", email=f"ida{n}@works.example", track=11)
    with at_the_desk(world) as web:
        first, second = (web.get(f"{world.desk()}/book{way}").text for way in ("", "?start=50"))
        few = web.get(f"{world.desk()}/book?track=20&sector=biotech&standing=new&words=cell").text
        strange = web.get(f"{world.desk()}/book?track=x&sector=y&standing=z&start=-5")
    world.office.store.close()

    assert [page.count('<th scope="row">') for page in (first, second, few)] == [50, 11, 1]
    assert strange.status_code == 200


def test_whoever_may_not_be_asked_has_no_box_and_a_letter_that_was_changed_is_shown_again(tmp_path):
    world = calling(tmp_path)
    with at_the_desk(world) as web:
        changed = {"who": SOMEBODY, "subject": "Would you?", "body": "Please. {known_from}", "_go": "send"}
        refused = web.post(f"{world.desk()}/book/ask", data=changed)
        nobody = web.post(f"{world.desk()}/book/ask", data={})
        asked(web, world)
        book = web.get(f"{world.desk()}/book").text
    world.office.store.close()

    assert (refused.status_code, nobody.status_code) == (422, 200)
    assert "Choose somebody who may be asked." in nobody.text
    assert f'value="{SOMEBODY}"' not in book
    assert "no answer yet" in book


def test_a_coordinator_notes_what_was_said_in_person(tmp_path):
    world = calling(tmp_path)
    way = f"{world.desk()}/book/entry/{SOMEBODY}"
    with at_the_desk(world) as web:
        web.post(way, data={"_go": "told", "reply": ""})
        asked_only = web.get(way).text
        web.post(way, data={"_go": "told", "reply": "later"})
        later = web.get(way).text
        over = web.post(way, data={"_go": "told", "reply": "never"}).headers["location"]
    world.office.store.close()

    assert "Asked by eva, in person" in asked_only
    assert "asked for another year" in later
    assert over == f"{world.desk()}/book"
