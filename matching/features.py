"""Words and sets as matrices, so that a rule or a criterion meets a whole pool at once. Knows no criterion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import methodcaller

import numpy as np
import numpy.typing as npt

from domain.text import folded
from matching.candidates import Candidate

Matrix = npt.NDArray[np.float32]
Bag = Mapping[str, float]


_folded = lru_cache(maxsize=2**15)(folded)


def bag(words: Iterable[object]) -> Bag:
    """Every word once, empty words left out."""
    return dict.fromkeys(filter(None, map(_folded, map(str, words))), 1.0)


def tables(
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    left: Callable[[Candidate], Bag],
    right: Callable[[Candidate], Bag],
) -> tuple[Matrix, Matrix]:
    """Two matrices over the words that occur on both sides; their product sums left * right over shared words."""
    lefts, rights = [left(one) for one in mentees], [right(one) for one in mentors]
    # Many people use the same words; what they said is kept no longer than this.
    _folded.cache_clear()
    said, known = set().union(*lefts), set().union(*rights)
    shared = sorted(said & known)
    place = dict.fromkeys(said | known, len(shared)) | dict(zip(shared, range(len(shared)), strict=True))
    return _matrix(lefts, place, len(shared)), _matrix(rights, place, len(shared))


def _matrix(bags: Sequence[Bag], place: Mapping[str, int], width: int) -> Matrix:
    """One more column takes up the words that nobody on the other side has, and is cut off."""
    matrix = np.zeros((len(bags), width + 1), np.float32)
    lengths = np.fromiter(map(len, bags), np.int64, len(bags))
    count = int(lengths.sum())
    columns = np.fromiter(map(place.__getitem__, chain.from_iterable(bags)), np.int64, count)
    amounts = np.fromiter(chain.from_iterable(map(methodcaller("values"), bags)), np.float32, count)
    matrix[np.repeat(np.arange(len(bags)), lengths), columns] = amounts
    return matrix[:, :-1]
