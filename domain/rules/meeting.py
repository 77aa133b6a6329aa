"""Meeting: sessions from window to report. One session of a group is chased at a time; later ones wait for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Ask, Due, Move, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, later, posting, posting_before, posting_day_before, start_of
from domain.ends import ends_of
from domain.groups import GroupKind, MemberRole
from domain.invitations import Invitation
from domain.lifecycles import EscalationState, InvitationState, PairState, SessionState
from domain.rules.asking import addressed, asking, awaited, can_hear, days_of, first_there, folder, from_when, telling
from domain.rules.pausing import with_time_after
from domain.sessions import Session

# A dated session nobody reports is taken as missed after this long: a week after the last reminder (own).
UNREPORTED_AFTER = timedelta(14)
# However late a group is, it gets this long to find a date before the next session counts as missed (own).
TIME_TO_AGREE = timedelta(14)
OBJECTIVE_BEFORE = timedelta(3)
# The first date of a session waits so long for the mentee's objective, if it is a week away, and reaches the mentor with it.
TIME_TO_SAY, OBJECTIVE_WITHIN = timedelta(7), timedelta(2)
# Whoever of a pair read the date so short a time ago is not told once more that it comes (own).
REMEMBERED_FOR = timedelta(14)
CONFIRM_WITHIN = timedelta(14)
CALLED_OFF = (SessionState.CANCELLED, SessionState.MISSED)
DATING = ("session_date", "offer_times")
STALE_WHEN_SETTLED = ("session_date", "meeting_objective")


def sessions_of_active_groups(cohort: Cohort) -> Iterator[Session]:
    for session in cohort.in_focus(Session):
        if session.group in cohort.groups and cohort.groups[session.group].state is PairState.ACTIVE:
            yield session


def dated(cohort: Cohort) -> Iterator[Session]:
    return (s for s in sessions_of_active_groups(cohort) if s.state is SessionState.DATED)


def its_turn_comes(cohort: Cohort, session: Session) -> datetime | None:
    """When this session may be asked for: its window is open and the one before is settled. None: not yet foreseeable."""
    if session.number == 1:
        return session.opens
    before = cohort.sessions.get(f"{session.group}.{session.number - 1}")
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
    never before they had two weeks to agree. Dated: two weeks after it should have taken place without a report.
    Both weeks count from when letters reach them.
    """
    group = cohort.groups[session.group]
    if session.state is SessionState.DATED and session.ends_at:
        return from_when(cohort, awaited(group), session.ends_at) + UNREPORTED_AFTER
    turn = its_turn_comes(cohort, session) if session.state is SessionState.PLANNED else None
    if turn is None:
        return None
    days = days_of(cohort, group)
    silence = later(_last_meeting(cohort, session), cohort.policy.sessions.silence_after, days)
    patience = max(min(session.closes, silence), from_when(cohort, awaited(group), turn) + TIME_TO_AGREE)
    return with_time_after(group, cohort.zone, patience, TIME_TO_AGREE)


def _last_meeting(cohort: Cohort, session: Session) -> datetime:
    """Midnight of the day of the group's last session before this one, or of its first day."""
    held = [s.held_on for s in cohort.sessions_of(session.group)[: session.number - 1] if s.held_on]
    first = cohort.groups[session.group].starts_on
    assert first is not None, f"{session.group} is active and has no first day"
    return start_of(max(held, default=first), cohort.zone)


@rule(sessions_of_active_groups)
def ask_for_a_date(cohort: Cohort, session: Session) -> Iterator[Due]:
    """A session whose turn has come and that has no date: whom the policy names, the one whose turn it is first."""
    if session.state is not SessionState.PLANNED:
        return
    turn, missed = its_turn_comes(cohort, session), counts_as_missed(cohort, session)
    if turn is None or missed is None:
        return
    # Who has agreed on a later end meets while the others look back; nobody else is asked any more then.
    ends = ends_of(cohort, cohort.groups[session.group])
    yield from asking(
        cohort,
        key=f"{session.id}:date",
        form="session_date",
        about=session.id,
        letters=("{group}/date_wanted", "{group}/date_reminder"),
        start=turn,
        rungs=cohort.policy.sessions.ask_for_a_date,
        end=min(missed, ends),
        asked=session,
        matter="no_date",
    )


