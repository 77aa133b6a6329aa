"""Pool: how those who can be matched stand, in numbers. Counted by storage, said by the office."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """How many of those who can be matched were asked something before the match, how many have not answered, and the first of
    these by code."""

    number: int
    silent: int
    first: list[str]


@dataclass(frozen=True)
class Places:
    """How many mentees and mentors can be matched now."""

    mentees: int
    mentors: int
