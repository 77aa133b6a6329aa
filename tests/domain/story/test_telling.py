"""The story: everything there is about a pair or a person, in order of time, and nothing that is not for the onlooker."""

from dataclasses import replace

import pytest

from domain.acts import ACTS
from domain.belonging import Reader
from domain.cohort import Entry
from domain.escalations import Escalation, Remark
from domain.groups import Acceptance
from domain.invitations import Answer
from domain.lifecycles import MessageState, SessionState
from domain.people import Departure
from domain.story.onlookers import A_COORDINATOR, WITHOUT_WORDS, Onlooker
from domain.story.passages import Case, Happened, Sources, Told, What, Written
from domain.story.sentences import SENTENCES
from domain.story.telling import story
from tests.builders import MONDAY, a_cohort, days, together

REPORT = {"outcome": "held", "held_on": "2027-03-08", "summary": "Papers", "private": "He was late", "usefulness": 3}


def a_pair():
    return a_cohort().in_mentoring().with_pairs(2).build()


def report(at, version=1, by="N01", **changes):
    return Answer(f"P01.1:session_report:{by}", version, "session_report", by, at, REPORT | changes)


def told(passages):
    return [passage for passage in passages if isinstance(passage, Told)]


def test_answers_letters_dates_and_cases_stand_in_order_of_time():
    cohort = a_pair()
    session = replace(cohort.sessions["P01.1"], dated_at=MONDAY + days(1), starts_at=MONDAY + days(7))
    case = Escalation("P01.1:help:N01:x", "P01.1", "help", "P01", MONDAY + days(4))
    letter = Written(MONDAY + days(2), 7, "mentee/date_wanted", "N01", "A date?", MessageState.SENT)

    found = story(cohort.put(session, case), "P01", Sources((report(MONDAY + days(3)),), (letter,)), A_COORDINATOR)

    assert [(type(one).__name__, one.at - MONDAY) for one in found if one.at > MONDAY] == [
        ("Happened", days(1)),
        ("Written", days(2)),
        ("Told", days(3)),
        ("Case", days(4)),
    ]


def test_what_an_answer_tells_is_not_told_twice():
    cohort, at = a_pair(), MONDAY + days(8)
    held = replace(cohort.sessions["P01.1"], state=SessionState.HELD, held_on=at.date(), settled_at=at)

    with_answer = story(cohort.put(held), "P01", Sources((report(at),)), A_COORDINATOR)
    without = story(cohort.put(held), "P01", Sources(), A_COORDINATOR)

    assert [one.at for one in with_answer].count(at) == 1
    assert Happened(at, What.HELD, "P01.1", when=at.date()) in without


def test_an_answer_that_was_changed_keeps_its_earlier_version():
    first, second = report(MONDAY + days(8)), report(MONDAY + days(9), 2, private="He was on time")

    found = told(story(a_pair(), "P01", Sources((first, second)), A_COORDINATOR))

    assert [(one.version, one.newer, one.content["private"]) for one in found] == [
        (1, 1, "He was late"),
        (2, 0, "He was on time"),
    ]


@pytest.mark.parametrize(
    ("onlooker", "fields"),
    [
        (A_COORDINATOR, {"outcome", "held_on", "private"}),
        (WITHOUT_WORDS, {"outcome", "held_on"}),
        (Onlooker(frozenset({Reader.GROUP})), {"outcome", "held_on", "summary"}),
    ],
    ids=["coordinator", "without words", "the group"],
)
def test_each_answer_is_for_those_whom_its_declaration_names(onlooker, fields):
    (found,) = told(story(a_pair(), "P01", Sources((report(MONDAY + days(8)),)), onlooker))

    assert (set(found.content), found.held_back) == (fields, True)


def test_whoever_sees_no_words_sees_none_in_a_case_either():
    case = Escalation("c", "P01", "help", "P01", MONDAY, remarks=(Remark("N01", MONDAY, "Help me"),))

    found = [one for one in story(a_pair().put(case), "P01", Sources(), WITHOUT_WORDS) if isinstance(one, Case)]

    assert [one.case.remarks for one in found] == [()]


