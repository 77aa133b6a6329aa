"""Standards: what a cohort has to show for each of the six standards of the EMCC for mentoring programmes (ISMCP): the paper,
a figure and its day, and what is missing. Told from what the office keeps; whether it is enough, assessors decide.

Counts only, no names: the list may be shown. What each standard asks is in our own words.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from domain.cohort import Cohort
from domain.completion import STARTED
from domain.dates import day_of
from domain.gatherings import Gathering
from domain.held import held_of
from domain.lifecycles import ApplicationState, DocumentState, PairState, Phase, ProposalState
from domain.rules.handbooks import HANDBOOKS
from domain.saying import say
from domain.states import DOCUMENTS

Line = tuple[str, str | int, Any]  # what there is, a figure, its day or ""
Telling = Callable[[Cohort], Iterator[Line]]
DECIDED = (ApplicationState.ACCEPTED, ApplicationState.WAITLISTED, ApplicationState.DECLINED)
APPROVED = (ProposalState.APPROVED,)


def standards(cohort: Cohort) -> dict[str, Any]:
    """The six, each with its evidence and what is missing."""
    return {
        "standards": [
            {
                "title": title,
                "asks": asks,
                "evidence": [{"words": words, "figure": figure, "day": day} for words, figure, day in has(cohort)],
                "missing": [words for words, _, _ in lacks(cohort)],
            }
            for title, asks, has, lacks in SIX
        ]
    }


# --- 1: clarity of purpose --------------------------------------------------------------------------------------------


def _purpose(cohort: Cohort) -> Iterator[Line]:
    for material in cohort.materials.values():
        if material.signed_at:
            yield material.title, say("signed off"), _day(cohort, material.signed_at)
    yield say("Pairs the programme aims at"), cohort.policy.recruitment.pairs_aim, ""
    before = sum(bool(one.answers.get("outcome_specifics")) for one in cohort.applications.values())
    if before:
        yield (
            say("Learning outcomes, told by mentees when they applied"),
            say("{n} mentee", "{n} mentees", n=before),
            "",
        )


def _no_purpose(cohort: Cohort) -> Iterator[Line]:
    for material in cohort.materials.values():
        if not material.signed_at:
            yield say("{material}: not signed off yet", material=material.title), "", ""


# --- 2: training and briefing -----------------------------------------------------------------------------------------


def _briefing(cohort: Cohort) -> Iterator[Line]:
    for kind in HANDBOOKS.values():
        if at := _printed(cohort, kind):
            yield DOCUMENTS[kind], say("printed, goes to everybody in a pair"), _day(cohort, at)
    for gathering in _that_were(cohort):
        if gathering.attended_at:
            came = sum(one.came is True for one in cohort.attendances.values() if one.gathering == gathering.id)
            yield gathering.title, say("{n} came", n=came), _day(cohort, gathering.starts_at)


def _no_briefing(cohort: Cohort) -> Iterator[Line]:
    for kind in HANDBOOKS.values():
        if not _printed(cohort, kind):
            yield say("{document}: not printed yet", document=DOCUMENTS[kind]), "", ""
    for gathering in _that_were(cohort):
        if not gathering.attended_at:
            yield say("{gathering}: nobody has told who came", gathering=gathering.title), "", ""


def _that_were(cohort: Cohort) -> list[Gathering]:
    """The gatherings that were to take place by the time the cohort has reached; a list is told after one."""
    reached = (Phase.FOLLOW_UP, Phase.CLOSED)
    held = [
        one
        for one in cohort.gatherings.values()
        if one.cancelled_at is None and (one.attended_at or cohort.phase in reached)
    ]
    return sorted(held, key=lambda one: one.starts_at)


# --- 3: selection and matching ----------------------------------------------------------------------------------------


def _matching(cohort: Cohort) -> Iterator[Line]:
    decided = sum(one.state in DECIDED for one in cohort.applications.values())
    yield say("Applications decided"), _of(decided, len(cohort.applications)), ""
    screened = sum(one.screening is not None for one in cohort.applications.values())
    if screened:
        yield say("Applications with a screening sheet"), _of(screened, len(cohort.applications)), ""
    weights = sum(weight > 0 for weight in cohort.policy.matching.weights.values())
    yield say("Criteria of matching that are weighed"), weights, ""
    for proposal in cohort.proposals.values():
        if proposal.state in APPROVED and proposal.solved_at:
            yield say("Matching report, looked at and approved"), proposal.id, _day(cohort, proposal.solved_at)
    started = sum(group.state in STARTED for group in cohort.groups.values())
    yield say("Pairs and groups in which all said yes"), started, ""


def _no_matching(cohort: Cohort) -> Iterator[Line]:
    waiting = sum(one.state is ApplicationState.SUBMITTED for one in cohort.applications.values())
    if waiting:
        yield say("{n} application not decided yet", "{n} applications not decided yet", n=waiting), "", ""
    if not any(proposal.state in APPROVED for proposal in cohort.proposals.values()):
        yield say("No match has been approved yet"), "", ""


# --- 4: measurement and review ----------------------------------------------------------------------------------------


def _review(cohort: Cohort) -> Iterator[Line]:
    held = held_of(cohort, cohort.sessions.values())
    yield say("Sessions held"), _of(len(held), len(cohort.sessions)), ""
    yield say("Sessions held that have a report"), _of(sum(one.report is not None for one in held), len(held)), ""
    told = sum(len(group.midterm) for group in cohort.groups.values())
    yield say("Half-way checks answered"), told, ""
    back = sum(one.reflected_at is not None for one in cohort.applications.values())
    yield say("Final reflections"), back, ""
    if at := _printed(cohort, "evaluation"):
        yield DOCUMENTS["evaluation"], say("printed"), _day(cohort, at)


def _no_review(cohort: Cohort) -> Iterator[Line]:
    held = [one for one in held_of(cohort, cohort.sessions.values()) if one.report is None]
    if held:
        yield say("{n} session held without a report", "{n} sessions held without a report", n=len(held)), "", ""
    if not _printed(cohort, "evaluation"):
        yield say("The evaluation is printed shortly before the cohort closes"), "", ""


# --- 5: ethics and care -----------------------------------------------------------------------------------------------


def _ethics(cohort: Cohort) -> Iterator[Line]:
    promised = sum(bool(one.answers.get("rules")) for one in cohort.applications.values())
    yield say("Code of conduct, promised when applying"), _of(promised, len(cohort.applications)), ""
    lasting = _lasting(cohort)
    yield say("Agreements signed by all"), _of(sum(group.all_signed for group in lasting), len(lasting)), ""
    ended = sum(group.state is PairState.ENDED for group in cohort.groups.values())
    yield say("Pairs ended early, without fault"), ended, ""
    keeps = cohort.policy.keeping.months
    kept = say("Privacy notice with the time everything is kept")
    yield kept, say("{n} month after the end", "{n} months after the end", n=keeps), ""


def _no_ethics(cohort: Cohort) -> Iterator[Line]:
    unsigned = sum(not group.all_signed for group in _lasting(cohort))
    if unsigned:
        yield say("{n} agreement not signed by all", "{n} agreements not signed by all", n=unsigned), "", ""


def _lasting(cohort: Cohort) -> list[Any]:
    return [group for group in cohort.groups.values() if group.state in (PairState.ACTIVE, PairState.COMPLETED)]


# --- 6: administration and support ------------------------------------------------------------------------------------


def _support(cohort: Cohort) -> Iterator[Line]:
    yield say("Coordinators of the programme"), len(cohort.coordinators), ""
    decided = sum(not case.is_open for case in cohort.escalations.values())
    yield say("Cases of people settled"), _of(decided, len(cohort.escalations)), ""
    printed = sum(one.state is DocumentState.PRINTED for one in cohort.documents.values())
    yield say("Documents printed"), printed, ""
    yield say("Handover file, for whoever takes over"), say("always as of today"), ""


def _no_support(cohort: Cohort) -> Iterator[Line]:
    waiting = sum(case.is_open for case in cohort.escalations.values())
    if waiting:
        yield say("{n} case waits for a decision", "{n} cases wait for a decision", n=waiting), "", ""
    if len(cohort.coordinators) == 1 and cohort.stand_in is None:
        yield say("One coordinator alone: nobody stands in when they are away"), "", ""
    failed = sum(one.state is DocumentState.FAILED for one in cohort.documents.values())
    if failed:
        yield say("{n} document could not be printed", "{n} documents could not be printed", n=failed), "", ""


# --- what the six share -----------------------------------------------------------------------------------------------


def _of(number: int, all_: int) -> str:
    return say("{number} of {all}", number=number, all=all_)


def _day(cohort: Cohort, at: datetime) -> Any:
    return day_of(at, cohort.zone)


def _printed(cohort: Cohort, kind: str) -> datetime | None:
    """When the newest of a kind was printed."""
    found = (one.printed_at for one in cohort.documents.values() if one.kind == kind and one.printed_at)
    return max(found, default=None)


SIX: tuple[tuple[str, str, Telling, Telling], ...] = (
    (
        say("Clarity of purpose"),
        say("Everybody knows what the programme is for, whom it is for, and how it will be seen that it helped."),
        _purpose,
        _no_purpose,
    ),
    (
        say("Training and briefing"),
        say("Mentors, mentees and everybody else involved know their part, and are prepared for it."),
        _briefing,
        _no_briefing,
    ),
    (
        say("Selection and matching"),
        say("People are chosen and brought together by criteria that are known, and can say no."),
        _matching,
        _no_matching,
    ),
    (
        say("Measurement and review"),
        say("The programme looks regularly at how it goes, and what came of it, and learns from it."),
        _review,
        _no_review,
    ),
    (
        say("Ethics and care"),
        say("There are rules that protect people, everybody has agreed to them, and nobody is left alone."),
        _ethics,
        _no_ethics,
    ),
    (
        say("Administration and support"),
        say("Somebody is there to organise, to help, and to act when something is stuck."),
        _support,
        _no_support,
    ),
)
