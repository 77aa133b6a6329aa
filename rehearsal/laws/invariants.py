"""Invariants: the laws that every rehearsal must keep, in one list (docs/architecture.md, "Laws of the programme").

The laws themselves are in post.py, ladders.py, groups.py and truth.py.
"""

from collections.abc import Callable

from rehearsal.history import History
from rehearsal.laws.groups import LAWS_OF_GROUPS
from rehearsal.laws.ladders import LAWS_OF_LADDERS
from rehearsal.laws.post import LAWS_OF_POST
from rehearsal.laws.truth import LAWS_OF_TRUTH

Law = Callable[[History], list[str]]

INVARIANTS: tuple[Law, ...] = (*LAWS_OF_POST, *LAWS_OF_LADDERS, *LAWS_OF_GROUPS, *LAWS_OF_TRUTH)


def broken_by(history: History, laws: tuple[Law, ...] = INVARIANTS) -> dict[str, list[str]]:
    """What each law finds wrong with a history; laws that hold are left out."""
    found = {law.__name__: law(history) for law in laws}
    return {name: sentences for name, sentences in found.items() if sentences}
