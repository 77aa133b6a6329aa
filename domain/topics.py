"""Topics: what a group plans to talk about, from the list and of its own, and in how many sessions it did."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.belonging import Code
from domain.careers import ANY_TOPIC
from domain.cohort import Cohort
from domain.formats import topics
from domain.groups import Group, GroupKind, OwnTopic
from domain.held import held_of

OWN_TOPIC = "own-"  # begins the code of a topic that is not on the list
OWN = ""  # under which all topics are counted that are not on the list


@dataclass(frozen=True)
class Told:
    """One topic of a group: whether it is planned, and in how many of the sessions held it came up."""

    code: Code
    words: str
    planned: bool
    sessions: int


def own_topics_of(group: Group) -> dict[str, str]:
    """The topics of a group that are not on the list: words by code."""
    return {topic.code: topic.words for plan in group.plans_that_stand for topic in plan.own_topics if topic.words}


def offered_in(cohort: Cohort, group: Group) -> dict[str, str]:
    """The topics that a report offers, those of the plan first: words by code."""
    planned = {topic for plan in group.plans_that_stand for topic in plan.topics}
    first = {topic: words for topic, words in ANY_TOPIC.items() if topic in planned}
    return first | own_topics_of(group) | topics(cohort.policy.recruitment)


def told_of(cohort: Cohort, group: Group) -> list[Told]:
    """Planned against discussed: the topics of the plan, then those that came up without it; each session counts once."""
    planned, own = _planned(group), own_topics_of(group)
    spoken = spoken_of(cohort, group)
    words = {**ANY_TOPIC, **own}
    codes = [*(code for code in words if code in planned), *(code for code in words if code not in planned)]
    told = (Told(code, words[code], code in planned, spoken[code]) for code in codes)
    return [one for one in told if one.planned or one.sessions]


def spoken_of(cohort: Cohort, group: Group) -> Counter[str]:
    """In how many sessions of a group each topic came up, by whoever told."""
    held = held_of(cohort, cohort.sessions_of(group.id))
    return Counter(topic for one in held for topic in {t for report in one.reports for t in report.topics})


@dataclass(frozen=True)
class Kept:
    """One topic over many groups: in how many plans it stands, and in how many of those it was spoken of."""

    planned: int
    spoken: int


def planned_against_spoken(cohort: Cohort, groups: Iterable[Group]) -> Mapping[str, Kept]:
    """Over groups, by code of the list; what they named themselves is counted under OWN."""
    planned, kept = Counter[str](), Counter[str]()
    for group in groups:
        spoken = spoken_of(cohort, group)
        for code in _planned(group):
            name = code if code in ANY_TOPIC else OWN
            planned[name] += 1
            kept[name] += bool(spoken[code])
    return {code: Kept(planned[code], kept[code]) for code in planned}


def _planned(group: Group) -> set[str]:
    return {topic for plan in group.plans_that_stand for topic in plan.topics} | own_topics_of(group).keys()


def coded(cohort: Cohort, group: Group, by: str, words: Iterable[str]) -> tuple[OwnTopic, ...]:
    """The topics that somebody names, with the codes under which reports know them: those of before keep theirs, and a code
    under which a report was given is not given again."""
    theirs = group.plans.values() if group.kind is GroupKind.PAIR else [group.plans[by]] if by in group.plans else ()
    before = {topic.words.casefold(): topic for plan in theirs for topic in plan.own_topics}
    begins = f"{OWN_TOPIC}{by}-"
    told = {topic for one in cohort.sessions_of(group.id) for report in one.reports for topic in report.topics}
    used = {*told, *(topic.code for topic in before.values())}
    last = max((int(code.removeprefix(begins)) for code in used if code.startswith(begins)), default=0)
    found = list[OwnTopic]()
    for word in words:
        known = before.get(word.casefold())
        last += known is None
        found.append(OwnTopic(known.code if known else f"{begins}{last}", word))
    return tuple(found)
