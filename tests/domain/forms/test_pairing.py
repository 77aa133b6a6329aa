"""Stories of pairing: the coordinator reviews, both sides accept or decline, the agreement is signed and kept."""

from dataclasses import replace

from domain.forms import FORMS
from domain.lifecycles import ApplicationState, InvitationState, PairState, ProposalState, SessionState
from domain.match.facts import (
    Asked,
    Clash,
    Counted,
    Eased,
    Funnel,
    LeftOver,
    MatchResult,
    ProposedPair,
    Reached,
    Reason,
)
from tests.answers import agreement_answers, mentor_answers
from tests.builders import MONDAY, a_cohort, answered, asked, cases, days, invited
from tests.domain.forms.samples import choosing, mentoring, offered, proposed
from tests.domain.forms.test_applying import wrong


def test_an_approved_proposal_becomes_pairs_to_be_offered():
    cohort = answered(proposed(), "review_proposal", "match-1", "eva", MONDAY, decision="approve")

    assert cohort.proposals["match-1"].state is ProposalState.APPROVED
    assert [(p.id, p.mentor, p.mentee, p.state, p.seat) for p in cohort.pairs.values()] == [
        ("P01", "M01", "N02", PairState.PROPOSED, 1),
        ("P02", "M02", "N01", PairState.PROPOSED, 1),
    ]
    assert cohort.pairs["P01"].reasons == (Reason("tracks", ("15",), place=1),)


def test_whoever_left_meanwhile_is_not_paired():
    cohort = answered(proposed(), "stop", "N02", "N02", MONDAY, sure="on")

    cohort = answered(cohort, "review_proposal", "match-1", "eva", MONDAY, decision="approve")

    assert [pair.mentee for pair in cohort.pairs.values()] == ["N01"]


def test_solving_again_orders_a_new_proposal_with_the_terms():
    rows = [{"mentor": "m02", "mentee": "N03"}, {"mentor": "", "mentee": ""}]

    cohort = answered(proposed(), "review_proposal", "match-1", "eva", MONDAY, decision="solve_again", pins=rows)

    assert cohort.proposals["match-1"].state is ProposalState.DISCARDED
    order = cohort.proposals["match-2"]
    assert (order.state, order.pins, order.forbidden) == (ProposalState.ORDERED, (("M02", "N03"),), ())
    assert cohort.pairs == {}


def review(cohort, **content):
    return answered(cohort, "review_proposal", "match-1", "eva", MONDAY, **content)


def test_only_the_pairs_named_and_nobody_else():
    rows = [{"mentee": "N01", "mentor": ""}, {"mentee": "N02", "mentor": "M02"}, {"mentee": "N03", "mentor": "M01"}]

    order = review(proposed(), decision="by_hand", pins=rows).proposals["match-2"]

    assert (order.state, order.by_hand, order.pins) == (
        ProposalState.ORDERED, True, (("M02", "N02"), ("M01", "N03"))
    )  # fmt: skip
    assert wrong(proposed(), "review_proposal", "match-1", "eva", decision="by_hand", pins=rows[:1]) == {
        "pins": "Please choose a mentor for at least one mentee."
    }


def test_a_decision_that_ordered_a_new_proposal_stands_and_may_only_be_sent_again():
    first = {"decision": "by_hand", "pins": [{"mentee": "N01", "mentor": "M02"}]}
    ordered = review(proposed(), **first)
    too_late = {"decision": "A new proposal was ordered already; decide on that one when it comes."}

    assert review(ordered, **first).proposals == ordered.proposals
    for second in (
        first | {"pins": [{"mentee": "N03", "mentor": "M01"}]},
        first | {"decision": "solve_again"},
        {"decision": "discard"},
    ):
        assert wrong(ordered, "review_proposal", "match-1", "eva", **second) == too_late


def test_what_was_discarded_stays_discarded():
    discarded = review(proposed(), decision="discard")

    assert review(discarded, decision="discard").proposals == discarded.proposals
    assert wrong(
        discarded, "review_proposal", "match-1", "eva", decision="by_hand", pins=[{"mentee": "N01", "mentor": "M02"}]
    ) == {"decision": "This proposal was discarded: that is decided."}