@rule(dated)
def send_the_date(cohort: Cohort, session: Session) -> Iterator[Due]:
    """All get the date with a calendar entry, and again when it changes; mentees are asked there what the meeting is for."""
    if session.starts_at is None:
        return
    at, group = session.dated_at or session.opens, cohort.groups[session.group]
    told = telling(
        cohort,
        key=f"{session.id}:dated:{session.sequence}",
        letter=f"{folder(group)}/date_set",
        about=session.id,
        to=group.members,
        at=at,
        until=session.starts_at,
        by=_who_told(cohort, session, at),
    )
    asked = [code for code in group.of_role(MemberRole.MENTEE) if code not in session.objectives]
    with_it = _with_the_objective(cohort, session)
    for due in told:
        assert isinstance(due.action, Write)
        letter, to, prompt = due.action.letter, due.action.to, due.action.prompt
        if to in asked:
            question = Ask("meeting_objective", to, session.id, letter, session.starts_at, prompt=prompt)
            yield due._replace(action=question)
        elif with_it and to == group.mentor and not prompt:
            yield due._replace(at=max(due.at, with_it))
        else:
            yield due


def _with_the_objective(cohort: Cohort, session: Session) -> datetime | None:
    """When the mentor of a pair gets the date: a little later, with what the mentee hopes for, where there is time for it."""
    group = cohort.groups[session.group]
    if group.kind is not GroupKind.PAIR or session.dated_at is None or session.starts_at is None or session.sequence:
        return None
    if session.starts_at - session.dated_at < TIME_TO_SAY:
        return None
    told = cohort.invitation(session.id, "meeting_objective", group.mentee)
    latest = posting(session.dated_at + OBJECTIVE_WITHIN, cohort.days)
    if group.mentee in session.objectives and told and told.answered_at:
        return min(posting(max(told.answered_at, session.dated_at), cohort.days), latest)
    return latest


def _who_told(cohort: Cohort, session: Session, at: datetime) -> str:
    """Which member told the office at this moment: by a form of the date, the report of any session, or by leaving."""
    for code in cohort.groups[session.group].everybody:
        forms, left = [cohort.invitation(session.id, name, code) for name in DATING], cohort.participants[code].left
        if any(form is not None and form.answered_at == at for form in forms) or (left is not None and left.at == at):
            return code
    reports = (report for other in cohort.sessions_of(session.group) for report in other.reports)
    return next((report.by for report in reports if report.at == at), "")


@rule(dated)
def remind_the_day_before(cohort: Cohort, session: Session) -> Iterator[Due]:
    """A short note on the last working day before, never on the day itself. Who is in a pair needs none when they told the
    date themselves, or read of it in its last days; in larger groups it tells what the others hope for."""
    if session.starts_at is None or session.does_not_suit:  # of a date that does not suit nobody is reminded
        return
    day, group = day_of(session.starts_at, cohort.zone), cohort.groups[session.group]
    at, until = posting_day_before(session.starts_at, cohort.days), start_of(day, cohort.zone)
    fresh = REMEMBERED_FOR if group.kind is GroupKind.PAIR else timedelta(1)
    if session.dated_at and session.dated_at > at - fresh:
        return
    told = _who_told(cohort, session, session.dated_at) if session.dated_at else ""
    for code in group.members:
        if group.kind is not GroupKind.PAIR or not (code == told or _read_of_the_objective(cohort, session, code)):
            letter = Write(f"{folder(group)}/tomorrow", code, session.id, reminder=True)
            yield Due(at, until, f"{session.id}:tomorrow:{day}:{code}", letter)


def _read_of_the_objective(cohort: Cohort, session: Session, code: str) -> bool:
    """Whether a letter about what the meeting is for tells this member in its last days when it is."""
    asks = _asks_for_the_objective(cohort, session, code)
    if asks is not None and (code not in session.objectives or asks.key in cohort.journal):
        return True
    return code == cohort.groups[session.group].mentor and _shares_the_objective(cohort, session) is not None


@rule(dated)
def ask_for_the_objective(cohort: Cohort, session: Session) -> Iterator[Due]:
    """Three days ahead each mentee who has not said it is asked once more what this meeting is for."""
    for code in cohort.groups[session.group].of_role(MemberRole.MENTEE):
        asks = _asks_for_the_objective(cohort, session, code)
        if asks is not None and code not in session.objectives:
            yield asks


