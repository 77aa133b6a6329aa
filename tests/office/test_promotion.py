"""Texts by which a call is made known: true to the numbers of the programme, with the link of their channel."""

import io
import re

import pytest
from PIL import Image
from pypdf import PdfReader

from office.posters import card_of, poster_of
from office.promotion import promotion
from tests.office.offices import an_office, launched

CODE = "spring-27"


def texts(office, channel=""):
    return {one.code: one.text for one in promotion(office, office.store.load(CODE, focus=()), channel)}


def test_each_says_what_it_asks_until_when_and_where_to_apply(tmp_path):
    office = an_office(tmp_path)
    launched(office)
    cohort = office.store.load(CODE)
    found = texts(office, "fair")

    assert list(found) == ["mentors", "mentees", "employers"]
    for code, role in (("mentors", "mentor"), ("mentees", "mentee"), ("employers", "mentor")):
        [link] = re.findall(r"\S+/apply/(\S+)", found[code])
        assert office.links.read_call(link) == (CODE, role, "fair", 1)
        assert f"about 8 hours in {cohort.policy.calendar.mentoring_months} months" in found[code]
        assert f"Questions? {cohort.lead.name}, {cohort.lead.email}" in found[code]


@pytest.mark.parametrize("whom", ["mentors", "mentees", "employers"])
def test_each_can_be_hung_up_and_posted(tmp_path, whom):
    office = an_office(tmp_path)
    launched(office)
    cohort = office.store.load(CODE, focus=())

    (page,) = PdfReader(io.BytesIO(poster_of(office, cohort, whom))).pages
    said = " ".join(page.extract_text().split())
    [link] = re.findall(r"/apply/(\S+)", texts(office)[whom])

    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 420]
    assert cohort.name in said
    ways = [str(one.get_object()["/A"]["/URI"]) for one in page["/Annots"]]
    assert ways == [office.links.base_url + "/apply/" + link]
    assert Image.open(io.BytesIO(card_of(office, cohort, whom))).size == (1200, 630)


def test_nobody_else_has_a_poster(tmp_path):
    office = an_office(tmp_path)
    launched(office)

    with pytest.raises(KeyError):
        poster_of(office, office.store.load(CODE, focus=()), "cats")
