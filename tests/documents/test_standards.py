"""The evidence for the six standards is true from the data: what is there with its figure and day, and what is missing."""

from dataclasses import replace
from datetime import date

from documents.standards import standards
from domain.documents import Document, Material
from domain.escalations import Escalation
from domain.lifecycles import DocumentState, SessionState
from tests.documents.world import NOW, a_cohort


def told(cohort, number):
    """({what: (figure, day)}, [what is missing]) of one of the six."""
    one = standards(cohort)["standards"][number - 1]
    return {row["words"]: (row["figure"], row["day"]) for row in one["evidence"]}, one["missing"]


def test_there_are_six_each_with_evidence_or_a_gap():
    six = standards(a_cohort(pairs=0))["standards"]

    assert len(six) == 6
    assert all(one["evidence"] or one["missing"] for one in six)


def test_what_is_signed_off_has_its_day_and_what_is_not_is_missing():
    signed = Material("material-goals", "Goals", "", NOW, signed_at=NOW)
    cohort = a_cohort().put(signed, Material("material-criteria", "Criteria", "", NOW))

    evidence, missing = told(cohort, 1)

    assert evidence["Goals"] == ("signed off", date(2027, 8, 10))
    assert missing == ["Criteria: not signed off yet"]


def test_a_handbook_counts_once_it_is_printed():
    printed = Document("handbook:mentors", "handbook", "", "mentors", "", NOW, DocumentState.PRINTED, "f1", NOW)

    evidence, missing = told(a_cohort().put(printed), 2)

    assert evidence["Handbook"] == ("printed, goes to everybody in a pair", date(2027, 8, 10))
    assert "Guide: not printed yet" in missing


def test_a_session_without_a_report_and_a_case_that_waits_are_missing():
    cohort = a_cohort(pairs=4)
    silent = replace(cohort.sessions["P01.6"], reports=())
    off = replace(cohort.sessions["P02.6"], state=SessionState.CANCELLED)
    cohort = cohort.put(silent, off, Escalation("P01.6:missed", "P01.6", "missed_session", "P01", NOW))

    review, unreported = told(cohort, 4)
    support, waiting = told(cohort, 6)

    assert (review["Sessions held"], review["Sessions held that have a report"]) == (("23 of 24", ""), ("22 of 23", ""))
    assert unreported[0] == "1 session held without a report"
    assert support["Cases of people settled"] == ("0 of 1", "")
    assert waiting[0] == "1 case waits for a decision"


def test_an_agreement_that_one_has_not_signed_is_missing():
    cohort = a_cohort(pairs=4)
    pair = cohort.pairs["P01"]
    cohort = cohort.put(replace(pair, agreement=replace(pair.agreement, signed=pair.agreement.signed[:1])))

    evidence, missing = told(cohort, 5)

    assert evidence["Agreements signed by all"] == ("3 of 4", "")
    assert missing == ["1 agreement not signed by all"]