def test_a_pair_may_break_a_rule_when_somebody_says_why():
    told = {"decision": "solve_again", "pins": [{"mentee": "N01", "mentor": "M01"}], "may_break": "on"}

    assert wrong(proposed(), "review_proposal", "match-1", "eva", **told) == {
        "exception": "Please say why these pairs may break a rule."
    }
    cohort = review(proposed(), **told, exception="They asked for each other.")
    assert cohort.proposals["match-2"].exception == "They asked for each other."
    found = FORMS["review_proposal"].prefilled(cohort, invited(cohort, "review_proposal", "match-2", "eva", MONDAY))
    assert (found["may_break"], found["exception"]) == (True, "They asked for each other.")


def test_a_mentee_is_fixed_once_and_only_who_is_free_can_be():
    twice = [{"mentee": "N01", "mentor": "M01"}, {"mentee": "N01", "mentor": "M02"}]
    assert wrong(proposed(), "review_proposal", "match-1", "eva", decision="by_hand", pins=twice) == {
        "pins": "Tereza Malá (N01) stands there with 2 mentors; choose one."
    }
    crowded = [{"mentee": "N01", "mentor": "M01"}, {"mentee": "N02", "mentor": "M01"}]
    assert wrong(proposed(), "review_proposal", "match-1", "eva", decision="by_hand", pins=crowded) == {
        "pins": "Jana Veselá (M01) has one free place, and stands there with 2 mentees."
    }
    gone = answered(proposed(), "stop", "M01", "M01", MONDAY, sure="on")
    assert wrong(gone, "review_proposal", "match-1", "eva", decision="by_hand", pins=twice[:1]) == {
        "pins": "Jana Veselá (M01) cannot be paired now: not taking part, or no free place."
    }


def test_every_mentee_has_a_row_and_mentors_are_chosen_by_name():
    cohort = proposed()
    invitation = invited(cohort, "review_proposal", "match-1", "eva", MONDAY)

    assert FORMS["review_proposal"].prefilled(cohort, invitation)["pins"] == [
        {"mentee": code, "mentor": ""} for code in ("N01", "N02", "N03")
    ]
    options = FORMS["review_proposal"].options(cohort, invitation)
    assert options["pins.mentor"] == {"M01": "M01 Jana Veselá · Biotech", "M02": "M02 Martin Kolář · Biotech"}
    assert options["forbidden.mentee"]["N01"] == "N01 Tereza Malá · Research in industry"


def with_result(cohort, state=ProposalState.SOLVED, **facts):
    proposal = cohort.proposals["match-1"]
    return cohort.put(replace(proposal, state=state, result=replace(proposal.result, **facts)))


def test_where_one_approves_stand_the_balance_reached_and_who_is_left_over_on_either_side():
    women = Reached(Counted("Women"), "mentors", Asked("at_least", 1), 2, 2)
    small = Reached(Counted("Small_firms"), "mentors", Asked("share_at_least", 0.5), 1, 2)
    spare = LeftOver("M02", Funnel("mentee", 2))
    cohort = with_result(proposed(), balance=(women, small), spare=(spare,))

    text = FORMS["review_proposal"].introduction(cohort, invited(cohort, "review_proposal", "match-1", "eva", MONDAY))

    told = text.replace("\\", "")
    assert "- Women: at least 1 of the mentors; 2 of 2 reached\n" in told
    assert "- Small_firms: at least 50 % of the mentors; 1 of 2 reached\n" in told
    assert "1 without a partner:\n" in told
    assert "1 mentor without a mentee: Martin Kolář (M02)." in told


def test_an_impossible_proposal_says_what_stands_in_the_way_and_cannot_be_approved():
    women, three = Counted("Women"), Asked("at_least", 3)
    clashes = (
        Clash("employer", "M01", "N03"),
        Clash("balance", counted=women, asked=(three,)),
        Clash("capacity", "M02", many=2, places=1),
    )
    cohort = with_result(
        proposed(),
        ProposalState.IMPOSSIBLE,
        status="INFEASIBLE",
        matches=(),
        clashes=clashes,
        ways_out=((Eased(women, three, 1),),),
    )
    invitation = invited(cohort, "review_proposal", "match-1", "eva", MONDAY)

    text = FORMS["review_proposal"].introduction(cohort, invitation).replace("\\", "")

    assert "No match keeps all the rules at once." in text
    assert "- Jana Veselá (M01) and Aisha Rahman (N03): they work at the same place." in text
    assert "- The balance rule “Women: at least 3” cannot be kept." in text
    assert "- Martin Kolář (M02) is fixed with 2 mentees; places: 1." in text
    assert "- A way out: Women: at least 3; at least 1 would do." in text
    assert "without a partner" not in text
    assert "approve" not in FORMS["review_proposal"].options(cohort, invitation)["decision"]
    assert "decision" in wrong(cohort, "review_proposal", "match-1", "eva", decision="approve")


