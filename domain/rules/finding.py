"""Finding: two people say when they could meet, and the office takes what fits. Opens the form on their pages, asks the other
when one has offered times, and says so when no time fits both, or when a date that stands does not suit one of them. The date
itself is set by the form (domain/forms/offer_times.py).
"""

from collections.abc import Iterator

from domain.actions import Ask, Due, Move, Write, rule
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, posting
from domain.ends import ends_of
from domain.finding import found, seeks_a_date
from domain.groups import GroupKind
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, PairState
from domain.rules.meeting import dated, its_turn_comes, sessions_of_active_groups
from domain.sessions import Session

FORM = "offer_times"


def of_pairs_without_a_date(cohort: Cohort) -> Iterator[Session]:
    """Sessions of pairs for which a date is looked for."""
    for session in sessions_of_active_groups(cohort):
        if cohort.groups[session.group].kind is GroupKind.PAIR and seeks_a_date(session):
            yield session


@rule(of_pairs_without_a_date)
def open_the_search(cohort: Cohort, session: Session) -> Iterator[Due]:
    """From the day on which a date is asked for, both can offer times on their page; the letter that asks leads there too."""
    turn, group = its_turn_comes(cohort, session), cohort.groups[session.group]
    if turn is None:
        return
    for code in group.members:
        if cohort.invitation(session.id, FORM, code) is None:
            key = f"{session.id}:times-open:{code}"
            yield Due(posting(turn, cohort.days), ends_of(cohort, group), key, Ask(FORM, code, session.id))


@rule(of_pairs_without_a_date)
def ask_the_other_for_times(cohort: Cohort, session: Session) -> Iterator[Due]:
    """One has offered times: the other gets them, to take what suits."""
    group = cohort.groups[session.group]
    offered = {offer.by: offer for offer in session.offers}
    waiting = [code for code in group.members if code not in offered]
    if len(waiting) != 1 or not offered:
        return
    at = posting(max(offer.at for offer in offered.values()), cohort.days)
    key = f"{session.id}:times:{waiting[0]}"
    yield Due(at, ends_of(cohort, group), key, Ask(FORM, waiting[0], session.id, "pair/times_wanted"))


@rule(of_pairs_without_a_date)
def tell_that_no_time_fits(cohort: Cohort, session: Session) -> Iterator[Due]:
    """Both have offered times and none fits: both hear it, once a day at most, and can offer others."""
    group, ends = cohort.groups[session.group], ends_of(cohort, cohort.groups[session.group])
    came = found(cohort, session, ends)
    if came is None or came.starts_at is not None:
        return
    last = max(offer.at for offer in session.offers)
    for code in group.members:
        key = f"{session.id}:times-apart:{day_of(last, cohort.zone)}:{code}"
        yield Due(posting(last, cohort.days), ends, key, Ask(FORM, code, session.id, "pair/times_apart"))


@rule(lambda cohort: (s for s in dated(cohort) if s.does_not_suit and s.group in cohort.pairs))
def ask_the_other_about_the_date(cohort: Cohort, session: Session) -> Iterator[Due]:
    """The calendar of one has answered that the date does not suit: the other hears it, with the time that it proposes."""
    unsuited = session.does_not_suit
    if unsuited is None or session.starts_at is None:
        return
    for code in cohort.groups[session.group].others(unsuited.by):
        key = f"{session.id}:unsuited:{session.sequence}:{unsuited.at:%Y-%m-%dT%H%M}:{code}"
        letter = Write("pair/date_unsuited", code, session.id)
        yield Due(posting(unsuited.at, cohort.days), session.starts_at, key, letter)


@rule(lambda cohort: [i for i in cohort.in_focus(Invitation) if i.form == FORM and i.state is InvitationState.OPEN])
def end_the_search(cohort: Cohort, invitation: Invitation) -> Iterator[Due]:
    """Nobody is left with a form for times of a session that has a date, or is over."""
    session = cohort.sessions.get(invitation.about)
    if session is None or seeks_a_date(session) or cohort.groups[session.group].state is not PairState.ACTIVE:
        return  # what belongs to a group that is over is withdrawn with it
    since = session.dated_at or session.settled_at or session.missed_at
    if since is not None:
        key = f"{invitation.id}:found:{since:%Y-%m-%d}"
        yield Due(since, FAR_FUTURE, key, Move("invitations", invitation.id, InvitationState.REVOKED.value))
