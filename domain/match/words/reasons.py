"""Reasons in words: why a pair fits, told to the coordinator of two others, or to one of the two."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from domain.careers import (
    ANY_PROFESSION,
    ANY_TOPIC,
    CAREER_TRACKS,
    COMPANY_SIZES,
    EMPLOYER_TYPES,
    FREE_TIMES,
    MENTOR_ROLES,
    NEEDS,
    SUB_SECTORS,
)
from domain.match.facts import Although, Reason
from domain.match.words.rules import BROKEN
from domain.saying import say, together

Reader = Literal["coordinator", "mentor", "mentee"]
Told = Reason | Although | str
LISTED_MAX = 3
FOR_THE_COORDINATOR = frozenset({"chemistry"})
"""The criteria that are told to neither of the two: nobody hears what somebody they met thinks of them, not even that it
is good, for then its absence would tell the rest."""


def reasons(told: Iterable[Told], to: Reader = "coordinator") -> list[str]:
    """Each reason as this reader is told it: a coordinator as part of a sentence, one of the two as a line of a list. A rule
    that is nice to keep and broken is the coordinator's to weigh, and told to nobody else."""
    return [reason(one, to) for one in told if to == "coordinator" or _is_for_the_two(one)]


def _is_for_the_two(told: Told) -> bool:
    return not isinstance(told, Although) and not (isinstance(told, Reason) and told.criterion in FOR_THE_COORDINATOR)


def reason(told: Told, to: Reader = "coordinator") -> str:
    """One reason; what an older office wrote, as it stands."""
    match told:
        case Reason():
            return SAID[told.criterion](told, to)
        case Although():
            return say("although {rule}", rule=BROKEN[told.rule])
        case _:
            return told


def listed(codes: Iterable[str], words: Mapping[str, str] | None = None) -> str:
    """At most three codes in words (as they are, without a list of words), the rest as a number."""
    said = [(words or {}).get(code, code) for code in codes]
    first = together(said[:LISTED_MAX], "; ")
    more = len(said) - LISTED_MAX
    return say("{some}; and {more} more", some=first, more=more) if more > 0 else first


def _career(told: Reason, to: Reader) -> str:
    words: dict[Reader, tuple[str, ...]] = {
        "coordinator": (
            say("the mentor can speak about {career}, the career wished for most", career=_track(told)),
            say("the mentor can speak about {career}, the second career wished for", career=_track(told)),
            say("the mentor can speak about {career}, the third career wished for", career=_track(told)),
        ),
        "mentee": (
            say("This mentor can speak about {career}, the career you wish for most", career=_track(told)),
            say("This mentor can speak about {career}, the second career you wish for", career=_track(told)),
            say("This mentor can speak about {career}, the third career you wish for", career=_track(told)),
        ),
        "mentor": (
            say("You can speak about {career}, the career this student wishes for most", career=_track(told)),
            say("You can speak about {career}, the second career this student wishes for", career=_track(told)),
            say("You can speak about {career}, the third career this student wishes for", career=_track(told)),
        ),
    }
    return words[to][min(told.place, 3) - 1]


def _track(told: Reason) -> str:
    return listed(told.shared, {str(number): words for number, words in CAREER_TRACKS.items()})


def _topics(told: Reason, to: Reader) -> str:
    topics = listed(told.shared, ANY_TOPIC)
    if to == "coordinator":
        return say("both want to talk about: {topics}", topics=topics)
    return say("You both want to talk about: {topics}", topics=topics)


def _needs(told: Reason, to: Reader) -> str:
    roles, needs = listed(told.roles, MENTOR_ROLES), listed(told.shared, NEEDS)
    words: dict[Reader, str] = {
        "coordinator": say("the mentor likes the role ({roles}) that fits the need: {needs}", roles=roles, needs=needs),
        "mentee": say("This mentor likes a role ({roles}) that fits your need: {needs}", roles=roles, needs=needs),
        "mentor": say("You like a role ({roles}) that fits what this student needs: {needs}", roles=roles, needs=needs),
    }
    return words[to]


def _goals(told: Reason, to: Reader) -> str:
    goals = listed(told.shared)
    words: dict[Reader, str] = {
        "coordinator": say("the mentor knows what the goals are about: {goals}", goals=goals),
        "mentee": say("This mentor knows what your goals are about: {goals}", goals=goals),
        "mentor": say("You know what this student's goals are about: {goals}", goals=goals),
    }
    return words[to]


def _skills(told: Reason, to: Reader) -> str:
    skills = listed(told.shared)
    if to == "coordinator":
        return say("both work with: {skills}", skills=skills)
    return say("You both work with: {skills}", skills=skills)


def _wishes(told: Reason, to: Reader) -> str:
    wished = listed(told.shared, ANY_PROFESSION | SUB_SECTORS | COMPANY_SIZES | EMPLOYER_TYPES)
    words: dict[Reader, str] = {
        "coordinator": say("the mentor is what was wished for: {wished}", wished=wished),
        "mentee": say("This mentor is what you wished for: {wished}", wished=wished),
        "mentor": say("You are what this student wished for: {wished}", wished=wished),
    }
    return words[to]


def _interests(told: Reason, to: Reader) -> str:
    interests = listed(told.shared)
    if to == "coordinator":
        return say("both are interested in: {interests}", interests=interests)
    return say("You are both interested in: {interests}", interests=interests)


def _experience(told: Reason, to: Reader) -> str:
    words: dict[Reader, str] = {
        "coordinator": say("the mentor has mentored before"),
        "mentee": say("This mentor has mentored before"),
        "mentor": say("You have mentored before"),
    }
    return words[to]


def _free_times(told: Reason, to: Reader) -> str:
    times = listed(told.shared, FREE_TIMES)
    if to == "coordinator":
        return say("both are free: {times}", times=times)
    return say("You are both free: {times}", times=times)


def _choices(told: Reason, to: Reader) -> str:
    if told.whose == "both":
        return say("each chose the other") if to == "coordinator" else say("Each of you chose the other")
    if told.whose == to:
        return say("Your own choice")
    words = {
        "coordinator": {"mentee": say("the mentee's own choice"), "mentor": say("the mentor's own choice")},
        "mentee": {"mentor": say("The mentor's own choice")},
        "mentor": {"mentee": say("The student's own choice")},
    }
    return words[to][told.whose]


def _chemistry(told: Reason, _: Reader) -> str:
    words = {
        "both": say("they have met, and both would gladly go on"),
        "one": say("they have met, and one of them would gladly go on"),
    }
    return words[told.whose]


SAID: Mapping[str, Callable[[Reason, Reader], str]] = {
    "tracks": _career,
    "topics": _topics,
    "needs": _needs,
    "goals": _goals,
    "skills": _skills,
    "wishes": _wishes,
    "interests": _interests,
    "experience": _experience,
    "free_times": _free_times,
    "choices": _choices,
    "chemistry": _chemistry,
}
"""By the name of the criterion."""
