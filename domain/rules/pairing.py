"""Pairing: order a proposal, have it reviewed, offer the pairs, let offers lapse, solve again for those left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Ask, Due, Escalate, Match, Move, Write, rule
from domain.applications import Application
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, posting
from domain.groups import Group
from domain.invitations import Invitation
from domain.ladders import Rung
from domain.lifecycles import ApplicationState, InvitationState, PairState, Phase, ProposalState
from domain.offers import offer_lapses, silent_for_an_absence, waited_for
from domain.people import Role
from domain.proposals import Proposal, in_place_of, rounds_of
from domain.rules.asking import asking, pairs_in
from domain.rules.preparation import the_cohort

TAKEN = (PairState.PROPOSED, PairState.OFFERED, PairState.ACTIVE)
OVER = (PairState.TURNED_DOWN, PairState.DISCARDED, PairState.ENDED)
IN_THE_POOL = (ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
UNDECIDED = tuple(state for state in ProposalState if state not in (ProposalState.APPROVED, ProposalState.DISCARDED))

# A new pair needs two months before mentoring ends: to be approved, to accept, and to meet at least once (own).
WORTH_BEGINNING = timedelta(60)
# So soon after the order the answer is on the page from which it was given (own).
AT_ONCE = timedelta(minutes=5)
LEFT_LYING = timedelta(days=1)


def pool(cohort: Cohort, role: Role) -> list[Application]:
    """Who can be matched now: accepted or waiting, taking part, with a free place, and not silent on an earlier offer."""
    return [
        application
        for application in cohort.applicants(role)
        if application.state in IN_THE_POOL
        and cohort.participants[application.id].reachable
        and free_places(cohort, application) > 0
        and not _left_an_offer_unanswered(cohort, application.id)
        and not _was_let_go(cohort, application.id)
    ]


def _was_let_go(cohort: Cohort, code: str) -> bool:
    """The coordinator ended a pair of theirs without asking for another partner."""
    return any(pair.ended_because == "ended" for pair in cohort.pairs_of(code, PairState.ENDED))


def free_places(cohort: Cohort, application: Application) -> int:
    """How many more pairs this person can be in."""
    return application.capacity - len(cohort.pairs_of(application.id, *TAKEN))


def _left_an_offer_unanswered(cohort: Cohort, code: str) -> bool:
    return any(
        was_silent(pair, code, cohort.participants[code].mended_at)
        for pair in cohort.pairs_of(code, PairState.TURNED_DOWN)
    )


def was_silent(pair: Group, code: str, mended_at: datetime | None) -> bool:
    """Whether one of a pair left its offer unanswered; one that came back was not theirs to answer (`mended_at`: since when
    their address works again)."""
    in_vain = mended_at and pair.ended_at and pair.ended_at < mended_at
    return pair.ended_because == "no_answer" and not pair.has_accepted(code) and not in_vain


@rule(the_cohort)
def order_the_match(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """The first proposal when screening ends; another one whenever somebody is free again and a place too."""
    if cohort.phase not in (Phase.RECRUITMENT, Phase.MENTORING):
        return
    if not cohort.proposals:
        at = posting(cohort.milestones.matching_on, cohort.days)
        yield Due(at, FAR_FUTURE, "match:1", Match(1))
        return
    last = max(cohort.proposals.values(), key=lambda proposal: proposal.number)
    case = cohort.escalations.get(f"{last.id}:failed")
    if last.state is ProposalState.FAILED and case and not case.is_open and case.decided_at:
        yield Due(case.decided_at, FAR_FUTURE, f"match:{last.number + 1}", Match(last.number + 1))
    if last.state in UNDECIDED or rounds_of(cohort.proposals.values()) >= cohort.policy.matching.rounds_max:
        return
    freed = _freed_since(cohort, last.decided_at or last.ordered_at)
    if freed and _somebody_new_can_meet(cohort):
        number = last.number + 1
        at, too_late = (
            posting(freed + timedelta(days=1), cohort.days),
            cohort.milestones.mentoring_ends - WORTH_BEGINNING,
        )
        yield Due(at, too_late, f"match:{number}", Match(number))


def _freed_since(cohort: Cohort, moment: datetime) -> datetime | None:
    """The last moment after `moment` at which somebody became free: a pair is over, or somebody joined."""
    ended = [pair.ended_at for pair in cohort.pairs.values() if pair.state in OVER and pair.ended_at]
    accepted = (a for a in cohort.applications.values() if a.state is ApplicationState.ACCEPTED)
    joined = [application.decided_at for application in accepted if application.decided_at]
    return max((at for at in ended + joined if at > moment), default=None)


def _somebody_new_can_meet(cohort: Cohort) -> bool:
    mentors = {application.id for application in pool(cohort, Role.MENTOR)}
    return any(mentors - _met_before(cohort, mentee.id) for mentee in pool(cohort, Role.MENTEE))


def _met_before(cohort: Cohort, code: str) -> set[str]:
    return {pair.partner_of(code) for pair in cohort.pairs_of(code, *OVER)}


@rule(lambda cohort: [p for p in cohort.in_focus(Proposal) if p.state is ProposalState.FAILED])
def report_a_failed_match(cohort: Cohort, proposal: Proposal) -> Iterator[Due]:
    """A match that could not even be computed is the coordinator's and the admin's to know; it is not tried for ever."""
    at = proposal.solved_at or proposal.ordered_at
    yield Due(at, FAR_FUTURE, f"{proposal.id}:failed", Escalate("failed_match", proposal.id))


def _answered(cohort: Cohort) -> Iterator[Proposal]:
    """Proposals that wait for a person, solved or impossible."""
    for proposal in cohort.in_focus(Proposal):
        if proposal.state in (ProposalState.SOLVED, ProposalState.IMPOSSIBLE) and proposal.solved_at:
            yield proposal


@rule(_answered)
def open_the_review(cohort: Cohort, proposal: Proposal) -> Iterator[Due]:
    """The form is on the desk as soon as there is an answer, at any hour; its letter waits for posting hours."""
    assert proposal.solved_at is not None
    closes = _review_closes(cohort)
    review = Ask("review_proposal", cohort.lead.code, proposal.id, closes=closes)
    yield Due(proposal.solved_at, closes, f"{proposal.id}:review:open", review)


@rule(_answered)
def ask_to_review(cohort: Cohort, proposal: Proposal) -> Iterator[Due]:
    """A person approves every proposal; an impossible one is shown with what stands in the way."""
    assert proposal.solved_at is not None
    yield from asking(
        cohort,
        key=f"{proposal.id}:review",
        form="review_proposal",
        about=proposal.id,
        letters=("coordinator/proposal_ready", "coordinator/proposal_reminder"),
        # What somebody had otherwise a moment ago lies before them: a letter tells of it where they left it lying.
        start=proposal.solved_at + (LEFT_LYING if _was_had_otherwise(cohort, proposal) else timedelta(0)),
        rungs=(Rung(after=timedelta(0), to="coordinator"), *cohort.policy.matching.review_reminders),
        end=_review_closes(cohort),
        asked=cohort.lead.code,
        closes=_review_closes(cohort),
    )


def _was_had_otherwise(cohort: Cohort, proposal: Proposal) -> bool:
    at_once = proposal.solved_at is not None and proposal.solved_at - proposal.ordered_at < AT_ONCE
    return at_once and any(in_place_of(proposal, earlier) for earlier in cohort.proposals.values())


def _review_closes(cohort: Cohort) -> datetime:
    return cohort.milestones.mentoring_ends - WORTH_BEGINNING


@rule(pairs_in(PairState.PROPOSED))
def offer(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """An approved pair is offered to both at the next posting hour."""
    # The proposal is not looked up: a pair is also decided about where its proposal is not loaded.
    at = posting(pair.offered_at or cohort.milestones.matching_on, cohort.days)
    yield Due(at, FAR_FUTURE, f"{pair.id}:offer", Move("groups", pair.id, PairState.OFFERED.value))


@rule(pairs_in(PairState.OFFERED))
def ask_both(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """Both sides accept, ask, or decline; reminders on the policy's days until the offer lapses."""
    assert pair.offered_at is not None
    lapses = offer_lapses(cohort, pair)
    yield from asking(
        cohort,
        key=f"{pair.id}:offered",
        form="proposed_match",
        about=pair.id,
        letters=("{role}/offer", "{role}/offer_reminder"),
        start=pair.offered_at,
        rungs=(Rung(after=timedelta(0), to="both"), *cohort.policy.matching.offer_ladder),
        end=lapses,
        asked=pair,
        matter="no_answer",
        unless=pair.has_accepted,
        closes=lapses,
    )


