"""Permission: what a question declares that asks for one: what it is for, and what follows when it is taken back.

In which answers permissions stand, and how one is taken back, is in taking_back.py.
"""

from dataclasses import dataclass, field

from domain.belonging import Audience, Code, Use, of_the_office, personal


@dataclass(frozen=True)
class Permission:
    """`purpose` and `after` are for people. `covers`: other answers of the same form that rest on it and go with it. Without
    `after` taking part rests on it, and it can only be taken back by leaving.
    """

    purpose: str
    after: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """What somebody agreed to, as it stood before them: in their language. `version` is the same for the same English."""

    words: str = field(metadata=of_the_office())
    purpose: str = field(metadata=of_the_office())
    version: Code
    language: Code


AGREED = personal("by", audience=Audience.NOBODY, use=Use.CONSENT)
"""The words of permissions, kept with the answer that gave them: they go with whoever gave it."""