def test_terms_name_people_who_applied():
    rows = [{"mentor": "N01", "mentee": "M01"}]

    assert wrong(proposed(), "review_proposal", "match-1", "eva", decision="solve_again", forbidden=rows) == {
        "forbidden": "Nobody who applied as a mentor has the code N01."
    }


def test_the_coordinator_sees_names_scores_and_who_is_left():
    cohort = proposed()

    text = FORMS["review_proposal"].introduction(cohort, invited(cohort, "review_proposal", "match-1", "eva", MONDAY))

    assert "**Jakub Černý (N02)** with **Jana Veselá (M01)**, 81 of 100" in text
    assert "- Aisha Rahman (N03): 2 mentors take part; 2 mentors would be possible, but their places are taken" in text


def test_the_offer_tells_about_the_partner_but_not_who_it_is():
    cohort = offered()

    text = FORMS["proposed_match"].introduction(cohort, invited(cohort, "proposed_match", "P01", "N01", MONDAY))

    assert "Profession: R&D project manager" in text
    assert "Career tracks: Research in industry" in text
    person = cohort.participants["M01"]
    assert person.name not in text
    assert person.email not in text


def test_a_pair_starts_when_both_have_accepted():
    cohort = answered(offered(), "proposed_match", "P01", "N01", MONDAY - days(10), answer="accept")
    assert cohort.pairs["P01"].state is PairState.OFFERED

    cohort = answered(cohort, "proposed_match", "P01", "M01", MONDAY - days(9), answer="accept")

    pair = cohort.pairs["P01"]
    assert (pair.state, pair.activated_at, str(pair.starts_on)) == (PairState.ACTIVE, MONDAY - days(9), "2027-03-01")
    again = answered(cohort, "proposed_match", "P01", "N01", MONDAY, answer="accept")
    assert again.pairs == cohort.pairs


def test_a_pair_that_accepts_late_starts_on_that_day():
    cohort = answered(offered(), "proposed_match", "P01", "N01", MONDAY + days(3), answer="accept")
    cohort = answered(cohort, "proposed_match", "P01", "M01", MONDAY + days(4), answer="accept")

    assert str(cohort.pairs["P01"].starts_on) == "2027-03-05"


def test_a_decline_frees_both_and_keeps_the_one_who_wants_to_stay():
    cohort = asked(offered(), "proposed_match", "P01", "N01", MONDAY)

    cohort = answered(cohort, "proposed_match", "P01", "M01", MONDAY, answer="decline", reason="expertise")

    pair = cohort.pairs["P01"]
    (declined,) = pair.declines
    assert (pair.state, declined.by, declined.reason, declined.stays_in_pool) == (
        PairState.TURNED_DOWN, "M01", "expertise", True
    )  # fmt: skip
    assert cohort.applications["M01"].state is ApplicationState.ACCEPTED
    assert cohort.invitation("P01", "proposed_match", "N01").state is InvitationState.REVOKED


def test_whoever_no_longer_takes_part_leaves_the_pool():
    cohort = answered(offered(), "proposed_match", "P01", "N01", MONDAY, answer="decline", reason="leaving")

    assert cohort.applications["N01"].state is ApplicationState.WITHDRAWN
    assert cohort.applications["M01"].state is ApplicationState.ACCEPTED
    assert wrong(cohort, "proposed_match", "P01", "M01", answer="accept") == {
        "answer": "This proposal is no longer open."
    }


def test_a_question_reaches_the_coordinator_and_the_offer_stays_open():
    cohort = answered(
        offered(), "proposed_match", "P01", "N01", MONDAY, answer="question", question="Is it all online?"
    )

    assert cases(cohort) == [("question", "P01")]
    assert cohort.pairs["P01"].state is PairState.OFFERED
    cohort = answered(cohort, "proposed_match", "P01", "N01", MONDAY + days(1), answer="accept")
    assert cohort.pairs["P01"].has_accepted("N01")


def test_a_decline_needs_a_reason_and_a_question_its_words():
    assert list(wrong(offered(), "proposed_match", "P01", "N01", answer="decline")) == ["reason"]
    assert list(wrong(offered(), "proposed_match", "P01", "N01", answer="question")) == ["question"]


