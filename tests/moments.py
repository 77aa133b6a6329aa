"""Moments: cohorts at moments of their life in which, between them, the rules want to write every letter there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from domain.applications import Choosing, FirstMeetings, Screening
from domain.cohort import Cohort
from domain.dates import day_of
from domain.documents import Document
from domain.escalations import Escalation, Remark
from domain.extension import Extension
from domain.gatherings import Attendance
from domain.groups import Acceptance, Agreement, MentoringPlan, PlanRow
from domain.lifecycles import (
    ApplicationState,
    DocumentState,
    EscalationState,
    PairState,
    Phase,
    ProposalState,
    SessionState,
)
from domain.match.facts import MatchResult, ProposedPair
from domain.people import Away, Coordinator, Departure, Participant, Role
from domain.proposals import Proposal
from domain.sessions import Offer, SessionReport, Span, Unsuited
from tests.builders import MONDAY, a_cohort, answered, asked, days, invited, together

NOW = MONDAY + days(9)
SOON = NOW + days(5)
A_PLAN = MentoringPlan("See a company from inside.", (PlanRow(1, "My questions"),), "", "", NOW, "N01")


def moments() -> Iterator[Cohort]:
    """Each with a code of its own, so that one office can hold them all."""
    for moment in (
        in_preparation, while_the_calls_are_open, while_people_apply, while_pairs_are_made, while_pairs_begin,
        while_sessions_go_on, while_dates_are_found, while_pairs_may_go_on, while_gatherings_change,
        while_circles_meet, when_things_go_wrong, when_circles_falter, at_the_end, when_it_is_over, when_all_is_off,
    ):  # fmt: skip
        yield replace(moment(), code=moment.__name__.replace("_", "-"))


def in_preparation() -> Cohort:
    return a_cohort().in_preparation().build()


def while_the_calls_are_open() -> Cohort:
    """Two on the list, two who asked by the open link, and two who come along from an earlier cohort."""
    cohort = a_cohort().in_recruitment().build()
    people = (
        Participant(f"{role.letter}{n:02d}", role, "Jana Nová", f"{role.letter}{n}@firm.example", source=source)
        for role in Role
        for n, source in enumerate(("list", "open", "again:pilot-26"), start=1)
    )
    opens = cohort.milestones.mentors_open
    return cohort.put(*(replace(person, invited_at=opens) for person in people))


def while_people_apply() -> Cohort:
    """An application in each state, by the clock and by a person."""
    states = list(ApplicationState)
    cohort = a_cohort().in_recruitment().with_mentors(2 * len(states)).with_mentees(2 * len(states)).build()
    decided = cohort.milestones.matching_on - days(3)
    by_eva = Screening("eva", decided)
    return cohort.put(
        *(
            replace(
                cohort.applications[f"{role.letter}{n:02d}"],
                state=state,
                decided_at=decided,
                note="The CV.",
                screening=by,
            )
            for role in Role
            for n, (state, by) in enumerate(((state, by) for state in states for by in (None, by_eva)), start=1)
        )
    )


def while_pairs_are_made() -> Cohort:
    """Some choose, some meet first; a proposal waits; offers are out, one waits for somebody who is away, one will go, and one
    was turned down."""
    cohort = a_cohort().in_recruitment().with_mentors(6).with_mentees(6).with_offers(3).build()
    choosing = (
        replace(cohort.applications[code], choosing=Choosing(NOW, (other,)), meetings=FirstMeetings(NOW, (other,)))
        for code, other in (("M05", "N05"), ("N05", "M05"))
    )
    result = MatchResult("OPTIMAL", (ProposedPair("M06", "N06", 80, ()),), ())
    proposal = Proposal("match-2", 2, ProposalState.SOLVED, NOW, solved_at=NOW, result=result)
    approved = Proposal("match-1", 1, ProposalState.APPROVED, NOW, solved_at=NOW, decided_at=NOW)
    will_go = replace(cohort.pairs["P03"], state=PairState.PROPOSED, offered_at=NOW)
    declined = replace(cohort.pairs["P02"], state=PairState.TURNED_DOWN, ended_at=NOW, ended_because="declined")
    offered = cohort.pairs["P01"].offered_at
    assert offered is not None
    absence = Away((offered + days(2)).date(), (offered + days(4)).date(), offered + days(1))
    away = replace(cohort.participants["N01"], away=(absence,))
    return cohort.put(*choosing, approved, proposal, will_go, declined, away)


def while_pairs_begin() -> Cohort:
    """One pair with a signed agreement and a plan, one without; the handbooks and their papers are printed."""
    cohort = a_cohort().in_mentoring().with_pairs(2).build()
    signed = tuple(Acceptance(code, NOW) for code in ("M01", "N01"))
    agreement = Agreement("mentee", "monthly", "online", "Questions", "A next step", "Much", "A day", "mentee", signed)
    return cohort.put(
        replace(cohort.pairs["P01"], agreement=agreement, plans={"N01": A_PLAN}),
        *_papers("agreement", "P01", "M01", "N01"),
        *_papers("plan", "P01", "M01", "N01"),
        _printed("handbook", "mentors", ""),
        _printed("guide", "mentees", ""),
    )


def while_sessions_go_on() -> Cohort:
    """P01 has met once and has a date, P02 a date and an objective; P03 has set one long before; two come to a gathering."""
    cohort = a_cohort().in_mentoring().with_pairs(3).build()
    report = SessionReport("N01", NOW, "held", NOW.date(), 60)
    first, second, other, late = (cohort.sessions[key] for key in ("P01.1", "P01.2", "P02.1", "P03.1"))
    cohort = cohort.put(
        replace(first, state=SessionState.HELD, held_on=NOW.date(), settled_at=NOW, reports=(report,)),
        replace(second, state=SessionState.DATED, starts_at=SOON, dated_at=NOW - days(3)),
        replace(other, state=SessionState.DATED, starts_at=SOON, dated_at=NOW - days(3)),
        replace(late, state=SessionState.DATED, starts_at=NOW + days(30), dated_at=NOW),
    )
    cohort = answered(asked(cohort, "meeting_objective", "P02.1", "N02", NOW), "meeting_objective", "P02.1", "N02", NOW,
                      objective="How did you change sector?")  # fmt: skip
    gathering = max(cohort.gatherings.values(), key=lambda gathering: gathering.starts_at)
    cohort = answered(cohort, "away", "M02", "M02", NOW, first=SOON.date().isoformat(), last=SOON.date().isoformat())
    return cohort.put(
        *(Attendance(f"{gathering.id}:{code}", gathering.id, code, "coming", NOW) for code in ("M01", "N01"))
    )


def while_dates_are_found() -> Cohort:
    """Of P01 one has offered times, of P02 both have, and none fits; the calendar of P03's mentee proposes another time."""
    cohort = a_cohort().in_mentoring().with_pairs(3).build()
    early, late = (Span(SOON + timedelta(hours=n), SOON + timedelta(hours=n + 2)) for n in (9, 12))
    first, second, third = (cohort.sessions[f"P0{n}.1"] for n in (1, 2, 3))
    return cohort.put(
        replace(first, offers=(Offer("N01", NOW, (early,)),)),
        replace(second, offers=(Offer("N02", NOW, (early,)), Offer("M02", NOW, (late,)))),
        replace(third, state=SessionState.DATED, starts_at=SOON, dated_at=NOW - days(3),
                unsuited=Unsuited("N03", NOW, 0, SOON + days(1))),
    )  # fmt: skip


