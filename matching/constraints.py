"""Rules a pair must obey, each with its key: one list to build the problem, to check a match made by hand, and to explain.
Optimises nothing.

Balance rules are counted over the whole match and live in `problem.Quota`; here are the rules one pair, one mentee or
one mentor can break alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allocation.problem import Bools
from domain.careers import ACADEMIC_TRACKS, OTHER
from domain.known_names import Keys, named, organisation
from domain.match.facts import Clash
from domain.text import folded
from matching.candidates import Candidate, Strength, Terms
from matching.features import Bag, bag, tables
from matching.likeness import alike, met

People = Sequence[Candidate]
Counts = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Rule:
    """`broken(mentees, mentors, terms)` marks the pairs that break it. `key` names it in facts, and in a policy, where a
    programme may choose how strictly to hold it; what it means stands in domain/match/words/rules.

    `by_choice`: a programme may take it as nice to have, or drop it; the others protect people and always hold.
    `absolute`: not even a pin that a person wants to stand may break it.
    """

    key: str
    broken: Callable[[People, People, Terms], Bools]
    by_choice: bool = False
    absolute: bool = False


def oneself(mentees: People, mentors: People, terms: Terms) -> Bools:
    """Both are one person, who takes part as a mentee and as a mentor."""
    return met([one.identity for one in mentees], [one.identity for one in mentors])


def no_shared_language(mentees: People, mentors: People, terms: Terms) -> Bools:
    """Both name languages, none in common; who names none is not held to the rule. "Another language" is one, but like no
    other."""
    one, other = tables(mentees, mentors, _spoken, _spoken)
    asked = _marks(mentees, lambda x: bool(x.languages)), _marks(mentors, lambda x: bool(x.languages))
    unshared: Bools = (one @ other.T) == 0
    return unshared & asked[0][:, None] & asked[1][None, :]


def nowhere_to_meet(mentees: People, mentors: People, terms: Terms) -> Bools:
    """Neither both online, nor both on site in the same city."""
    online = _marks(mentees, lambda x: x.format != "onsite"), _marks(mentors, lambda x: x.format != "onsite")
    on_site = _marks(mentees, lambda x: x.format != "online"), _marks(mentors, lambda x: x.format != "online")
    towns = _labels(mentees, lambda x: x.city), _labels(mentors, lambda x: x.city)
    by_screen = online[0][:, None] & online[1][None, :]
    in_person = on_site[0][:, None] & on_site[1][None, :] & _same(*towns)
    return ~(by_screen | in_person)


def same_employer(mentees: People, mentors: People, terms: Terms) -> Bools:
    """Both work at one place: assessing, hiring and mentoring would mix."""
    return _same([organisation(one.employer) for one in mentees], [organisation(one.employer) for one in mentors])


def supervises(mentees: People, mentors: People, terms: Terms) -> Bools:
    """One may be the other's supervisor, or both may have the same one."""
    down, up = _tied(mentees, mentors, _supervisor, _oneself), _tied(mentees, mentors, _oneself, _supervisor)
    return down | up | _tied(mentees, mentors, _supervisor, _supervisor)


def asked_not_to_meet(mentees: People, mentors: People, terms: Terms) -> Bools:
    """One may have named the other, or named the other's organisation, as someone not to be paired with."""
    people = _tied(mentees, mentors, _not_with, _oneself) | _tied(mentees, mentors, _oneself, _not_with)
    places = _shared(mentees, mentors, _places_not_with, _place) | _shared(mentees, mentors, _place, _places_not_with)
    return people | places


def rather_not(mentees: People, mentors: People, terms: Terms) -> Bools:
    """They met, and one of the two would rather not go on."""
    return _shared(mentees, mentors, _would_rather_not, _code) | _shared(mentees, mentors, _code, _would_rather_not)


def only_academic_wishes(mentees: People, mentors: People, terms: Terms) -> Bools:
    """The mentee ranks academic tracks only, and the mentor can speak about none of these."""
    academic = _marks(mentees, lambda x: bool(x.tracks) and set(x.tracks) <= ACADEMIC_TRACKS)
    one, other = tables(mentees, mentors, lambda x: bag(x.tracks), lambda x: bag(x.tracks))
    silent: Bools = (one @ other.T) == 0
    return academic[:, None] & silent


def lacks_a_must(mentees: People, mentors: People, terms: Terms) -> Bools:
    """The mentee wishes a profession, kind of employer, sub-sector or company size as a must, and the mentor has another."""
    found = np.zeros((len(mentees), len(mentors)), bool)
    for name, words in WISHED.items():
        must = np.array([one.wishes.get(name) == "must" and bool(words(one)) for one in mentees], bool)
        if must.any():
            found |= must[:, None] & ~_shared(mentees, mentors, words, words)
    return found


def forbidden(mentees: People, mentors: People, terms: Terms) -> Bools:
    """The coordinator ruled this pair out."""
    found = np.zeros((len(mentees), len(mentors)), bool)
    rows = {one.code: i for i, one in enumerate(mentees)}
    cols = {one.code: j for j, one in enumerate(mentors)}
    for mentor, mentee in terms.forbidden:
        if mentee in rows and mentor in cols:
            found[rows[mentee], cols[mentor]] = True
    return found


WISHED: dict[str, Callable[[Candidate], Bag]] = {
    "profession": lambda x: bag([x.profession]),
    "sub_sector": lambda x: bag(x.sub_sectors),
    "company_size": lambda x: bag([x.company_size]),
    "employer_type": lambda x: bag(x.employer_types),
}
"""What a mentee may wish of a mentor, by the name used in `Candidate.wishes`."""