def test_half_time_answers_are_not_looked_at_while_all_seems_well():
    cohort = a_pair()
    answer = Answer("P01:midterm_check:N01", 1, "midterm_check", "N01", MONDAY, {"words": "Fine", "on_plan": "yes"})
    case = Escalation("c", "P01", "midterm_gap", "P01", MONDAY)

    well, not_well = (
        told(story(world, "P01", Sources((answer,)), A_COORDINATOR))[0] for world in (cohort, cohort.put(case))
    )

    assert (well.content, well.held_back) == ({}, True)
    assert (not_well.content, not_well.held_back) == ({"words": "Fine", "on_plan": "yes"}, False)


def test_a_persons_story_has_their_group_and_not_what_the_partner_answered():
    mine, theirs = report(MONDAY + days(8)), report(MONDAY + days(9), by="M01")
    verdict = Answer("N01:screening:eva", 1, "screening", "eva", MONDAY - days(60), {"verdict": "accept"})

    found = story(a_pair(), "N01", Sources((verdict, mine, theirs)), A_COORDINATOR)

    assert [one.by for one in told(found)] == ["eva", "N01"]
    assert What.BEGAN in [one.what for one in found if isinstance(one, Happened)]


def test_a_session_that_was_missed_is_told_by_the_journal_after_it_has_another_date():
    line = Entry("P01.1:missed-since:2027-04-01", "P01", MONDAY + days(31), "move P01.1 to missed")
    other = Entry("P01.1:date:2", "P01", MONDAY + days(32), "ask N01 for session_date")

    found = story(a_pair(), "P01", Sources(lines=(line, other)), A_COORDINATOR)

    assert [one for one in found if one.at > MONDAY] == [Happened(MONDAY + days(31), What.MISSED, "P01.1")]


def test_what_a_coordinator_did_without_a_case_is_told_with_whoever_did_it():
    act = next(iter(ACTS))
    done = Entry(f"P01:{act}:2027-04-01T100000", "P01", MONDAY + days(31), f"{act} P01", "eva")
    undone = Entry(f"P01:{act}:2027-04-01T100000:undo", "P01", MONDAY + days(32), f"undo {act} P01", "eva")

    found = [one for one in story(a_pair(), "P01", Sources(lines=(done, undone)), A_COORDINATOR) if one.at > MONDAY]

    assert [(one.what, one.by, one.state) for one in found] == [(What.ACTED, "eva", act), (What.UNDONE, "eva", act)]


def test_everything_that_can_happen_has_its_sentence():
    assert set(SENTENCES) == set(What)


def test_a_circle_has_a_story_and_whoever_left_it_is_in_it():
    cohort = a_cohort().in_mentoring().with_mentors(1).with_mentees(3).build()
    cohort = together(cohort, "C01", "N01", "N02", "N03", "M01")
    left = replace(cohort.participants["N03"], left=Departure(MONDAY + days(5)))
    cohort = cohort.put(cohort.groups["C01"].without("N03", MONDAY + days(5)), left)

    for about in ("C01", "N03"):
        happened = [(one.what, one.by) for one in story(cohort, about, Sources(), A_COORDINATOR) if one.at > MONDAY]
        assert (What.WENT_ON, "N03") in happened


def test_who_signed_when_is_told_for_each():
    cohort = a_pair()
    from domain.groups import Agreement

    signed = (Acceptance("N01", MONDAY + days(1)), Acceptance("M01", MONDAY + days(2)))
    agreement = Agreement("mentee", "monthly", "online", "x", "y", "", "", "mentee", signed)

    found = story(cohort.put(replace(cohort.groups["P01"], agreement=agreement)), "P01", Sources(), A_COORDINATOR)

    assert [(one.by, one.at - MONDAY) for one in found if isinstance(one, Happened) and one.what is What.SIGNED] == [
        ("N01", days(1)),
        ("M01", days(2)),
    ]
