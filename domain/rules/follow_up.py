"""Follow-up: reflections, completion, certificates, alumni, the evaluation, and the closing of the cohort."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.actions import Ask, Due, Issue, Move, Write, rule
from domain.applications import Application
from domain.attending import comes
from domain.cohort import Cohort
from domain.completion import completion, sessions_of
from domain.dates import FAR_FUTURE, day_of, posting
from domain.documents import Document
from domain.ends import EVALUATED_BEFORE, ends_for, ends_of, last_day
from domain.groups import Group
from domain.held import is_disputed
from domain.ladders import Rung
from domain.lifecycles import ApplicationState, DocumentState, PairState, Phase, SessionState
from domain.people import Participant, Role
from domain.rules.asking import asking, groups_in
from domain.rules.preparation import the_cohort

CERTIFICATES = {Role.MENTEE: "certificate", Role.MENTOR: "statement"}
MISSING_TOLD_BEFORE = timedelta(8)  # before the last day for reports and reflections (own)
ALUMNI_AFTER = timedelta(14)
LISTS_WAIT = timedelta(14)  # certificates for lists of those who came, after the end of mentoring (own)


def _took_part(cohort: Cohort) -> Iterator[Participant]:
    if cohort.phase in (Phase.MENTORING, Phase.FOLLOW_UP):
        for person in cohort.in_focus(Participant):
            if person.takes_part and cohort.groups_of(person.id, PairState.ACTIVE, PairState.COMPLETED):
                yield person


@rule(the_cohort)
def end_mentoring(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """On its last day mentoring becomes follow-up."""
    if cohort.phase is Phase.MENTORING:
        ends = cohort.milestones.mentoring_ends
        yield Due(ends, FAR_FUTURE, "phase:follow_up", Move("cohort", "", Phase.FOLLOW_UP.value))


@rule(_took_part)
def ask_for_the_reflection(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """The final feedback opens a week before mentoring ends, with weekly reminders, and closes after four weeks."""
    checks = cohort.policy.checks
    application = cohort.applications.get(person.id)
    if application is None or application.reflected_at:
        return
    role, ends = person.role.value, ends_for(cohort, person.id)
    # Who goes on longer is asked anew before their own end, also where they were asked before everybody's.
    later = f":{day_of(ends, cohort.zone)}" if ends > cohort.milestones.mentoring_ends else ""
    yield from asking(
        cohort,
        key=f"{person.id}:reflection{later}",
        form=f"reflection_{role}",
        about=person.id,
        letters=(f"{role}/reflection_wanted", f"{role}/reflection_reminder"),
        start=ends - checks.reflection_opens_before,
        rungs=checks.reflection_ladder,
        end=last_day(cohort, ends),
        asked=person.id,
        matter="no_reflection",
        closes=last_day(cohort, ends),
    )


@rule(_took_part)
def tell_what_is_missing(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """Before the last day whoever has not completed hears which condition is missing."""
    if cohort.phase is Phase.FOLLOW_UP and not completion(cohort, person.id).complete:
        last = last_day(cohort, ends_for(cohort, person.id))
        at = posting(last - MISSING_TOLD_BEFORE, cohort.days)
        letter = Write(f"{person.role.value}/not_complete", person.id, person.id, reminder=True)
        yield Due(at, last, f"{person.id}:missing", letter)


@rule(_took_part)
def issue_the_certificate(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """Three conditions met: a certificate for the mentee, a statement for the mentor. The date is when the last was met."""
    if cohort.phase is Phase.FOLLOW_UP and completion(cohort, person.id).complete:
        ends, reflected = ends_for(cohort, person.id), cohort.applications[person.id].reflected_at
        at = _hours_known(cohort, person, max(ends, reflected or ends))
        kind = CERTIFICATES[person.role]
        yield Due(at, FAR_FUTURE, f"{person.id}:{kind}", Issue(kind, person.id, person.id))


def _hours_known(cohort: Cohort, person: Participant, at: datetime) -> datetime:
    """When the hours of somebody are known: as long as nobody has told who was at a gathering to which they wanted to come,
    or settled whether a session took place, their certificate waits for it, but not for ever."""
    ends = ends_for(cohort, person.id)
    unlisted = any(
        gathering.cancelled_at is None
        and gathering.attended_at is None
        and gathering.ends_at <= ends
        and comes(cohort, gathering, person.id)
        for gathering in cohort.gatherings.values()
    )
    unsettled = unlisted or any(is_disputed(cohort, session) for session in sessions_of(cohort, person.id))
    return max(at, min(ends + LISTS_WAIT, last_day(cohort, ends))) if unsettled else at


@rule(lambda cohort: [d for d in cohort.in_focus(Document) if d.kind in CERTIFICATES.values()])
def send_the_certificate(cohort: Cohort, document: Document) -> Iterator[Due]:
    """Once printed, it goes to its owner, attached to a letter."""
    person = cohort.participants.get(document.to)
    if document.state is DocumentState.PRINTED and document.printed_at and person:
        at = posting(document.printed_at, cohort.days)
        letter = Write(f"{person.role.value}/certificate", person.id, document.id)
        yield Due(at, at + timedelta(60), f"{document.id}:letter", letter)


@rule(_took_part)
def invite_the_alumni(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """Staying in touch: one optional question in follow-up."""
    if cohort.phase is Phase.FOLLOW_UP:
        role = person.role.value
        yield from asking(
            cohort,
            key=f"{person.id}:alumni",
            form="alumni",
            about=person.id,
            letters=(f"{role}/alumni", f"{role}/alumni"),
            start=max(cohort.milestones.mentoring_ends + ALUMNI_AFTER, ends_for(cohort, person.id)),
            rungs=(Rung(after=timedelta(0)),),
            end=cohort.milestones.closes,
            asked=person.id,
            unless=lambda _: bool(cohort.applications[person.id].alumni) or certified(cohort, person) is not None,
            closes=cohort.milestones.closes,
        )


@rule(_took_part)
def open_the_alumni(cohort: Cohort, person: Participant) -> Iterator[Due]:
    """Whoever gets a certificate finds the question in its letter, and gets no letter more about it."""
    printed = certified(cohort, person)
    if cohort.phase is Phase.FOLLOW_UP and printed and not cohort.applications[person.id].alumni:
        closes = cohort.milestones.closes
        yield Due(printed, closes, f"{person.id}:alumni:open", Ask("alumni", person.id, person.id, closes=closes))


def certified(cohort: Cohort, person: Participant) -> datetime | None:
    """When this person's certificate was printed."""
    document = cohort.documents.get(f"{CERTIFICATES[person.role]}:{person.id}")
    printed = document is not None and document.state is DocumentState.PRINTED
    return document.printed_at if document is not None and printed else None


