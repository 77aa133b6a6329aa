"""Recruitment: calls, applications, screening, verdicts. Pairing has its own file; gatherings too."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from domain.actions import Ask, Due, Escalate, Move, Write, rule
from domain.applications import Application
from domain.channels import came_back
from domain.cohort import Cohort
from domain.dates import FAR_FUTURE, day_of, posting, posting_before
from domain.flags import needs_a_look
from domain.ladders import Rung
from domain.lifecycles import ApplicationState, PairState, Phase
from domain.people import Participant, Role
from domain.rules.asking import asking, from_when
from domain.rules.morning import next_morning
from domain.rules.preparation import the_cohort
from domain.sittings import looked_at_from

VERDICT_LETTERS = {
    ApplicationState.ACCEPTED: "application_accepted",
    ApplicationState.DECLINED: "application_declined",
    ApplicationState.WAITLISTED: "waitlisted",
}
LAPSED = "application_lapsed"  # the clock declines only what was never completed
VERDICT_STAYS = timedelta(hours=1)


def call_window(cohort: Cohort, role: Role) -> tuple[datetime, datetime]:
    """When the call for this role opens and closes."""
    return cohort.milestones.call(role.value)


def call_stands(cohort: Cohort, role: Role, now: datetime) -> Literal["before", "open", "over"]:
    """Whether the call for this role is still to come, open, or over. It opens with recruitment, whatever its date."""
    opens, closes = call_window(cohort, role)
    if now >= closes or cohort.phase not in (Phase.PREPARATION, Phase.RECRUITMENT):
        return "over"
    return "open" if now >= opens and cohort.phase is Phase.RECRUITMENT else "before"


def _called(cohort: Cohort) -> Iterator[Participant]:
    if cohort.phase is Phase.RECRUITMENT:
        for person in cohort.in_focus(Participant):
            if person.id not in cohort.applications and person.takes_part:
                yield person


def _applications(cohort: Cohort) -> Iterator[Application]:
    if cohort.is_open:
        yield from cohort.in_focus(Application)


@rule(_called)
def call(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """The call with the link to the application, reminders while it is unfinished, and two before it closes."""
    opens, closes = call_window(cohort, person.role)
    start = max(opens, person.invited_at or opens)
    form, role = f"{person.role.value}_application", person.role.value
    # Whoever asked by the open link was written to at once (office/calls), so that this is the first letter of few.
    first = "application_link" if person.came_by_link else _first_call(person)
    key = f"{person.id}:call"
    rungs = (Rung(after=timedelta(0)), *cohort.policy.recruitment.application_reminders)
    last_week = closes - timedelta(7)  # belongs to the closing reminders, but not for somebody who joins the list in it
    yield from asking(
        cohort,
        key=key,
        form=form,
        about=person.id,
        letters=(f"{role}/{first}", f"{role}/call_reminder"),
        start=start,
        rungs=rungs,
        end=last_week if posting(start, cohort.days) < last_week else closes,
        asked=person.id,
        closes=closes,
    )
    yield from _before_it_closes(cohort, person, start, closes)


def _first_call(person: Participant) -> str:
    """Whoever comes along from an earlier cohort hears that we remember."""
    return "call_again" if came_back(person.source) else "call"


def _before_it_closes(cohort: Cohort, person: Participant, start: datetime, closes: datetime) -> Iterator[Due]:
    """The closing reminders, each due until the next one. Whoever got no letter so far, for whatever reason, is called."""
    key, role = f"{person.id}:call", person.role.value
    rungs = len(cohort.policy.recruitment.application_reminders) + 1
    earlier = [f"{key}:{n}:{person.id}" for n in range(1, rungs + 1)]
    lengths = sorted(cohort.policy.recruitment.closing_reminders, reverse=True)
    moments = [posting_before(closes - before, cohort.days) for before in lengths]
    for before, at, until in zip(lengths, moments, [*moments[1:], closes], strict=True):
        called = not cohort.journal.isdisjoint(earlier)
        earlier.append(f"{key}:closing:{before.days}")
        if start + timedelta(2) < at < until:
            letter = f"{role}/call_closing" if called else f"{role}/{_first_call(person)}"
            question = Ask(f"{role}_application", person.id, person.id, letter, closes, reminder=called)
            yield Due(at, until, earlier[-1], question)


@rule(_applications)
def confirm_receipt(cohort: Cohort, application: Application) -> Iterator[Due]:
    """Every application is confirmed at once, and again when it comes back completed."""
    if application.state is ApplicationState.SUBMITTED:
        at = application.submitted_at
        letter = Write(f"{application.role.value}/application_received", application.id, application.id, prompt=True)
        yield Due(at, at + timedelta(7), f"{application.id}:received:{_day(cohort, at)}", letter)


@rule(_applications)
def open_the_screening(cohort: Cohort, application: Application) -> Iterator[Due]:
    """Each submitted application that needs a look has a screening sheet on the coordinator's desk, those of the same days
    at once."""
    if needs_a_look(cohort, application):
        key = f"{application.id}:screening:{application.submitted_at:%Y-%m-%dT%H%M%S}"
        at = looked_at_from(cohort, application)
        yield Due(at, FAR_FUTURE, key, Ask("screening", cohort.lead.code, application.id))


@rule(_applications)
def accept_without_a_look(cohort: Cohort, application: Application) -> Iterator[Due]:
    """Where the policy says so, a mentor whose application raises no flag is accepted on the morning after: until then it
    can still be changed by whoever sent it."""
    if application.state is ApplicationState.SUBMITTED and not needs_a_look(cohort, application):
        at = next_morning(cohort, application.submitted_at)
        move = Move("applications", application.id, ApplicationState.ACCEPTED.value)
        yield Due(at, FAR_FUTURE, f"{application.id}:unflagged:{application.submitted_at:%Y-%m-%dT%H%M%S}", move)


@rule(_applications)
def tell_the_verdict(cohort: Cohort, application: Application) -> Iterator[Due]:
    """Accepted, waiting list, or a kind no; incomplete applications are asked for what is missing.

    A person's verdict stays for an hour, and only the one that stands then is told. One that is changed later is told anew.
    """
    decided, state = application.decided_at, application.state
    if decided is None or cohort.pairs_of(application.id, PairState.ACTIVE):
        return
    by_the_clock = application.screening is None or application.screening.at < decided
    at = posting(
        from_when(cohort, (application.id,), decided if by_the_clock else decided + VERDICT_STAYS), cohort.days
    )
    key = _verdict_key(cohort, application, decided)
    if state in VERDICT_LETTERS:
        matter = LAPSED if by_the_clock and state is ApplicationState.DECLINED else VERDICT_LETTERS[state]
        yield Due(
            at, at + timedelta(14), key, Write(f"{application.role.value}/{matter}", application.id, application.id)
        )
    if state is ApplicationState.INCOMPLETE:
        closes = cohort.milestones.matching_on
        form = f"{application.role.value}_application"
        letter_name = f"{application.role.value}/application_incomplete"
        for n, after in enumerate((timedelta(0), timedelta(4)), start=1):
            due_at = posting(at + after, cohort.days)
            question = Ask(form, application.id, application.id, letter_name, closes, reminder=n > 1)
            yield Due(due_at, min(due_at + timedelta(4), closes), f"{key}:{n}", question)


def _verdict_key(cohort: Cohort, application: Application, decided: datetime) -> str:
    """The key of a verdict names its minute: on one day there may be several, and the last one counts.

    The first offices named the day only; what they told is not told once more.
    """
    by_the_day = f"{application.id}:{application.state.value}:{_day(cohort, decided)}"
    told_then = not cohort.journal.isdisjoint({by_the_day, f"{by_the_day}:1"})
    return by_the_day if told_then else f"{application.id}:{application.state.value}:{decided:%Y-%m-%dT%H%M}"


@rule(_applications)
def close_incomplete(cohort: Cohort, application: Application) -> Iterator[Due]:
    """What is still incomplete when matching begins cannot take part this time."""
    if application.state is ApplicationState.INCOMPLETE:
        at = cohort.milestones.matching_on
        move = Move("applications", application.id, ApplicationState.DECLINED.value, "incomplete")
        yield Due(at, FAR_FUTURE, f"{application.id}:lapsed:{_day(cohort, at)}", move)


@rule(_applications)
def put_on_the_waiting_list(cohort: Cohort, application: Application) -> Iterator[Due]:
    """Whoever has no partner when mentoring starts goes on the waiting list, with a letter that offers more than "no"."""
    if application.state is not ApplicationState.ACCEPTED or cohort.phase is not Phase.MENTORING:
        return
    busy = (PairState.PROPOSED, PairState.OFFERED, PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED)
    if not cohort.pairs_of(application.id, *busy) and cohort.phase_since:
        move = Move("applications", application.id, ApplicationState.WAITLISTED.value)
        yield Due(cohort.phase_since, FAR_FUTURE, f"{application.id}:waiting-list", move)


@rule(the_cohort)
def start_mentoring(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """On its date with enough confirmed pairs; otherwise the coordinator extends, starts or calls off."""
    if cohort.phase is not Phase.RECRUITMENT:
        return
    starts = cohort.milestones.mentoring_starts
    confirmed = sum(pair.state is PairState.ACTIVE for pair in cohort.pairs.values())
    anyway = any(case.matter == "too_few_pairs" and case.outcome == "start" for case in cohort.escalations.values())
    if anyway or confirmed >= cohort.policy.recruitment.pairs_min:
        yield Due(starts, FAR_FUTURE, "phase:mentoring", Move("cohort", "", Phase.MENTORING.value))
    else:
        key = f"too-few-pairs:{_day(cohort, starts)}"
        yield Due(posting(starts, cohort.days), FAR_FUTURE, key, Escalate("too_few_pairs", ""))


@rule(lambda cohort: cohort.here(cohort.applications.values()) if cohort.phase is Phase.CALLED_OFF else ())
def tell_that_it_is_called_off(cohort: Cohort, application: Application) -> Iterator[Due]:
    """When a cohort is called off, everybody who applied or takes part hears it from the coordinator, once."""
    over = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN)
    if application.state not in over and cohort.phase_since:
        at = posting(cohort.phase_since, cohort.days)
        letter = Write("person/called_off", application.id, application.id)
        yield Due(at, at + timedelta(30), f"{application.id}:called-off", letter)


def _day(cohort: Cohort, instant: datetime) -> str:
    return day_of(instant, cohort.zone).isoformat()
