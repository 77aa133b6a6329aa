"""Criteria: how well a mentee and a mentor fit, 0-100 each, with a reason as a fact. Weights come from the policy,
decisions from the engine, words from domain/match/words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.careers import OTHER
from domain.match.facts import Reason
from domain.text import folded
from matching.candidates import Candidate
from matching.constraints import WISHED
from matching.features import Bag, bag
from matching.parts import FULL, Criterion, Part, shares, spellings
from matching.regards import chemistry_reason, choice_reason, chosen, impressed

RANK_AMOUNTS = (6.0, 3.0, 1.0)
"""Amounts for the first, second and third wished track (own)."""


def ranked_tracks(one: Candidate) -> Bag:
    """A mentee's wished tracks, the first worth most."""
    return shares({str(track): RANK_AMOUNTS[min(place, 2)] for place, track in enumerate(dict.fromkeys(one.tracks))})


def track_reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
    """The best wished track the mentor can speak about."""
    wishes = enumerate(list(dict.fromkeys(mentee.tracks))[: len(RANK_AMOUNTS)], start=1)
    return next(
        (Reason("tracks", (str(track),), place=place) for place, track in wishes if track in mentor.tracks), None
    )


def important_topics(one: Candidate) -> Bag:
    """Topics by the importance (0-3) the mentee gave them."""
    topics = one.topics if isinstance(one.topics, Mapping) else dict.fromkeys(one.topics, 1)
    return shares({folded(topic): float(importance) for topic, importance in topics.items() if importance > 0})


def topics(one: Candidate) -> Bag:
    """Topics a mentor offers."""
    return bag(one.topics)


def topic_reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
    """The shared topics, the mentee's most important first."""
    wanted = important_topics(mentee)
    shared = sorted(wanted.keys() & topics(mentor).keys(), key=lambda topic: (-wanted[topic], topic))
    return Reason("topics", tuple(shared)) if shared else None


ROLES_FOR = {
    "explore": {"sounding_board", "adviser"},
    "test": {"adviser"},
    "move": {"adviser", "introducer"},
    "job_search": {"adviser", "introducer"},
    "network": {"introducer"},
    "confidence": {"encourager"},
    "reflection": {"sounding_board"},
}
"""Which of a mentor's roles (article on academic mentoring) answer which need of a mentee (own)."""


def needs(one: Candidate) -> Bag:
    """What the mentee needs, as far as a role answers it."""
    return shares({need: 1.0 for need in bag(one.needs) if need in ROLES_FOR})


def needs_met(one: Candidate) -> Bag:
    """What the mentor's roles answer."""
    return {need: 1.0 for need, roles in ROLES_FOR.items() if roles & bag(one.roles).keys()}


def need_reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
    """The roles the mentor likes that the mentee's needs ask for."""
    met = needs(mentee).keys() & needs_met(mentor).keys()
    if not met:
        return None
    roles = sorted(set().union(*(ROLES_FOR[need] for need in met)) & bag(one_role for one_role in mentor.roles).keys())
    return Reason("needs", tuple(sorted(met)), roles=tuple(roles))


def goals(one: Candidate) -> Bag:
    """What the mentee's goals are about, each word the same."""
    return shares(bag(one.goals))


def expertise(one: Candidate) -> Bag:
    """All that a mentor knows."""
    return bag([*one.skills, *one.sub_sectors, *one.interests, one.profession])


def skills(one: Candidate) -> Bag:
    """A mentee's research skills, each the same."""
    return shares(bag(one.skills))


def interests(one: Candidate) -> Bag:
    """A mentee's interests and expectations, each the same."""
    return shares(bag(one.interests - {OTHER}))


def _wish(name: str) -> Part:
    def stated(one: Candidate) -> list[str]:
        return [wish for wish in WISHED if one.wishes.get(wish) in ("must", "nice") and WISHED[wish](one)]

    def most(one: Candidate) -> int:
        if one.wishes.get(name) not in ("must", "nice"):
            return 0
        wishes = stated(one)
        return FULL // len(wishes) if name in wishes else 0

    def wished(one: Candidate) -> Bag:
        amount = most(one)
        return dict.fromkeys(WISHED[name](one), float(amount)) if amount else {}

    return Part(wished, WISHED[name], most)


def wish_reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
    """Which wishes for the mentor are met."""
    wished = (name for name in WISHED if mentee.wishes.get(name) in ("must", "nice"))
    both = (WISHED[name](mentee).keys() & WISHED[name](mentor).keys() for name in wished)
    met = [word for words_of_one in both for word in sorted(words_of_one - {OTHER})]
    return Reason("wishes", tuple(met)) if met else None


def experience_reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
    """That the mentor has mentored before."""
    return None if mentor.mentoring_experience == "none" else Reason("experience")


EXPERIENCE = {"none": 2_000, "informal": 5_000, "formal_once": 8_000, "formal_more": FULL}
"""Hundredths for previous mentoring (the course card lists it as a criterion; the steps are our own)."""


def experience(one: Candidate) -> Bag:
    """The mentor's previous mentoring."""
    return {"": float(EXPERIENCE.get(one.mentoring_experience, EXPERIENCE["none"]))}


def shared(
    criterion: str, left: Callable[[Candidate], Bag], right: Callable[[Candidate], Bag]
) -> Callable[[Candidate, Candidate], Reason | None]:
    """The shared words, as the two wrote them."""

    def reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
        both = sorted(left(mentee).keys() & right(mentor).keys())
        written = spellings(word for one in (mentee, mentor) for word in (*one.goals, *one.skills, *one.interests))
        return Reason(criterion, tuple(written.get(word, word) for word in both)) if both else None

    return reason


def times_reason(mentee: Candidate, mentor: Candidate) -> Reason | None:
    """When both are free."""
    both = sorted(_times(mentee).keys() & _times(mentor).keys())
    return Reason("free_times", tuple(both)) if both else None


def _tracks(one: Candidate) -> Bag:
    return bag(one.tracks)


def _skills(one: Candidate) -> Bag:
    return bag(one.skills)


def _interests(one: Candidate) -> Bag:
    return bag(one.interests)


def _times(one: Candidate) -> Bag:
    return bag(one.free_times)


CRITERIA = (
    Criterion("tracks", (Part(ranked_tracks, _tracks),), track_reason),
    Criterion("topics", (Part(important_topics, topics),), topic_reason),
    Criterion("needs", (Part(needs, needs_met),), need_reason),
    Criterion("goals", (Part(goals, expertise),), shared("goals", goals, expertise)),
    Criterion("skills", (Part(skills, _skills),), shared("skills", skills, _skills)),
    Criterion("wishes", tuple(map(_wish, WISHED)), wish_reason),
    Criterion("interests", (Part(interests, _interests),), shared("interests", interests, _interests)),
    Criterion("experience", (Part(lambda one: {"": 1.0}, experience),), experience_reason),
    Criterion(
        "free_times",
        (Part(lambda one: dict.fromkeys(_times(one), FULL / 2), _times, lambda one: FULL),),
        times_reason,
    ),
    Criterion("choices", (Part(chosen("mentor ", "mentee "), chosen("mentee ", "mentor ")),), choice_reason),
    Criterion("chemistry", (Part(impressed("mentor ", "mentee "), impressed("mentee ", "mentor ")),), chemistry_reason),
)
"""Two common free times are enough for 100 (own); the other numbers stand beside their criterion."""
