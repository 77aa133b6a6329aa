"""Meeting: six sessions from window to report. One session of a pair is chased at a time; later ones wait for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Ask, Due, Move, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, later, posting, start_of
from domain.invitations import Invitation
from domain.lifecycles import EscalationState, InvitationState, PairState, SessionState
from domain.rules.asking import asking, days_of
from domain.sessions import Session

# A dated session nobody reports is taken as missed after this long: a week after the last reminder (own).
UNREPORTED_AFTER = timedelta(14)
# However late a pair is, it gets this long to find a date before the next session counts as missed (own).
TIME_TO_AGREE = timedelta(14)
OBJECTIVE_BEFORE = timedelta(3)
CONFIRM_WITHIN = timedelta(14)
CALLED_OFF = (SessionState.CANCELLED, SessionState.MISSED)
STALE_WHEN_SETTLED = ("session_date", "meeting_objective")


def sessions_of_active_pairs(cohort: Cohort) -> Iterator[Session]:
    for session in cohort.here(cohort.sessions.values()):
        if session.pair in cohort.pairs and cohort.pairs[session.pair].state is PairState.ACTIVE:
            yield session


def dated(cohort: Cohort) -> Iterator[Session]:
    return (s for s in sessions_of_active_pairs(cohort) if s.state is SessionState.DATED)


def its_turn_comes(cohort: Cohort, session: Session) -> datetime | None:
    """When this session may be asked for: its window is open and the one before is settled. None: not yet foreseeable."""
    if session.number == 1:
        return session.opens
    before = cohort.sessions.get(f"{session.pair}.{session.number - 1}")
    over = _over_since(cohort, before) if before else None
    return None if over is None else max(session.opens, over)


def _over_since(cohort: Cohort, session: Session) -> datetime | None:
    """Since when a session keeps nobody waiting: it is settled, or missed and the coordinator has closed its case."""
    if session.settled:
        return session.settled_at
    decided = [
        case.decided_at
        for case in cohort.escalations.values()
        if case.about == session.id and case.matter == "missed_session" and case.state is EscalationState.RESOLVED
    ]
    return max((at for at in decided if at), default=None) if session.state is SessionState.MISSED else None


def counts_as_missed(cohort: Cohort, session: Session) -> datetime | None:
    """The moment the silence about a session begins; None while nothing can be said.

    Undated: no session for 35 days since the last one (see the policy), at the latest when its window closes, but
    never before the pair had two weeks to agree. Dated: two weeks after it should have taken place without a report.
    """
    days = days_of(cohort, cohort.pairs[session.pair])
    if session.state is SessionState.DATED and session.ends_at:
        return session.ends_at + UNREPORTED_AFTER
    turn = its_turn_comes(cohort, session)
    if session.state is not SessionState.PLANNED or turn is None:
        return None
    silence = later(_last_meeting(cohort, session), cohort.policy.sessions.silence_after, days)
    return max(min(session.closes, silence), turn + TIME_TO_AGREE)


def _last_meeting(cohort: Cohort, session: Session) -> datetime:
    """Midnight of the day of the pair's last session before this one, or of their first day."""
    held = [s.held_on for s in cohort.sessions_of(session.pair)[: session.number - 1] if s.held_on]
    first = cohort.pairs[session.pair].starts_on
    assert first is not None, f"{session.pair} is active and has no first day"
    return start_of(max(held, default=first), cohort.zone)


@rule(sessions_of_active_pairs)
def ask_for_a_date(cohort: Cohort, session: Session) -> Iterator[Due]:
    """A session whose turn has come and that has no date: whom the policy names, the one whose turn it is first."""
    turn, missed = its_turn_comes(cohort, session), counts_as_missed(cohort, session)
    if session.state is not SessionState.PLANNED or turn is None or missed is None:
        return
    pair = cohort.pairs[session.pair]
    yield from asking(
        cohort,
        key=f"{session.id}:date",
        form="session_date",
        about=session.id,
        letters=("pair/date_wanted", "pair/date_reminder"),
        start=turn,
        rungs=cohort.policy.sessions.ask_for_a_date,
        end=missed,
        asked=pair,
        matter="no_date",
        days=days_of(cohort, pair),
    )


@rule(dated)
def send_the_date(cohort: Cohort, session: Session) -> Iterator[Due]:
    """Both get the date with a calendar entry, and again whenever it changes."""
    if session.starts_at is None:
        return
    at = session.dated_at or session.opens
    for code in cohort.pairs[session.pair].members:
        key = f"{session.id}:dated:{session.sequence}:{code}"
        yield Due(at, session.starts_at, key, Write("pair/date_set", code, session.id, prompt=True))


