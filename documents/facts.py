"""Facts: what each kind of document says, from a cohort, as plain values that become JSON. Looks and sentences are in texts/.

A document for one person is in their language, any other in that of the cohort; what is ours is said in it here. Days are in
the cohort's zone. A document for a whole role (handbook, guide) needs only the cohort itself; one for a person or a group
needs their scope; the evaluation needs everything. An agreement or a plan about nobody is the template to fill in by hand.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from documents.evaluation import evaluation
from documents.shelf import language_for
from documents.standards import standards
from documents.themes import CONDITIONS, TOPIC_WORDS, links, themes
from domain.careers import ACTIVITIES
from domain.cohort import Cohort
from domain.completion import completion, sessions_of
from domain.dates import day_of
from domain.documents import Document
from domain.effort import effort
from domain.ends import ends_for
from domain.formats import topics
from domain.groups import Agreement, Group, MemberRole, MentoringPlan
from domain.held import held_of
from domain.lifecycles import PairState
from domain.organisation import picture_of
from domain.saying import say, sayings
from domain.seen import seen_by
from words import Tongue, tongue

Facts = dict[str, Any]
UNNAMED = {"mentor": say("Mentor"), "mentee": say("Mentee")}
WHO = sayings({"mentee": "Mentee", "mentor": "Mentor", "both": "Both"}, context="who")
AGREEMENT_QUESTIONS = (
    ("organiser", say("Who proposes the dates?")),
    ("frequency", say("How often do we meet?")),
    ("place", say("Where?")),
    ("way_of_working", say("How do we work together?")),
    ("contact", say("How do we reach each other in between?")),
    ("purpose", say("What is it for?")),
    ("hopes", say("What does each of us hope for?")),
    ("cancel_notice", say("How early do we cancel?")),
    ("agenda_by", say("Who sends the agenda?")),
)


def facts_of(cohort: Cohort, document: Document, proof: Facts | None = None) -> Facts:
    """The facts of one document; `proof`: its number and where that verifies, of what proves something.

    KeyError for a kind that nobody knows or a record that is not in the snapshot.
    """
    spoken = tongue(language_for(document.kind, cohort.language_of(document.to)))
    facts = {**_always(cohort, document), **OF_KIND[document.kind](cohort, document, spoken), **(proof or {})}
    # Numbers stay numbers, for charts; the text writes them.
    signs = {"decimal": spoken.decimal_point, "percent": spoken.percent_sign}
    return {"language": spoken.language, **signs, **_said(facts, spoken)}


def _said(value: Any, spoken: Tongue) -> Any:
    """Every text of ours within, and every day, in words of the language; numbers stay numbers, for charts."""
    match value:
        case str() | date():
            return spoken.written(value)
        case dict():
            return {name: _said(inner, spoken) for name, inner in value.items()}
        case list() | tuple():
            return [_said(inner, spoken) for inner in value]
    return value


def _always(cohort: Cohort, document: Document) -> Facts:
    rule = cohort.policy.sessions
    return {
        **bears(cohort),
        "cohort": cohort.name,
        "title": cohort.policy.title,
        "coordinator": cohort.lead.name,
        "today": _day(cohort, document.ordered_at),
        "number": rule.number,
        "minutes": rule.minutes,
        "held_to_complete": rule.held_to_complete,
    }


def bears(cohort: Cohort) -> Facts:
    """The organisation that runs the programme: its name, or "", and its logo as bytes, or None."""
    known = cohort.policy.organisation
    picture = picture_of(known.logo)
    logo = {"format": picture.format, "bytes": list(picture.content)} if picture else None
    return {"organisation": known.name, "logo": logo}


def _day(cohort: Cohort, instant: datetime) -> date:
    return day_of(instant, cohort.zone)


def _of_completion(cohort: Cohort, document: Document, spoken: Tongue) -> Facts:
    """What a certificate and a statement have in common."""
    code = document.to
    groups = cohort.groups_of(code, PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED)
    sessions = list(sessions_of(cohort, code))
    held = held_of(cohort, sessions)
    days = [session.held_on for session in held if session.held_on]
    mentees = {other for group in groups for other in group.of_role(MemberRole.MENTEE)}
    starts = [group.starts_on for group in groups if group.starts_on]
    done = completion(cohort, code)
    last_day = day_of(ends_for(cohort, code), cohort.zone) - timedelta(1)  # it ends with the midnight before
    return {
        "name": cohort.participants[code].name,
        "number": f"{cohort.code}-{code}",
        "address": "",
        "first_day": min(starts, default=day_of(cohort.milestones.mentoring_starts, cohort.zone)),
        "last_day": max([*days, last_day]),
        "held": len(held),
        "planned": next(one.of for one in done.conditions if one.name == "sessions"),
        "hours": spoken.number(done.hours),
        "pairs": len(groups),
        "mentees": say("a PhD student", "{number} PhD students", n=len(mentees), number=spoken.spelled(len(mentees))),
        "conditions": [{"title": CONDITIONS[one.name], "words": one.words} for one in done.conditions],
    }


def _of_agreement(cohort: Cohort, document: Document, _: Tongue) -> Facts:
    if not document.about:
        return _template_of_agreement()
    group = seen_by(cohort, document.to, cohort.groups[document.about])
    return {
        **_names(cohort, document),
        "rows": [[words, _settled(group.agreement, field)] for field, words in AGREEMENT_QUESTIONS],
        "signatures": [
            {"name": cohort.participants[code].name, "words": _signed(cohort, group, code)} for code in group.members
        ],
    }


def _template_of_agreement() -> Facts:
    """As it is filled in by hand."""
    return {
        **UNNAMED,
        "rows": [[words, ""] for _, words in AGREEMENT_QUESTIONS],
        "signatures": [{"name": "", "words": WHO[role]} for role in ("mentor", "mentee")],
    }


def _settled(agreement: Agreement | None, field: str) -> str:
    """What they settled; nothing in a template to fill in by hand."""
    words = str(getattr(agreement, field)) if agreement else ""
    return WHO.get(words, words)


def _signed(cohort: Cohort, group: Group, code: str) -> str:
    role = WHO[cohort.participants[code].role.value]
    signatures = group.agreement.signed if group.agreement else ()
    signed = next((signature.at for signature in signatures if signature.by == code), None)
    return say("{role}, signed by link on {day}", role=role, day=_day(cohort, signed)) if signed else role


def _of_plan(cohort: Cohort, document: Document, _: Tongue) -> Facts:
    if not document.about:
        return _plan_of(None, cohort.policy.calendar.mentoring_months) | UNNAMED
    group = seen_by(cohort, document.to, cohort.groups[document.about])
    mentees = group.of_role(MemberRole.MENTEE)
    writer = document.to if document.to in mentees or len(mentees) != 1 else mentees[0]  # a mentor has their mentee's
    plan = group.plan_for(writer)
    return _plan_of(plan, cohort.policy.calendar.mentoring_months) | _names(cohort, document)


def _plan_of(plan: MentoringPlan | None, months: int) -> Facts:
    """What somebody planned, or the template to fill in by hand."""
    rows = {row.month: row for row in plan.rows} if plan else {}
    return {
        "goals": plan.goals if plan else "",
        "rows": [
            {
                "month": month,
                "topics": rows[month].topics if month in rows else "",
                "preparation": rows[month].preparation if month in rows else "",
                "hoped_result": rows[month].hoped_result if month in rows else "",
            }
            for month in sorted(rows.keys() | set(range(1, months + 1)))
        ],
        "mentor_learns": plan.mentor_learns if plan else "",
        "helped_if": plan.helped_if if plan else "",
    }


def _names(cohort: Cohort, document: Document) -> Facts:
    group = cohort.groups[document.about]
    return {
        role.value: ", ".join(
            seen_by(cohort, document.to, cohort.participants[code]).name for code in group.of_role(role)
        )
        for role in (MemberRole.MENTOR, MemberRole.MENTEE)
    }


def _neutral(cohort: Cohort) -> str:
    """Whom one may call who is neither partner nor office, with the ways there; "" for nobody."""
    known = cohort.neutral
    return ", ".join(filter(None, (known.name, known.email, known.reached))) if known else ""


def _of_guidance(cohort: Cohort, document: Document, spoken: Tongue) -> Facts:
    """What the handbook and the guide have in common."""
    policy = cohort.policy
    takes = effort(policy, document.to.removesuffix("s"))
    months = [spoken.spelled(month) for month in policy.checks.recontract_months]
    number = spoken.spelled(policy.sessions.number)
    return {
        "neutral": _neutral(cohort),
        "academic": policy.recruitment.is_academic,
        "sessions_words": number[:1].upper() + number[1:],
        "hours": spoken.number(takes.hours),
        "months_words": say("{number} month", "{number} months", n=takes.months, number=spoken.spelled(takes.months)),
        "gatherings": takes.gatherings,
        "introduction": takes.introduction,
        "sessions": [
            {"number": number, "theme": theme, "result": result}
            for number, (theme, result) in enumerate(
                themes(policy.sessions.number, among_academics=policy.recruitment.is_academic), start=1
            )
        ],
        "topics": [{"title": title, "words": TOPIC_WORDS[code]} for code, title in topics(policy.recruitment).items()],
        "activities": list(ACTIVITIES.values()),
        "recontract_words": say("{months} months", months=months) if months else say("a while"),
        "links": [list(link) for link in links(among_academics=policy.recruitment.is_academic)],
    }


OF_KIND: dict[str, Callable[[Cohort, Document, Tongue], Facts]] = {
    "certificate": _of_completion,
    "statement": _of_completion,
    "agreement": _of_agreement,
    "plan": _of_plan,
    "handbook": _of_guidance,
    "guide": _of_guidance,
    "evaluation": lambda cohort, document, spoken: evaluation(cohort),
    "standards": lambda cohort, document, spoken: standards(cohort),
}
