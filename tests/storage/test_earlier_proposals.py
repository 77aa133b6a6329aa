"""Proposals that an earlier office kept, with reasons in English: they still open, and say what they said."""

import json
from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import text

from domain.forms.review_proposal import ReviewProposal
from domain.lifecycles import ProposalState
from domain.match.facts import Asked, Clash, Counted, Reached
from domain.match.words.left_over import left_over
from domain.match.words.proof import verdict
from domain.match.words.reasons import reasons
from domain.people import Participant, Role
from office.match.report import matching_report
from storage.migrate import configuration
from tests.builders import invited
from tests.storage.worlds import NOW, POLICY, a_cohort, a_store

REASON = "the mentor can speak about Research in industry, the career wished for most"
WHY = ["2 mentors take part", "2: no shared language", "no mentor is left"]
SOLVED = {
    "state": "solved",
    "pins": [["M01", "N01"]],
    "matches": [{"mentor": "M01", "mentee": "N01", "score": 62, "reasons": [REASON]}],
    "unmatched": [{"code": "N02", "why": WHY}],
    "status": "FEASIBLE",
    "gap": 1250,
    "report": {
        "mentees": 2,
        "mentors": 2,
        "seats": 3,
        "possible_pairs": 2,
        "balance": [
            {"label": "Women", "on": "mentors", "rule": "at_least", "number": 1, "reached": 1, "of": 1, "price": 2.5}
        ],
        "conflict": [],
        "ways_out": [],
        "weights": {"tracks": 30},
        "spare": [{"code": "M02", "why": ["2 mentees take part", "no mentee is left"]}],
        "value": {"matched": 1, "rank_profile": [1], "score": 6200},
        "bound": {"matched": 1, "rank_profile": [1], "score": 7450},
    },
}
IMPOSSIBLE = {
    "state": "impossible",
    "pins": [["M01", "N01"]],
    "matches": [],
    "unmatched": [],
    "status": "INFEASIBLE",
    "gap": 0,
    "report": {
        "conflict": [
            "format and city: M01 and N01",
            "capacity: M01 has 2 mentees and 1 free place",
            "Women: at least 10",
        ],
        "ways_out": ["Women: at least 10; at least 7 would do"],
    },
}
FAILED = {"state": "failed", "pins": [], "matches": [], "unmatched": [], "status": "TypeError", "gap": 0, "report": {}}
ORDERED = {"state": "ordered", "pins": [], "matches": [], "unmatched": [], "status": "", "gap": 0, "report": {}}


@pytest.fixture
def kept_by_an_earlier_office(empty, tmp_path):
    """A store with one proposal in it, as the first office there was wrote it down."""

    def kept(proposal):
        store = a_store(empty, tmp_path / "files")
        values = {
            name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in proposal.items()
        }
        with store.db.writing() as db:
            command.upgrade(configuration(db), "0001")
            db.execute(
                text(
                    "INSERT INTO cohorts (code, name, policy, starts_on, zone, launched_at, launched_by, country, language,"
                    " phase, moved, version) VALUES ('2027a', 'Spring', :policy, '2027-01-04', 'UTC', :at, 'C1', '', 'en',"
                    " 'recruitment', '[]', 1)"
                ),
                {"policy": json.dumps(POLICY.model_dump(mode="json")), "at": NOW},
            )
            db.execute(
                text(
                    "INSERT INTO proposals (cohort, id, number, state, ordered_at, pins, forbidden, by_hand, exception,"
                    " rounds, matches, unmatched, status, gap, report, solved_at, decided_by, scope) VALUES ('2027a',"
                    " 'match-1', 1, :state, :at, :pins, '[]', :no, '', '[]', :matches, :unmatched, :status, :gap, :report,"
                    " :at, '', '')"
                ),
                values | {"at": NOW, "no": False},
            )
            db.execute(text("INSERT INTO scopes (cohort, scope, version, woken) VALUES ('2027a', '', 1, 0)"))
        store.migrate()
        return store.load("2027a")

    return kept


def read_aloud(cohort):
    """What the coordinator reads above the form that decides over it."""
    people = [
        Participant(code, Role.MENTOR if code[0] == "M" else Role.MENTEE, name, f"{code}@example.org")
        for code, name in (("M01", "Ada"), ("M02", "Max"), ("N01", "Eve"), ("N02", "Ida"))
    ]
    cohort = replace(cohort.put(*people), coordinators=a_cohort().coordinators)
    return ReviewProposal.introduction(cohort, invited(cohort, "review_proposal", "match-1", "C1", NOW))


def test_a_proposal_that_was_solved_says_what_it_said(kept_by_an_earlier_office):
    cohort = kept_by_an_earlier_office(SOLVED)

    found = cohort.proposals["match-1"].result
    assert reasons(found.matches[0].reasons) == [REASON]
    assert left_over(found.unmatched[0]) == WHY
    assert verdict(found) == "The best found in the time given: at most 12.5 points in all below the best there may be."
    assert found.balance == (Reached(Counted("Women"), "mentors", Asked("at_least", 1), 1, 1, 2.5),)
    assert (found.value["rank_profile"], found.fixed, found.places) == ((1,), True, 3)
    said = read_aloud(cohort).replace("\\", "")
    for words in (
        "**Eve (N01)** with **Ada (M01)**, 62 of 100: the mentor can speak about",
        "Women: at least 1 of the",
    ):
        assert words in said
    assert "| Places | 3 |" in matching_report(cohort)


def test_a_proposal_that_cannot_be_still_names_the_people(kept_by_an_earlier_office):
    cohort = kept_by_an_earlier_office(IMPOSSIBLE)

    found = cohort.proposals["match-1"].result
    assert found.clashes == (Clash("format_and_city", "M01", "N01"), *IMPOSSIBLE["report"]["conflict"][1:])
    said = read_aloud(cohort).replace("\\", "")
    assert "- Ada (M01) and Eve (N01): they cannot meet in the same way or city." in said
    assert "- capacity: M01 has 2 mentees and 1 free place" in said
    assert "- A way out: Women: at least 10; at least 7 would do." in said


@pytest.mark.parametrize(("proposal", "failure"), [(FAILED, "TypeError"), (ORDERED, "")], ids=["failed", "ordered"])
def test_a_proposal_without_an_answer_has_none(kept_by_an_earlier_office, proposal, failure):
    kept = kept_by_an_earlier_office(proposal).proposals["match-1"]

    assert (kept.state, kept.result, kept.failure) == (ProposalState(proposal["state"]), None, failure)


def test_a_reason_that_was_written_as_a_sentence_stays_with_its_pair(store):
    cohort = a_cohort()
    cohort = cohort.put(replace(cohort.pairs["P01"], reasons=(REASON,)))

    store.create(cohort)

    assert reasons(store.load("2027a").pairs["P01"].reasons, to="mentee") == [REASON]