RULES = (
    Rule("same_person", oneself, absolute=True),
    Rule("language", no_shared_language, by_choice=True),
    Rule("format_and_city", nowhere_to_meet, by_choice=True),
    Rule("employer", same_employer, by_choice=True),
    Rule("supervisor", supervises),
    Rule("not_with", asked_not_to_meet),
    Rule("first_meeting", rather_not),
    Rule("academic_wishes", only_academic_wishes, by_choice=True),
    Rule("musts", lacks_a_must, by_choice=True),
    Rule("forbidden", forbidden),
)
"""Order = order of the funnel: a pair is counted under the first rule it breaks."""
ABSOLUTE = tuple(rule for rule in RULES if rule.absolute)


def held(terms: Terms, strength: Strength = "must") -> tuple[Rule, ...]:
    """The rules held as strictly as this on these terms, in the order of the funnel."""
    chosen: dict[str, Strength] = {rule.key: terms.rules.get(rule.key, "must") for rule in RULES if rule.by_choice}
    return tuple(rule for rule in RULES if chosen.get(rule.key, "must") == strength)


def not_so_nice(mentees: People, mentors: People, terms: Terms, block: int = 512) -> Counts:
    """How many rules that are only nice to keep each pair breaks, computed in blocks to keep memory flat."""
    count = np.zeros((len(mentees), len(mentors)), np.int16)
    for start in range(0, len(mentees), block):
        for rule in held(terms, "nice"):
            count[start : start + block] += rule.broken(mentees[start : start + block], mentors, terms)
    return count


def allowed(mentees: People, mentors: People, terms: Terms, block: int = 512) -> Bools:
    """Which pairs break no rule, computed in blocks of mentees to keep memory flat."""
    able = np.ones((len(mentees), len(mentors)), bool)
    for start in range(0, len(mentees), block):
        for rule in held(terms):
            able[start : start + block] &= ~rule.broken(mentees[start : start + block], mentors, terms)
    return able


def check(pairs: Iterable[tuple[str, str]], mentees: People, mentors: People, terms: Terms) -> list[Clash]:
    """All rules that a match made by hand breaks, each with the codes concerned; empty when it may stand.

    `pairs` are (mentor, mentee) codes. Where `terms.pins_stand`, pins may break a rule, but no absolute one and never a
    mentor's capacity.
    """
    return list(_broken(list(pairs), {x.code: x for x in mentees}, {x.code: x for x in mentors}, terms))


def _broken(
    pairs: list[tuple[str, str]], mentees: dict[str, Candidate], mentors: dict[str, Candidate], terms: Terms
) -> Iterator[Clash]:
    for mentor, mentee in pairs:
        if mentor not in mentors or mentee not in mentees:
            yield Clash("unknown", mentor, mentee)
            continue
        stands = terms.pins_stand and (mentor, mentee) in terms.pins
        for rule in (rule for rule in held(terms) if rule.absolute or not stands):
            if rule.broken([mentees[mentee]], [mentors[mentor]], terms)[0, 0]:
                yield Clash(rule.key, mentor, mentee)
    for mentor, count in sorted(Counter(mentor for mentor, _ in pairs).items()):
        if mentor in mentors and count > (free := seats_left(mentors[mentor], terms)):
            yield Clash("capacity", mentor, many=count, places=free)
    for mentee, count in sorted(Counter(mentee for _, mentee in pairs).items()):
        if count > 1:
            yield Clash("one_mentor", mentee=mentee, many=count)
    for mentor, mentee in sorted(terms.pins - set(pairs)):
        yield Clash("missing", mentor, mentee)


def seats_left(mentor: Candidate, terms: Terms) -> int:
    """Places a mentor still has, by agreed capacity and pairs that exist already."""
    return max(0, mentor.capacity - int(terms.taken.get(mentor.code, 0)))


def _marks(people: People, test: Callable[[Candidate], bool]) -> Bools:
    return np.fromiter((test(one) for one in people), bool, len(people))


def _labels(people: People, word: Callable[[Candidate], str]) -> list[str]:
    return [folded(word(one)) for one in people]


def _same(mentees: list[str], mentors: list[str]) -> Bools:
    """Where both have the same label; an empty one is like no other."""
    number = {label: k for k, label in enumerate(dict.fromkeys([*mentees, *mentors])) if label}
    rows = np.array([number.get(label, -1) for label in mentees], np.int64)
    cols = np.array([number.get(label, -2) for label in mentors], np.int64)
    same: Bools = rows[:, None] == cols[None, :]
    return same


def _shared(
    mentees: People, mentors: People, left: Callable[[Candidate], Bag], right: Callable[[Candidate], Bag]
) -> Bools:
    one, other = tables(mentees, mentors, left, right)
    if not one.shape[1]:
        return np.zeros((len(mentees), len(mentors)), bool)
    both: Bools = one @ other.T > 0
    return both


def _tied(
    mentees: People, mentors: People, left: Callable[[Candidate], Keys], right: Callable[[Candidate], Keys]
) -> Bools:
    """Where names on both sides may mean one person."""
    return alike([left(one) for one in mentees], [right(one) for one in mentors])


def _spoken(one: Candidate) -> Bag:
    return bag(one.languages - {OTHER})


def _oneself(one: Candidate) -> Keys:
    return named(one.answers_to, one.code)


def _supervisor(one: Candidate) -> Keys:
    return named(frozenset({one.supervisor}))


def _not_with(one: Candidate) -> Keys:
    return named(one.not_with)


def _place(one: Candidate) -> Bag:
    return bag([organisation(one.employer)])


def _places_not_with(one: Candidate) -> Bag:
    return bag(map(organisation, one.not_with))


def _would_rather_not(one: Candidate) -> Bag:
    return bag(code for code, impression in one.impressions.items() if impression == 0)


def _code(one: Candidate) -> Bag:
    return bag([one.code])
