"""Experience: what the evaluation tells beside its averages: topics wished for and spoken of, half-way, what comes after, and
what people suggest, in their words, as far as they allowed it. Counts only; nothing of fewer than FEW.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import fmean
from typing import Any

from domain.applications import Application
from domain.as_asked import as_asked, own_questions_of
from domain.belonging import Reader
from domain.careers import EMPLOYER_TYPES, TOPICS
from domain.cohort import Cohort
from domain.lifecycles import PairState, SessionState
from domain.people import Role
from domain.policy import APPLICATIONS, COUNTABLE, OwnQuestion
from domain.reading import told_to
from domain.saying import say

FEW = 3  # averages of fewer answers could be traced to a person (own)
SUGGESTIONS_MAX = 12
STARTED = (PairState.ACTIVE, PairState.COMPLETED, PairState.ENDED)
HALF_WAY = {
    "thinks_for_myself": say("Mentees think for themselves, by their own account (1-5)"),
    "mostly_asks": say("Mentors ask rather than tell, by their own account (1-5)"),
}
AFTERWARDS = {
    "linkedin": say("Joined the group of alumni"),
    "follow_up_events": say("Want invitations to follow-up events"),
    "next_time": say("Would take part again, in whatever way"),
    "later_questions": say("May be asked later what came of it"),
}


def experience(cohort: Cohort) -> dict[str, Any]:
    """All of it, by the names under which the document shows it."""
    return {
        "topics": list(_topics(cohort)),
        "half_way": list(_half_way(cohort)),
        "afterwards": list(_afterwards(cohort)),
        "employers": list(_employers(cohort)),
        "suggestions": _suggestions(cohort),
        "own": list(_own(cohort)),
    }


# --- topics -----------------------------------------------------------------------------------------------------------


def _topics(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """Each topic: how important mentees found it at application, in how many sessions it was spoken of, and for how many it
    was still missing half-way; None where too few said anything."""
    held = [one for one in cohort.sessions.values() if one.state is SessionState.HELD]
    spoken = Counter(topic for one in held for topic in {t for report in one.reports for t in report.topics})
    wished = [_counted(cohort, one).get("topics") or {} for one in cohort.applicants(Role.MENTEE)]
    half_way = list(_half_way_answers(cohort))
    missing = Counter(topic for told in half_way for topic in told.get("topics_missing") or ())
    if not spoken:
        return
    for code, words in TOPICS.items():
        marks = [int(told[code]) for told in wished if code in told]
        yield {
            "words": words,
            "importance": round(fmean(marks), 1) if len(marks) >= FEW else None,
            "sessions": spoken[code],
            "missing": missing[code] if len(half_way) >= FEW else None,
        }


# --- half-way ---------------------------------------------------------------------------------------------------------


def _half_way(cohort: Cohort) -> Iterator[dict[str, Any]]:
    told = list(_half_way_answers(cohort))
    for name, words in HALF_WAY.items():
        yield from _average(words, (int(answers.get(name) or 0) for answers in told))
    mentees = (_counted(cohort, one) for one in cohort.applicants(Role.MENTEE))
    sure = say("How sure mentees were of their career tracks when they applied (1-5)")
    yield from _average(sure, (int(answers.get("certainty") or 0) for answers in mentees))
    plans = [answers["on_plan"] for answers in told if answers.get("on_plan")]
    if len(plans) >= FEW:
        on_plan = round(100 * sum(plan != "no" for plan in plans) / len(plans))
        words = say("On plan half-way, or mostly (percent)")
        yield {"words": words, "average": on_plan, "most": 100, "answers": len(plans)}


def _half_way_answers(cohort: Cohort) -> Iterator[Mapping[str, Any]]:
    for group in cohort.groups.values():
        for told in group.midterm.values():
            yield told_to(Reader.COUNTS, as_asked("midterm_check", cohort.policy), told, cohort.policy)


def _average(words: str, marks: Iterable[int]) -> Iterator[dict[str, Any]]:
    given = [mark for mark in marks if mark]
    if len(given) >= FEW:
        yield {"words": words, "average": round(fmean(given), 1), "most": 5, "answers": len(given)}


# --- people -----------------------------------------------------------------------------------------------------------


def _afterwards(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """How many of each role want what, once the programme is over."""
    asked = {role: cohort.applicants(role) for role in Role}
    again = sum(one.reflection.get("again") == "yes" for one in asked[Role.MENTOR])
    rows = [{"words": say("Would mentor again"), "mentors": again, "mentees": 0}]
    for name, words in AFTERWARDS.items():
        numbers = {role: sum(bool(one.alumni.get(name)) for one in asked[role]) for role in Role}
        rows.append({"words": words, "mentors": numbers[Role.MENTOR], "mentees": numbers[Role.MENTEE]})
    yield from (row for row in rows if row["mentors"] or row["mentees"])


def _employers(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """Where the mentors of pairs work; kinds of which there are few stand together."""
    mentors = [one for one in cohort.applicants(Role.MENTOR) if cohort.pairs_of(one.id, *STARTED)]
    kinds = Counter(str(_counted(cohort, one).get("employer_type") or "") for one in mentors)
    known = {code: kinds[code] for code in EMPLOYER_TYPES if kinds[code] >= FEW}
    yield from ({"words": EMPLOYER_TYPES[code], "number": number} for code, number in known.items())
    others = sum(kinds.values()) - sum(known.values())
    if known and others:
        yield {"words": say("Elsewhere, or not said"), "number": others}


def _counted(cohort: Cohort, application: Application) -> Mapping[str, Any]:
    """Of an application what may be counted."""
    form = as_asked(f"{application.role.value}_application", cohort.policy)
    return told_to(Reader.COUNTS, form, application.answers, cohort.policy)


def _suggestions(cohort: Cohort) -> list[str]:
    """What should be different, in the words of those who allowed us to print them."""
    told = (one.reflection for one in cohort.applications.values() if one.reflection.get("print_words"))
    words = {str(reflection.get("recommendations") or "").strip() for reflection in told}
    return sorted(words - {""})[:SUGGESTIONS_MAX]


# --- questions of the programme's own ---------------------------------------------------------------------------------


def _own(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """Each question that the programme has added and that can be counted: how many chose what, or the average."""
    forms = dict.fromkeys(one.form for one in cohort.policy.questions if one.kind in COUNTABLE)
    for form in forms:
        answers = list(_answers_to(cohort, form))
        for name, asked in own_questions_of(form, cohort.policy).items():
            told = [answer[name] for answer in answers if answer.get(name) not in (None, "", 0, [], ())]
            if asked.kind in COUNTABLE and len(told) >= FEW:
                yield {"words": asked.title, "answers": len(told), "rows": list(_rows(asked, told))}


def _rows(asked: OwnQuestion, told: list[Any]) -> Iterator[dict[str, Any]]:
    if asked.kind == "scale":
        yield {"words": say("On average (1-5)"), "number": round(fmean(int(mark) for mark in told), 1)}
        return
    if asked.kind == "yes":
        yield {"words": say("Yes"), "number": sum(bool(one) for one in told)}
        return
    chosen = Counter(str(word) for one in told for word in (one if isinstance(one, list | tuple) else [one]))
    yield from ({"words": option, "number": chosen[option]} for option in asked.options)


def _answers_to(cohort: Cohort, form: str) -> Iterator[Mapping[str, Any]]:
    """What was answered to a form, as far as it may be counted."""
    if form == "midterm_check":
        yield from _half_way_answers(cohort)
        return
    role = Role.MENTOR if "mentor" in form else Role.MENTEE
    for one in cohort.applicants(role):
        content = one.answers if form in APPLICATIONS else one.reflection
        yield told_to(Reader.COUNTS, as_asked(form, cohort.policy), content, cohort.policy)
