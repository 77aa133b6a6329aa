"""Answers: what an acted person writes into a form, as a browser would send it. When they do it is in personas.py.

A form without a function of its own is filled in from its declaration: everything that is asked and required (scenes.py).
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from domain.careers import DECLINE_REASONS
from domain.dates import day_of
from domain.formats import topics
from domain.forms.need_help import CONCERNS
from domain.lifecycles import SessionState
from rehearsal.acting.answers_from_the_desk import decide, review, screening
from rehearsal.acting.answers_on_meetings import (
    attendance,
    confirmation,
    gathering,
    offer_times,
    rsvp,
    session_date,
    session_report,
)
from rehearsal.acting.scenes import Content, Scene, filled


def answer(scene: Scene) -> Content:
    """The content of this person's answer."""
    return filled(scene, ANSWERS.get(scene.form.name, _as_declared)(scene))


def _as_declared(scene: Scene) -> Content:
    return {}


# --- applications -----------------------------------------------------------------------------------------------------


def _application(scene: Scene) -> Content:
    assert scene.person is not None, "only participants apply"
    told = {name: value for name, value in scene.person.application.items() if value not in ("", [])}
    return {**told, "cv": scene.upload()}


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
        "purpose": "To find out which way after the PhD fits, and what is missing for it.",
        "hopes": "Openness on both sides.",
    }
    return {} if scene.known.get("purpose") and not (scene.version == 2 and scene.chance(0.5)) else first


def _recontract(scene: Scene) -> Content:
    decision = scene.random.choices(("keep", "change", "end"), (88, 9, 3))[0]
    return {"decision": decision, **({} if decision == "keep" else {"words": "Shorter meetings, but more often."})}


def _extension(scene: Scene) -> Content:
    return {"go_on": "yes" if scene.chance(0.85) else "no"}


def _mentoring_plan(scene: Scene) -> Content:
    listed = topics(scene.cohort.policy.recruitment)
    planned = scene.random.sample(list(listed.values()), 6)
    rows = [
        {"month": n, "topics": topic, "preparation": "Three questions", "hoped_result": "One decision"}
        for n, topic in enumerate(planned, start=1)
    ]
    return {
        "goals": "By the end: three possible paths compared, one of them tried for a week.",
        "topics": scene.random.sample(list(listed), 3),
        "more_topics": [{"words": "How patents are read"}] if scene.chance(0.3) else [],
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
        "on_plan": scene.random.choices(("yes", "mostly", "no"), (55, 40, 5))[0],
        "topics_missing": scene.random.sample(
            list(topics(scene.cohort.policy.recruitment)), scene.random.randint(0, 2)
        ),
        "agreement_right": "no" if scene.chance(0.04) else "yes",
        **{mark: scene.random.randint(low, 5) for mark in marks},
        "thinks_for_myself": scene.random.randint(3, 5),
        "mostly_asks": scene.random.randint(2, 5),
        **(
            {"help_wanted": True, "help_words": "We would like an idea for the second half."}
            if scene.chance(0.03)
            else {}
        ),
    }


# --- looking back -----------------------------------------------------------------------------------------------------


def _reflection(scene: Scene) -> Content:
    if scene.chance(0.4):
        return {}
    return {
        "recommendations": "More time between the networking and the first session.",
        "print_words": scene.chance(0.5),
    }


def _alumni(scene: Scene) -> Content:
    offered = list(scene.form.options(scene.cohort, scene.invitation)["next_time"])
    return {
        "linkedin": scene.chance(0.5),
        "follow_up_events": scene.chance(0.6),
        "next_time": scene.random.sample(offered, scene.random.randint(0, 2)),
        "later_questions": scene.chance(0.7),
    }


# --- at any time ------------------------------------------------------------------------------------------------------


def _away(scene: Scene) -> Content:
    first = day_of(scene.at, scene.cohort.zone) + timedelta(1)
    return {"first": first, "last": first + timedelta(13)}


def _need_help(scene: Scene) -> Content:
    return {"concern": scene.random.choice(list(CONCERNS)), "words": "Could we speak about it?"}


def _stop(scene: Scene) -> Content:
    return {"reason": "A new position; I cannot keep the time free."}


ANSWERS: Mapping[str, Callable[[Scene], Content]] = {
    "mentor_application": _application,
    "mentee_application": _application,
    "choose_partners": _choose_partners,
    "first_meetings": _first_meetings,
    "proposed_match": _proposed_match,
    "agreement": _agreement,
    "recontract": _recontract,
    "extension": _extension,
    "mentoring_plan": _mentoring_plan,
    "midterm_check": _midterm,
    "reflection_mentee": _reflection,
    "reflection_mentor": _reflection,
    "alumni": _alumni,
    "session_date": session_date,
    "offer_times": offer_times,
    "session_report": session_report,
    "report_confirmation": confirmation,
    "rsvp": rsvp,
    "gathering": gathering,
    "attendance": attendance,
    "away": _away,
    "need_help": _need_help,
    "stop": _stop,
    "screening": screening,
    "review_proposal": review,
    "decide_escalation": decide,
}