def test_the_first_signs_the_other_finds_it_filled_in_and_signs_too():
    cohort = answered(mentoring(), "agreement", "P01", "N01", MONDAY, **agreement_answers())
    filled_in = FORMS["agreement"].prefilled(cohort, invited(cohort, "agreement", "P01", "M01", MONDAY))

    cohort = answered(cohort, "agreement", "P01", "M01", MONDAY + days(1), **filled_in, common_rules="on", signs="on")

    pair = cohort.pairs["P01"]
    assert [(s.by, s.at) for s in pair.agreement.signed] == [("N01", MONDAY), ("M01", MONDAY + days(1))]


def test_the_first_finds_what_the_programme_plans_in_the_agreement():
    cohort = mentoring()
    planned = cohort.policy.model_copy(
        update={"sessions": cohort.policy.sessions.model_copy(update={"number": 4, "minutes": 90})}
    )
    asked = invited(replace(cohort, policy=planned), "agreement", "P01", "N01", MONDAY)

    found = FORMS["agreement"].prefilled(replace(cohort, policy=planned), asked)

    assert found["frequency"] == "4 sessions of 90 minutes in 6 months"
    assert found["cancel_notice"] == "Two days before"


def test_a_change_of_the_agreement_needs_both_again():
    cohort = answered(mentoring(), "agreement", "P01", "N01", MONDAY, **agreement_answers())

    cohort = answered(cohort, "agreement", "P01", "M01", MONDAY, **agreement_answers(organiser="mentor"))

    pair = cohort.pairs["P01"]
    assert [signature.by for signature in pair.agreement.signed] == ["M01"]
    assert pair.in_turn(1) == pair.in_turn(2) == ("M01",)


def test_the_agreement_is_kept_changed_or_ended_after_two_months():
    in_may = MONDAY + days(65)
    cohort = answered(mentoring(), "agreement", "P01", "N01", MONDAY, **agreement_answers())

    kept = answered(cohort, "recontract", "P01", "M01", in_may, decision="keep")
    changed = answered(kept, "recontract", "P01", "M01", in_may, decision="change")
    ended = answered(kept, "recontract", "P01", "N01", in_may, decision="end", words="We have said it all.")

    assert kept.pairs["P01"].contracts_kept == ("2:M01",)
    assert kept.pairs["P01"].has_signed("N01")
    assert changed.pairs["P01"].contracts_kept == ("2:M01:change",)
    assert changed.pairs["P01"].agreement.signed == ()
    assert ended.pairs["P01"].state is PairState.ENDED
    assert {session.state for session in ended.sessions.values()} == {SessionState.CANCELLED}
    assert cases(ended) == [("left", "P01")]


def test_a_mentor_of_two_has_two_seats():
    cohort = a_cohort().in_recruitment().with_mentors(1, capacity=2).with_mentees(3).build()
    proposal = proposed().proposals["match-1"]
    matches = tuple(ProposedPair("M01", mentee, 70) for mentee in ("N01", "N02", "N03"))
    cohort = cohort.put(replace(proposal, result=MatchResult("OPTIMAL", matches)))

    cohort = answered(cohort, "review_proposal", "match-1", "eva", MONDAY, decision="approve")

    assert [(pair.mentee, pair.seat) for pair in cohort.pairs.values()] == [("N01", 1), ("N02", 2)]


# --- self-choice ------------------------------------------------------------------------------------------------------


def test_those_to_choose_from_are_told_apart_and_say_why_they_fit():
    form, cohort = FORMS["choose_partners"], choosing()
    about = invited(cohort, "choose_partners", "N01", "N01", MONDAY)
    other = replace(
        cohort.applications["M01"], answers=mentor_answers(profession="consultant", sub_sectors=["environment"])
    )
    cohort = cohort.put(other)

    told = form.introduction(cohort, about)
    options = form.options(cohort, about)["choices"]

    assert options == {
        "M02": "A: R&D project manager, Biotech, Pharma, Research in industry, Clinical research management",
        "M01": "B: Consultant, Environment, Research in industry, Clinical research management",
    }
    [why] = told.split("- **B**")[1:]
    assert "\n    - This mentor can speak about Research in industry" in why
    assert "\n    - " not in told.split("- **B**")[0], "an older shortlist knows no reasons"
    assert cohort.participants["M01"].name not in told
