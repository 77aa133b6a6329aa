"""Item: one thing that needs a coordinator, as values. Which there are is told by waiting.py, cases by cases.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from domain.saying import sayings


class Rank(IntEnum):
    """What comes first: somebody in distress, then what keeps people waiting, then the rest; each by age."""

    DISTRESS = 0
    BLOCKS = 1
    REST = 2


WHY_THIS_RANK = sayings(
    {
        Rank.DISTRESS: "Somebody may be in distress",
        Rank.BLOCKS: "People wait for this",
        Rank.REST: "By age",
    },
    context="rank",
)


@dataclass(frozen=True)
class Told:
    """One line of a story: when, and what happened; or what somebody (`by`, a code) wrote."""

    at: datetime
    words: str
    by: str = ""


@dataclass(frozen=True)
class Way:
    """One button: its words, and the answer to the form that it sends. `with_words`: the letter beside it goes along;
    `field`: the question beside it whose answer does."""

    words: str
    content: Mapping[str, str]
    with_words: bool = False
    field: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that waits. `form` and `about` name the open form; a `page` of the desk takes several at once.

    `whom`: codes of those concerned; `wrote`: what participants wrote about it, to be read before anything is done;
    `suggested`: what the office would do and why, said before the buttons; `letter`: the words it has prepared; `parts`: the
    items that this one stands for, where several are decided in one go (alike.py); `more`: how many there are besides these
    parts, or, where there are none, besides these people.
    """

    cohort: str
    rank: Rank
    since: datetime
    form: str
    about: str
    cause: str
    whom: tuple[str, ...] = ()
    page: str = ""
    story: tuple[Told, ...] = ()
    suggested: str = ""
    letter: str = ""
    wrote: tuple[Told, ...] = ()
    ways: tuple[Way, ...] = field(default=())
    parts: "tuple[Item, ...]" = ()
    more: int = 0

    @property
    def place(self) -> tuple[int, datetime, str, str]:
        """Its place in the list: rank, then age; the same for whoever asks."""
        return self.rank, self.since, self.cohort, self.about
