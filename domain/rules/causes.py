"""Causes: whether what a case was opened for still stands. A table by matter; what is not in it only a person can settle."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from domain.attending import missed
from domain.cohort import Cohort
from domain.ends import ends_of
from domain.escalations import Escalation
from domain.groups import Group
from domain.held import DISPUTE
from domain.lifecycles import DocumentState, PairState, Phase, SessionState
from domain.rules.preparation import open_materials
from domain.sessions import Session


def is_gone(cohort: Cohort, case: Escalation) -> bool:
    """The cause of the case has vanished, so that nobody needs to decide any more."""
    gone = GONE.get(case.matter)
    return gone is not None and gone(cohort, case)


def over_at(cohort: Cohort, case: Escalation) -> datetime | None:
    """The moment from which nobody can do anything about it any more: a session cannot be held after the last day of a pair,
    and nobody can be invited to what has begun. None for what does not end by itself."""
    session = cohort.sessions.get(case.about) if case.matter in OF_THE_TIME_TOGETHER else None
    gathering = cohort.gatherings.get(case.about) if case.matter == "no_place" else None
    if session is not None:
        return ends_of(cohort, cohort.groups[session.group])
    return gathering.starts_at if gathering else None


OF_THE_TIME_TOGETHER = ("missed_session", "no_date")


def _of_a_session(over: Callable[[Session, Escalation], bool]) -> Callable[[Cohort, Escalation], bool]:
    def gone(cohort: Cohort, case: Escalation) -> bool:
        session = cohort.sessions.get(case.about)
        return session is not None and over(session, case)

    return gone


def _of_a_group(while_: PairState, done: Callable[[Group], bool]) -> Callable[[Cohort, Escalation], bool]:
    def gone(cohort: Cohort, case: Escalation) -> bool:
        group = cohort.groups.get(case.about)
        return group is not None and (group.state is not while_ or done(group))

    return gone


def _of_silence(over: Callable[[Session], bool]) -> Callable[[Cohort, Escalation], bool]:
    """Of a session that a group says nothing about: over when it answers, or has come to its end."""

    def gone(cohort: Cohort, case: Escalation) -> bool:
        session = cohort.sessions.get(case.about)
        if session is None:
            return False
        group = cohort.groups.get(session.group)
        is_over = group is not None and group.state is not PairState.ACTIVE
        return is_over or over(session) or _answers_again(cohort, session, case)

    return gone


def _answers_again(cohort: Cohort, session: Session, case: Escalation) -> bool:
    """Since the case was opened they have set a date for a later session, or told of one that took place."""
    return last_heard(cohort, session.group, session.number) > case.opened_at


def next_word(cohort: Cohort, case: Escalation, at: datetime) -> datetime | None:
    """When a pair that was written to about how it gets on should have told of its next session; None where there is none
    to come, for a session that waits to be settled, and for every other case."""
    if case.matter not in HOW_THEY_GET_ON or _waits_to_be_settled(cohort, case):
        return None
    told_within = max((rung.after for rung in cohort.policy.sessions.report_ladder), default=timedelta(0))
    ends = (session.ends_at or session.closes for session in cohort.sessions_of(case.scope) if not session.settled)
    return min((end + told_within for end in ends if end > at), default=None)


def _get_on(cohort: Cohort, case: Escalation) -> bool:
    """The coordinator has written to them, and they have told of a session since about which they do not disagree."""
    wrote = max((remark.at for remark in case.remarks if remark.passed_on), default=None)
    return wrote is not None and any(
        session.held_on is not None
        and max((told.at for told in session.reports), default=wrote) > wrote
        and (session.confirmation is None or session.confirmation.agrees)
        for session in cohort.sessions_of(case.scope)
        if session.id != case.about
    )


def _settled_between_them(cohort: Cohort, case: Escalation) -> bool:
    """They tell the same by now; or they get on, and no session hangs on it."""
    if _of_a_session(_agreed_since)(cohort, case):
        return True
    return not _waits_to_be_settled(cohort, case) and _get_on(cohort, case)


HOW_THEY_GET_ON = (DISPUTE, "midterm_gap", "low_marks")


def last_heard(cohort: Cohort, group: str, after: int = 0) -> datetime:
    """When a group last set a date or told of a session, of those with a higher number than this."""
    later = (one for one in cohort.sessions_of(group) if one.number > after)
    heard = [at for one in later for at in (one.dated_at, *(told.at for told in one.reports)) if at]
    return max(heard, default=datetime.min.replace(tzinfo=UTC))


def _told_or_moved(session: Session, case: Escalation) -> bool:
    """The session was told of, or has another date than the one that nobody told of."""
    return session.state is not SessionState.DATED or (session.ends_at is not None and session.ends_at > case.opened_at)


def _agreed_since(session: Session, case: Escalation) -> bool:
    """The two tell the same by now, and the session stands where they say it does."""
    said, told = session.confirmation, session.report
    agreed = said is not None and said.agrees and said.at > case.opened_at
    return agreed and told is not None and (told.outcome == "held" or session.state is not SessionState.HELD)


def _waits_to_be_settled(cohort: Cohort, case: Escalation) -> bool:
    """Somebody said that they met: whether it counts has to be settled, however well they get on."""
    session = cohort.sessions.get(case.about)
    return case.matter == DISPUTE and session is not None and session.state is SessionState.HELD


def _enough_pairs(cohort: Cohort, _: Escalation) -> bool:
    confirmed = sum(pair.state is PairState.ACTIVE for pair in cohort.pairs.values())
    return confirmed >= cohort.policy.recruitment.pairs_min or cohort.phase is not Phase.RECRUITMENT


def _printed(cohort: Cohort, case: Escalation) -> bool:
    document = cohort.documents.get(case.about)
    return document is None or document.state is not DocumentState.FAILED


def _reached_again(cohort: Cohort, case: Escalation) -> bool:
    person = cohort.participants.get(case.about)
    return person is not None and person.bounced_at is None


def _looked_back(cohort: Cohort, case: Escalation) -> bool:
    person, application = cohort.participants.get(case.about), cohort.applications.get(case.about)
    reflected = application is not None and application.reflected_at is not None
    return reflected or (person is not None and not person.takes_part)


def _off(cohort: Cohort, case: Escalation) -> bool:
    gathering = cohort.gatherings.get(case.about)
    return gathering is None or gathering.cancelled_at is not None


def _all_have_seen_it(cohort: Cohort, case: Escalation) -> bool:
    """Nobody is left who missed it, or whoever did gets the recording."""
    if _off(cohort, case):
        return True
    gathering = cohort.gatherings[case.about]
    row = cohort.policy.gathering(gathering.kind)
    sent = row is not None and row.if_missed == "recording" and gathering.recorded_at is not None
    return sent or not missed(cohort, gathering)


GONE: Mapping[str, Callable[[Cohort, Escalation], bool]] = {
    "missed_session": _of_silence(lambda session: session.state is not SessionState.MISSED),
    "no_date": _of_silence(lambda session: session.state is not SessionState.PLANNED),
    "no_report": _of_a_session(_told_or_moved),
    "no_signature": _of_a_group(PairState.ACTIVE, lambda group: group.all_signed),
    "no_plan": _of_a_group(PairState.ACTIVE, lambda group: not group.without_a_plan),
    "no_midterm": _of_a_group(PairState.ACTIVE, lambda group: all(code in group.midterm for code in group.members)),
    "no_answer": _of_a_group(PairState.OFFERED, lambda group: False),
    "no_reflection": _looked_back,
    "disagreement": lambda cohort, case: _settled_between_them(cohort, case),
    "midterm_gap": _get_on,
    "low_marks": _get_on,
    "agreement": _of_a_group(PairState.ACTIVE, lambda group: group.all_signed),
    "materials": lambda cohort, _: bool(cohort.materials) and not open_materials(cohort),
    "too_few_pairs": _enough_pairs,
    "bounced": _reached_again,
    "not_printed": _printed,
    "no_place": lambda cohort, case: _off(cohort, case) or cohort.gatherings[case.about].has_a_place,
    "missed_gathering": _all_have_seen_it,
}
