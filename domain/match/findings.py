"""Findings: what a coordinator may want to know besides the match itself: what other pairs, rules and people would change.

Values by codes, as matching/insight finds them; `words` says them to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.match.facts import Asked, Clash, Counted, MatchResult

# --- about one person ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alternative:
    """Another mentor for one mentee. Scores are 0-100; costs are summed over all pairs of the match.

    `exact`: solved with this pair as a must; else `points` is what it costs at least. `fewer` mentees would be matched,
    `given_up` more earlier pairs be lost, and so many `others` get another mentor or none. `possible` is False when no
    match keeps all rules with this pair; None stands for what only solving would tell.
    """

    mentor: str
    score: int
    exact: bool
    possible: bool = True
    points: float | None = None
    fewer: int | None = None
    given_up: int | None = None
    others: int | None = None


@dataclass(frozen=True)
class Change:
    """One thing that would be otherwise: an answer of a mentee, or one place more with a mentor.

    `kind`: `online`, `on_site` (in a town), `no_must` (a name of what is wished for), `beyond_academia`, `language`
    or `place`; `word` says which, where there are several.
    """

    kind: Literal["online", "on_site", "no_must", "beyond_academia", "language", "place"]
    word: str = ""


@dataclass(frozen=True)
class Remedy:
    """One change after which one more mentee could be matched, and the mentors who make it so, some of `count`."""

    change: Change
    mentors: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class About:
    """What is known of one pair of the match: its marks (0-100) by criterion, whether it was fixed by hand and which rules
    it breaks then, whether it is an earlier pair, and who else would fit."""

    marks: Mapping[str, int]
    pinned: bool
    breaks: tuple[str, ...]
    kept: bool
    alternatives: tuple[Alternative, ...]


# --- about a match that is changed by hand -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Worth:
    """One match in numbers: how many are matched; scores in points of 100, summed, on average, of the weakest pair."""

    matched: int
    total: float
    mean: float
    worst: float


@dataclass(frozen=True)
class Otherwise:
    """One change of a match: the mentor each of these mentees gets instead ("" for nobody), what the new pairs score by
    mentee, the points gained over all pairs, how many more are matched (either may be negative), and what it would break."""

    changes: Mapping[str, str]
    scores: Mapping[str, int]
    points: float
    matched: int
    breaks: tuple[Clash, ...]


# --- about rules ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gain:
    """So many more mentees would be matched, and so many points more reached in all (both may be negative);
    `possible` is False when no match would keep all rules."""

    mentees: int = 0
    points: float = 0.0
    possible: bool = True


@dataclass(frozen=True)
class Weighted:
    """One number of a balance rule, what is reached of it, and what it costs.

    `price`: points one more person costs at most, by the multiplier of the proof; None where it tells nothing.
    `without`, `one_less`, `one_more`: what would be gained without the rule, or with its number moved by one (of a share:
    with one person less or more than it asks); None where nothing was solved.
    """

    counted: Counted
    on: Literal["mentors", "mentees"]
    asked: Asked
    reached: int
    of: int
    price: float | None = None
    without: Gain | None = None
    one_less: Gain | None = None
    one_more: Gain | None = None


# --- about people who are missing ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Competition:
    """Mentees who compete for too few places: all they may have are these mentors. At least so many are `lacking` a place
    whoever is paired with whom; `nobody`: those apart for whom there is no possible mentor at all."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    places: int
    lacking: int
    nobody: tuple[str, ...]


Profile = tuple[tuple[str, str], ...]
"""What a mentor must have, as (trait, code or word)."""


@dataclass(frozen=True)
class Recruit:
    """`count` mentors of this kind, each with one place, would let `mentees` more be matched; or, where these are none,
    let the balance rule of the label `keeps` be kept."""

    count: int
    mentees: int
    profile: Profile
    keeps: str = ""


@dataclass(frozen=True)
class Offer:
    """A match that gives up so many earlier pairs, and the points (0-100 a pair) it has in all."""

    changes: int
    points: float


@dataclass(frozen=True)
class Morning:
    """One look at a pool while it grows: the match as it would be today, how many pairs each rule forbids, whom to look for,
    and by mentee left over what would help."""

    result: MatchResult
    taken_by: Mapping[str, int]
    look_for: tuple[Recruit, ...]
    would_help: Mapping[str, tuple[Remedy, ...]]


# --- the whole -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Order:
    """What was asked: how much each criterion weighs, what is made best in which order, what had to be, must not be, and
    should stay, as (mentor, mentee). `taken_by`: how many of the `table`'s pairs each rule forbids."""

    weights: Mapping[str, int]
    stages: tuple[str, ...]
    pins: tuple[tuple[str, str], ...]
    forbidden: tuple[tuple[str, str], ...]
    keep: tuple[tuple[str, str], ...]
    table: int
    taken_by: Mapping[str, int]


@dataclass(frozen=True)
class Findings:
    """A match with everything that was found out about it.

    `pairs` by mentee. `would_help` by mentee left over; who is not in it was not looked at to the end. `recruits`: None where
    the time was too short to find anybody. `cut_short`: the time was up before all this was worked out.
    """

    result: MatchResult
    order: Order
    pairs: Mapping[str, About]
    would_help: Mapping[str, tuple[Remedy, ...]]
    balance: tuple[Weighted, ...]
    without_balance: Gain | None
    competition: Competition | None
    recruits: tuple[Recruit, ...] | None
    offers: tuple[Offer, ...]
    cut_short: bool
    checked_again: bool
