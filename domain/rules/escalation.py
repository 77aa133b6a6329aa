"""Escalation: the missed-session ladder, and cases on the coordinator's desk until they are decided or vanish."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Ask, Due, Escalate, Move, Write, rule
from domain.attending import missed
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, posting
from domain.documents import Document
from domain.ends import ends_of
from domain.escalations import Escalation
from domain.invitations import invitation_id
from domain.lifecycles import DocumentState, EscalationState, InvitationState, SessionState
from domain.messages import A_WORD
from domain.people import Participant
from domain.rules.asking import asking
from domain.rules.causes import is_gone, over_at
from domain.rules.meeting import sessions_of_active_groups
from domain.rules.preparation import the_cohort
from domain.sessions import Session

PASSED_ON = ("write", "answered")
OF_ONE = ("question", "help", "call_for_help", "reply")


@rule(lambda cohort: (s for s in sessions_of_active_groups(cohort) if s.state is SessionState.MISSED))
def climb_the_missed_ladder(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The one whose turn it is, then all, then the coordinator. A date or a report ends it; nothing ends a group here."""
    if session.missed_at is None:
        return
    yield from asking(
        cohort,
        key=f"{session.id}:missed:{day_of(session.missed_at, cohort.zone)}",
        form="session_report",
        about=session.id,
        letters=("{group}/missed_{whom}", "{group}/missed_{whom}"),
        start=session.missed_at,
        rungs=cohort.policy.sessions.missed_ladder,
        end=ends_of(cohort, cohort.groups[session.group]),
        asked=session,
        matter="missed_session",
        reminds=True,
    )


@rule(lambda cohort: [p for p in cohort.in_focus(Participant) if p.bounced_at and p.takes_part])
def report_a_bounced_address(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """A letter that came back is the coordinator's to solve; nobody is taken as silent for it."""
    if person.bounced_at and cohort.is_open:
        key = f"{person.id}:bounced:{day_of(person.bounced_at, cohort.zone)}"
        earlier = cohort.escalations.get(key)
        if earlier and not earlier.is_open:  # the address that was put right the same day does not work either
            key = f"{person.id}:bounced:{person.bounced_at:%Y-%m-%dT%H%M}"
        yield Due(person.bounced_at, FAR_FUTURE, key, Escalate("bounced", person.id))


@rule(lambda cohort: [one for one in cohort.in_focus(Document) if one.state is DocumentState.FAILED])
def report_what_was_not_printed(cohort: Cohort, document: Document) -> Iterator[Due]:
    """Nobody gets a document that could not be printed, and a cohort does not close without its own: somebody has to see."""
    key = f"{document.id}:unprinted:{document.ordered_at:%Y-%m-%dT%H%M}"
    yield Due(document.ordered_at, FAR_FUTURE, key, Escalate("not_printed", document.id))


@rule(the_cohort)
def tell_the_colleagues(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """A coordinator whose letters come back hears of no case any more: the others do, so that somebody looks."""
    for silent in cohort.coordinators:
        for colleague in cohort.coordinators:
            if silent.bounced_at and colleague.bounced_at is None:
                at = posting(silent.bounced_at, cohort.days)
                key = f"{silent.code}:unreachable:{day_of(silent.bounced_at, cohort.zone)}:{colleague.code}"
                letter = Write("coordinator/colleague_unreachable", colleague.code, silent.code)
                yield Due(at, at + timedelta(14), key, letter)


@rule(lambda cohort: [case for case in cohort.in_focus(Escalation) if case.is_open])
def ask_for_a_decision(cohort: Cohort, case: Escalation) -> Iterator[Due]:
    """Each open case has its form at once and its letter in posting hours; one that was put off or written about is on the
    desk again when that time is over. That it waits, rules/morning tells."""
    lead, told = cohort.lead.code, _told_last(cohort, case)
    if case.snoozed_until is None or told > case.opened_at:
        # One letter says all that was written so far, so what came later stands in for the first.
        name = "decide:0" if told == case.opened_at else f"more:{told:%Y-%m-%dT%H%M%S}"
        letter = Ask("decide_escalation", lead, case.id, "coordinator/escalation")
        yield Due(told, told + timedelta(3), f"{case.id}:{name}:{lead}", letter)
    if case.snoozed_until is not None:
        at, key = posting(case.snoozed_until, cohort.days), f"{case.id}:back:{case.snoozed_until:%Y-%m-%dT%H%M}"
        yield Due(at, FAR_FUTURE, f"{key}:{lead}", Ask("decide_escalation", lead, case.id))


def _told_last(cohort: Cohort, case: Escalation) -> datetime:
    """When the coordinator was last told something: the opening, or what somebody wrote later."""
    told = [remark.at for remark in case.remarks if not remark.by or remark.by in cohort.participants]
    return max(told, default=case.opened_at)


@rule(lambda cohort: [case for case in cohort.in_focus(Escalation) if case.remarks])
def pass_on_the_coordinators_words(cohort: Cohort, case: Escalation) -> Iterator[Due]:
    """What the coordinator decided to write goes to those concerned, each time; to somebody who has asked, at once."""
    for remark in case.remarks:
        if remark.passed_on:
            for code in concerned(cohort, case):
                letter = Write(A_WORD, code, case.id, prompt=case.matter in OF_ONE)
                yield Due(remark.at, remark.at + timedelta(7), case.key_of_letter(remark, code), letter)


def concerned(cohort: Cohort, case: Escalation) -> tuple[str, ...]:
    """Whom the coordinator's words are for: the one who asked, else the person, else all of the group."""
    if case.matter in OF_ONE:  # not the partner, of whom they may have told
        return tuple(dict.fromkeys(part for part in case.id.split(":") if part in cohort.participants))
    if case.about in cohort.participants:
        return (case.about,)
    if case.matter == "missed_gathering":
        return missed(cohort, cohort.gatherings[case.about])
    group = cohort.groups.get(case.scope)
    return group.members if group else ()


@rule(lambda cohort: [case for case in cohort.in_focus(Escalation) if case.is_open])
def let_it_lapse(cohort: Cohort, case: Escalation) -> Iterator[Due]:
    """A case whose cause has vanished closes by itself, and so does one about which nothing can be done any more."""
    at, why = (case.opened_at, "settled by itself") if is_gone(cohort, case) else (over_at(cohort, case), "too_late")
    if at is not None:
        move = Move("escalations", case.id, EscalationState.LAPSED.value, why)
        yield Due(at, FAR_FUTURE, f"{case.id}:lapsed", move)


@rule(lambda cohort: [case for case in cohort.in_focus(Escalation) if not case.is_open])
def clear_the_desk(cohort: Cohort, case: Escalation) -> Iterator[Due]:
    """A case that closed by itself leaves no form behind."""
    key = invitation_id(case.id, "decide_escalation", cohort.lead.code)
    form = cohort.invitations.get(key)
    if form and form.state is InvitationState.OPEN and case.decided_at:
        yield Due(case.decided_at, FAR_FUTURE, f"{case.id}:cleared", Move("invitations", key, "revoked"))