def while_pairs_may_go_on() -> Cohort:
    """Three pairs were asked whether they go on longer: of one both want it, of one somebody does not, one has not said."""
    cohort = a_cohort().in_mentoring().with_pairs(3).build()
    asked_both = Extension(date(2027, 9, 14), NOW - days(2), NOW + days(12))
    agreed = replace(asked_both, agreed={"M01": NOW, "N01": NOW})
    return cohort.put(
        replace(cohort.groups["P01"], extension=agreed, ends_on=agreed.until),
        replace(cohort.groups["P02"], extension=replace(asked_both, refused_by="N02", refused_at=NOW)),
        replace(cohort.groups["P03"], extension=asked_both),
    )


def while_gatherings_change() -> Cohort:
    """One gathering has no place yet, one was moved and one got another hour after people had answered; of the first the
    coordinator has told who came and where to see it; somebody does not come after all; of one somebody wants the recording.
    """
    cohort = a_cohort().in_mentoring().with_pairs(3).build()
    forms = (replace(invited(cohort, "rsvp", "G-wrapup", code, NOW), scope=code) for code in ("N01", "N02"))
    cohort = cohort.put(*forms)
    networking, careers, wrapup = (cohort.gatherings[f"G-{kind}"] for kind in ("networking", "careers", "wrapup"))
    later, soon = NOW + days(1), NOW + days(30)
    instruction = replace(cohort.gatherings["G-instruction"], starts_at=soon)
    return cohort.put(
        replace(careers, place=""),
        wrapup.changed(later, cohort.zone, starts_at=wrapup.starts_at + days(1)),
        instruction.changed(later, cohort.zone, place="Room 5"),
        replace(networking, attended_at=NOW, recording="https://film.example/1", recorded_at=NOW),
        Attendance("G-wrapup:N01", "G-wrapup", "N01", "coming", NOW),
        Attendance("G-instruction:M01", "G-instruction", "M01", "coming", NOW),
        Attendance("G-instruction:M02", "G-instruction", "M02", "no", NOW, withdrew_at=NOW, changes=2),
        Attendance("G-networking:N01", "G-networking", "N01", "recording", NOW - days(6), came=False),
        Attendance("G-instruction:M03", "G-instruction", "M03", "recording", NOW - days(6)),
    )


