"""Pairing: proposals, offers, declines and who is left."""

from dataclasses import replace
from datetime import timedelta

from domain.dates import day_of
from domain.escalations import Escalation
from domain.lifecycles import ApplicationState, InvitationState, PairState, Phase, ProposalState
from domain.match.facts import MatchResult, ProposedPair, Reason
from domain.offers import offer_lapses
from domain.people import Role
from domain.proposals import Proposal
from domain.rules.pairing import pool
from tests.builders import ZONE, a_cohort, answered, asked, cases, days
from tests.domain.rules.stories import due, forms_of, letters, on


def a_pool(mentors=2, mentees=3):
    return a_cohort().in_recruitment().with_mentors(mentors).with_mentees(mentees).build()


def matching_day(cohort):
    return cohort.milestones.matching_on + days(2.5)  # a Saturday; the post opens on Monday


def solved(cohort, at, *pairs):
    matches = tuple(ProposedPair(mentor, mentee, 80, (Reason("experience"),)) for mentor, mentee in pairs)
    (ordered,) = [p for p in cohort.proposals.values() if p.state is ProposalState.ORDERED]
    return cohort.put(
        replace(ordered, state=ProposalState.SOLVED, result=MatchResult("OPTIMAL", matches), solved_at=at)
    )


def offered():
    cohort = a_pool()
    at = matching_day(cohort)
    cohort = on(solved(on(cohort, at), at, ("M01", "N01"), ("M02", "N02")), at)
    cohort = answered(cohort, "review_proposal", "match-1", "eva", at, decision="approve")
    return on(cohort, at + days(0.1)), at


def test_the_proposal_is_ordered_when_screening_ends_and_reviewed_by_a_person():
    cohort = a_pool()
    at = matching_day(cohort)
    assert due(cohort, at - days(1), "match") == []
    assert due(cohort, at, "match") == ["match:1"]
    assert letters(on(solved(on(cohort, at), at, ("M01", "N01")), at)) == [("coordinator/proposal_ready", "eva")]


def evening():
    """A Monday, 21:00, with a proposal in the making, and the morning after."""
    cohort = a_pool()
    at = cohort.milestones.matching_on + days(3) - timedelta(hours=3)
    return cohort.put(Proposal("match-1", 1, ProposalState.ORDERED, at)), at, at + timedelta(hours=11)


def on_the_desk(cohort):
    """The open forms of the coordinator, as the desk lists them."""
    return [(i.form, i.about) for i in cohort.invitations.values() if i.state is InvitationState.OPEN and i.to == "eva"]


def test_a_proposal_solved_in_the_evening_is_on_the_desk_at_once_and_its_letter_waits_for_the_morning():
    cohort, at, morning = evening()

    cohort = on(solved(cohort, at, ("M01", "N01")), at)

    assert (on_the_desk(cohort), letters(cohort, "match-1")) == ([("review_proposal", "match-1")], [])
    cohort = on(cohort, morning - timedelta(minutes=1))
    assert letters(cohort, "match-1") == []
    cohort = on(cohort, morning)
    assert letters(cohort, "match-1") == [("coordinator/proposal_ready", "eva")]
    assert on_the_desk(cohort) == [("review_proposal", "match-1")]
    assert due(cohort, morning, "match-1") == []


def test_no_letter_follows_where_the_coordinator_has_decided_before_it_could_go():
    cohort, at, morning = evening()
    cohort = on(solved(cohort, at, ("M01", "N01")), at)
    assert due(cohort, morning, "match-1") == ["match-1:review:1:eva"]

    cohort = answered(cohort, "review_proposal", "match-1", "eva", at, decision="discard")

    assert due(cohort, morning, "match-1") == []


def test_approved_pairs_are_offered_to_both_sides():
    cohort, _ = offered()
    assert {pair.state for pair in cohort.pairs.values()} == {PairState.OFFERED}
    assert letters(cohort, "P01") == [("mentor/offer", "M01"), ("mentee/offer", "N01")]


def test_what_is_approved_in_the_evening_is_offered_in_the_morning_also_where_only_the_pair_is_loaded():
    cohort, at, morning = evening()
    cohort = on(solved(cohort, at, ("M01", "N01")), at)
    cohort = answered(cohort, "review_proposal", "match-1", "eva", at, decision="approve")
    alone = replace(cohort, proposals={}, focus=frozenset({"P01"}))

    states = [on(alone, moment).pairs["P01"].state for moment in (at, morning - timedelta(minutes=1), morning)]

    assert states == [PairState.PROPOSED, PairState.PROPOSED, PairState.OFFERED]


