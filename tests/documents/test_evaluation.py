"""The evaluation counts right, and shows no average of so few that somebody could be recognised."""

from dataclasses import replace

import pytest

from documents.evaluation import evaluation, topic_score
from documents.themes import themes
from domain.cohort import Cohort
from domain.groups import MentoringPlan, OwnTopic
from domain.invitations import Invitation
from domain.lifecycles import ApplicationState, InvitationState, PairState, SessionState
from domain.people import Departure, Role
from domain.policy import Evaluation
from tests.documents.world import NOW, a_cohort


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
    cohort = a_cohort(pairs=6)
    surer = cohort.applications["N01"]
    surer = replace(surer, answers={**surer.answers, "outcome_reflect": 5})

    found = evaluation(cohort.put(surer))

    assert found["outcome_answers"] == 6
    before, after = found["outcomes"][1]["before"], found["outcomes"][1]["after"]
    assert (before["average"], before["upper"]["percent"]) == (2.5, 17)
    assert (after["average"], after["upper"]["percent"]) == (4.0, 100)


def test_what_sessions_brought_is_counted() -> None:
    cohort = a_cohort(pairs=5)
    marks = {1: 1, 2: 2, 3: 3, 4: 3, 5: 3}
    told = [replace(cohort.sessions[f"P0{n}.1"].reports[0], introduction=n < 3, usefulness=marks[n]) for n in marks]
    sessions = [replace(cohort.sessions[f"P0{n}.1"], reports=(one,)) for n, one in enumerate(told, 1)]
    friend = cohort.applications["N01"]
    friend = replace(friend, reflection={**friend.reflection, "follow_up": "yes"})

    found = evaluation(cohort.put(*sessions, friend))

    assert numbers(found["pairs"])["Introductions that mentors made"] == 2
    rows = {row["words"]: row for row in found["satisfaction"]}
    assert rows["How useful the sessions were (1-4)"]["marks"]["average"] == 2.4
    assert {"words": "Agreed to stay in touch", "mentors": 0, "mentees": 1} in found["people"]


def test_what_is_not_to_be_counted_or_quoted_is_not() -> None:
    """A quotation is printed; what somebody wrote for the coordinator is not, whatever it is called."""
    cohort = a_cohort(pairs=3)
    said = {"quote": "A door opened.", "expectations_why": "Zebedee", "benefits": "Zebedee"}
    ones = [replace(a, reflection={**a.reflection, **said}) for a in cohort.applications.values()]

    found = evaluation(cohort.put(*ones))

    assert found["quotes"] == ["A door opened."]
    assert "Zebedee" not in str(found)


@pytest.mark.parametrize("pairs", [1, 2, 3, 4])
def test_averages_of_few_are_left_out(pairs: int) -> None:
    """Mentors and mentees both look back, so that two pairs are four people."""
    found = evaluation(only_mentees_look_back(a_cohort(pairs=pairs)))

    assert (found["outcomes"], found["satisfaction"], found["taking_part"], found["answering"]) == ([], [], [], [])
    assert len(evaluation(only_mentees_look_back(a_cohort(pairs=5)))["satisfaction"]) == 5


def only_mentees_look_back(cohort: Cohort) -> Cohort:
    return cohort.put(*(replace(one, reflected_at=None, reflection={}) for one in cohort.applicants(Role.MENTOR)))


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


def test_half_way_is_told_of_five_or_more() -> None:
    told = {"on_plan": "no", "thinks_for_myself": 4, "mostly_asks": 0, "topics_missing": ["balance"]}
    codes = [f"N0{n}" for n in range(1, 6)]
    few, enough = (half_way(a_cohort(pairs=5), *some, **told) for some in (codes[:4], codes))

    assert (evaluation(few)["half_way"], evaluation(few)["on_plan"]) == ([], None)
    found = evaluation(enough)
    assert [(row["marks"]["average"], row["marks"]["of"]) for row in found["half_way"]] == [(4.0, 5)]
    assert (found["on_plan"]["percent"], found["on_plan"]["of"]) == (0, 5)


def test_topics_stand_beside_how_important_they_were_and_what_was_missing() -> None:
    codes = [f"N0{n}" for n in range(1, 6)]
    cohort = half_way(a_cohort(pairs=5), *codes, topics_missing=["balance"])
    spoke = [
        replace(one, reports=(replace(one.reports[0], topics=("path", "failure")),))
        for one in (cohort.sessions[f"P0{n}.{m}"] for n in range(1, 5) for m in (1, 2))
    ]

    rows = {row["words"]: row for row in evaluation(cohort.put(*spoke))["topics"]}

    path, balance = rows["The mentor's own career path"], rows["Balancing work and private life"]
    assert [share["percent"] for share in (path["wished"], path["spoken"], path["as_wished"])] == [100, 80, 80]
    assert (path["missing"]["percent"], balance["missing"]["percent"]) == (0, 100)
    assert (balance["wished"]["percent"], balance["as_wished"]) == (0, None)


def test_topics_of_the_plans_stand_against_what_was_spoken_of() -> None:
    cohort = a_cohort(pairs=5)
    pairs = [cohort.pairs[f"P0{n}"] for n in range(1, 6)]
    plans = (
        MentoringPlan(
            "A step", (), "", "", NOW, pair.mentee, ("path", "insights"), (OwnTopic(f"own-{pair.mentee}-1", "Zebedee"),)
        )
        for pair in pairs
    )
    planned = cohort.put(*(replace(pair, plans={pair.mentee: plan}) for pair, plan in zip(pairs, plans, strict=True)))
    first = planned.sessions["P01.1"]
    spoke = planned.put(replace(first, reports=(replace(first.reports[0], topics=("path", "own-N01-1")),)))

    found = evaluation(spoke)["topics"]
    rows = {row["words"]: (row["planned"], row["as_planned"]) for row in found}
    assert rows["Insights from the mentor's own work"][0]["percent"] == 100
    assert rows["The mentor's own career path"][1]["count"] >= 1
    assert [one["count"] for one in rows["Topics of their own"]] == [5, 1]
    assert "Zebedee" not in str(found)


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


