"""The recruiting page: what the domain counted, drawn, from the applications of this cohort alone."""

import re
from dataclasses import replace
from urllib.parse import unquote

import segno
from markupsafe import escape

from domain.careers import CAREER_TRACKS
from domain.people import Role
from tests.builders import a_cohort
from tests.web.conftest import client_of
from tests.web.world import CALLING, a_world
from web.qr import MARGIN, qr_picture

APPROVAL = 20


def test_it_says_who_is_missing(tmp_path):
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(3).build()
    known = cohort.applications
    wishes = (replace(known[code], answers={**known[code].answers, "tracks": [APPROVAL]}) for code in known)
    world = a_world(tmp_path, cohort.put(*wishes), CALLING)
    with client_of(world) as web:
        page = web.get(f"{world.desk()}/recruiting").text
    world.office.store.close()

    bar = page.partition(f"<h3>{CAREER_TRACKS[APPROVAL]}</h3>")[2].partition("</li>")[0]
    assert "2 mentors are missing" in bar
    assert bar.count("<rect") == 4  # two parts, each drawn and explained
    assert "Mentors: too few to count without pointing at somebody." in page


def test_every_number_leads_on_and_none_of_a_gender_does(tmp_path):
    cohort = a_cohort().in_recruitment().with_mentors(5).with_mentees(4).build()
    known = cohort.applications
    told = {"tracks": [APPROVAL], "gender": "woman", "gender_consent": True, "capacity": 2}
    answers = (replace(known[code], answers={**known[code].answers, **told}) for code in known)
    world = a_world(tmp_path, cohort.put(*answers), CALLING)
    with client_of(world) as web:
        page = web.get(f"{world.desk()}/recruiting").text
        content = page.partition("<main")[2].partition("</main>")[0]
        ways = re.findall(r'href="(/desk/[^"]*)">([0-9]+) ([^<]+)</a>', content)
        pages = {way: web.get(way) for way, _, _ in ways}
    world.office.store.close()

    counted = len(re.findall(r'<span class="of ', content))
    genders = content.partition('id="genders"')[2].partition("</section>")[0]
    assert {answer.status_code for answer in pages.values()} == {200}
    assert "<svg" in genders
    assert "<a " not in genders
    assert counted == len(ways) + len(re.findall(r'<span class="of ', genders))
    wished = f"{world.desk()}/list/pool/wished/tracks/{APPROVAL}"
    assert pages[wished].text.count('<th scope="row">') == 4
    assert f'href="{world.desk()}/people/N01"' in pages[wished].text


def test_a_cohort_without_applications_has_the_page_too(tmp_path):
    world = a_world(tmp_path, a_cohort().in_preparation().build(), CALLING)
    with client_of(world) as web:
        page = web.get(f"{world.desk()}/recruiting").text
    world.office.store.close()

    assert "15 places are missing" in page
    assert "Nobody has applied yet." in page


def test_a_channel_has_links_of_its_own_and_a_word_that_is_none_is_said(tmp_path):
    world = a_world(tmp_path, a_cohort().in_recruitment().build(), CALLING)
    with client_of(world) as web:
        page = web.get(f"{world.desk()}/recruiting/links?channel=Open Day").text
        refused = web.get(f"{world.desk()}/recruiting/links?channel=Jana's")
    world.office.store.close()

    links = [world.office.links.call(world.code, role, "open-day") for role in Role]
    assert re.findall(r'<img src="([^"]+)"', page) == [escape(qr_picture(link)) for link in links]
    assert all(f'value="{world.office.links.call(world.code, role, "open-day")}"' in page for role in Role)
    assert refused.status_code == 422
    assert "A channel is a short word of small letters" in refused.text


def test_what_a_channel_brought_is_told(tmp_path):
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(1).build()
    people = (replace(cohort.participants[code], source="open:fair") for code in ("M01", "N01"))
    cohort = cohort.put(*people)
    waits = {code: one for code, one in cohort.applications.items() if code != "N01"}
    world = a_world(tmp_path, replace(cohort, applications=waits), CALLING)
    with client_of(world) as web:
        page = web.get(f"{world.desk()}/recruiting/links").text
        ways = re.findall(r'href="([^"]*/list/came/open%3Afair/[^"]*)"', page)
        lists = [web.get(way).text for way in ways]
    world.office.store.close()

    row = page.partition("<code>fair</code>")[2].partition("</tr>")[0]
    cells = [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", row)]
    assert cells == ["1, of whom 1 applied", "1, of whom 0 applied"]
    assert [listed.count('<th scope="row">') for listed in lists] == [1, 1, 1, 0]


def test_a_picture_is_black_on_white_with_a_margin_on_every_page():
    drawn = unquote(qr_picture("https://mentoring.example/apply/open-day"))
    modules = segno.make_qr("https://mentoring.example/apply/open-day", error="m").symbol_size(border=0)[0]

    side = modules + 2 * MARGIN
    assert f"viewBox='0 0 {side} {side}'" in drawn
    assert f"fill='#fff' d='M0 0h{side}v{side}h-{side}z'" in drawn
    assert f"stroke='#000' d='M{MARGIN} {MARGIN}.5h7" in drawn  # the first corner mark, seven modules wide
