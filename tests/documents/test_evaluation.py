"""The evaluation counts right, and shows no average of so few that somebody could be recognised."""

from dataclasses import replace

import pytest

from documents.evaluation import evaluation, topic_score
from documents.themes import themes
from domain.lifecycles import PairState, SessionState
from tests.documents.world import a_cohort


def numbers(rows: list[dict[str, object]]) -> dict[object, object]:
    return {row["words"]: row["number"] for row in rows}


def test_pairs_and_sessions_are_counted() -> None:
    cohort = a_cohort(pairs=4)
    cohort = cohort.put(
        replace(cohort.pairs["P04"], state=PairState.ENDED),
        replace(cohort.sessions["P04.6"], state=SessionState.CANCELLED),
    )

    found = evaluation(cohort)

    assert numbers(found["pairs"]) == {
        "Pairs hoped for": 15,
        "Pairs that started": 4,
        "Pairs that stayed together to the end": 3,
        "Pairs that ended early, without fault": 1,
        "Sessions planned": 24,
        "Sessions held": 23,
        "Introductions that mentors made": 0,
    }
    assert found["sessions"][5] == {"number": 6, "pairs": 4, "held": 3}
    assert [figure["number"] for figure in found["figures"]] == ["4", "23", "23", "4"]


def test_outcomes_are_compared_for_those_who_answered_twice() -> None:
    found = evaluation(a_cohort(pairs=4))

    assert found["outcome_answers"] == 4
    assert [(row["before"], row["after"]) for row in found["outcomes"]] == [(2.0, 4.0)] * 3


def test_what_sessions_brought_is_counted() -> None:
    cohort = a_cohort(pairs=3)
    told = [replace(cohort.sessions[f"P0{n}.1"].reports[0], introduction=n < 3, usefulness=n) for n in (1, 2, 3)]
    sessions = [replace(cohort.sessions[f"P0{n}.1"], reports=(one,)) for n, one in enumerate(told, 1)]
    friend = cohort.applications["N01"]
    friend = replace(friend, reflection={**friend.reflection, "follow_up": "yes"})

    found = evaluation(cohort.put(*sessions, friend))

    assert numbers(found["pairs"])["Introductions that mentors made"] == 2
    rows = {row["words"]: row for row in found["satisfaction"]}
    assert rows["How useful the sessions were (1-4)"]["average"] == 2.0
    assert {"words": "Agreed to stay in touch", "mentors": 0, "mentees": 1} in found["people"]


def test_what_is_not_to_be_counted_or_quoted_is_not() -> None:
    """A quotation is printed; what somebody wrote for the coordinator is not, whatever it is called."""
    cohort = a_cohort(pairs=3)
    said = {"quote": "A door opened.", "expectations_why": "Zebedee", "benefits": "Zebedee"}
    ones = [replace(a, reflection={**a.reflection, **said}) for a in cohort.applications.values()]

    found = evaluation(cohort.put(*ones))

    assert found["quotes"] == ["A door opened."]
    assert "Zebedee" not in str(found)


def test_averages_of_few_are_left_out() -> None:
    found = evaluation(a_cohort(pairs=1))

    assert (found["outcomes"], found["satisfaction"]) == ([], [])


def test_topics_count_as_often_as_they_are_important() -> None:
    mentee = a_cohort().applications["N01"]

    assert topic_score(mentee) == pytest.approx((3 * 3 + 1 * 1) / 4)


def test_an_empty_cohort_has_an_evaluation_too() -> None:
    assert evaluation(a_cohort(pairs=0))["figures"][0] == {"number": "0", "words": "pairs met"}


@pytest.mark.parametrize("number", [1, 2, 3, 6, 12])
def test_there_is_a_theme_for_every_session(number: int) -> None:
    assert len(themes(number)) == number


# --- beside the averages ----------------------------------------------------------------------------------------------


def half_way(cohort, *codes, **told):
    """The cohort in which the groups of these mentees have answered half-way."""
    groups = (replace(cohort.groups[f"P{code[1:]}"], midterm={code: told}) for code in codes)
    return cohort.put(*groups)


def test_half_way_is_told_in_averages_of_three_or_more() -> None:
    told = {"on_plan": "no", "thinks_for_myself": 4, "mostly_asks": 0, "topics_missing": ["balance"]}
    few, enough = half_way(a_cohort(), "N01", "N02", **told), half_way(a_cohort(), "N01", "N02", "N03", **told)

    assert evaluation(few)["half_way"] == []
    assert [(row["average"], row["answers"]) for row in evaluation(enough)["half_way"]] == [(4.0, 3), (0, 3)]


def test_topics_stand_beside_how_important_they_were_and_what_was_missing() -> None:
    cohort = half_way(a_cohort(), "N01", "N02", "N03", topics_missing=["balance"])
    first = cohort.sessions["P01.1"]
    spoke = replace(first, reports=(replace(first.reports[0], topics=("path", "failure")),))

    rows = {row["words"]: row for row in evaluation(cohort.put(spoke))["topics"]}

    path, balance = rows["The mentor's own career path"], rows["Balancing work and private life"]
    assert (path["importance"], path["missing"]) == (3.0, 0)
    assert path["sessions"] >= 1
    assert (balance["importance"], balance["missing"]) == (1.0, 3)


def test_what_people_suggest_is_printed_only_where_they_said_so() -> None:
    cohort = a_cohort(pairs=3)
    said = {"N01": ("Longer sessions.", True), "N02": ("Zebedee", False), "N03": ("Zebedee", None)}
    ones = [
        replace(cohort.applications[code], reflection={"recommendations": words, "print_words": may})
        for code, (words, may) in said.items()
    ]

    found = evaluation(cohort.put(*ones))

    assert found["suggestions"] == ["Longer sessions."]
    assert "Zebedee" not in str(found)


def test_what_comes_after_and_where_mentors_work_is_counted() -> None:
    cohort = a_cohort(pairs=4)
    work = ("industry", "industry", "industry", "policy")
    mentors = [
        replace(cohort.applications[f"M0{n}"], answers={"employer_type": kind}, reflection={"again": "yes"})
        for n, kind in enumerate(work, 1)
    ]
    alumna = replace(cohort.applications["N01"], alumni={"follow_up_events": True, "next_time": ["speaker"]})

    found = evaluation(cohort.put(*mentors, alumna))

    assert [tuple(row.values()) for row in found["employers"]] == [("Industry", 3), ("Elsewhere, or not said", 1)]
    assert [tuple(row.values()) for row in found["afterwards"]] == [
        ("Would mentor again", 4, 0),
        ("Want invitations to follow-up events", 0, 1),
        ("Would take part again, in whatever way", 0, 1),
    ]
