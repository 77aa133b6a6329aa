"""Answers: what an acted person writes into a form, as a browser would send it. When they do it is in personas.py.

A form without a function of its own is filled in from its declaration: everything that is asked and required.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from domain.careers import DECLINE_REASONS, TOPICS
from domain.cohort import Cohort
from domain.dates import day_of, moment
from domain.escalations import Escalation
from domain.forms.content import is_asked
from domain.forms.form import Form, meta
from domain.forms.need_help import CONCERNS
from domain.invitations import Invitation
from domain.lifecycles import ProposalState, SessionState
from domain.match.facts import ByHand
from domain.people import Role
from domain.proposals import Proposal
from domain.sessions import Session
from rehearsal.people import Person
from rehearsal.personas import Persona

Content = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """An open form in front of somebody. `earlier`: how many other invitations to the same form they have answered;
    `version`: 2 when they come back to the same one; `prefers`: what a coordinator would rather decide than others.
    `upload` keeps a PDF and returns its id."""

    cohort: Cohort
    invitation: Invitation
    form: type[Form]
    known: Mapping[str, Any]
    at: datetime
    random: Random
    persona: Persona
    person: Person | None = None
    earlier: int = 0
    version: int = 1
    prefers: tuple[str, ...] = ()
    upload: Callable[[], str] = str

    @property
    def session(self) -> Session:
        return self.cohort.sessions[self.invitation.about]

    def chance(self, share: float) -> bool:
        return self.random.random() < share


def answer(scene: Scene) -> Content:
    """The content of this person's answer."""
    return filled(scene, ANSWERS.get(scene.form.name, _as_declared)(scene))


def filled(scene: Scene, given: Mapping[str, Any]) -> Content:
    """What is given, then what the form knew already, then something fitting for every question that must be answered."""
    content = {name: value for name, value in scene.known.items() if value not in ("", None, (), [])} | dict(given)
    options = scene.form.options(scene.cohort, scene.invitation)
    skipped = scene.form.skips(scene.cohort, scene.invitation)
    for name, field in scene.form.model_fields.items():
        declared = meta(field)
        if name in skipped or not is_asked(declared, content):
            content.pop(name, None)
        elif content.get(name) in ("", None) and (field.is_required() or declared["needed"]):
            content[name] = _something(declared, options.get(name) or declared["options"], scene)
    return content