def test_what_came_of_it_is_counted_where_more_than_a_few_told_it() -> None:
    cohort = a_cohort(pairs=6)
    told = {"where_now": "further", "helped": 4, "in_touch": "no", "impact_words": "Zebedee"}
    five = [replace(one, impact=told) for one in cohort.applicants(Role.MENTEE)[:5]]
    alone = replace(cohort.applications["M01"], impact=told | {"helped": 2, "in_touch": "yes"})

    found = evaluation(cohort.put(*five, alone))

    later = [row for row in found["afterwards"] if row["words"].startswith("Later")]
    assert [(row["words"], row["mentors"], row["mentees"]["count"]) for row in later] == [
        ("Later: further on their way, or elsewhere", None, 5),
        ("Later: the mentoring has helped (4 or 5 of 5)", None, 5),
    ]
    assert "Zebedee" not in str(found)


def test_what_comes_after_and_where_mentors_work_is_counted() -> None:
    cohort = a_cohort(pairs=10)
    work = ["industry"] * 5 + ["policy"] * 5
    mentors = [
        replace(one, answers={"employer_type": kind}, reflection={"again": "yes"})
        for one, kind in zip(cohort.applicants(Role.MENTOR), work, strict=True)
    ]
    alumni = [
        replace(one, alumni={"follow_up_events": n < 3, "next_time": ["speaker"]})
        for n, one in enumerate(cohort.applicants(Role.MENTEE))
    ]

    found = evaluation(cohort.put(*mentors, *alumni[:6]))

    assert [tuple(row.values()) for row in found["employers"]] == [("Industry", 5), ("Science policy", 5)]
    percents = [
        (row["words"], *(row[role] and (row[role]["percent"], row[role]["of"]) for role in ("mentors", "mentees")))
        for row in found["afterwards"]
    ]
    assert percents == [
        ("Would mentor again", (100, 10), None),
        ("Want invitations to follow-up events", None, (50, 6)),
        ("Would take part again, in whatever way", None, (100, 6)),
    ]


def test_nobody_finds_out_a_small_group_by_subtracting() -> None:
    cohort = a_cohort(pairs=10)
    work = ["industry"] * 6 + ["policy"] * 4
    mentors = [
        replace(one, answers={"employer_type": kind})
        for one, kind in zip(cohort.applicants(Role.MENTOR), work, strict=True)
    ]

    assert evaluation(cohort.put(*mentors))["employers"] == []


# --- who came, who answered, what it cost -----------------------------------------------------------------------------


def test_taking_part_is_told_in_shares() -> None:
    cohort = a_cohort(pairs=5)
    gone = replace(cohort.participants["N05"], left=Departure(NOW, "no_time"))
    waiting = replace(cohort.applications["N01"], id="N06", state=ApplicationState.WAITLISTED)

    rows = {row["words"]: row["mentees"] for row in evaluation(cohort.put(gone, waiting))["taking_part"]}

    assert {words: (found["count"], found["of"]) for words, found in rows.items()} == {
        "Accepted or on the waiting list, of those who applied": (6, 6),
        "Were in a pair, of those who applied": (5, 6),
        "Stayed to the end, of those in a pair": (4, 5),
        "Met all conditions of completion, of those in a pair": (5, 5),
    }


def test_each_form_tells_how_many_of_those_asked_have_answered() -> None:
    """One of a pair reports for both; whoever was asked in vain as the pair ended was not asked; a call is open to all."""

    def asked(form: str, to: str, about: str, state: InvitationState) -> Invitation:
        answered = NOW if state is InvitationState.ANSWERED else None
        return Invitation(f"{about}:{form}:{to}", form, to, about, "", NOW, state=state, answered_at=answered)

    people = [f"{role}0{n}" for role in "MN" for n in range(1, 6)]
    answered, expired, revoked = InvitationState.ANSWERED, InvitationState.EXPIRED, InvitationState.REVOKED
    half_way = {"M01": expired, "N01": revoked}
    forms = [asked("midterm_check", one, f"P{one[1:]}", half_way.get(one, answered)) for one in people]
    forms += [
        asked("session_report", one, f"P{one[1:]}.1", answered if one in ("N01", "N02") else expired) for one in people
    ]
    forms += [asked("alumni", one, one, answered) for one in people[:4]]
    forms += [asked("mentee_application", one, one, answered) for one in people]

    found = evaluation(a_cohort(pairs=5).put(*forms))["answering"]

    assert [(row["words"], row["share"]["count"], row["share"]["of"], row["people"]) for row in found] == [
        ("Report on your session", 2, 5, 10),
        ("Half-way: how is it going?", 8, 9, 9),
    ]


def test_a_cost_is_divided_where_the_plan_tells_one() -> None:
    cohort = a_cohort(pairs=4)
    told = cohort.policy.model_copy(update={"evaluation": Evaluation(cost=12_000, currency="EUR")})

    found = evaluation(replace(cohort, policy=told))["cost"]

    assert evaluation(cohort)["cost"] == []
    assert [(row["words"], row["amount"]) for row in found] == [
        ("The whole programme, by its plan", "12000 EUR"),
        ("A pair that started", "3000 EUR"),
        ("A session held", "500 EUR"),
        ("A mentee who completed the programme", "3000 EUR"),
    ]