@rule(lambda cohort: cohort.in_focus(Application) if cohort.phase is Phase.FOLLOW_UP else ())
def offer_to_keep_the_place(cohort: Cohort, application: Application) -> Iterator[Due]:
    """Mentees for whom no mentor became free are asked whether they keep their place for the next programme."""
    if application.role is Role.MENTEE and application.state is ApplicationState.WAITLISTED:
        yield from asking(
            cohort,
            key=f"{application.id}:place",
            form="alumni",
            about=application.id,
            letters=("person/keep_place", "person/keep_place"),
            start=cohort.milestones.mentoring_ends + ALUMNI_AFTER,
            rungs=(Rung(after=timedelta(0)),),
            end=cohort.milestones.closes,
            asked=application.id,
            unless=lambda _: bool(application.alumni),
            closes=cohort.milestones.closes,
        )


@rule(lambda cohort: groups_in(PairState.ACTIVE)(cohort) if cohort.phase is Phase.FOLLOW_UP else ())
def complete_the_group(cohort: Cohort, group: Group) -> Iterator[Due]:
    """After the last day for reports a group is completed, and sessions that never came about are closed."""
    at = last_day(cohort, ends_of(cohort, group))
    for session in cohort.sessions_of(group.id):
        if not session.settled:
            move = Move("sessions", session.id, SessionState.CANCELLED.value)
            yield Due(at, FAR_FUTURE, f"{session.id}:closed", move)
    yield Due(at, FAR_FUTURE, f"{group.id}:completed", Move("groups", group.id, PairState.COMPLETED.value, "completed"))


@rule(the_cohort)
def evaluate(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """The evaluation summary is printed on the last day but one and goes to the coordinator."""
    if cohort.phase is not Phase.FOLLOW_UP:
        return
    lead = cohort.lead.code
    at = cohort.milestones.closes - EVALUATED_BEFORE
    yield Due(at, FAR_FUTURE, "evaluation", Issue("evaluation", lead, ""))
    printed = _evaluation(cohort)
    if printed and printed.state is DocumentState.PRINTED and printed.printed_at:
        letter = Write("coordinator/evaluation_ready", lead, printed.id)
        yield Due(printed.printed_at, FAR_FUTURE, "evaluation:letter", letter)


@rule(the_cohort)
def close(cohort: Cohort, _: Cohort) -> Iterator[Due]:
    """The cohort closes on its day, once its evaluation and certificates are printed."""
    evaluation = _evaluation(cohort)
    if cohort.phase is Phase.FOLLOW_UP and evaluation and evaluation.state is DocumentState.PRINTED:
        waiting = any(document.state is DocumentState.ORDERED for document in cohort.documents.values())
        if not waiting:
            key = "phase:closed"
            yield Due(cohort.milestones.closes, FAR_FUTURE, key, Move("cohort", "", Phase.CLOSED.value))


def _evaluation(cohort: Cohort) -> Document | None:
    """The evaluation, whoever led the cohort when it was ordered."""
    return next((document for document in cohort.documents.values() if document.kind == "evaluation"), None)
