"""The people and terms of a match as plain values, so that this room depends on neither storage nor forms. Computes
nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Strength = Literal["must", "nice", "no_matter"]


@dataclass(frozen=True)
class Candidate:
    """A mentee or a mentor, as far as matching may know them (docs/programme.md, "Forms").

    Where one field serves both: `tracks` are ranked wishes of a mentee and what a mentor can speak about; `topics`
    carry a mentee's importance 0-3 and are a plain set for a mentor; `profession`, `sub_sectors`, `company_size`,
    `employer_types` describe a mentor, and for a mentee the mentor wished for, each as strongly as `wishes` says under that
    name. Words are compared without regard to case, names of people and organisations as in `known_names`.
    """

    code: str
    languages: frozenset[str] = frozenset()
    format: Literal["online", "onsite", "either"] = "either"
    city: str = ""
    employer: str = ""
    supervisor: str = ""
    answers_to: frozenset[str] = frozenset()
    """Names by which another person's `not_with` or `supervisor` may mean this person; the code and the employer count
    anyway."""
    identity: frozenset[str] = frozenset()
    """Keys that tell this person from all others (domain/one_person): nobody is paired with themselves."""
    tracks: tuple[int, ...] = ()
    topics: Mapping[str, int] | frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    profession: str = ""
    sub_sectors: frozenset[str] = frozenset()
    company_size: str = ""
    employer_types: frozenset[str] = frozenset()
    wishes: Mapping[str, Strength] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()
    mentoring_experience: str = "none"
    free_times: frozenset[str] = frozenset()
    capacity: int = 1
    not_with: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    """Self-choice: codes of the other side, best first."""
    impressions: Mapping[str, int] = field(default_factory=dict)
    """After first meetings: how gladly this person would work with each of those met, by code, 0 (rather not) to 3."""
    counts_as: Mapping[str, str | frozenset[str]] = field(default_factory=dict)
    """What this person counts as in balance rules (gender only by consent, sub-sector, company size, kind
    of employer); never scored."""


@dataclass(frozen=True)
class Balance:
    """A balance rule over people whose `counts_as[trait]` is one of `values`; without values, one rule for every value
    there is.

    `trait` may also be "employer". Numbers as in `problem.Quota`.
    """

    label: str
    trait: str
    values: frozenset[str] = frozenset()
    on: Literal["mentors", "mentees"] = "mentors"
    at_least: int | None = None
    at_most: int | None = None
    share_at_least: float | Fraction | None = None


@dataclass(frozen=True)
class Terms:
    """The coordinator's terms: weights by criterion, pairs that must or must not be, seats already used, balance,
    stages."""

    weights: Mapping[str, int]
    rules: Mapping[str, Strength] = field(default_factory=dict)
    """How strictly a rule is held, by its key: a must (if left out), nice (breaking it costs points), or no matter."""
    pins: frozenset[tuple[str, str]] = frozenset()
    """(mentor, mentee) codes."""
    forbidden: frozenset[tuple[str, str]] = frozenset()
    taken: Mapping[str, int] = field(default_factory=dict)
    quotas: tuple[Balance, ...] = ()
    matched_before: tuple[tuple[Candidate, ...], tuple[Candidate, ...]] = ((), ())
    """Mentees and mentors who are in a pair already: balance counts everybody who is or will be matched."""
    stages: tuple[str, ...] = ("matched", "score")
    keep: frozenset[tuple[str, str]] | None = None
    time_limit: float | None = None
    pins_stand: bool = False
    """A person has looked at the pins and wants them even where they break a rule."""