def test_reminders_stop_for_the_side_that_has_accepted():
    cohort, at = offered()
    cohort = answered(cohort, "proposed_match", "P01", "N01", at + days(1), answer="accept")
    assert due(cohort, at + days(3.2), "P01:offered") == ["P01:offered:2:M01"]


def test_after_both_accept_the_pair_has_six_windows_and_two_welcomes():
    cohort, at = offered()
    for code in ("N01", "M01"):
        cohort = answered(cohort, "proposed_match", "P01", code, at + days(1), answer="accept")
    cohort = on(cohort, at + days(1.1))
    assert len(cohort.sessions_of("P01")) == 6
    assert letters(cohort, "P01:paired") == [("mentor/paired", "M01"), ("mentee/paired", "N01")]


def test_after_a_decline_only_those_left_are_solved_again_and_never_with_each_other():
    cohort, at = offered()
    for code in ("N01", "M01"):
        cohort = answered(cohort, "proposed_match", "P01", code, at + days(1), answer="accept")
    cohort = answered(
        cohort, "proposed_match", "P02", "M02", at + days(1), answer="decline", reason="expertise", stays_in_pool="yes"
    )
    cohort = on(cohort, at + days(1.1))
    assert letters(cohort, "P02:turned-down") == [("pair/turned_down", "N02")]
    assert [a.id for role in Role for a in pool(cohort, role)] == ["M02", "N02", "N03"]
    assert due(cohort, at + days(5), "match:2") == ["match:2"]
    assert cohort.pairs["P01"].state is PairState.ACTIVE


def test_an_offer_nobody_answers_lapses_and_the_silent_are_not_offered_again():
    cohort, at = offered()
    cohort = answered(cohort, "proposed_match", "P02", "N02", at + days(1), answer="accept")
    cohort = on(cohort, at + days(10))
    assert cohort.pairs["P02"].state is PairState.TURNED_DOWN
    assert letters(cohort, "P02:turned-down") == [("pair/turned_down", "N02")]
    assert [a.id for role in Role for a in pool(cohort, role)] == ["N02", "N03"]


def away(cohort, code, told, first, last):
    """The cohort after somebody has told that they are away; days are counted from when offers went out."""
    at = offered()[1]
    span = {"first": str(day_of(at + days(first), ZONE)), "last": str(day_of(at + days(last), ZONE))}
    return answered(cohort, "away", code, code, at + days(told), **span)


def test_an_offer_waits_for_whoever_is_away_and_the_other_one_hears_until_when():
    cohort, at = offered()
    cohort = on(away(cohort, "M02", 1.1, 4, 8), at + days(1.1))

    assert letters(cohort, "P02:waits") == [("pair/offer_waits", "N02")]
    assert {i.closes - cohort.pairs["P02"].offered_at for i in cohort.invitations.values() if i.about == "P02"} == {
        days(14)
    }
    assert on(cohort, at + days(13)).pairs["P02"].state is PairState.OFFERED, "nine days without those five"
    lapsed = on(cohort, at + days(14.1))
    assert (lapsed.pairs["P02"].state, lapsed.pairs["P02"].ended_because) == (PairState.TURNED_DOWN, "no_answer")


def test_an_offer_does_not_wait_for_ever_and_whoever_was_away_is_not_taken_as_silent():
    cohort, at = offered()
    cohort = answered(cohort, "proposed_match", "P02", "N02", at + days(1), answer="accept")
    cohort = on(away(cohort, "M02", 1.1, 4, 80), at + days(1.2))

    assert cohort.invitations["P02:proposed_match:M02"].closes == cohort.pairs["P02"].offered_at + days(23)
    cohort = on(cohort, at + days(22.9))
    assert cohort.pairs["P02"].state is PairState.OFFERED
    cohort = on(cohort, at + days(23.3))
    assert (cohort.pairs["P02"].state, cohort.pairs["P02"].ended_because) == (PairState.TURNED_DOWN, "away")
    told = letters(on(cohort, at + days(24)), "P02:turned-down")
    assert told == [("pair/turned_down", code) for code in ("M02", "N02")]
    assert "M02" in [a.id for a in pool(cohort, Role.MENTOR)]