def while_circles_meet() -> Cohort:
    """C01 has met once and has a date; C02 has signed its agreement and has no date yet."""
    cohort = a_cohort().in_mentoring().with_mentors(2).with_mentees(6).build()
    cohort = together(cohort, "C01", "N01", "N02", "N03", "M01")
    cohort = together(cohort, "C02", "N04", "N05", "N06", "M02")
    report = SessionReport("N01", NOW, "held", NOW.date(), 60)
    first, second = (cohort.sessions[key] for key in ("C01.1", "C01.2"))
    signed = tuple(Acceptance(code, NOW) for code in ("N04", "N05", "N06", "M02"))
    agreement = Agreement("mentee", "monthly", "online", "Questions", "A next step", "Much", "A day", "mentee", signed)
    return cohort.put(
        replace(first, state=SessionState.HELD, held_on=NOW.date(), settled_at=NOW, reports=(report,)),
        replace(second, state=SessionState.DATED, starts_at=SOON, dated_at=NOW - days(3)),
        replace(cohort.groups["C02"], agreement=agreement, plans={cohort.groups["C02"].members[0]: A_PLAN}),
        *_papers("agreement", "C02", *cohort.groups["C02"].members),
        *_papers("plan", "C02", *cohort.groups["C02"].members),
    )


def when_circles_falter() -> Cohort:
    """C01 has missed a session, called one off, and goes on without N02; C02 has ended."""
    cohort = a_cohort().in_mentoring().with_mentors(2).with_mentees(5).build()
    cohort = together(cohort, "C01", "N01", "N02", "N03", "M01")
    cohort = together(cohort, "C02", "N04", "N05", "M02", state=PairState.ENDED, ended_at=NOW, ended_because="ended")
    return cohort.put(
        replace(cohort.sessions["C01.1"], state=SessionState.MISSED, missed_at=NOW - days(20)),
        replace(cohort.sessions["C01.2"], state=SessionState.CANCELLED, starts_at=SOON, settled_at=NOW),
        replace(cohort.sessions["C01.3"], state=SessionState.DATED, starts_at=SOON, dated_at=NOW - days(3)),
        cohort.groups["C01"].without("N02", NOW - days(1)),
    )