@rule(dated)
def remind_the_day_before(cohort: Cohort, session: Session) -> Iterator[Due]:
    """A short note the day before, unless the date is that fresh."""
    if session.starts_at is None:
        return
    at = posting(session.starts_at - timedelta(days=1, hours=4), cohort.days)
    if session.dated_at and session.dated_at > at - timedelta(1):
        return
    for code in cohort.pairs[session.pair].members:
        key = f"{session.id}:tomorrow:{day_of(session.starts_at, cohort.zone)}:{code}"
        yield Due(at, session.starts_at, key, Write("pair/tomorrow", code, session.id, reminder=True))


@rule(dated)
def ask_for_the_objective(cohort: Cohort, session: Session) -> Iterator[Due]:
    """Three days ahead the mentee is asked what this meeting is for (article on academic mentoring)."""
    if session.starts_at is None or session.objective:
        return
    mentee = cohort.pairs[session.pair].mentee
    at = posting(session.starts_at - OBJECTIVE_BEFORE, cohort.days)
    key = f"{session.id}:objective:{day_of(session.starts_at, cohort.zone)}"
    question = Ask("meeting_objective", mentee, session.id, "pair/objective_wanted", session.starts_at, reminder=True)
    yield Due(at, session.starts_at, key, question)


@rule(dated)
def share_the_objective(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The mentor reads the objective before the meeting."""
    pair = cohort.pairs[session.pair]
    told = cohort.invitation(session.id, "meeting_objective", pair.mentee)
    if session.objective and session.starts_at and told and told.answered_at:
        key = f"{session.id}:objective-shared:{told.answered_at:%Y-%m-%d}"
        letter = Write("pair/objective_shared", pair.mentor, session.id, prompt=True)
        yield Due(told.answered_at, session.starts_at, key, letter)


@rule(dated)
def ask_how_it_went(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The report: link when the session ends, reminders after two and seven days."""
    if session.ends_at is None:
        return
    pair = cohort.pairs[session.pair]
    yield from asking(
        cohort,
        key=f"{session.id}:report:{day_of(session.ends_at, cohort.zone)}",
        form="session_report",
        about=session.id,
        letters=("pair/report_wanted", "pair/report_reminder"),
        start=session.ends_at,
        rungs=cohort.policy.sessions.report_ladder,
        end=session.ends_at + UNREPORTED_AFTER,
        asked=pair,
        matter="no_report",
        days=days_of(cohort, pair),
    )


@rule(sessions_of_active_pairs)
def ask_the_partner_to_confirm(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The partner sees the report and confirms it; only a disagreement reaches the coordinator."""
    report = session.report
    if session.state is not SessionState.HELD or report is None or session.confirmation is not None:
        return
    partner = cohort.pairs[session.pair].partner_of(report.by)
    key = f"{session.id}:confirm:{report.at:%Y-%m-%dT%H%M}"
    closes = report.at + CONFIRM_WITHIN
    question = Ask("report_confirmation", partner, session.id, "pair/confirm_report", closes, prompt=True)
    yield Due(report.at, report.at + timedelta(7), key, question)


@rule(sessions_of_active_pairs)
def notice_a_missed_session(cohort: Cohort, session: Session) -> Iterator[Due]:
    """Silence has a beginning: from here the missed-session ladder counts."""
    at = counts_as_missed(cohort, session)
    if at is not None and at < cohort.milestones.mentoring_ends:
        key = f"{session.id}:missed-since:{day_of(at, cohort.zone)}"
        yield Due(at, FAR_FUTURE, key, Move("sessions", session.id, SessionState.MISSED.value))


@rule(lambda cohort: cohort.here(s for s in cohort.sessions.values() if s.state in CALLED_OFF))
def take_it_off_the_calendar(cohort: Cohort, session: Session) -> Iterator[Due]:
    """A dated session that will not take place on its date disappears from both calendars."""
    since = session.settled_at or session.missed_at
    if session.starts_at is None or since is None or since >= session.starts_at:
        return
    for code in cohort.pairs[session.pair].members:
        key = f"{session.id}:off:{session.sequence}:{code}"
        yield Due(since, session.starts_at, key, Write("pair/date_cancelled", code, session.id, prompt=True))


@rule(lambda cohort: cohort.here(i for i in cohort.invitations.values() if i.form in STALE_WHEN_SETTLED))
def withdraw_stale_questions(cohort: Cohort, invitation: Invitation) -> Iterator[Due]:
    """Nobody is left with a date or objective form for a session that is over."""
    session = cohort.sessions.get(invitation.about)
    if session is None or cohort.pairs[session.pair].state is not PairState.ACTIVE:
        return  # what belongs to a pair that is over is withdrawn with it
    if session.settled and session.settled_at and invitation.state is InvitationState.OPEN:
        key = f"{invitation.id}:stale:{session.settled_at:%Y-%m-%d}"
        move = Move("invitations", invitation.id, InvitationState.REVOKED.value)
        yield Due(session.settled_at, FAR_FUTURE, key, move)
