"""What a criterion is made of: parts that turn people into words with amounts, and why a pair fits by it.

All amounts are whole hundredths of a point, so that a pool of any size and order is scored exactly alike (float32 holds
whole numbers up to 2**24).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from domain.match.facts import Reason
from domain.text import folded
from matching.candidates import Candidate
from matching.features import Bag

FULL = 10_000
"""One hundred points, in hundredths."""


@dataclass(frozen=True)
class Part:
    """`left` (mentee) and `right` (mentor) turn people into words with amounts; the products over shared words add up,
    but never beyond `most` (hundredths, for this mentee) where that is given."""

    left: Callable[[Candidate], Bag]
    right: Callable[[Candidate], Bag]
    most: Callable[[Candidate], int] | None = None


@dataclass(frozen=True)
class Criterion:
    """`name` is the key of the policy's weights; `reason` tells why a pair fits by this criterion, None when it does not."""

    name: str
    parts: tuple[Part, ...]
    reason: Callable[[Candidate, Candidate], Reason | None]


def shares(amounts: Mapping[str, float]) -> Bag:
    """Amounts as whole shares of one hundred points; what rounding leaves over goes to the largest."""
    total = sum(amounts.values())
    if total <= 0:
        return {}
    parts = {word: float(int(FULL * amount / total)) for word, amount in amounts.items()}
    left_over = FULL - sum(parts.values())
    if left_over:
        parts[max(parts, key=lambda word: (parts[word], word))] += left_over
    return parts


def spellings(words: Iterable[str], same: Callable[[str], str] = folded) -> dict[str, str]:
    """By what words are compared as, how most wrote them (capitals first where two are as frequent), in whatever order
    they come."""
    times = Counter(" ".join(word.split()) for word in words)
    # The last one of a kind is kept.
    ordered = sorted(sorted(times, reverse=True), key=times.__getitem__)
    return {same(word): word for word in ordered if word}
