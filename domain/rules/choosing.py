"""Choosing: before a proposal is solved, participants may rank a shortlist and meet first, as the policy has it.

Whom somebody may choose from or meets is written into their application by the matchmaker (office/benches).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Due, Move, rule
from domain.applications import Application, Choosing, FirstMeetings
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE
from domain.ladders import Rung
from domain.lifecycles import Phase, ProposalState
from domain.proposals import Proposal
from domain.rules.asking import asking
from domain.rules.pairing import IN_THE_POOL


def _in_the_pool(cohort: Cohort) -> Iterator[Application]:
    if cohort.phase is Phase.RECRUITMENT:
        yield from (a for a in cohort.here(cohort.applications.values()) if a.state in IN_THE_POOL)


@rule(_in_the_pool)
def ask_for_choices(cohort: Cohort, application: Application) -> Iterator[Due]:
    """Whoever has a shortlist is asked to rank it, with reminders until the choice closes."""
    matching, letters = cohort.policy.matching, ("{role}/choose", "{role}/choose_reminder")
    ladder, length = matching.choice_ladder, matching.choices_close_after
    yield from _asked(cohort, application.id, application.choosing, "choose_partners", letters, ladder, length)


@rule(_in_the_pool)
def ask_for_impressions(cohort: Cohort, application: Application) -> Iterator[Due]:
    """Whoever is to meet somebody first learns whom, and says how it went."""
    matching, letters = cohort.policy.matching, ("{role}/meet", "{role}/meet_reminder")
    ladder, length = matching.meetings_ladder, matching.meetings_close_after
    yield from _asked(cohort, application.id, application.meetings, "first_meetings", letters, ladder, length)


def _asked(
    cohort: Cohort,
    code: str,
    task: Choosing | FirstMeetings | None,
    form: str,
    letters: tuple[str, str],
    rungs: tuple[Rung, ...],
    length: timedelta,
) -> Iterator[Due]:
    if task is None or task.at is not None:
        return
    yield from asking(
        cohort,
        key=f"{code}:{form}",
        form=form,
        about=code,
        letters=letters,
        start=task.since,
        rungs=rungs,
        end=task.since + length,
        asked=code,
        closes=task.since + length,
    )


@rule(lambda cohort: cohort.here(cohort.proposals.values()))
def close_the_round(cohort: Cohort, proposal: Proposal) -> Iterator[Due]:
    """The matchmaker goes on when everybody has answered, or the time is over."""
    if proposal.state not in LENGTHS or proposal.asked_at is None:
        return
    closes = proposal.asked_at + getattr(cohort.policy.matching, LENGTHS[proposal.state])
    answered = answers_of_the_round(cohort, proposal.state)
    at = max((moment for moment in answered if moment), default=closes) if all(answered) else closes
    over = Move("proposals", proposal.id, ProposalState.ORDERED.value)
    yield Due(min(at, closes), FAR_FUTURE, f"{proposal.id}:{proposal.state.value}:over", over)


LENGTHS = {ProposalState.CHOOSING: "choices_close_after", ProposalState.MEETING: "meetings_close_after"}


def answers_of_the_round(cohort: Cohort, state: ProposalState) -> list[datetime | None]:
    """When each of those asked who can still answer did so; None for those who did not yet."""
    pool = [a for a in cohort.applications.values() if a.state in IN_THE_POOL and cohort.participants[a.id].reachable]
    tasks = [a.choosing if state is ProposalState.CHOOSING else a.meetings for a in pool]
    return [task.at for task in tasks if task is not None]
