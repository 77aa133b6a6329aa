"""Verbs: what several forms do to a cohort: end a group, cancel sessions, withdraw forms, open a case, give out seats.

Pure: cohort in, cohort out. Every change of state passes its lifecycle; doing a thing twice is doing it once.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.calendar import mistakes_in
from domain.cohort import Cohort
from domain.dates import day_of, moment, time_of
from domain.escalations import Escalation, Noted, Remark
from domain.groups import Group
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import (
    APPLICATION,
    COHORT,
    ESCALATION,
    INVITATION,
    PAIR,
    SESSION,
    ApplicationState,
    EscalationState,
    InvitationState,
    PairState,
    Phase,
    SessionState,
)
from domain.people import Role
from domain.planning import plan_sessions
from domain.saying import together
from domain.sessions import Session

WITHOUT_ONE = {
    PairState.PROPOSED: PairState.DISCARDED,
    PairState.OFFERED: PairState.TURNED_DOWN,
    PairState.ACTIVE: PairState.ENDED,
}
"""What becomes of a group of which too few are left."""
SEATED = (PairState.PROPOSED, PairState.OFFERED, PairState.ACTIVE)
MILESTONES = (
    "recruitment_opens",
    "mentors_open",
    "mentors_close",
    "mentees_open",
    "mentees_close",
    "matching_on",
    "mentoring_starts",
    "mentoring_ends",
    "closes",
)


# --- groups -----------------------------------------------------------------------------------------------------------


def end_group(cohort: Cohort, group: Group, at: datetime, because: str) -> Cohort:
    """End an active group without fault: its open sessions are cancelled, its open forms withdrawn."""
    return _over(cohort, group, PairState.ENDED, at, because)


def turn_down(cohort: Cohort, group: Group, at: datetime, because: str) -> Cohort:
    """An offered match comes to nothing."""
    return _over(cohort, group, PairState.TURNED_DOWN, at, because)


def discard_group(cohort: Cohort, group: Group, at: datetime, because: str) -> Cohort:
    """Take back a group that was proposed or offered."""
    return _over(cohort, group, PairState.DISCARDED, at, because)


def _over(cohort: Cohort, group: Group, state: PairState, at: datetime, because: str) -> Cohort:
    over = replace(group, state=PAIR.check(group.state, state), ended_at=at, ended_because=because)
    # The coordinator's forms stay: a case about the group still waits for a decision.
    return revoke(
        cancel_sessions(cohort.put(over), group.id, at),
        lambda invitation: invitation.scope == group.id and invitation.to in group.members,
    )


def leave(cohort: Cohort, group: Group, code: str, at: datetime, because: str) -> Cohort:
    """One member goes. A group of which enough are left goes on; any other is over, whatever it was before."""
    if group.state not in WITHOUT_ONE or code not in group.members:
        return cohort
    if not group.goes_on_without(code):
        return _over(cohort, group, WITHOUT_ONE[group.state], at, because)
    return revoke(
        cohort.put(group.without(code, at)),
        lambda invitation: invitation.scope == group.id and invitation.to == code,
    )


def cancel_sessions(cohort: Cohort, group: str, at: datetime) -> Cohort:
    """Cancel every session of the group that is not settled."""
    return cohort.put(*(cancelled(session, at) for session in cohort.sessions_of(group) if not session.settled))


def cancelled(session: Session, at: datetime) -> Session:
    return replace(session, state=SESSION.check(session.state, SessionState.CANCELLED), settled_at=at)


def dated(session: Session, starts_at: datetime, minutes: int, place: str, at: datetime) -> Session:
    """The session with a date, told at `at`; a change of date, length or place counts up its sequence (RFC 5545)."""
    changed = (session.starts_at, session.minutes, session.place) != (starts_at, minutes, place)
    return replace(
        session,
        state=SESSION.check(session.state, SessionState.DATED),
        starts_at=starts_at,
        dated_at=at if changed else session.dated_at,
        minutes=minutes,
        place=place,
        sequence=session.sequence + 1 if session.starts_at is not None and changed else session.sequence,
        missed_at=None,
    )


def with_date(cohort: Cohort, session: Session, at: datetime, by: str) -> Cohort:
    """The cohort with a session whose date somebody has told: from now on each of the group can look at it and change it.

    Whoever was asked for it too need not answer any more.
    """
    forms = []
    for code in cohort.groups[session.group].members:
        key = invitation_id(session.id, "session_date", code)
        known = cohort.invitations.get(key)
        if known is None:
            known = Invitation(key, "session_date", code, session.id, session.scope, at)
        if known.state is InvitationState.OPEN and code != by:
            forms.append(replace(known, state=INVITATION.check(known.state, InvitationState.ANSWERED)))
    return cohort.put(session, *forms)


def next_pair_number(cohort: Cohort) -> int:
    """The number of the next pair; numbers are never given twice."""
    return 1 + max((int(pair.id[1:]) for pair in cohort.pairs.values()), default=0)


def free_seat(cohort: Cohort, mentor: str) -> int:
    """The lowest of the mentor's seats that no proposed, offered or active pair occupies."""
    taken = {pair.seat for pair in cohort.pairs_of(mentor, *SEATED)}
    return next(seat for seat in range(1, len(taken) + 2) if seat not in taken)