@rule(pairs_in(PairState.OFFERED))
def let_the_offer_lapse(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """No answer until the last day frees both for the next best solution. Whoever is away on it is not taken as silent."""
    why = "away" if silent_for_an_absence(cohort, pair) else "no_answer"
    move = Move("groups", pair.id, PairState.TURNED_DOWN.value, why)
    yield Due(offer_lapses(cohort, pair), FAR_FUTURE, f"{pair.id}:lapse", move)


@rule(pairs_in(PairState.OFFERED))
def wait_for_whoever_is_away(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """Somebody tells of an absence while an offer waits: both forms stay open so much longer, and the other one hears until
    when the office waits at most."""
    assert pair.offered_at is not None
    lapses = offer_lapses(cohort, pair)
    day = day_of(lapses, cohort.zone)
    waiting = [code for code in pair.members if not pair.has_accepted(code)]
    told = [max(_told_since(cohort, pair, code), default=None) for code in waiting]
    for code, at in zip(waiting, told, strict=True):
        if at is not None and lapses > pair.offered_at + cohort.policy.matching.offer_lapses_after:
            other = pair.partner_of(code)
            key = f"{pair.id}:waits-for:{code}:{day}:{other}"
            yield Due(posting(at, cohort.days), lapses, key, Write("pair/offer_waits", other, pair.id))
    since = max((at for at in told if at), default=None)
    for code in waiting if since else ():
        asked = cohort.invitation(pair.id, "proposed_match", code)
        if since and asked and asked.closes and asked.closes < lapses:
            longer = Ask("proposed_match", code, pair.id, closes=lapses)
            yield Due(since, lapses, f"{pair.id}:waits:{day}:{code}", longer)


def _told_since(cohort: Cohort, pair: Group, code: str) -> list[datetime]:
    """When somebody told of absences for which an offer waits, after it was made: before, its own letter knew of them."""
    return [
        one.told_at
        for one in waited_for(cohort, pair, code)
        if one.told_at and pair.offered_at and one.told_at > pair.offered_at
    ]


@rule(pairs_in(PairState.TURNED_DOWN))
def tell_the_other(cohort: Cohort, pair: Group) -> Iterator[Due]:
    """Whoever had not declined hears, in neutral words, that this match will not be."""
    if pair.ended_at is None:
        return
    at = posting(pair.ended_at, cohort.days)
    for code in pair.members:
        silent = pair.ended_because == "no_answer" and not pair.has_accepted(code)
        if not silent and not pair.has_declined(code):
            yield Due(at, at + timedelta(7), f"{pair.id}:turned-down:{code}", Write("pair/turned_down", code, pair.id))


@rule(lambda cohort: cohort.in_focus(Invitation))
def close_what_is_over(cohort: Cohort, invitation: Invitation) -> Iterator[Due]:
    """Forms of a group that is over are withdrawn, but for the coordinator's; forms past their day expire."""
    if invitation.state not in (InvitationState.OPEN, InvitationState.ANSWERED):
        return
    group = cohort.groups.get(invitation.scope) if invitation.to in cohort.participants else None
    theirs = group is not None and group.state in (*OVER, PairState.COMPLETED) and invitation.to in group.members
    if invitation.state is InvitationState.OPEN and group and theirs and group.ended_at:
        key = f"{invitation.id}:revoked:{invitation.opens:%Y-%m-%d}"
        yield Due(group.ended_at, FAR_FUTURE, key, Move("invitations", invitation.id, InvitationState.REVOKED.value))
    elif invitation.closes:
        key = f"{invitation.id}:expired:{invitation.closes:%Y-%m-%dT%H%M}"
        move = Move("invitations", invitation.id, InvitationState.EXPIRED.value)
        yield Due(invitation.closes, FAR_FUTURE, key, move)
