"""Steps: which rules belong to which named step of which phase. Phase = flow, step = task, rule = function."""

from functools import cache

from domain.actions import Rule
from domain.lifecycles import Phase
from domain.rules import (
    absences,
    afterwards,
    agreeing,
    choosing,
    escalation,
    extending,
    finding,
    follow_up,
    gathering,
    gathering_after,
    gathering_changes,
    handbooks,
    leaving,
    meeting,
    morning,
    pairing,
    papers,
    preparation,
    recruitment,
)
from domain.saying import Said

_GATHER = (
    gathering.ask_for_the_place,
    gathering.invite,
    gathering.send_the_entry,
    gathering.remind_those_who_come,
    gathering_changes.tell_of_the_change,
    gathering_changes.take_it_off_their_calendar,
    gathering_after.ask_who_came,
    gathering_after.send_the_recording,
    gathering_after.tell_that_there_is_no_recording,
    gathering_after.flag_who_missed_it,
)
_PAIRING = {
    "match": (
        pairing.order_the_match,
        choosing.ask_for_choices,
        choosing.ask_for_impressions,
        choosing.close_the_round,
        pairing.report_a_failed_match,
        pairing.open_the_review,
        pairing.ask_to_review,
    ),
    "offer the pairs": (
        pairing.offer,
        pairing.ask_both,
        pairing.wait_for_whoever_is_away,
        pairing.let_the_offer_lapse,
        pairing.tell_the_other,
    ),
    "welcome the pairs": (agreeing.plan_the_sessions, agreeing.welcome),
    "gather": (gathering.plan_the_gatherings, *_GATHER),
    "print the handbooks": (handbooks.print_the_handbooks, handbooks.hand_out_the_handbooks),
}
_EXTENDING = {"extend": (extending.ask_both_to_go_on, extending.tell_whether_they_go_on)}
_CASES = {
    "settle cases": (
        escalation.report_a_bounced_address,
        escalation.report_what_was_not_printed,
        escalation.tell_the_colleagues,
        escalation.let_it_lapse,
        escalation.ask_for_a_decision,
        escalation.pass_on_the_coordinators_words,
        escalation.clear_the_desk,
        morning.tell_in_the_morning,
    ),
    "tidy up": (
        pairing.close_what_is_over,
        agreeing.tell_that_it_ended,
        agreeing.tell_that_somebody_left,
        leaving.say_farewell,
        leaving.take_gatherings_off_their_calendar,
        gathering_changes.tell_that_it_is_off,
        meeting.take_it_off_the_calendar,
        meeting.take_it_off_the_calendar_of_whoever_left,
        meeting.withdraw_stale_questions,
        finding.end_the_search,
        preparation.tell_of_the_phase,
    ),
}
_SESSIONS = {
    "hold sessions": (
        absences.tell_the_partner_of_an_absence,
        finding.open_the_search,
        meeting.ask_for_a_date,
        finding.ask_the_other_for_times,
        finding.tell_that_no_time_fits,
        meeting.send_the_date,
        finding.ask_the_other_about_the_date,
        meeting.remind_the_day_before,
        meeting.ask_for_the_objective,
        meeting.share_the_objective,
    ),
    "collect reports": (
        meeting.open_the_next_date,
        meeting.ask_how_it_went,
        meeting.let_the_other_report_too,
        meeting.ask_somebody_to_confirm,
    ),
    "settle missed sessions": (meeting.notice_a_missed_session, escalation.climb_the_missed_ladder),
}

STEPS: dict[Phase, dict[str, tuple[Rule, ...]]] = {
    Phase.PREPARATION: {
        "plan the materials": (preparation.plan_the_materials,),
        "sign off": (preparation.open_the_sign_offs, preparation.send_the_checklist),
        "open recruitment": (preparation.open_recruitment,),
        **_CASES,
    },
    Phase.RECRUITMENT: {
        "call": (recruitment.call,),
        "collect applications": (recruitment.confirm_receipt, recruitment.close_incomplete),
        "screen": (
            recruitment.open_the_screening,
            recruitment.accept_without_a_look,
            recruitment.tell_the_verdict,
        ),
        **_PAIRING,
        "agree and plan": (
            agreeing.get_the_agreement_signed,
            papers.print_the_agreement,
            papers.confirm_the_agreement,
        ),
        "start mentoring": (recruitment.start_mentoring,),
        **_CASES,
    },
    Phase.MENTORING: {
        "screen latecomers": (
            recruitment.confirm_receipt,
            recruitment.open_the_screening,
            recruitment.accept_without_a_look,
        ),
        "keep the waiting list": (recruitment.put_on_the_waiting_list, recruitment.tell_the_verdict),
        **_PAIRING,
        "agree and plan": (
            agreeing.get_the_agreement_signed,
            papers.print_the_agreement,
            papers.confirm_the_agreement,
            agreeing.get_the_plan_written,
            agreeing.open_the_plan_to_the_mentor,
            papers.print_the_plans,
            papers.hand_out_the_plans,
            agreeing.ask_whether_the_agreement_holds,
        ),
        **_SESSIONS,
        "pass the half-way mark": (agreeing.check_half_way,),
        **_EXTENDING,
        "ask for reflections": (follow_up.ask_for_the_reflection,),
        "end mentoring": (follow_up.end_mentoring,),
        **_CASES,
    },
    Phase.FOLLOW_UP: {
        "gather": _GATHER,
        **_EXTENDING,
        **_SESSIONS,  # of those who have agreed to go on longer
        "ask for reflections": (follow_up.ask_for_the_reflection, follow_up.tell_what_is_missing),
        "complete": (
            follow_up.issue_the_certificate,
            follow_up.open_the_alumni,
            follow_up.send_the_certificate,
            follow_up.complete_the_group,
        ),
        "thank": (follow_up.invite_the_alumni, follow_up.offer_to_keep_the_place),
        "close": (follow_up.evaluate, follow_up.close),
        **_CASES,
    },
    Phase.CLOSED: {
        "ask what came of it": (afterwards.ask_what_came_of_it,),
        "gather": (
            gathering.invite,
            gathering.send_the_entry,
            gathering.remind_those_who_come,
            gathering_changes.tell_of_the_change,
            gathering_changes.take_it_off_their_calendar,
        ),
        "tidy up": (gathering_changes.tell_that_it_is_off,),
    },
    Phase.CALLED_OFF: {
        "say that it is off": (
            recruitment.tell_that_it_is_called_off,
            gathering_changes.tell_that_it_is_off,
            meeting.take_it_off_the_calendar,
        ),
    },
}


@cache
def rules_of(phase: Phase) -> tuple[Rule, ...]:
    """All rules of a phase in the order of its steps, each once."""
    return tuple(dict.fromkeys(rule for rules in STEPS[phase].values() for rule in rules))


def step_named(step: str) -> str:
    """What a step is called where a person reads it."""
    return Said(step, context="step")


@cache
def step_of(phase: Phase, rule: str) -> str:
    """The step of a phase to which the rule of this name belongs; "" for none."""
    return next((step for step, rules in STEPS[phase].items() if rule in [one.name for one in rules]), "")


RULES: tuple[Rule, ...] = tuple(dict.fromkeys(rule for phase in STEPS for rule in rules_of(phase)))
