"""Topics: what two plan to talk about, from the list and of their own, and what comes of it."""

from domain.forms import FORMS
from domain.topics import Kept, Told, offered_in, planned_against_spoken, told_of
from tests.builders import MONDAY, answered, days, invited
from tests.domain.forms.samples import mentoring

PATENTS = "How patents are read"
ROW = {"month": 1, "topics": "Beginnings", "preparation": "", "hoped_result": ""}


def planned(cohort, *own, topics=("path", "failure"), day=1, to="N01", pair="P01"):
    content = {"goals": "A next step", "topics": topics, "more_topics": [{"words": one} for one in own], "rows": [ROW]}
    return answered(cohort, "mentoring_plan", pair, to, MONDAY + days(day), **content)


def met(cohort, *topics, number=1, by="N01"):
    session = cohort.sessions[f"P01.{number}"]
    at = session.opens + days(9)
    content = {"outcome": "held", "held_on": str((at - days(1)).date()), "topics": topics}
    return answered(cohort, "session_report", session.id, by, at, **content)


def test_a_report_offers_what_is_planned_first_and_own_topics_can_be_ticked():
    cohort = planned(mentoring(), PATENTS)

    offered = list(
        FORMS["session_report"].options(cohort, invited(cohort, "session_report", "P01.1", "M01", MONDAY))["topics"]
    )
    assert offered[:4] == ["path", "failure", "own-N01-1", "start"]
    assert offered_in(cohort, cohort.groups["P01"])["own-N01-1"] == PATENTS
    assert met(cohort, "own-N01-1", by="M01").sessions["P01.1"].reports[0].topics == ("own-N01-1",)


def test_planned_stands_against_discussed_each_session_once():
    cohort = met(met(planned(mentoring(), PATENTS), "path", "balance"), "path", "own-N01-1", number=2)
    cohort = met(cohort, "path", by="M01")

    told = [(one.code, one.planned, one.sessions) for one in told_of(cohort, cohort.groups["P01"])]
    assert told == [("path", True, 2), ("failure", True, 0), ("own-N01-1", True, 1), ("balance", False, 1)]


def test_a_topic_keeps_its_code_and_no_other_one_ever_gets_it():
    cohort = met(planned(mentoring(), PATENTS), "own-N01-1")
    other = planned(cohort, "Grant writing", day=40)

    assert [(one.code, one.words) for one in other.groups["P01"].plans["N01"].own_topics] == [
        ("own-N01-2", "Grant writing")
    ]
    again = planned(cohort, "Grant writing", PATENTS.upper(), day=40).groups["P01"].plans["N01"].own_topics
    assert [one.code for one in again] == ["own-N01-2", "own-N01-1"]
    assert Told("own-N01-1", PATENTS, True, 1) not in told_of(other, other.groups["P01"])


def test_many_plans_are_counted_and_own_topics_without_their_words():
    cohort = met(planned(mentoring(), PATENTS, "Grant writing"), "path", "own-N01-2")

    found = planned_against_spoken(cohort, cohort.groups.values())
    assert found == {"path": Kept(1, 1), "failure": Kept(1, 0), "": Kept(2, 1)}


def test_the_plan_begins_with_what_mattered_most_when_applying():
    cohort = mentoring()
    marks = {"path": 3, "failure": 2, "balance": 3}
    application = cohort.applications["N01"]
    told = {**application.answers, "topics": marks, "more_topics": [{"words": PATENTS, "importance": "3"}]}
    cohort = cohort.put(type(application)(**{**vars(application), "answers": told}))

    known = FORMS["mentoring_plan"].prefilled(cohort, invited(cohort, "mentoring_plan", "P01", "N01", MONDAY))
    assert (known["topics"], known["more_topics"]) == (("path", "balance"), [{"words": PATENTS}])
