"""Facts of a match: why a pair fits, what became of everybody else, what cannot be kept together. Values, no sentences.

`words` beside this file says them to a person. A text in place of a fact is a sentence that an older office kept; it is shown
as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.belonging import Audience, Code, Use, of_the_office, personal

# What two people have in common is told to both, as a reason; the rest of a match only to the coordinator.
OF_BOTH = personal("mentor", "mentee", audience=Audience.REASON, use=Use.MATCHING)
OF_THE_RULES = of_the_office(Audience.COORDINATOR)
Side = Literal["mentor", "mentee"]
Status = Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE", "TIME_UP", "BY_HAND"]
"""Proven best; the best found in the time given; no match keeps all rules; none found in time; named by a person."""
Value = int | tuple[int, ...] | None
"""What a match is worth in one stage; a profile of ranks is how many got their first wish, their second, ..."""


# --- why a pair fits -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reason:
    """Why a pair fits, by one criterion (domain/criteria).

    `shared`: what both have, by codes of domain/careers or as people wrote it, what matters most first. `roles`: of the
    mentor, where they answer needs. `place`: of a career in the mentee's ranking. `whose`: who chose, or would go on.
    """

    criterion: Code
    shared: tuple[str, ...] = field(default=(), metadata=OF_BOTH)
    roles: tuple[Code, ...] = ()
    place: int = 0
    whose: Literal["", "mentor", "mentee", "both", "one"] = ""


@dataclass(frozen=True)
class Although:
    """A rule that is only nice to keep, and that a pair breaks."""

    rule: Code


@dataclass(frozen=True)
class ProposedPair:
    """One suggested pair: its score (0-100), its strongest reasons, and the rules it breaks although they are nice to
    keep."""

    mentor: Code
    mentee: Code
    score: int
    reasons: tuple[Reason | Although | str, ...] = field(default=(), metadata=OF_BOTH)


# --- balance -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """Whom a balance rule counts: the rule by the label a coordinator gave it; where it asks the same of every value of a
    trait, which value (a code of domain/careers, an employer as most write it), or several that are told together."""

    label: str = field(metadata=OF_THE_RULES)
    trait: Code = ""
    values: tuple[str, ...] = field(default=(), metadata=OF_THE_RULES)


@dataclass(frozen=True)
class Asked:
    """One number of a balance rule; a share stands between 0 and 1."""

    rule: Literal["at_least", "at_most", "share_at_least"]
    number: float


@dataclass(frozen=True)
class Reached:
    """What a match reaches of one number of a balance rule: `reached` of the `of` matched people count.

    `price`: points (0-100) that one person more is worth at most; more than a pair can score is paid in matched people.
    """

    counted: Counted
    on: Literal["mentors", "mentees"]
    asked: Asked
    reached: int
    of: int
    price: float = 0.0


# --- somebody left over --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Funnel:
    """What became of the choice of somebody left over: how many `others` take part, how many of them each rule took away
    one after the other, and how many were `possible` then.

    Where a match stands: so many of these are `occupied` (a mentor without a free place, a mentee with a mentor), and which
    balance rules a pair with one of the rest would break, those in the way of most first.
    """

    others: Side
    taking_part: int
    taken: tuple[tuple[Code, int], ...] = ()
    possible: int = 0
    occupied: int | None = None
    barred_by: tuple[Counted, ...] = ()


@dataclass(frozen=True)
class ByHand:
    """Somebody in none of the pairs a coordinator named, and the `best` partners who are free, best first; None where
    nobody was looked for."""

    best: tuple[Code, ...] | None


@dataclass(frozen=True)
class LeftOver:
    """Somebody without a partner, and why."""

    code: Code
    why: Funnel | ByHand | tuple[str, ...] = field(
        metadata=personal("code", audience=Audience.COORDINATOR, use=Use.MATCHING)
    )


# --- what cannot be kept together ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clash:
    """One thing that stands in the way of a match.

    `rule`: that a pair breaks, by its key in matching/constraints; or `pin` (a fixed pair contradicts other rules), `missing`
    (it is not there), `unknown` (not both are free), `one_mentor` (a mentee has `many`), `capacity` (a mentor has `many`
    mentees and fewer `places`), `balance` (a rule that counts, and what it asks).
    """

    rule: Code
    mentor: Code = ""
    mentee: Code = ""
    many: int = 0
    places: int = 0
    counted: Counted | None = None
    asked: tuple[Asked, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.mentor, self.mentee)))


@dataclass(frozen=True)
class Eased:
    """A number of a balance rule that would do where the one it has now does not; 0 is to leave it out."""

    counted: Counted
    asked: Asked
    enough: float


# --- the whole -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MatchResult:
    """What the matchmaker answers: one shape, whoever asks.

    `spare`: mentors without a mentee. `value` and `bound` by stage, scores in hundredths of a point; `gap`: how far the first
    stage that is not proven may be from its best. `clashes` cannot be kept together; any one of the `ways_out` would do, each
    some changes together. `fixed`: some pairs had to be. Codes, counts and values, no names.
    """

    status: Status
    matches: tuple[ProposedPair, ...] = ()
    unmatched: tuple[LeftOver, ...] = ()
    spare: tuple[LeftOver, ...] = ()
    value: Mapping[Code, Value] = field(default_factory=dict)
    bound: Mapping[Code, Value] = field(default_factory=dict)
    gap: int = 0
    balance: tuple[Reached, ...] = ()
    clashes: tuple[Clash | str, ...] = field(default=(), metadata=OF_THE_RULES)
    ways_out: tuple[tuple[Eased, ...] | str, ...] = field(default=(), metadata=OF_THE_RULES)
    mentees: int = 0
    mentors: int = 0
    places: int = 0
    possible_pairs: int = 0
    fixed: bool = False
    weights: Mapping[Code, int] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        """Whether there is a match; else nobody in particular is left over."""
        return self.status not in ("INFEASIBLE", "TIME_UP")

    @property
    def scores(self) -> list[int]:
        return [match.score for match in self.matches]

    @property
    def open_stage(self) -> str:
        """The first stage that is not proven; "" when all are."""
        return next((stage for stage, value in self.value.items() if value != self.bound.get(stage)), "")
