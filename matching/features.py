"""Words and sets as matrices, so that a rule or a criterion meets a whole pool at once. Knows no criterion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matching.candidates import Candidate, folded

Matrix = npt.NDArray[np.float32]
Bag = Mapping[str, float]


def bag(words: Iterable[object]) -> Bag:
    """Every word once, empty words left out."""
    return {word: 1.0 for word in map(folded, map(str, words)) if word}


def tables(
    mentees: Sequence[Candidate],
    mentors: Sequence[Candidate],
    left: Callable[[Candidate], Bag],
    right: Callable[[Candidate], Bag],
) -> tuple[Matrix, Matrix]:
    """Two matrices over the words that occur on both sides; their product sums left * right over shared words."""
    lefts, rights = [left(one) for one in mentees], [right(one) for one in mentors]
    words = sorted(set().union(*lefts) & set().union(*rights))
    place = {word: k for k, word in enumerate(words)}
    return _matrix(lefts, place), _matrix(rights, place)


def _matrix(bags: Sequence[Bag], place: Mapping[str, int]) -> Matrix:
    matrix = np.zeros((len(bags), len(place)), np.float32)
    for i, words in enumerate(bags):
        for word, amount in words.items():
            if word in place:
                matrix[i, place[word]] = amount
    return matrix
