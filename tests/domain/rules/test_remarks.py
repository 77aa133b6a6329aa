"""Remarks: whatever is written about a case is kept and told: to the coordinator at once, by the coordinator each time."""

from datetime import timedelta

import pytest

from domain.lifecycles import InvitationState
from notifications.letters import render
from tests.builders import MONDAY, a_cohort, answered, cases, days
from tests.domain.rules.stories import on
from tests.notifications.world import StraightLinks

CRIES = MONDAY + days(2.4)  # a Wednesday morning


def cry(cohort, words, at, who="N01"):
    return on(answered(cohort, "need_help", who, who, at, words=words), at)


def decide(cohort, at, decision, words=""):
    (case,) = cohort.escalations.values()
    return on(answered(cohort, "decide_escalation", case.id, "eva", at, decision=decision, words=words), at)


def to_the_coordinator(cohort):
    """The words of the letters about a case that were written in the last turn."""
    told = [message for message in cohort.messages if message.letter == "coordinator/escalation"]
    texts = [render(cohort, message, StraightLinks()).text for message in told]
    return [" ".join(words for words in ("First.", "Second.", "Third.") if words in text) for text in texts]


def test_each_cry_for_help_is_told_by_a_letter_that_holds_them_all():
    one = cry(a_cohort().in_mentoring().with_pairs(1).build(), "First.", CRIES)
    two = cry(one, "Second.", CRIES + days(0.1))
    three = cry(two, "Third.", CRIES + days(1))

    assert [to_the_coordinator(cohort) for cohort in (one, two, three)] == [
        ["First."], ["First. Second."], ["First. Second. Third."]
    ]  # fmt: skip
    assert cases(three) == [("help", "N01")]


def test_an_office_that_was_down_tells_of_two_cries_in_one_letter():
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    for words, at in (("First.", CRIES), ("Second.", CRIES + days(0.1))):
        cohort = answered(cohort, "need_help", "N01", "N01", at, words=words)

    assert to_the_coordinator(on(cohort, CRIES + days(1))) == ["First. Second."]


@pytest.mark.parametrize(("decision", "words"), [("snooze", ""), ("write", "I look into it.")])
def test_a_case_that_was_put_off_or_written_about_is_on_the_desk_again_when_there_is_more(decision, words):
    cohort = decide(
        cry(a_cohort().in_mentoring().with_pairs(1).build(), "First.", CRIES), CRIES + days(0.1), decision, words
    )

    cohort = cry(cohort, "Second.", CRIES + days(0.2))

    assert to_the_coordinator(cohort) == ["First. Second."]
    (case,) = cohort.escalations
    assert cohort.invitation(case, "decide_escalation", "eva").state is InvitationState.OPEN


def test_all_that_the_coordinator_writes_goes_out_and_nothing_twice():
    evening = CRIES + days(0.4)
    cohort, sent = cry(a_cohort().in_mentoring().with_pairs(1).build(), "First.", CRIES), []
    for minutes, words in ((0, "Second."), (0.2, "Third."), (30, "And a fourth.")):
        cohort = decide(cohort, evening + timedelta(minutes=minutes), "write", words)
        sent += passed_on(cohort)
    cohort = decide(cohort, evening + days(0.04), "resume")

    assert sent == ["Second.", "Third.", "And a fourth."]
    assert passed_on(cohort) + passed_on(on(cohort, evening + days(0.6))) == []


def test_words_written_while_the_office_was_down_go_out_in_their_order():
    cohort = cry(a_cohort().in_mentoring().with_pairs(1).build(), "First.", CRIES)
    for minutes, words in ((0, "Second."), (0.2, "Third.")):
        (case,), at = cohort.escalations.values(), CRIES + timedelta(minutes=minutes)
        cohort = answered(cohort, "decide_escalation", case.id, "eva", at, decision="write", words=words)

    assert passed_on(on(cohort, CRIES + days(1))) == ["Second.", "Third."]


def passed_on(cohort):
    """The coordinator's words in the letters that were written in the last turn, which leave at once: somebody asked."""
    told = [message for message in cohort.messages if message.letter == "pair/from_coordinator"]
    assert [message.not_before for message in told] == [message.written_at for message in told]
    texts = [render(cohort, message, StraightLinks()).text for message in told]
    return [next(words for words in ("Second.", "Third.", "And a fourth.") if words in text) for text in texts]