def _something(declared: Mapping[str, Any], options: Mapping[str, str], scene: Scene) -> Any:
    """A fitting answer to one question; scales lean towards the better end."""
    random, codes = scene.random, list(options)
    match declared["widget"]:
        case "yes":
            return True
        case "choice":
            return random.choice(codes)
        case "choices" | "ranking":
            return random.sample(codes, min(2, len(codes)))
        case "scale":
            return max(random.choice(codes[len(codes) // 3 :]), random.choice(codes), key=int)
        case "importance":
            return {code: random.randint(1, 3) for code in codes}
        case "number":
            return random.randint(1, 5)
        case "date":
            return day_of(scene.at, scene.cohort.zone)
        case "time":
            return time(random.randint(9, 16))
        case _:
            return random.choice(WORDS)


WORDS = (
    "We talked openly, and that helped.",
    "I know better what I do not want.",
    "Two people to write to, and a text to read.",
    "More practice, fewer slides.",
    "To see the work from inside.",
    "It went as we had planned.",
)


def _as_declared(scene: Scene) -> Content:
    return {}


# --- applications -----------------------------------------------------------------------------------------------------


def _application(scene: Scene) -> Content:
    assert scene.person is not None, "only participants apply"
    return {**scene.person.application, "cv": scene.upload()}


# --- pairs ------------------------------------------------------------------------------------------------------------


def _proposed_match(scene: Scene) -> Content:
    if scene.earlier < scene.persona.declines:
        reason = scene.random.choice(list(DECLINE_REASONS))
        return {"answer": "decline", "reason": reason, "stays_in_pool": "no" if scene.chance(0.2) else "yes"}
    if scene.version == 1 and scene.chance(0.03):
        return {"answer": "question", "question": "Could we also meet in the evening?"}
    return {"answer": "accept"}


def _choose_partners(scene: Scene) -> Content:
    """The favourites of the list, in an order of their own."""
    offered = list(scene.form.options(scene.cohort, scene.invitation)["choices"])
    return {"choices": scene.random.sample(offered, scene.random.randint(1, len(offered)))}


def _first_meetings(scene: Scene) -> Content:
    """Most meetings come about, and most of these go well."""
    offered = scene.form.options(scene.cohort, scene.invitation)["impressions"]
    met = {code: scene.random.choices((0, 1, 2, 3), (8, 22, 45, 25))[0] for code in offered if scene.chance(0.85)}
    return {"impressions": met} if met else {"met_nobody": True}


def _agreement(scene: Scene) -> Content:
    first = {
        "organiser": "mentor" if scene.chance(0.15) else "mentee",
        "place": scene.random.choice(("By video call", "On site, or by video call in winter")),
        "way_of_working": "By e-mail, answered within three days. The mentee sends questions two days ahead.",
        "purpose": "To find out which work outside the university fits, and what is missing for it.",
        "hopes": "Openness on both sides.",
    }
    return {} if scene.known.get("purpose") and not (scene.version == 2 and scene.chance(0.5)) else first


def _recontract(scene: Scene) -> Content:
    decision = scene.random.choices(("keep", "change", "end"), (88, 9, 3))[0]
    return {"decision": decision, **({} if decision == "keep" else {"words": "Shorter meetings, but more often."})}


def _mentoring_plan(scene: Scene) -> Content:
    topics = scene.random.sample(list(TOPICS.values()), 6)
    rows = [
        {"month": n, "topics": topic, "preparation": "Three questions", "hoped_result": "One decision"}
        for n, topic in enumerate(topics, start=1)
    ]
    return {
        "goals": "By the end: three possible paths compared, one of them tried for a week.",
        "rows": rows,
        "mentor_learns": "How research groups work today.",
        "helped_if": "I can say no to two of the three.",
    }


def _midterm(scene: Scene) -> Content:
    held = sum(s.state is SessionState.HELD for s in scene.cohort.sessions_of(scene.invitation.about))
    low = 1 if scene.chance(0.08) else 3
    marks = ("expectations_met", "partner_prepared", "answers_in_time")
    return {
        "sessions_so_far": held,
        **{mark: scene.random.randint(low, 5) for mark in marks},
        "thinks_for_myself": scene.random.randint(3, 5),
        "mostly_asks": scene.random.randint(2, 5),
        **(
            {"help_wanted": True, "help_words": "We would like an idea for the second half."}
            if scene.chance(0.03)
            else {}
        ),
    }


# --- sessions ---------------------------------------------------------------------------------------------------------


def _session_date(scene: Scene) -> Content:
    day = a_day(scene, max(day_of(scene.at, scene.cohort.zone), day_of(scene.session.opens, scene.cohort.zone)))
    return {
        "day": day,
        "time": time(scene.random.randint(9, 17)),
        "minutes": scene.session.minutes,
        "place": "Video call",
    }


def a_day(scene: Scene, after: date, least: int = 3, most: int = 14) -> date:
    """A working day some days after `after`, still within mentoring if there is any left."""
    day = after + timedelta(scene.random.randint(least, most))
    last = day_of(scene.cohort.milestones.mentoring_ends, scene.cohort.zone) - timedelta(1)
    day = max(min(day, last), day_of(scene.at, scene.cohort.zone) + timedelta(1))
    return day - timedelta(day.weekday() - 4) if day.weekday() > 4 and day - timedelta(2) > after else day


def _session_report(scene: Scene) -> Content:
    """A dated session has mostly taken place; one that never got a date is dated now, or nobody knows what to say."""
    session = scene.session
    if session.starts_at is None and "session_date" in scene.persona.never:
        return _held(scene, day_of(scene.at, scene.cohort.zone))
    over = session.starts_at is not None and session.starts_at < scene.at
    if over and scene.chance(0.92 if scene.version == 1 else 0.97):
        assert session.starts_at is not None
        return _held(scene, day_of(session.starts_at, scene.cohort.zone))
    if not over and scene.chance(0.25):
        return {"outcome": "no_date"}
    if scene.chance(0.8):
        return {"outcome": "moved", **_next_date(scene)}
    return {"outcome": scene.random.choice(("cancelled_mentee", "cancelled_mentor", "absent_mentor", "no_date"))}


def _held(scene: Scene, day: date) -> Content:
    content: Content = {
        "outcome": "held",
        "held_on": day,
        "minutes": scene.random.choice((45, 60, 60, 75)),
        "format": "online",
        "topics": scene.random.sample(list(TOPICS), 2),
        "summary": scene.random.choice(WORDS),
        "next_step": "Write to the person we spoke about.",
        "usefulness": scene.random.randint(2, 4),
    }
    if scene.session.number == 1:
        content["fit"] = scene.random.choices(("good", "deciding", "not_good"), (86, 11, 3))[0]
    if scene.chance(0.015):
        content["private"] = "Our meetings always end after twenty minutes."
    has_next = f"{scene.session.group}.{scene.session.number + 1}" in scene.cohort.sessions
    return content | (_next_date(scene, 24, 33) if has_next and scene.chance(0.35) else {})


def _next_date(scene: Scene, least: int = 3, most: int = 10) -> Content:
    day, at = a_day(scene, day_of(scene.at, scene.cohort.zone), least, most), time(scene.random.randint(9, 17))
    starts = moment(day, at, scene.cohort.zone)
    if starts + timedelta(hours=2) > scene.cohort.milestones.mentoring_ends or starts <= scene.at:
        return {}
    return {"next_date": day, "next_time": at}


def _confirmation(scene: Scene) -> Content:
    if scene.chance(0.03):
        return {"agrees": "no", "words": "We spoke for ten minutes only."}
    return {"agrees": "yes"}


def _rsvp(scene: Scene) -> Content:
    return {"answer": scene.random.choices(("coming", "recording", "no"), (70, 18, 12))[0]}


# --- at any time ------------------------------------------------------------------------------------------------------


def _away(scene: Scene) -> Content:
    first = day_of(scene.at, scene.cohort.zone) + timedelta(1)
    return {"first": first, "last": first + timedelta(13)}


def _need_help(scene: Scene) -> Content:
    return {"concern": scene.random.choice(list(CONCERNS)), "words": "Could we speak about it?"}


def _stop(scene: Scene) -> Content:
    return {"reason": "A new position; I cannot keep the time free."}


# --- the coordinator --------------------------------------------------------------------------------------------------


def _screening(scene: Scene) -> Content:
    marks = {mark: scene.random.randint(1, 3) for mark in ("field", "trajectory", "planning", "contribution")}
    application = scene.cohort.applications[scene.invitation.about]
    incomplete = application.screening is None and scene.chance(0.05)
    if incomplete:
        return marks | {"verdict": "incomplete", "note": "Please add two sentences on what you expect."}
    verdict = scene.random.choices(("accept", "decline", "waitlist"), (92, 4, 4))[0]
    return marks | {"verdict": verdict if application.role is Role.MENTEE else "accept"}


def _review(scene: Scene) -> Content:
    proposal = scene.cohort.proposals[scene.invitation.about]
    if proposal.by_hand and not proposal.matches and (named := _named_by_hand(proposal)):
        return {"decision": "by_hand", "pins": named}
    if proposal.state is not ProposalState.SOLVED or not proposal.matches:
        return {"decision": "discard"}
    if proposal.number == 1 and scene.chance(0.2):
        match = scene.random.choice(proposal.matches)
        return {"decision": "solve_again", "forbidden": [{"mentor": match.mentor, "mentee": match.mentee}], "pins": []}
    return {"decision": "approve"}


def _named_by_hand(proposal: Proposal) -> list[dict[str, str]]:
    """For each person left over the first mentor suggested whom nobody else has got."""
    pairs: dict[str, str] = {}
    for left in proposal.unmatched:
        best = left.why.best if isinstance(left.why, ByHand) else None
        free = [code for code in best or () if code not in pairs]
        pairs |= {free[0]: left.code} if free else {}
    return [{"mentor": mentor, "mentee": mentee} for mentor, mentee in pairs.items()]


# What the acted coordinator prefers, in parts, by the matter of a case; what a form does not offer is left out.
DECISIONS: Mapping[str, Mapping[str, int]] = {
    "missed_session": {"write": 50, "excuse": 20, "rematch": 10, "end": 10, "snooze": 10},
    "materials": {"open_anyway": 60, "extend": 40},
    "too_few_pairs": {"start": 60, "extend": 40},
    "question": {"answered": 100},
    "poor_fit": {"rematch": 40, "resume": 60},
    "left": {"rematch": 70, "resume": 30},
    "bounced": {"new_address": 70, "resume": 30},
}
USUAL_DECISION = {"resume": 80, "write": 20}


def _decide(scene: Scene) -> Content:
    case = scene.cohort.escalations[scene.invitation.about]
    offered = scene.form.options(scene.cohort, scene.invitation).get("decision", {})
    wanted = DECISIONS.get(case.matter, USUAL_DECISION)
    liked = {code: wanted.get(code, 0) for code in offered if wanted.get(code)} or dict.fromkeys(offered, 1)
    decision = scene.random.choices(list(liked), list(liked.values()))[0]
    if preferred := [way for way in scene.prefers if way in offered]:
        decision = preferred[min(_decided(scene, case), len(preferred) - 1)]
    elif scene.version > 2:  # enough has been written: bring it to an end
        decision = next((way for way in ("excuse", "resume") if way in offered), decision)
    person = scene.cohort.participants.get(case.about)
    words = "Please tell me how it stands; a line is enough."
    return {"decision": decision, "words": words, "days": 7, "address": f"new.{person.email}" if person else None}


def _decided(scene: Scene, case: Escalation) -> int:
    """How often something was decided about this matter before."""
    others = [one for one in scene.cohort.escalations.values() if one.matter == case.matter and one.id != case.id]
    return sum(bool(one.decided_by) for one in others) + scene.version - 1


ANSWERS: Mapping[str, Callable[[Scene], Content]] = {
    "mentor_application": _application,
    "mentee_application": _application,
    "choose_partners": _choose_partners,
    "first_meetings": _first_meetings,
    "proposed_match": _proposed_match,
    "agreement": _agreement,
    "recontract": _recontract,
    "mentoring_plan": _mentoring_plan,
    "midterm_check": _midterm,
    "session_date": _session_date,
    "session_report": _session_report,
    "report_confirmation": _confirmation,
    "rsvp": _rsvp,
    "away": _away,
    "need_help": _need_help,
    "stop": _stop,
    "screening": _screening,
    "review_proposal": _review,
    "decide_escalation": _decide,
}
