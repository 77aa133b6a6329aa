"""Decide an escalation: the coordinator's word on a case. Which decisions there are depends on what happened (WAYS)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.belonging import Kept, Use
from domain.coherence.programme import spelled
from domain.cohort import Cohort
from domain.dates import day_of
from domain.escalations import MEANWHILE, Escalation, Remark
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Email, Text
from domain.forms.verbs import call_off, cancelled, cannot_be, end_group, extended, group_about
from domain.held import DISPUTE, is_disputed
from domain.invitations import Invitation
from domain.lifecycles import DOCUMENT, ESCALATION, DocumentState, EscalationState, PairState, SessionState
from domain.matters import CASES_ENDED, case_named
from domain.remarks import fact_of
from domain.rules.causes import next_word
from domain.rules.escalation import PASSED_ON, concerned
from domain.saying import say, sayings, together
from domain.text import as_typed

DECISIONS = sayings(
    {
        "resume": "Nothing more to do: close the case",
        "write": "Write to those concerned",
        "snooze": "Look at it again in a few days",
        "excuse": "Excuse the session: it will not take place",
        "took_place": "It took place: the session counts",
        "not_held": "It did not take place: the session does not count",
        "rematch": "End the pair and look for another partner",
        "end": "End the pair, without fault",
        "open_anyway": "Open recruitment all the same",
        "start": "Start with the pairs there are",
        "extend": "Move the date",
        "call_off": "Call the cohort off",
        "answered": "I have the answer",
        "new_address": "Correct the e-mail address",
        "again": "Print it again",
    }
)
WITH_WORDS_ONLY = ("resume", "write", "snooze")
WITH_PAIR = ("resume", "write", "snooze", "rematch", "end")
WITH_SESSION = ("resume", "write", "snooze", "excuse", "rematch", "end")
WAYS: dict[str, tuple[str, ...]] = {
    "missed_session": WITH_SESSION,
    "disagreement": ("took_place", "not_held", *WITH_SESSION),
    "poor_fit": WITH_PAIR,
    "midterm_gap": WITH_PAIR,
    "low_marks": WITH_PAIR,
    "no_signature": WITH_PAIR,
    "agreement": WITH_PAIR,
    "no_date": WITH_SESSION,
    "no_report": WITH_SESSION,
    "no_answer": WITH_WORDS_ONLY,
    "no_plan": WITH_PAIR,
    "no_midterm": WITH_PAIR,
    "no_reflection": WITH_WORDS_ONLY,
    "help": WITH_PAIR,
    "call_for_help": WITH_PAIR,
    "reply": WITH_WORDS_ONLY,
    "left": ("resume", "snooze"),
    "bounced": ("new_address", "resume", "snooze"),
    "materials": ("open_anyway", "extend", "snooze"),
    "too_few_pairs": ("start", "extend", "call_off", "snooze"),
    "question": ("answered", "snooze"),
    "failed_match": ("resume", "snooze"),
    "no_place": ("resume", "snooze"),
    "not_printed": ("again", "resume", "snooze"),
    "missed_gathering": WITH_WORDS_ONLY,
}
OUTCOMES = {"resume": "resumed", "excuse": "excused", "rematch": "rematched", "end": "ended"}
EXTENDS = {"materials": "recruitment_opens", "too_few_pairs": "mentoring_starts"}
WITH_WORDS = tuple(decision for decision in DECISIONS if decision not in ("snooze", "extend", "new_address"))
GOES_ON = ("write", "snooze")  # the case stays with the coordinator


class DecideEscalation(Form):
    """The office has done what it can; now a person has to decide. Your decision is carried out at once."""

    name = "decide_escalation"
    title = "Decide a case"
    by = "coordinator"
    whose = ("author", "subject")
    use = Use.DECISION
    kept_for = Kept.CONFIDENCE
    reach = "cohort"
    thanks = "Your decision is being carried out."

    decision: Code = question("Your decision", widget="choice", options=DECISIONS)
    words: Text = question(
        "Words",
        "",
        widget="text",
        reader="group",
        only_if=("decision", WITH_WORDS),
        hint='With "write" and "answer" these words go into the letter; otherwise they are kept with the case.',
    )
    days: int | None = question(
        "By how many days?",
        None,
        widget="number",
        only_if=("decision", ("extend",)),
        needed="Please say by how many days.",
        ge=1,
        le=120,
    )
    sleeps: int | None = question(
        "In how many days shall it be back?",
        None,
        widget="number",
        only_if=("decision", GOES_ON),
        hint="Leave it out for the usual time. What you wrote about comes back only if nothing has changed.",
        ge=1,
        le=60,
    )
    address: Email | None = question(
        "The right address",
        None,
        widget="email",
        only_if=("decision", ("new_address",)),
        needed="Please write the right address.",
    )

    # --- shown --------------------------------------------------------------------------------------------------

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        case = cohort.escalations[invitation.about]
        gathering, matter = cohort.gatherings.get(case.about), case_named(cohort, case)
        session = cohort.sessions.get(case.about)
        about = "" if gathering or case.about in cohort.documents else case.about
        lines = [
            say("**{matter}** ({about}).", matter=matter, about=about) if about else say("**{matter}**.", matter=matter)
        ]
        group = group_about(cohort, case.about)
        if group is not None:
            lines.append("\n".join(f"- {_who(cohort, code)}" for code in group.members))
        elif case.about in cohort.participants:
            lines.append(f"- {_who(cohort, case.about)}")
        elif gathering is not None:
            lines.append("\n".join(f"- {_who(cohort, code)}" for code in concerned(cohort, case)))
        if case.matter in MEANWHILE and (session is None or is_disputed(cohort, session)):
            lines.append(MEANWHILE[case.matter])
        if out_of_reach(cohort, case):
            lines.append(say("Our letters do not reach them any more. If you want to answer, write to them yourself."))
        lines += [_as_written(cohort, remark) for remark in case.remarks]
        return together([*lines, super().introduction(cohort, invitation)])

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        """Only what can be done: no pair is ended that is not active, no session excused that is settled. Whether a session
        counts of which the two tell different stories has to be said: no other decision closes that case."""
        case = cohort.escalations[invitation.about]
        group = group_about(cohort, case.about)
        session = cohort.sessions.get(case.about)
        disputed = session is not None and case.matter == DISPUTE and is_disputed(cohort, session)
        meets = group is not None and group.state is PairState.ACTIVE and not disputed
        possible = {
            "resume": not disputed,
            "rematch": meets,
            "end": meets,
            "excuse": session is not None and not session.settled,
            "took_place": disputed,
            "not_held": disputed,
            "new_address": case.about in cohort.participants,
        }
        ways = WAYS.get(case.matter, WITH_WORDS_ONLY)
        if out_of_reach(cohort, case):  # words that would never arrive are not asked for
            ways = tuple(dict.fromkeys(["resume", *(way for way in ways if way not in PASSED_ON)]))
        told = DECISIONS | {"snooze": say("Look at it again in {time}", time=spelled(cohort.policy.desk.snooze))}
        return {"decision": {way: told[way] for way in ways if possible.get(way, True)}}

    # --- checked ------------------------------------------------------------------------------------------------

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        case = cohort.escalations[invitation.about]
        if not case.is_open:
            how, closed = CASES_ENDED.get(case.outcome, ""), say("This case is closed already.")
            return {"": say("This case is closed already: {how}.", how=how) if how else closed}
        if self.decision in ("write", "answered") and not self.words:
            return {"words": say("Please write what the letter should say.")}
        if self.decision == "extend" and self.days:
            wrong = cannot_be(extended(cohort, EXTENDS[case.matter], self.days, at))
            return {"days": say("That does not work: {why}.", why=wrong)} if wrong else {}
        return {}

    # --- taken in -----------------------------------------------------------------------------------------------

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        return cohort.escalations[invitation.about].is_open

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        case = cohort.escalations[invitation.about]
        if not case.is_open:
            return cohort
        goes_on = self.decision in GOES_ON
        state = EscalationState.ACKNOWLEDGED if goes_on else EscalationState.RESOLVED
        decided = replace(
            case,
            state=ESCALATION.check(case.state, state),
            outcome=OUTCOMES.get(self.decision, self.decision),
            decided_by=invitation.to,
            decided_at=at,
            snoozed_until=self._sleeps_until(cohort, case, at) if goes_on else None,
        )
        if self.words:
            decided = decided.with_remark(Remark(invitation.to, at, self.words, self.decision in PASSED_ON))
        # The decision is kept first: calling the cohort off lets every case lapse that is still open.
        cohort, do = cohort.put(decided), DOES.get(self.decision)
        return do(self, cohort, case, at) if do else cohort

    def _sleeps_until(self, cohort: Cohort, case: Escalation, at: datetime) -> datetime:
        """A case stays in hand until its cause is gone: what was put off or written about comes back."""
        desk = cohort.policy.desk
        if self.sleeps is not None:
            return at + timedelta(self.sleeps)
        if self.decision == "snooze":
            return at + desk.snooze
        return max(at + desk.after_writing, next_word(cohort, case, at) or at)


def _end(form: DecideEscalation, cohort: Cohort, case: Escalation, at: datetime) -> Cohort:
    group = group_about(cohort, case.about)
    if group is None or group.state is not PairState.ACTIVE:
        return cohort
    return end_group(cohort, group, at, OUTCOMES[form.decision])


def _excuse(form: DecideEscalation, cohort: Cohort, case: Escalation, at: datetime) -> Cohort:
    session = cohort.sessions.get(case.about)
    return cohort if session is None or session.settled else cohort.put(cancelled(session, at))


def _did_not_take_place(form: DecideEscalation, cohort: Cohort, case: Escalation, at: datetime) -> Cohort:
    session = cohort.sessions.get(case.about)
    if session is None or session.state is not SessionState.HELD:
        return cohort
    return cohort.put(replace(cancelled(session, at), held_on=None))


def _extend(form: DecideEscalation, cohort: Cohort, case: Escalation, at: datetime) -> Cohort:
    return extended(cohort, EXTENDS[case.matter], form.days or 0, at)


def _call_off(form: DecideEscalation, cohort: Cohort, case: Escalation, at: datetime) -> Cohort:
    return call_off(cohort, at)


def _reach_again(form: DecideEscalation, cohort: Cohort, case: Escalation, at: datetime) -> Cohort:
    person = cohort.participants.get(case.about)
    if case.matter != "bounced" or person is None:
        return cohort
    return cohort.put(person.reached_again(at, form.address or ""))


def _print_again(form: DecideEscalation, cohort: Cohort, case: Escalation, at: datetime) -> Cohort:
    document = cohort.documents.get(case.about)
    if document is None or document.state is not DocumentState.FAILED:
        return cohort
    state = DOCUMENT.check(document.state, DocumentState.ORDERED)
    return cohort.put(replace(document, state=state, failure="", ordered_at=at))


DOES: dict[str, Callable[[DecideEscalation, Cohort, Escalation, datetime], Cohort]] = {
    "rematch": _end,
    "end": _end,
    "excuse": _excuse,
    "not_held": _did_not_take_place,
    "extend": _extend,
    "call_off": _call_off,
    "new_address": _reach_again,
    "again": _print_again,
    "resume": _reach_again,
}


def _as_written(cohort: Cohort, remark: Remark) -> str:
    """Who wrote what and when, quoted; what the office noted itself stands without quotation marks."""
    if not remark.by:
        return fact_of(remark) or as_typed(remark.words)
    names = {code: person.name for code, person in cohort.participants.items()}
    names |= {coordinator.code: coordinator.name for coordinator in cohort.coordinators}
    said = "\n".join(f"> {as_typed(line)}" for line in remark.words.splitlines())
    who, day = as_typed(names.get(remark.by) or remark.by), day_of(remark.at, cohort.zone)
    if fact := fact_of(remark):
        return say("{who}, {day}, {fact}:\n\n{words}", who=who, day=day, fact=fact, words=said)
    return say("{who}, {day}:\n\n{words}", who=who, day=day, words=said)


def out_of_reach(cohort: Cohort, case: Escalation) -> bool:
    """Whether the coordinator's words would reach nobody of those concerned."""
    codes = concerned(cohort, case)
    return bool(codes) and not any(cohort.can_write_to(code) for code in codes)


def _who(cohort: Cohort, code: str) -> str:
    person = cohort.participants.get(code)
    if person is None or person.erased_at is not None:
        return code
    return f"{as_typed(person.name)} ({code}), {as_typed(person.email)}"