def test_an_offer_does_not_wait_for_somebody_who_has_accepted():
    cohort, at = offered()
    cohort = answered(cohort, "proposed_match", "P02", "M02", at + days(1), answer="accept")
    cohort = on(away(cohort, "M02", 1.1, 4, 8), at + days(1.2))

    assert (letters(cohort, "P02:waits"), offer_lapses(cohort, cohort.pairs["P02"]) - at) == ([], days(9.1))


def test_of_an_absence_that_was_known_before_the_offer_its_own_letter_tells():
    cohort = a_pool()
    at = matching_day(cohort)
    cohort = on(solved(on(cohort, at), at, ("M01", "N01"), ("M02", "N02")), at)
    cohort = answered(away(cohort, "M02", -0.1, 4, 8), "review_proposal", "match-1", "eva", at, decision="approve")
    cohort = on(cohort, at + days(0.1))

    assert {i.closes - cohort.pairs["P02"].offered_at for i in cohort.invitations.values() if i.about == "P02"} == {
        days(14)
    }
    assert letters(on(cohort, at + days(1)), "P02:waits") == []


def test_a_question_reaches_the_coordinator_and_the_answer_comes_back():
    cohort, at = offered()
    cohort = answered(
        cohort, "proposed_match", "P01", "N01", at + days(1), answer="question", question="Which languages?"
    )
    assert cases(cohort) == [("question", "P01")]
    (case,) = cohort.escalations.values()
    cohort = on(cohort, at + days(1.1))
    cohort = answered(
        cohort, "decide_escalation", case.id, "eva", at + days(1.2), decision="answered", words="English."
    )
    assert letters(on(cohort, at + days(3)), case.id) == [("pair/from_coordinator", "N01")]


def test_who_has_no_partner_when_mentoring_starts_gets_a_kind_letter():
    cohort = a_cohort().in_mentoring().with_pairs(1).with_mentees(2).build()
    cohort = on(cohort, cohort.milestones.mentoring_starts + days(0.5))
    assert cohort.applications["N02"].state is ApplicationState.WAITLISTED
    assert letters(cohort, "N02") == [("mentee/waitlisted", "N02")]


def test_too_few_pairs_are_the_coordinators_to_decide():
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(1).build()
    cohort = cohort.put(Proposal("match-1", 1, ProposalState.APPROVED, cohort.milestones.matching_on))
    start = cohort.milestones.mentoring_starts + days(1.5)
    cohort = on(cohort, start)
    assert (cohort.phase, cases(cohort)) == (Phase.RECRUITMENT, [("too_few_pairs", "")])
    (case,) = cohort.escalations.values()
    cohort = on(answered(cohort, "decide_escalation", case.id, "eva", start, decision="start"), start)
    assert cohort.phase is Phase.MENTORING


def test_a_match_that_breaks_off_becomes_a_case_and_is_tried_again_when_it_is_closed():
    cohort = a_pool()
    at = matching_day(cohort)
    cohort = on(cohort, at)
    broken = replace(cohort.proposals["match-1"], state=ProposalState.FAILED, solved_at=at)
    cohort = on(cohort.put(broken), at)
    assert cases(cohort) == [("failed_match", "match-1")]
    assert due(cohort, at + days(1), "match:2") == []
    cohort = answered(cohort, "decide_escalation", "match-1:failed", "eva", at + days(1), decision="resume")
    assert due(cohort, at + days(1.1), "match:2") == ["match:2"]


def test_what_a_completed_pair_still_has_open_is_withdrawn_but_not_the_coordinators_case():
    cohort = a_cohort().in_follow_up().with_pairs(1).build()
    at = cohort.milestones.mentoring_ends + days(28)
    cohort = asked(
        asked(cohort, "mentoring_plan", "P01", "N01", at - days(40)), "agreement", "P01", "M01", at - days(40)
    )
    cohort = cohort.put(Escalation("P01:help", "P01", "help", "P01", at - days(1)))

    cohort = on(on(cohort, at - days(0.5)), at)

    assert cohort.pairs["P01"].state is PairState.COMPLETED
    assert [forms_of(cohort, code) for code in ("N01", "M01")] == [[("alumni", "N01")], [("alumni", "M01")]]
    assert ("decide_escalation", "P01:help") in forms_of(cohort, "eva")
