"""Balance in words: what a rule counts, what it asks, what is reached, and what it costs."""

from collections.abc import Iterator, Mapping

from domain.balance import rule_called
from domain.careers import COMPANY_SIZES, EMPLOYER_TYPES, GENDERS, SUB_SECTORS
from domain.counting import SMALLEST, Uncounted, may_be_told
from domain.match.facts import Asked, Counted, Reached
from domain.match.findings import Gain, Weighted
from domain.people import Role
from domain.saying import filled, say, sayings, together

VALUES: Mapping[str, Mapping[str, str]] = {
    "sub_sector": SUB_SECTORS,
    "company_size": COMPANY_SIZES,
    "employer_type": EMPLOYER_TYPES,
    "gender": GENDERS,
}
"""What the values of a trait are called; an employer is called as people write it."""
NAMED_MAX = 3
"""Of rules told together so many are named one by one."""
# By the side, and whether the number is too small to be told.
REFUSED = sayings(
    {
        (Role.MENTOR, False): "{n} of {people} mentors were not counted because they did not agree to be counted",
        (Role.MENTEE, False): "{n} of {people} mentees were not counted because they did not agree to be counted",
        (
            Role.MENTOR,
            True,
        ): "fewer than {least} of {people} mentors were not counted because they did not agree to be counted",
        (
            Role.MENTEE,
            True,
        ): "fewer than {least} of {people} mentees were not counted because they did not agree to be counted",
    }
)
SILENT = sayings(
    {
        (Role.MENTOR, False): "{n} of {people} mentors were not counted because they tell no gender",
        (Role.MENTEE, False): "{n} of {people} mentees were not counted because they tell no gender",
        (Role.MENTOR, True): "fewer than {least} of {people} mentors were not counted because they tell no gender",
        (Role.MENTEE, True): "fewer than {least} of {people} mentees were not counted because they tell no gender",
    }
)


def counted(one: Counted) -> str:
    """A rule by its label, and of a rule for every value there is, which: "one of each: Pharma"."""
    if not one.values:
        return rule_called(one.label)
    words = VALUES.get(one.trait, {})
    named = sorted(words.get(value, value) for value in one.values)
    if len(named) > NAMED_MAX:
        return say("{label}: each of {count}", label=rule_called(one.label), count=len(named))
    return say("{label}: {values}", label=rule_called(one.label), values=together(named, ", "))


def asks(one: Asked) -> str:
    """ "at least 10", "at least 60 %"."""
    if one.rule == "share_at_least":
        return say("at least {percent} %", percent=round(100 * float(one.number), 2))
    if one.rule == "at_most":
        return say("at most {number}", number=one.number)
    return say("at least {number}", number=one.number)


def asks_of(one: Asked, on: str) -> str:
    """ "at least 6 of the mentors"."""
    if on == "mentors":
        return say("{asked} of the mentors", asked=asks(one))
    return say("{asked} of the mentees", asked=asks(one))


def reached(one: Reached) -> str:
    """A rule with what it asks and what these pairs reach."""
    rule, asked = counted(one.counted), asks_of(one.asked, one.on)
    return say("{rule}: {asked}; {reached}", rule=rule, asked=asked, reached=so_many(one))


def so_many(one: Reached | Weighted) -> str:
    """How many are reached, of a rule that is kept; of few people by gender only that it is."""
    if not may_be_told(one.counted.trait, one.reached, one.of):
        return say("kept")
    return say("{reached} of {of} reached", reached=one.reached, of=one.of)


def uncounted(one: Uncounted) -> str:
    """How many people of one side a rule on gender does not count, and why; no names."""
    refused, silent = _so_many(one, one.refused, REFUSED), _so_many(one, one.silent, SILENT)
    if not one.silent:
        return say("Balance by gender: {refused}.", refused=refused)
    if not one.refused:
        return say("Balance by gender: {silent}.", silent=silent)
    return say("Balance by gender: {refused}, and {silent}.", refused=refused, silent=silent)


def _so_many(one: Uncounted, number: int, texts: Mapping[tuple[Role, bool], str]) -> str:
    """So many of a side, or of a small number only that it is small."""
    if number < SMALLEST:
        return filled(texts[one.role, True], least=SMALLEST, people=one.people)
    return filled(texts[one.role, False], n=number, people=one.people)


def gained(gain: Gain | None) -> str:
    """What would be gained if a rule were otherwise."""
    if gain is None:
        return say("not computed here")
    if not gain.possible:
        return say("no match would keep all the rules")
    told = [*_people(gain.mentees), *_points(gain.points)]
    if len(told) == 2:
        return say("{people}, {points}", people=told[0], points=told[1])
    return told[0] if told else say("nothing changes")


def _people(mentees: int) -> Iterator[str]:
    if mentees > 0:
        yield say("{count} more matched", count=mentees)
    elif mentees:
        yield say("{count} fewer matched", count=-mentees)


def _points(points: float) -> Iterator[str]:
    rounded = round(points, 1)
    if rounded > 0:
        yield say("{points} points more", points=rounded)
    elif rounded:
        yield say("{points} points less", points=-rounded)


def cost(without: Gain | None) -> str:
    """What a rule costs, by what would be gained without it, in people before points; "" where that is not known."""
    if without is None:
        return ""
    if without.mentees > 0:
        return say("without this rule {count} more would be matched", count=without.mentees)
    if without.points > 0:
        return say("without this rule the pairs would have {points} points more in all", points=without.points)
    return say("this rule costs nothing")
