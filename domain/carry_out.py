"""Carry out: each action turns a cohort into the next one and leaves a line in the journal. Pure; sends and prints nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from domain.actions import Ask, Due, Escalate, Issue, Match, Move, Plan, Write
from domain.cohort import Cohort, Entry
from domain.dates import FAR_FUTURE, posting
from domain.documents import Document
from domain.escalations import Escalation
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import (
    APPLICATION,
    COHORT,
    ESCALATION,
    INVITATION,
    PAIR,
    PROPOSAL,
    SESSION,
    ApplicationState,
    EscalationState,
    InvitationState,
    MessageState,
    PairState,
    Phase,
    ProposalState,
    SessionState,
)
from domain.messages import ENTRIES, Message
from domain.people import Organizer
from domain.planning import plan_gatherings, plan_materials, plan_sessions
from domain.post_plan import quiet_until
from domain.proposals import Proposal, Round, next_order

# A letter that no reminder replaces may wait this long for a mail server before nobody wants it any more.
LETTER_KEEPS = timedelta(14)
# A prompt letter answers what somebody has just done; after an outage that is no longer true, and it may wait for morning.
PROMPT_WITHIN = timedelta(hours=1)


def carry_out(due: Due, cohort: Cohort, now: datetime) -> Cohort:
    """The cohort after this due was done at `now`, with its journal line."""
    if isinstance(due.action, Write):
        due = due._replace(action=replace(due.action, to=cohort.reader_for(due.action.to, now)))
    return _do(due, cohort, now).note(Entry(due.key, due.scope, now, in_words(due)))


def _do(due: Due, cohort: Cohort, now: datetime) -> Cohort:
    match due.action:
        case Write():
            return write(due, due.action, cohort, now)
        case Ask():
            return ask(due, due.action, cohort, now)
        case Move():
            return move(due.action, cohort, now)
        case Plan():
            return plan(due.action, cohort)
        case Match():
            return match_order(due.action, cohort, now)
        case Issue():
            return issue(due, due.action, cohort, now)
        case Escalate():
            return escalate(due, due.action, cohort, now)
        case _:
            assert_never(due.action)


def in_words(due: Due) -> str:
    """What a due does, in codes only: for the journal, logs and the timeline."""
    action = due.action
    match action:
        case Write():
            return f"write {action.letter} to {action.to}"
        case Ask():
            return f"ask {action.to} for {action.form}"
        case Move():
            return f"move {action.id or 'cohort'} to {action.to}"
        case Plan():
            return f"plan {action.what} {action.about}".strip()
        case Match():
            return f"order proposal {action.number}"
        case Issue():
            return f"issue {action.kind} for {action.to}"
        case Escalate():
            return f"escalate {action.matter} of {action.about or 'the cohort'}"
        case _:
            assert_never(action)


def write(due: Due, letter: Write, cohort: Cohort, now: datetime) -> Cohort:
    """Put one letter into the outbox; as a draft when the policy wants a person to look first."""
    cohort = _organized(letter, cohort, now)
    looked_at = letter.letter in cohort.policy.post.look_first
    until = due.until if due.until < FAR_FUTURE else now + LETTER_KEEPS
    until = max(until, now + timedelta(days=1)) if not letter.reminder else until
    prompt = letter.prompt and now - due.at <= PROMPT_WITHIN
    opens = now if prompt else posting(now, cohort.days)
    overtaken = letter.reminder and not letter.last
    leaves = opens if prompt else quiet_until(letter.letter, opens, until, cohort.days, reminder=overtaken)
    return cohort.post(
        Message(
            key=due.key,
            letter=letter.letter,
            to=letter.to,
            about=letter.about,
            scope=due.scope,
            written_at=now,
            not_before=leaves,
            until=until,
            state=MessageState.DRAFT if looked_at else MessageState.QUEUED,
            invitation=letter.invitation,
            reminder=letter.reminder,
            prompt=prompt,
            rides_from=opens if leaves > opens else None,
        )
    )


def _organized(letter: Write, cohort: Cohort, now: datetime) -> Cohort:
    """An entry for a calendar stands under whoever is in charge when it first goes out, and under them as long as it lives:
    calendars refuse, or double, what comes from another organiser."""
    meeting = cohort.sessions.get(letter.about) or cohort.attendances.get(f"{letter.about}:{letter.to}")
    if letter.letter not in ENTRIES or meeting is None or meeting.organizer is not None:
        return cohort
    lead = cohort.in_charge(now)
    issuer = cohort.issuer
    organizer = Organizer(lead.name, lead.email, issuer.domain, issuer.answers_to)
    return cohort.put(replace(meeting, organizer=organizer))


def ask(due: Due, question: Ask, cohort: Cohort, now: datetime) -> Cohort:
    """Open the form for this person, or find it open, and write the letter that links to it."""
    key = invitation_id(question.about, question.form, question.to)
    known = cohort.invitations.get(key)
    if known is None:
        opened = Invitation(key, question.form, question.to, question.about, due.scope, now, question.closes)
    else:
        state = known.state
        if state is not InvitationState.OPEN:
            state = INVITATION.check(state, InvitationState.OPEN)
        opened = replace(known, state=state, closes=question.closes)
    cohort = cohort.put(opened)
    if not question.letter:
        return cohort
    to = cohort.reader_for(question.to, now)
    letter = Write(question.letter, to, question.about, key, question.reminder, question.prompt, question.last)
    return write(due, letter, cohort, now)


def move(step: Move, cohort: Cohort, now: datetime) -> Cohort:
    """Move a record along its lifecycle, with the dates that belong to the new state. IllegalMove if it may not."""
    match step.record:
        case "cohort":
            phase = COHORT.check(cohort.phase, Phase(step.to))
            return replace(cohort, phase=phase, phase_since=now)
        case "applications":
            application = cohort.applications[step.id]
            state = APPLICATION.check(application.state, ApplicationState(step.to))
            return cohort.put(replace(application, state=state, decided_at=now))
        case "groups":
            return _move_group(step, cohort, now)
        case "sessions":
            return _move_session(step, cohort, now)
        case "invitations":
            invitation = cohort.invitations[step.id]
            return cohort.put(replace(invitation, state=INVITATION.check(invitation.state, InvitationState(step.to))))
        case "proposals":
            return cohort.put(round_over(cohort.proposals[step.id], ProposalState(step.to)))
        case "escalations":
            case_ = cohort.escalations[step.id]
            verdict = ESCALATION.check(case_.state, EscalationState(step.to))
            return cohort.put(replace(case_, state=verdict, outcome=step.why or case_.outcome, decided_at=now))
        case _:
            assert_never(step.record)


def round_over(proposal: Proposal, to: ProposalState) -> Proposal:
    """The proposal after what participants were asked is over; it is not asked again."""
    held: Round = "choices" if proposal.state is ProposalState.CHOOSING else "meetings"
    return replace(proposal, state=PROPOSAL.check(proposal.state, to), rounds=(*proposal.rounds, held))


def _move_group(step: Move, cohort: Cohort, now: datetime) -> Cohort:
    group = cohort.groups[step.id]
    moved = replace(group, state=PAIR.check(group.state, PairState(step.to)))
    if moved.state is PairState.OFFERED:
        return cohort.put(replace(moved, offered_at=now))
    return cohort.put(replace(moved, ended_at=now, ended_because=step.why))


def _move_session(step: Move, cohort: Cohort, now: datetime) -> Cohort:
    session = cohort.sessions[step.id]
    moved = replace(session, state=SESSION.check(session.state, SessionState(step.to)))
    if moved.state is SessionState.MISSED:
        return cohort.put(replace(moved, missed_at=now))
    return cohort.put(replace(moved, settled_at=now))


def plan(step: Plan, cohort: Cohort) -> Cohort:
    """Create the records that belong to this moment."""
    match step.what:
        case "sessions":
            return cohort.put(*plan_sessions(cohort, cohort.groups[step.about]))
        case "gatherings":
            return cohort.put(*(one for one in plan_gatherings(cohort) if one.id not in cohort.gatherings))
        case "materials":
            return cohort.put(*plan_materials(cohort))
        case _:
            assert_never(step.what)


def match_order(order: Match, cohort: Cohort, now: datetime) -> Cohort:
    """Order a proposal, on the terms of the one before as far as it was changed by hand."""
    before = cohort.proposals.get(f"match-{order.number - 1}")
    by_hand = cohort.policy.matching.mode == "by_hand"
    return cohort.put(next_order(before, order.number, now, by_hand=by_hand))


def issue(due: Due, order: Issue, cohort: Cohort, now: datetime) -> Cohort:
    """Order a document from the press."""
    versioned = f"{order.kind}:{order.about}:{order.to}:{order.version}"
    id = versioned if order.version else f"{order.kind}:{order.to}"
    return cohort.put(Document(id, order.kind, order.about, order.to, due.scope, now))


def escalate(due: Due, matter: Escalate, cohort: Cohort, now: datetime) -> Cohort:
    """Open a case. The letter and the form for the coordinator follow from the open case (domain/rules/escalation.py)."""
    return cohort.put(Escalation(due.key, matter.about, matter.matter, due.scope, now))