# --- people -----------------------------------------------------------------------------------------------------------


def next_number(cohort: Cohort, role: Role) -> int:
    """The number of the next mentor or mentee; needs all participants. Numbers are never given twice, also not those of
    people whose coming was taken back: letters were written to them."""
    there = (int(person.id[1:]) for person in cohort.participants.values() if person.role is role)
    return 1 + max((*there, cohort.numbers.get(role.letter, 0)), default=0)


def with_new_links(cohort: Cohort, code: str) -> Cohort:
    """Their page and every form of theirs have links of a new generation: whoever holds an old one finds it dead."""
    person = cohort.participants[code]
    forms = [
        replace(form, generation=form.generation + 1)
        for form in cohort.invitations.values()
        if form.to == code and form.state in (InvitationState.OPEN, InvitationState.ANSWERED)
    ]
    return cohort.put(replace(person, links=person.links + 1), *forms)


def withdraw(cohort: Cohort, code: str, at: datetime) -> Cohort:
    """Take somebody's application out of the pool, if it is still in."""
    application = cohort.applications.get(code)
    if application is None or not APPLICATION.allows(application.state, ApplicationState.WITHDRAWN):
        return cohort
    return cohort.put(replace(application, state=ApplicationState.WITHDRAWN, decided_at=at))


def revoke(cohort: Cohort, which: Callable[[Invitation], bool]) -> Cohort:
    """Withdraw the open forms that `which` picks. Answered ones stay: they tell what was said."""
    return cohort.put(
        *(
            replace(invitation, state=INVITATION.check(invitation.state, InvitationState.REVOKED))
            for invitation in cohort.invitations.values()
            if invitation.state is InvitationState.OPEN and which(invitation)
        )
    )


# --- cases ------------------------------------------------------------------------------------------------------------


def open_case(
    cohort: Cohort,
    matter: str,
    about: str,
    by: str,
    at: datetime,
    words: str = "",
    *,
    noted: Noted | None = None,
    rests: timedelta | None = None,
) -> Cohort:
    """Open a case for the coordinator, or add to the one that is open because of the same person: what they wrote before
    stays, and what is new is told (rules/escalation). `noted`: what the office knows about it; `rests`: so long it sleeps
    first, where the office may settle it without a person.
    """
    remark = Remark(by if words else "", at, words, noted=noted)
    begins = f"{about}:{matter}:{by}:"
    mine = [case for case in cohort.escalations.values() if case.id.startswith(begins)]
    for case in mine:
        if case.is_open:
            return cohort.put(case.with_remark(remark)) if words or noted else cohort
    key = f"{begins}{day_of(at, cohort.zone)}"
    if any(case.id == key for case in mine):
        key = f"{key}:{len(mine) + 1}"
    remarks = (remark,) if words or noted else ()
    until = at + rests if rests else None
    return cohort.put(Escalation(key, about, matter, cohort.scope_of(about), at, snoozed_until=until, remarks=remarks))


def group_about(cohort: Cohort, about: str) -> Group | None:
    """The group a record is about: itself, a session's, or the only active group of a person."""
    if about in cohort.sessions:
        return cohort.groups.get(cohort.sessions[about].group)
    if about in cohort.groups:
        return cohort.groups[about]
    active = cohort.groups_of(about, PairState.ACTIVE)
    return active[0] if len(active) == 1 else None


