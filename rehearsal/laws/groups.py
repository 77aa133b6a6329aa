"""Laws of groups and sessions: who may be with whom, and when they may meet.

Each law reads a history and returns a sentence for everything that breaks it. It repairs nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from domain.dates import day_of, start_of
from domain.ends import ends_of
from domain.escalations import Escalation
from domain.groups import Group, GroupKind, MemberRole
from domain.lifecycles import ApplicationState, PairState, ProposalState, SessionState
from domain.sessions import Session
from rehearsal.history import History

OCCUPIED = (PairState.PROPOSED, PairState.OFFERED, PairState.ACTIVE)


def _occupied(history: History, side: str, states: tuple[PairState, ...]) -> Iterator[tuple[datetime, str, int]]:
    """(when, code, number of pairs in these states) after each turn that touched a pair of this person."""
    current: dict[str, set[str]] = defaultdict(set)
    for turn in history.turns:
        touched = set()
        for change in turn.changes:
            if not isinstance(change.after, Group) or change.after.kind is not GroupKind.PAIR:
                continue
            code = getattr(change.after, side)
            touched.add(code)
            (current[code].add if change.after.state in states else current[code].discard)(change.id)
        yield from ((turn.at, code, len(current[code])) for code in sorted(touched))


def one_mentor_per_mentee(history: History) -> list[str]:
    """At no time has a mentee two active pairs, or two offers at once."""
    return [
        f"{code} had {number} pairs at once on {at:%Y-%m-%d %H:%M}"
        for at, code, number in _occupied(history, "mentee", OCCUPIED)
        if number > 1
    ]


def no_mentor_beyond_capacity(history: History) -> list[str]:
    """At no time has a mentor more pairs than places."""
    return [
        f"{code} had {number} pairs on {at:%Y-%m-%d %H:%M}, more than agreed"
        for at, code, number in _occupied(history, "mentor", OCCUPIED)
        if number > history.cohort.applications[code].capacity
    ]


def nobody_is_paired_alone(history: History) -> list[str]:
    """A pair becomes active when both have accepted, and only from a proposal that a person approved."""
    broken = []
    for at, change in history.changes("groups"):
        pair = change.after
        assert isinstance(pair, Group)
        before = change.before.state if isinstance(change.before, Group) else None
        if pair.state is not PairState.ACTIVE or before is PairState.ACTIVE:
            continue
        missing = [code for code in pair.members if not pair.has_accepted(code)]
        if missing:
            broken.append(f"{pair.id} became active on {at:%Y-%m-%d} without the word of {' and '.join(missing)}")
        proposal = history.cohort.proposals.get(pair.proposal)
        if proposal is None or proposal.state is not ProposalState.APPROVED or not proposal.decided_by:
            broken.append(f"{pair.id} became active without an approved proposal")
    return broken


def no_pair_twice(history: History) -> list[str]:
    """Two who were a pair, or an offer that came to nothing, are not proposed to each other again."""
    met: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair in history.cohort.pairs.values():
        met[pair.mentor, pair.mentee].append(pair.id)
    return [f"{' and '.join(ids)} are the same two people" for ids in met.values() if len(ids) > 1]


def forbidden_pairs_stay_apart(history: History) -> list[str]:
    """What the coordinator forbade in a proposal is in none of its pairs."""
    forbidden = {p.id: set(p.forbidden) for p in history.cohort.proposals.values()}
    return [
        f"{pair.id} pairs {pair.mentor} with {pair.mentee}, which {pair.proposal} forbids"
        for pair in history.cohort.pairs.values()
        if (pair.mentor, pair.mentee) in forbidden.get(pair.proposal, set())
    ]


def a_no_after_the_first_meeting_is_heard(history: History) -> list[str]:
    """Whoever would rather not go on after a first meeting is not proposed to that person."""
    applications = history.cohort.applications
    return [
        f"{pair.id} pairs {code} with {other}, whom {code} would rather not have"
        for pair in history.cohort.pairs.values()
        for code, other in (pair.members, pair.members[::-1])
        if (meetings := applications[code].meetings) and meetings.impressions.get(other) == 0
    ]


def only_accepted_people_are_paired(history: History) -> list[str]:
    """Whoever is in a group had applied and was accepted, or had been on the waiting list."""
    accepted = {
        change.id
        for _, change in history.changes("applications")
        if getattr(change.after, "state", None) in (ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
    }
    return [
        f"{group.id}: {code} was never accepted"
        for group in history.cohort.groups.values()
        for code in group.everybody
        if code not in accepted
    ]


def the_one_left_behind_is_cared_for(history: History) -> list[str]:
    """When a group ends early, whoever was mentored has a new one, a case that somebody decided or will, or has left too;
    or the coordinator ended it and so knows.

    When the whole cohort is called off, everybody hears of that.
    """
    cohort, broken = history.cohort, []
    by_the_coordinator = {entry.scope for entry in history.entries if entry.did.startswith(("end_group ", "rematch "))}
    for group in cohort.groups.values():
        if group.state is not PairState.ENDED or group.ended_at is None or group.ended_because == "called_off":
            continue
        if group.id in by_the_coordinator:
            continue
        cases = [case for case in cohort.escalations.values() if case.scope == group.id or case.about == group.id]
        for code in group.members:
            stays = group.role_of(code) is not MemberRole.MENTOR and cohort.participants[code].takes_part
            if stays and not cases and not cohort.groups_of(code, *OCCUPIED, PairState.COMPLETED):
                broken.append(f"{code} was left behind when {group.id} ended, and nobody was told")
    return broken


# --- sessions ---------------------------------------------------------------------------------------------------------


def _sessions(history: History) -> Iterator[tuple[Group, list[Session]]]:
    for group in history.cohort.groups.values():
        sessions = history.cohort.sessions_of(group.id)
        if sessions:
            yield group, sessions


def sessions_lie_within_mentoring(history: History) -> list[str]:
    """Windows, dates and meetings lie between the group's first day and the end of its mentoring."""
    zone, broken = history.cohort.zone, []
    for group, sessions in _sessions(history):
        assert group.starts_on is not None, f"{group.id} has sessions and no first day"
        first, ends = start_of(group.starts_on, zone), ends_of(history.cohort, group)
        for session in sessions:
            if not (first <= session.opens < session.closes <= ends):
                broken.append(f"{session.id}: the window lies outside mentoring")
            if session.starts_at and not (first <= session.starts_at < ends):
                broken.append(f"{session.id}: the date {session.starts_at:%Y-%m-%d} lies outside mentoring")
            if session.held_on and not (group.starts_on <= session.held_on <= day_of(ends, zone)):
                broken.append(f"{session.id}: held on {session.held_on}, outside mentoring")
    return broken


