"""Stories of pairing: the coordinator reviews, both sides accept or decline, the agreement is signed and kept."""

from dataclasses import replace

from domain.forms import FORMS
from domain.lifecycles import ApplicationState, InvitationState, PairState, ProposalState, SessionState
from domain.proposals import Match
from tests.answers import agreement_answers
from tests.builders import MONDAY, a_cohort, answered, asked, cases, days, invited
from tests.domain.forms.samples import mentoring, offered, proposed
from tests.domain.forms.test_applying import wrong


def test_an_approved_proposal_becomes_pairs_to_be_offered():
    cohort = answered(proposed(), "review_proposal", "match-1", "eva", MONDAY, decision="approve")

    assert cohort.proposals["match-1"].state is ProposalState.APPROVED
    assert [(p.id, p.mentor, p.mentee, p.state, p.seat) for p in cohort.pairs.values()] == [
        ("P01", "M01", "N02", PairState.PROPOSED, 1),
        ("P02", "M02", "N01", PairState.PROPOSED, 1),
    ]
    assert cohort.pairs["P01"].reasons == ("can speak about the first wished career track",)


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


def test_terms_name_people_who_applied():
    rows = [{"mentor": "N01", "mentee": "M01"}]

    assert wrong(proposed(), "review_proposal", "match-1", "eva", decision="solve_again", forbidden=rows) == {
        "forbidden": "Nobody who applied as a mentor has the code N01."
    }


def test_the_coordinator_sees_names_scores_and_who_is_left():
    cohort = proposed()

    text = FORMS["review_proposal"].introduction(cohort, invited(cohort, "review_proposal", "match-1", "eva", MONDAY))

    assert "**Jakub Černý (N02)** with **Jana Veselá (M01)**, 81 of 100" in text
    assert "- Aisha Rahman (N03): all mentors who fit are taken" in text


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
    assert (pair.state, pair.decline.by, pair.decline.reason, pair.decline.stays_in_pool) == (
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


def test_a_change_of_the_agreement_needs_both_again():
    cohort = answered(mentoring(), "agreement", "P01", "N01", MONDAY, **agreement_answers())

    cohort = answered(cohort, "agreement", "P01", "M01", MONDAY, **agreement_answers(organiser="mentor"))

    pair = cohort.pairs["P01"]
    assert [signature.by for signature in pair.agreement.signed] == ["M01"]
    assert pair.organiser == "M01"


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
    matches = tuple(Match("M01", mentee, 70) for mentee in ("N01", "N02", "N03"))
    cohort = cohort.put(replace(proposal, matches=matches))

    cohort = answered(cohort, "review_proposal", "match-1", "eva", MONDAY, decision="approve")

    assert [(pair.mentee, pair.seat) for pair in cohort.pairs.values()] == [("N01", 1), ("N02", 2)]