def _asks_for_the_objective(cohort: Cohort, session: Session, code: str) -> Due | None:
    """The letter three days ahead to this mentee, unless the date itself, which asks the same, is as young as that."""
    group = cohort.groups[session.group]
    if session.starts_at is None or code not in group.of_role(MemberRole.MENTEE):
        return None
    at = posting_before(session.starts_at - OBJECTIVE_BEFORE, cohort.days)
    if session.dated_at and session.dated_at > at - OBJECTIVE_BEFORE:
        return None
    # The one mentee of a pair is not named: so it was before there were groups, and nobody is asked twice.
    key = f"{session.id}:objective:{day_of(session.starts_at, cohort.zone)}"
    key = key if group.kind is GroupKind.PAIR else f"{key}:{code}"
    letter = f"{folder(group)}/objective_wanted"
    question = Ask("meeting_objective", code, session.id, letter, session.starts_at, reminder=True)
    return Due(at, session.starts_at, key, question)


@rule(lambda cohort: (session for session in dated(cohort) if session.group in cohort.pairs))
def share_the_objective(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The mentor of a pair reads the objective in the last days before they meet; several read all of them the day before."""
    if shares := _shares_the_objective(cohort, session):
        yield shares


def _shares_the_objective(cohort: Cohort, session: Session) -> Due | None:
    group = cohort.groups[session.group]
    if group.kind is not GroupKind.PAIR or session.starts_at is None or group.mentee not in session.objectives:
        return None
    told = cohort.invitation(session.id, "meeting_objective", group.mentee)
    if told is None or told.answered_at is None:
        return None
    with_it = _with_the_objective(cohort, session)
    if with_it and told.answered_at <= with_it and with_it > session.starts_at - REMEMBERED_FOR:
        return None  # it stands in the letter with the date, which is fresh
    key = f"{session.id}:objective-shared:{told.answered_at:%Y-%m-%d}"
    near = posting_before(session.starts_at - OBJECTIVE_BEFORE, cohort.days)
    at = posting(max(told.answered_at, near), cohort.days)
    return Due(at, session.starts_at, key, Write("pair/objective_shared", group.mentor, session.id))


@rule(dated)
def ask_how_it_went(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The report: link when the session ends, reminders after two and seven days. One reports for all."""
    if session.ends_at is None:
        return
    yield from asking(
        cohort,
        key=f"{session.id}:report:{day_of(session.ends_at, cohort.zone)}",
        form="session_report",
        about=session.id,
        letters=("{group}/report_wanted", "{group}/report_reminder"),
        start=session.ends_at,
        rungs=cohort.policy.sessions.report_ladder,
        end=from_when(cohort, awaited(cohort.groups[session.group]), session.ends_at) + UNREPORTED_AFTER,
        asked=session,
        matter="no_report",
    )


@rule(lambda cohort: (session for session in dated(cohort) if session.group in cohort.pairs))
def let_the_other_report_too(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The report waits on the page of the other one too, without a letter: whoever comes first tells, or both do."""
    if session.ends_at is None:
        return
    group, until = cohort.groups[session.group], session.ends_at + UNREPORTED_AFTER
    asked, *_ = group.in_turn(session.number)
    for code in group.others(asked):
        if cohort.invitation(session.id, "session_report", code) is None:
            key = f"{session.id}:report-too:{day_of(session.ends_at, cohort.zone)}:{code}"
            yield Due(session.ends_at, until, key, Ask("session_report", code, session.id))


@rule(dated)
def open_the_next_date(cohort: Cohort, session: Session) -> Iterator[Due]:
    """Whoever reports may say in the same breath when they meet next: the letter about the report leads to both forms."""
    coming = cohort.sessions.get(f"{session.group}.{session.number + 1}")
    if session.ends_at is None or coming is None or coming.state is not SessionState.PLANNED:
        return
    rungs, at = cohort.policy.sessions.report_ladder[:1], posting(session.ends_at, cohort.days)
    ends = ends_of(cohort, cohort.groups[session.group])
    reports = {code for rung in rungs if rung.to != "coordinator" for code in addressed(cohort, rung.to, session, at)}
    for code in sorted(reports) if at < ends else ():
        if cohort.invitation(coming.id, "session_date", code) is None:
            yield Due(at, ends, f"{coming.id}:date-open:{code}", Ask("session_date", code, coming.id))


@rule(sessions_of_active_groups)
def ask_somebody_to_confirm(cohort: Cohort, session: Session) -> Iterator[Due]:
    """One other member sees the report and confirms it; only a disagreement reaches the coordinator."""
    report = session.report
    if session.state is not SessionState.HELD or report is None or session.confirmation is not None:
        return
    group = cohort.groups[session.group]
    order = group.in_turn(session.number) + group.members
    other = first_there(cohort, tuple(code for code in order if code != report.by), report.at)
    key = f"{session.id}:confirm:{report.at:%Y-%m-%dT%H%M}"
    closes = report.at + CONFIRM_WITHIN
    letter = f"{folder(group)}/confirm_report"
    question = Ask("report_confirmation", other, session.id, letter, closes)
    yield Due(report.at, closes, key, question)


@rule(sessions_of_active_groups)
def notice_a_missed_session(cohort: Cohort, session: Session) -> Iterator[Due]:
    """Silence has a beginning: from here the missed-session ladder counts. There is none while letters come back."""
    at = counts_as_missed(cohort, session)
    if at is None:
        return
    group = cohort.groups[session.group]
    if at < (ends := ends_of(cohort, group)) and can_hear(cohort, group.members, session):
        key = f"{session.id}:missed-since:{day_of(at, cohort.zone)}"
        yield Due(at, ends, key, Move("sessions", session.id, SessionState.MISSED.value))


@rule(lambda cohort: [s for s in cohort.in_focus(Session) if s.state in (*CALLED_OFF, SessionState.HELD)])
def take_it_off_the_calendar(cohort: Cohort, session: Session) -> Iterator[Due]:
    """A dated session that will not take place on its date disappears from the calendars of all: also one held before it."""
    since, group = session.settled_at or session.missed_at, cohort.groups[session.group]
    if session.starts_at is None or since is None or since >= session.starts_at:
        return
    yield from telling(
        cohort,
        key=f"{session.id}:off:{session.sequence}",
        letter=f"{folder(group)}/date_cancelled",
        about=session.id,
        to=group.members,
        at=since,
        until=session.starts_at,
        by=_who_told(cohort, session, since),
    )


@rule(dated)
def take_it_off_the_calendar_of_whoever_left(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The others meet without them: the session disappears from their calendar only."""
    group = cohort.groups[session.group]
    for one in group.roster:
        told = session.dated_at is not None and one.left_at is not None and session.dated_at <= one.left_at
        if session.starts_at and one.left_at and told and one.left_at < session.starts_at:
            letter = Write(f"{folder(group)}/date_cancelled", one.code, session.id, prompt=True)
            yield Due(one.left_at, session.starts_at, f"{session.id}:off:{session.sequence}:{one.code}", letter)


@rule(lambda cohort: [i for i in cohort.in_focus(Invitation) if i.form in (*STALE_WHEN_SETTLED, "session_report")])
def withdraw_stale_questions(cohort: Cohort, invitation: Invitation) -> Iterator[Due]:
    """Nobody is left with a date or objective form for a session that is over, nor with a report on what both have told."""
    session = cohort.sessions.get(invitation.about)
    if session is None or cohort.groups[session.group].state is not PairState.ACTIVE:
        return  # what belongs to a group that is over is withdrawn with it
    if session.settled_at and invitation.closes and invitation.closes <= session.settled_at:
        return  # it expires by itself, at the latest in this round
    over = session.settled_at if invitation.form in STALE_WHEN_SETTLED else _all_is_told(session)
    if session.settled and over and invitation.state is InvitationState.OPEN:
        key = f"{invitation.id}:stale:{over:%Y-%m-%d}"
        yield Due(over, FAR_FUTURE, key, Move("invitations", invitation.id, InvitationState.REVOKED.value))


def _all_is_told(session: Session) -> datetime | None:
    """From when on no second report is wanted: the first was confirmed, or had its time to be."""
    if session.report is None:
        return session.settled_at
    agreed = session.confirmation is not None and session.confirmation.agrees
    return session.confirmation.at if agreed and session.confirmation else session.report.at + CONFIRM_WITHIN
