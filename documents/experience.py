"""Experience: what the evaluation tells beside its averages: topics wished for and spoken of, half-way, what comes after, and
what people suggest, in their words, as far as they allowed it. Nothing that fewer than FEW said, no group of fewer.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from documents.sureness import FEW, average, groups_to_show, share
from domain.applications import Application
from domain.as_asked import as_asked, own_questions_of
from domain.belonging import Reader
from domain.careers import EMPLOYER_TYPES
from domain.cohort import Cohort
from domain.completion import STARTED
from domain.formats import topics
from domain.groups import MemberRole
from domain.held import held_of
from domain.people import Role
from domain.policy import APPLICATIONS, COUNTABLE, OwnQuestion
from domain.reading import told_to
from domain.saying import say
from domain.topics import OWN, Kept, planned_against_spoken

SUGGESTIONS_MAX = 12
IMPORTANT = 2  # of 0 to 3: "rather", and more
HELPED = 4  # of 5: agreed, or agreed fully
MOVED_ON, IN_TOUCH = ("further", "elsewhere"), ("yes", "now_and_then")
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

LATER: tuple[tuple[str, Callable[[Mapping[str, Any]], bool]], ...] = (
    (
        say("Later: further on their way, or elsewhere"),
        lambda told: told.get("where_now") in MOVED_ON,
    ),
    (say("Later: the mentoring has helped (4 or 5 of 5)"), lambda told: int(told.get("helped") or 0) >= HELPED),
    (say("Later: still in touch"), lambda told: told.get("in_touch") in IN_TOUCH),
)


def experience(cohort: Cohort) -> dict[str, Any]:
    """All of it, by the names under which the document shows it."""
    return {
        "topics": list(_topics(cohort)),
        "half_way": list(_half_way(cohort)),
        "on_plan": _on_plan(cohort),
        "afterwards": list(_afterwards(cohort)),
        "employers": list(_employers(cohort)),
        "suggestions": _suggestions(cohort),
        "own": list(_own(cohort)),
    }


# --- topics -----------------------------------------------------------------------------------------------------------


def _topics(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """Each topic as shares: mentees who found it important when they applied, pairs that spoke of it, pairs that did so of
    those whose mentee found it important, plans in which it stands, pairs that spoke of it of those that had planned it, and
    people for whom it was still missing half-way; None of too few. What groups named themselves is one topic, without its
    words."""
    listed, spoken = topics(cohort.policy.recruitment), dict(_spoken_of(cohort))
    wished = {one.id: _counted(cohort, one).get("topics") or {} for one in cohort.applicants(Role.MENTEE)}
    half_way = list(_half_way_answers(cohort))
    planning = [group for group in cohort.groups.values() if group.state in STARTED and group.plans]
    kept = planned_against_spoken(cohort, planning)
    if not any(spoken.values()):
        return
    for code, words in listed.items():
        rated = {mentee: int(marks[code]) >= IMPORTANT for mentee, marks in wished.items() if code in marks}
        wanting = [told for mentees, told in spoken.items() if any(rated.get(mentee) for mentee in mentees)]
        missing = sum(code in (told.get("topics_missing") or ()) for told in half_way)
        yield {
            "words": words,
            "wished": share(sum(rated.values()), len(rated)),
            "spoken": share(sum(code in told for told in spoken.values()), len(spoken)),
            "as_wished": share(sum(code in told for told in wanting), len(wanting)),
            **_as_planned(kept.get(code, Kept(0, 0)), len(planning)),
            "missing": share(missing, len(half_way)),
        }
    if OWN in kept:
        own = sum(bool(told - listed.keys()) for told in spoken.values())
        yield {
            "words": say("Topics of their own"),
            "wished": None,
            "spoken": share(own, len(spoken)),
            "as_wished": None,
            **_as_planned(kept[OWN], len(planning)),
            "missing": None,
        }


def _as_planned(kept: Kept, plans: int) -> dict[str, Any]:
    """In which share of the plans a topic stands, and in which share of those it was spoken of."""
    return {"planned": share(kept.planned, plans), "as_planned": share(kept.spoken, kept.planned)}


def _spoken_of(cohort: Cohort) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """For each group that held a session and reported it: its mentees, and the topics of which it spoke."""
    for group in cohort.groups.values():
        held = [one for one in held_of(cohort, cohort.sessions_of(group.id)) if one.reports]
        if held:
            mentees = tuple(one for one in group.everybody if group.role_of(one) is MemberRole.MENTEE)
            yield mentees, {topic for one in held for report in one.reports for topic in report.topics}


# --- half-way ---------------------------------------------------------------------------------------------------------


def _half_way(cohort: Cohort) -> Iterator[dict[str, Any]]:
    told = list(_half_way_answers(cohort))
    mentees = [_counted(cohort, one) for one in cohort.applicants(Role.MENTEE)]
    sure = say("How sure mentees were of their career tracks when they applied (1-5)")
    asked = [(words, name, told) for name, words in HALF_WAY.items()] + [(sure, "certainty", mentees)]
    for words, name, answers in asked:
        if marks := average([mark for one in answers if (mark := int(one.get(name) or 0))], 1, 5):
            yield {"words": words, "marks": marks}


def _on_plan(cohort: Cohort) -> dict[str, Any] | None:
    """The share of those who found half-way that they were on plan, or mostly."""
    plans = [answers["on_plan"] for answers in _half_way_answers(cohort) if answers.get("on_plan")]
    return share(sum(plan != "no" for plan in plans), len(plans))


def _half_way_answers(cohort: Cohort) -> Iterator[Mapping[str, Any]]:
    for group in cohort.groups.values():
        for told in group.midterm.values():
            yield told_to(Reader.COUNTS, as_asked("midterm_check", cohort.policy), told, cohort.policy)


# --- people -----------------------------------------------------------------------------------------------------------


def _afterwards(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """How many of each role want what once the programme is over, of those who answered; None of too few."""
    asked = {role: [one for one in cohort.applicants(role) if one.alumni] for role in Role}
    reflected = [one for one in cohort.applicants(Role.MENTOR) if one.reflected_at]
    again = share(sum(one.reflection.get("again") == "yes" for one in reflected), len(reflected))
    if again:
        yield {"words": say("Would mentor again"), "mentors": again, "mentees": None}
    for name, words in AFTERWARDS.items():
        shares = {
            role: share(sum(bool(one.alumni.get(name)) for one in asked[role]), len(asked[role])) for role in Role
        }
        if any(found and found["count"] for found in shares.values()):
            yield {"words": words, "mentors": shares[Role.MENTOR], "mentees": shares[Role.MENTEE]}
    yield from _what_came_of_it(cohort)


def _what_came_of_it(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """What people said months later, each the last time they were asked; None of too few."""
    told = {role: [one.impact for one in cohort.applicants(role) if one.impact] for role in Role}
    for words, counts in LATER:
        shares = {role: share(sum(map(counts, answers)), len(answers)) for role, answers in told.items()}
        if any(found and found["count"] for found in shares.values()):
            yield {"words": words, "mentors": shares[Role.MENTOR], "mentees": shares[Role.MENTEE]}


def _employers(cohort: Cohort) -> Iterator[dict[str, Any]]:
    """Where the mentors of pairs work; kinds of which there are few stand together, and never alone."""
    mentors = [one for one in cohort.applicants(Role.MENTOR) if cohort.pairs_of(one.id, *STARTED)]
    kinds = Counter(str(_counted(cohort, one).get("employer_type") or "") for one in mentors)
    known = groups_to_show({code: kinds[code] for code in EMPLOYER_TYPES}, whole=len(mentors))
    others = len(mentors) - sum(known.values())
    yield from ({"words": EMPLOYER_TYPES[code], "number": number} for code, number in known.items())
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
            told = [answer[name] for answer in answers if answer.get(name) is False or answer.get(name)]
            if asked.kind in COUNTABLE and len(told) >= FEW:
                yield {"words": asked.title, "answers": len(told), "rows": list(_rows(asked, told))}


def _rows(asked: OwnQuestion, told: list[Any]) -> Iterator[dict[str, Any]]:
    """The figures of one question: an average, or a share for each answer; nothing of an answer that few chose."""
    if asked.kind == "scale":
        yield {"words": say("On average (1-5)"), "marks": average([int(mark) for mark in told], 1, 5), "share": None}
        return
    chosen = Counter(str(word) for one in told for word in (one if isinstance(one, list | tuple) else [one]))
    counts = (
        {say("Yes"): chosen["True"], say("No"): chosen["False"]} if asked.kind == "yes" else _of_options(asked, chosen)
    )
    several = asked.kind == "choices"  # whoever ticks several is in several groups, and nobody can subtract
    shown = [words for words in counts if counts[words] >= FEW] if several else groups_to_show(counts, whole=len(told))
    for words in counts:
        yield {"words": words, "marks": None, "share": share(counts[words], len(told)) if words in shown else None}


def _of_options(asked: OwnQuestion, chosen: Counter[str]) -> dict[str, int]:
    return {option: chosen[option] for option in asked.options}


def _answers_to(cohort: Cohort, form: str) -> Iterator[Mapping[str, Any]]:
    """What was answered to a form, as far as it may be counted."""
    if form == "midterm_check":
        yield from _half_way_answers(cohort)
        return
    role = Role.MENTOR if "mentor" in form else Role.MENTEE
    for one in cohort.applicants(role):
        content = one.answers if form in APPLICATIONS else one.reflection
        yield told_to(Reader.COUNTS, as_asked(form, cohort.policy), content, cohort.policy)
