"""Texts by which a call is made known: true to the numbers of the programme, with the link of their channel."""

import re

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