# --- the cohort -------------------------------------------------------------------------------------------------------


def call_off(cohort: Cohort, at: datetime) -> Cohort:
    """Call the cohort off: groups end, gatherings are cancelled, open forms withdrawn, open cases lapse."""
    phase = COHORT.check(cohort.phase, Phase.CALLED_OFF)
    for group in cohort.groups.values():
        if group.state is PairState.ACTIVE:
            cohort = end_group(cohort, group, at, "called_off")
        elif group.state in (PairState.PROPOSED, PairState.OFFERED):
            cohort = discard_group(cohort, group, at, "called_off")
    cohort = revoke(cohort, lambda _: True)
    cohort = cohort.put(
        *(replace(g, cancelled_at=at) for g in cohort.gatherings.values() if not g.cancelled_at and g.starts_at > at),
        *(
            replace(case, state=ESCALATION.check(case.state, EscalationState.LAPSED), decided_at=at)
            for case in cohort.escalations.values()
            if case.is_open
        ),
    )
    return replace(cohort, phase=phase, phase_since=at, hold=None)


def extended(cohort: Cohort, first: str, days: int, at: datetime) -> Cohort:
    """Move the milestone `first` and all that follow it by so many days, with what hangs on them."""
    return shifted(cohort, MILESTONES[MILESTONES.index(first) :], days, at)


def shifted(cohort: Cohort, names: Sequence[str], days: int, at: datetime) -> Cohort:
    """Move these milestones by so many days: with the beginning or the end of mentoring the gatherings still to come, the
    first days and windows of groups that have not begun, and the last windows of those that have.
    """
    before, zone = cohort.milestones, cohort.zone
    own = {name: day_of(getattr(before, name), zone) + timedelta(days) for name in names}
    moved = replace(cohort, moved=tuple(sorted({**dict(cohort.moved), **own}.items())))
    anchors = {row.kind: row.anchor for row in cohort.policy.gatherings}
    moved = moved.put(
        *(
            g.changed(at, zone, starts_at=_days_later(g.starts_at, days, zone))
            for g in cohort.gatherings.values()
            if g.cancelled_at is None and g.starts_at > at and anchors.get(g.kind, names[0]) in names
        )
    )
    if "mentoring_starts" in names:
        moved = begun_on(moved, day_of(moved.milestones.mentoring_starts, zone))
    closes, ends = moved.milestones.mentoring_ends, before.mentoring_ends
    if closes == ends:
        return moved
    last = (s for s in moved.sessions.values() if not s.settled and s.closes == ends and s.opens < closes)
    return moved.put(*(replace(session, closes=closes) for session in last))


def begun_on(cohort: Cohort, first: date) -> Cohort:
    """Groups that wait for mentoring to start begin on this day; their windows move with it, whole or with the end."""
    for group in cohort.groups.values():
        sessions = cohort.sessions_of(group.id)
        fresh = all(s.state is SessionState.PLANNED for s in sessions)
        if (
            group.state is not PairState.ACTIVE
            or group.starts_on is None
            or not fresh
            or cohort.phase is not Phase.RECRUITMENT
        ):
            continue
        begun = replace(group, starts_on=first)
        windows = {session.id: session for session in plan_sessions(cohort, begun)}
        kept = (replace(s, opens=windows[s.id].opens, closes=windows[s.id].closes) for s in sessions if s.id in windows)
        cohort = cohort.put(begun, *kept)
    return cohort


def cannot_be(cohort: Cohort) -> str:
    """What is wrong with the cohort's calendar, in words; empty when it can work."""
    stones = cohort.milestones
    names = ("preparation_starts", *MILESTONES)
    found = mistakes_in({name: day_of(getattr(stones, name), cohort.zone) for name in names})
    return together((together(mistake, ": ") for mistake in found), "; ") if found else ""


def _days_later(instant: datetime, days: int, zone: str) -> datetime:
    # The same wall time: a gathering at five o'clock stays at five when the clocks change in between.
    return moment(day_of(instant, zone) + timedelta(days), time_of(instant, zone), zone)