def when_things_go_wrong() -> Cohort:
    """A session is missed, one is off, a pair has ended, somebody has left, a gathering is cancelled, a case has the
    coordinator's words, and letters to a second coordinator come back.
    """
    cohort = a_cohort().in_mentoring().with_pairs(3).build()
    silent = Coordinator("kb", "Klára Benešová", "klara@university.example", bounced_at=NOW - days(1))
    cohort = replace(cohort, coordinators=(*cohort.coordinators, silent))
    *_, other, off = sorted(cohort.gatherings.values(), key=lambda gathering: gathering.starts_at)
    words = Remark("eva", NOW, "Shall we talk?", passed_on=True)
    case = Escalation("P01.1:missed", "P01.1", "missed_session", "P01", NOW - days(2), remarks=(words,))
    return cohort.put(
        replace(cohort.sessions["P01.1"], state=SessionState.MISSED, missed_at=NOW - days(20)),
        replace(cohort.sessions["P02.1"], state=SessionState.CANCELLED, starts_at=SOON, settled_at=NOW),
        replace(cohort.pairs["P03"], state=PairState.ENDED, ended_at=NOW, ended_because="ended"),
        replace(cohort.participants["N03"], left=Departure(NOW)),
        Attendance(f"{other.id}:N03", other.id, "N03", "coming", NOW),
        replace(off, cancelled_at=NOW),
        Attendance(f"{off.id}:N01", off.id, "N01", "coming", NOW),
        replace(case, state=EscalationState.ACKNOWLEDGED, outcome="write", decided_by="eva", decided_at=NOW),
    )


def at_the_end() -> Cohort:
    """Follow-up: reflections and alumni are asked for, certificates and the evaluation are printed; one waited in vain."""
    cohort = a_cohort().in_follow_up().with_pairs(2).build()
    waits = replace(cohort.applications["N02"], id="N09", state=ApplicationState.WAITLISTED)
    return cohort.put(
        replace(cohort.participants["N02"], id="N09", email="n09@university.example"),
        waits,
        _printed("certificate", "N01", "N01"),
        _printed("statement", "M01", "M01"),
        _printed("evaluation", "eva", ""),
    )


def when_it_is_over() -> Cohort:
    """Closed: those who agreed are asked later what came of it, and wish to come to what follows."""
    cohort = a_cohort().in_follow_up().with_pairs(2).build()
    agreed = {"later_questions": True, "follow_up_events": True}
    told = (replace(one, alumni=agreed) for one in cohort.applications.values())
    over = (replace(pair, state=PairState.COMPLETED) for pair in cohort.pairs.values())
    return replace(cohort.put(*told, *over), phase=Phase.CLOSED, phase_since=cohort.milestones.closes)


def when_all_is_off() -> Cohort:
    """Called off while pairs met; somebody had asked for a recording."""
    cohort = while_sessions_go_on()
    last = max(cohort.gatherings.values(), key=lambda gathering: gathering.starts_at).id
    cohort = cohort.put(Attendance(f"{last}:M02", last, "M02", "recording", NOW))
    off = (replace(gathering, cancelled_at=NOW) for gathering in cohort.gatherings.values())
    return answered(cohort.put(*off), "steer", "", "eva", NOW, action="call_off", reason="No money.", sure="yes")


def _papers(kind: str, group: str, *codes: str) -> Iterator[Document]:
    """What was agreed or planned just now, printed for each."""
    version = f"{NOW:%Y-%m-%dT%H%M}" if kind == "agreement" else f"{day_of(NOW, 'Europe/Prague')}"
    yield from (replace(_printed(kind, code, group), id=f"{kind}:{group}:{code}:{version}") for code in codes)


def _printed(kind: str, to: str, scope: str) -> Document:
    return Document(f"{kind}:{to}", kind, "", to, scope, NOW, DocumentState.PRINTED, "f1", NOW)
