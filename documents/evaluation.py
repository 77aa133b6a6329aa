"""Evaluation: the numbers of a cohort for those who fund it. Counts, shares and averages only, of nothing that few said.

Outcomes are compared for the mentees who answered both times. Satisfaction with topics is weighted with
the importance given at application (the MEMeQ way). Quotations are those that their authors offered for printing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from documents.experience import experience
from documents.sureness import FEW, average, each_once
from documents.taking_part import LASTING, taking_part
from domain.applications import Application
from domain.as_asked import as_asked
from domain.belonging import Reader
from domain.careers import OUTCOMES
from domain.cohort import Cohort
from domain.completion import STARTED, completion
from domain.formats import outcomes
from domain.forms.reporting import marks_of
from domain.held import counts_as_held, held_of
from domain.lifecycles import PairState
from domain.people import Role
from domain.reading import told_to
from domain.saying import say

QUOTES_MAX = 6
SCORED = {
    "expectations_met": (say("Expectations were met (1-5)"), 1, 5),
    "set_up": (say("How the programme is set up (1-5)"), 1, 5),
    "coordination": (say("How it is coordinated (1-5)"), 1, 5),
    "recommend": (say("Would recommend it (0-10)"), 0, 10),
}


def evaluation(cohort: Cohort) -> dict[str, Any]:
    """Everything the evaluation document shows."""
    quotes, cohort = _quotes(cohort), _counted(cohort)
    held = len(held_of(cohort, cohort.sessions.values()))
    started = [pair for pair in cohort.pairs.values() if pair.state in STARTED]
    completed = _completed(cohort, Role.MENTEE)
    return {
        "figures": [
            {"number": str(len(started)), "words": say("pairs met")},
            {"number": str(held), "words": say("sessions held")},
            {"number": say("{hours}", hours=_hours(cohort)), "words": say("hours of mentoring")},
            {"number": str(completed), "words": say("mentees completed")},
        ],
        "people": _people(cohort),
        "pairs": [
            {"words": say("Pairs hoped for"), "number": cohort.policy.recruitment.pairs_aim},
            {"words": say("Pairs that started"), "number": len(started)},
            {"words": say("Pairs that stayed together to the end"), "number": len(started) - _ended(cohort)},
            {"words": say("Pairs that ended early, without fault"), "number": _ended(cohort)},
            {"words": say("Sessions planned"), "number": len(cohort.sessions)},
            {"words": say("Sessions held"), "number": held},
            {"words": say("Introductions that mentors made"), "number": _introductions(cohort)},
        ],
        "sessions": _sessions(cohort),
        "cost": list(_cost(cohort, len(started), held, completed)),
        **taking_part(cohort),
        **_outcomes(cohort),
        **experience(cohort),
        "satisfaction": _satisfaction(cohort),
        "quotes": quotes,
        "few": FEW,
    }


def _counted(cohort: Cohort) -> Cohort:
    """The cohort with those answers only that may be counted."""
    return cohort.put(
        *(
            replace(
                one,
                answers=_told(cohort, one, Reader.COUNTS, "{}_application", one.answers),
                reflection=_told(cohort, one, Reader.COUNTS, "reflection_{}", one.reflection),
            )
            for one in cohort.applications.values()
        )
    )


def _told(
    cohort: Cohort, application: Application, reader: Reader, form: str, answers: Mapping[str, Any]
) -> Mapping[str, Any]:
    asked = as_asked(form.format(application.role.value), cohort.policy)
    return told_to(reader, asked, answers, cohort.policy)


def _introductions(cohort: Cohort) -> int:
    """Sessions in which the mentor introduced the mentee to somebody, as either of the two told."""
    return sum(any(report.introduction for report in session.reports) for session in cohort.sessions.values())


def _ended(cohort: Cohort) -> int:
    return sum(pair.state is PairState.ENDED for pair in cohort.pairs.values())


def _hours(cohort: Cohort) -> float:
    held = held_of(cohort, cohort.sessions.values())
    minutes = sum(session.report.minutes or session.minutes if session.report else session.minutes for session in held)
    return round(minutes / 60, 1)


def _completed(cohort: Cohort, role: Role) -> int:
    return sum(completion(cohort, application.id).complete for application in cohort.applicants(role))


def _people(cohort: Cohort) -> list[dict[str, Any]]:
    """Rows of counts for mentors and mentees."""

    def row(words: str, count: Callable[[Role], int]) -> dict[str, Any]:
        return {"words": words, "mentors": count(Role.MENTOR), "mentees": count(Role.MENTEE)}

    def accepted(role: Role) -> int:
        return sum(application.state in LASTING for application in cohort.applicants(role))

    def paired(role: Role) -> int:
        return sum(bool(cohort.pairs_of(application.id, *STARTED)) for application in cohort.applicants(role))

    def left(role: Role) -> int:
        return sum(person.role is role and person.left is not None for person in cohort.participants.values())

    def looked_back(role: Role) -> int:
        return sum(application.reflected_at is not None for application in cohort.applicants(role))

    def stay_in_touch(role: Role) -> int:
        return sum(application.reflection.get("follow_up") == "yes" for application in cohort.applicants(role))

    return [
        row(say("Applied"), lambda role: len(cohort.applicants(role))),
        row(say("Accepted or on the waiting list"), accepted),
        row(say("Were in a pair"), paired),
        row(say("Left early"), left),
        row(say("Gave the final feedback"), looked_back),
        row(say("Agreed to stay in touch"), stay_in_touch),
        row(say("Met all conditions of completion"), lambda role: _completed(cohort, role)),
    ]


def _sessions(cohort: Cohort) -> list[dict[str, int]]:
    numbers = range(1, cohort.policy.sessions.number + 1)
    sessions = cohort.sessions.values()
    return [
        {
            "number": number,
            "pairs": sum(session.number == number for session in sessions),
            "held": sum(session.number == number and counts_as_held(cohort, session) for session in sessions),
        }
        for number in numbers
    ]


def _cost(cohort: Cohort, pairs: int, held: int, completed: int) -> Iterator[dict[str, Any]]:
    """What one pair, session and mentee came to, by what the plan says the whole costs; nothing where it says nothing."""
    told = cohort.policy.evaluation
    by = (
        (say("A pair that started"), pairs),
        (say("A session held"), held),
        (say("A mentee who completed the programme"), completed),
    )
    if told.cost and pairs:
        for words, number in ((say("The whole programme, by its plan"), 1), *by):
            if number:
                cost = round(told.cost / number)
                amount = say("{cost} {currency}", cost=cost, currency=told.currency)
                yield {"words": words, "cost": cost, "currency": told.currency, "amount": amount}


def _outcomes(cohort: Cohort) -> dict[str, Any]:
    """Each outcome before and after, over the mentees who answered both; nothing when they are too few."""
    both = [
        mentee
        for mentee in cohort.applicants(Role.MENTEE)
        if all(f"outcome_{code}" in mentee.answers and f"outcome_{code}" in mentee.reflection for code in OUTCOMES)
    ]
    if len(both) < FEW:
        return {"outcomes": [], "outcome_answers": len(both)}
    rows = [
        {
            "words": words,
            "before": average([int(mentee.answers[f"outcome_{code}"]) for mentee in both], 1, 5),
            "after": average([int(mentee.reflection[f"outcome_{code}"]) for mentee in both], 1, 5),
        }
        for code, words in outcomes(cohort.policy.recruitment).items()
    ]
    return {"outcomes": rows, "outcome_answers": len(both)}


def _satisfaction(cohort: Cohort) -> list[dict[str, Any]]:
    """Rows of averages, each of one mark a person; whoever marked several sessions counts with their average."""
    reflected = [application for application in cohort.applications.values() if application.reflected_at]
    marks = [mark for session in cohort.sessions.values() for mark in marks_of(session)]
    weighted = [score for application in reflected if (score := topic_score(application)) is not None]
    told: list[tuple[str, list[float], int, int]] = [
        (words, [float(one.reflection[name]) for one in reflected if name in one.reflection], least, most)
        for name, (words, least, most) in SCORED.items()
    ]
    told += [
        (say("How useful the sessions were (1-4)"), each_once(marks), 1, 4),
        (say("Topics, weighted with their importance (0-3)"), weighted, 0, 3),
    ]
    scales = ((words, average(given, least, most)) for words, given, least, most in told)
    return [{"words": words, "marks": marks} for words, marks in scales if marks]


def topic_score(mentee: Application) -> float | None:
    """Satisfaction with topics (0-3), each counted as often as it was important (0-3); None when nothing was."""
    importance, satisfaction = mentee.answers.get("topics"), mentee.reflection.get("topics_satisfaction")
    if not isinstance(importance, Mapping) or not isinstance(satisfaction, Mapping):
        return None
    weights = {topic: int(importance.get(topic, 0)) for topic in satisfaction}
    total = sum(weights.values())
    return sum(weights[topic] * int(satisfaction[topic]) for topic in satisfaction) / total if total else None


def _quotes(cohort: Cohort) -> list[str]:
    told = (
        _told(cohort, one, Reader.ANYBODY, "reflection_{}", one.reflection).get("quote")
        for one in cohort.applications.values()
    )
    return sorted({str(words).strip() for words in told if words and str(words).strip()})[:QUOTES_MAX]