def a_group_has_its_sessions(history: History) -> list[str]:
    """As many windows as the policy says, or fewer where a group began late; each begins where the one before ends. What the
    coordinator has added, and what somebody who goes on longer has more, comes after them."""
    cohort, broken = history.cohort, []
    number, began = cohort.policy.sessions.number, day_of(cohort.milestones.mentoring_starts, cohort.zone)
    for group, all_of_them in _sessions(history):
        added = sum(entry.did == f"add_session {group.id}" for entry in history.entries)
        more = sum(session.opens >= cohort.milestones.mentoring_ends for session in all_of_them)
        sessions = all_of_them[: len(all_of_them) - added - more]
        late = group.starts_on is not None and group.starts_on > began
        if not (1 if late else number) <= len(sessions) <= number:
            broken.append(f"{group.id} has {len(sessions)} sessions instead of {number}")
        if [session.number for session in sessions] != list(range(1, len(sessions) + 1)):
            broken.append(f"{group.id}: a session is missing between others")
        if any(before.closes != after.opens for before, after in pairwise(sessions)):
            broken.append(f"{group.id}: the windows do not follow each other")
    planned = {group.id for group, _ in _sessions(history)}
    return broken + [
        f"{group.id} was active and never had sessions"
        for group in history.cohort.groups.values()
        if group.state in (PairState.ACTIVE, PairState.COMPLETED) and group.id not in planned
    ]


def whoever_met_reported(history: History) -> list[str]:
    """A session counts as held when somebody reported it, or took that back and the coordinator knows; a disagreement is
    always a case."""
    broken = []
    about: dict[str, list[Escalation]] = defaultdict(list)
    for case in history.cohort.escalations.values():
        about[case.about].append(case)
    for session in history.cohort.sessions.values():
        told = [report for report in session.reports if report.outcome == "held"]
        known = any(case.matter == "disagreement" for case in about[session.id])
        if session.state is SessionState.HELD and not told and not known:
            broken.append(f"{session.id} counts as held and nobody said so")
        denied = session.confirmation is not None and not session.confirmation.agrees
        if denied and not known:
            broken.append(f"{session.id}: its members disagree and no case was opened")
    return broken


def nothing_goes_on_after_a_group_ended(history: History) -> list[str]:
    """Once a group has ended none of its sessions is open: nothing stays in a calendar."""
    over = (PairState.ENDED, PairState.TURNED_DOWN, PairState.DISCARDED)
    return [
        f"{session.id} is {session.state.value} though {group.id} has ended"
        for group, sessions in _sessions(history)
        if group.state in over
        for session in sessions
        if not session.settled
    ]


LAWS_OF_GROUPS = (
    one_mentor_per_mentee,
    no_mentor_beyond_capacity,
    nobody_is_paired_alone,
    no_pair_twice,
    forbidden_pairs_stay_apart,
    a_no_after_the_first_meeting_is_heard,
    only_accepted_people_are_paired,
    the_one_left_behind_is_cared_for,
    sessions_lie_within_mentoring,
    a_group_has_its_sessions,
    whoever_met_reported,
    nothing_goes_on_after_a_group_ended,
)
