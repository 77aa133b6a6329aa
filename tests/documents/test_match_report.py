"""The match report: one file, everything in words, whatever people are called."""

import re

from allocation.problem import STAGES as KNOWN_STAGES
from documents.match_report import STAGES, match_report
from domain.match.words.clashes import clash, way_out
from matching.advice import in_time
from matching.candidates import Balance, Candidate, Terms
from matching.insight.findings import findings
from matching.pool import pool

ADA, MAX = Candidate("M1", frozenset({"en"}), tracks=(15, 3)), Candidate("M2", frozenset({"en"}), tracks=(9,))
EVE = Candidate("N1", frozenset({"en"}), tracks=(15,))
IDA = Candidate("N2", frozenset({"en"}), format="onsite", city="Brno", tracks=(3,))
JAN = Candidate("N3", frozenset({"en"}), tracks=(9, 15))
NAMES = {"M1": "Ada", "M2": "Max", "N1": "<Eve>", "N2": "Ida", "N3": "Jan"}


def a_page(mentees=(EVE, IDA, JAN), mentors=(ADA, MAX), **more):
    asked = pool(mentees, mentors, Terms({"tracks": 10, "experience": 5}, **more))
    found = findings(asked, *in_time(asked))
    clashes = [clash(one, NAMES.__getitem__) for one in found.result.clashes]
    return match_report(found, NAMES, clashes, list(map(way_out, found.result.ways_out)), ["a note & more"])


def words_of(page):
    """What a reader sees, without the marks of the language."""
    text = re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])
    return " ".join(text.split())


def test_it_tells_the_pairs_their_reasons_and_the_proof():
    said = words_of(a_page())

    assert "2 of 3 mentees have a mentor" in said
    assert "&lt;Eve&gt; and Ada" in said
    assert "the mentor can speak about Research in industry, the career wished for most" in said
    assert "This is proven. A second, independent calculation checked every pair" in said


def test_it_tells_what_somebody_else_would_cost():
    assert "Max (score 6): 88.9 points less in all, 1 other would move" in words_of(a_page())


def test_it_tells_what_stands_in_the_way_and_what_would_help():
    said = words_of(a_page(mentors=(ADA, MAX, Candidate("M3", frozenset({"en"}), tracks=(3,)))))

    assert "Ida mentee 3 mentors take part 3: no common way or city to meet no mentor is left" in said
    assert "One more could be matched if this mentee could also meet online: Ada, Max, M3" in said
    assert "For Ida there is no possible mentor at all." in said


def test_it_tells_what_a_balance_rule_costs():
    rule = Balance("women", "gender", frozenset({"woman"}), at_least=1)
    mentors = (ADA, Candidate("M2", frozenset({"en"}), counts_as={"gender": "woman"}))

    said = words_of(a_page((EVE,), mentors, quotas=(rule,)))

    assert "women at least 1 of the mentors 1 of 1 without the rule: +66.7 points" in said
    assert "one more: no match would be left" in said


def test_it_tells_which_rules_are_in_conflict_and_what_would_do():
    rule = Balance("women", "gender", frozenset({"woman"}), at_least=2)

    said = words_of(a_page(quotas=(rule,)))

    assert "No match keeps all rules" in said
    assert "This would do women: at least 2; it would do to leave it out" in said


def test_it_tells_what_giving_up_earlier_pairs_would_buy():
    keep = frozenset({("M1", "N3"), ("M2", "N1")})

    said = words_of(a_page((EVE, JAN), keep=keep, stages=("matched", "changes", "score")))

    assert "2 earlier pairs were to be kept" in said
    assert "earlier pair" in said


def test_it_needs_nothing_from_outside_and_is_the_same_each_time():
    page = a_page()

    assert page == a_page()
    assert [sign for sign in ("<script", "http:", "https:", "src=", "@import", "url(") if sign in page] == []
    assert "a note &amp; more" in page


def test_links_lead_to_parts_that_are_there():
    page = a_page()

    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets


def test_every_stage_has_words():
    assert set(STAGES) == set(KNOWN_STAGES)
