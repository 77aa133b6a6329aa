"""Notebook: what is wrong in the files of a command and what is worth knowing, each with its place, all of it said at once.

Reads no file: rows with their lines come from `tables`, and whoever reads them writes here what they find.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from domain.saying import Said, say

OF_A_KIND_MAX = 10
LISTED_MAX = 8


@dataclass
class Notebook:
    """Mistakes and notes, collected over several files."""

    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def at(file: Path | str, line: int, words: str, column: str = "") -> str:
    """A sentence at its line of a file, and in its column."""
    if column:
        return say(
            "{file}, line {line}, column {column}: {words}", file=str(file), line=str(line), column=column, words=words
        )
    return say("{file}, line {line}: {words}", file=str(file), line=str(line), words=words)


def at_lines(file: Path | str, lines: Iterable[int], words: str) -> str:
    """A sentence about several lines of a file."""
    return say("{file}, lines {lines}: {words}", file=str(file), lines=some([str(n) for n in lines]), words=words)


def of_file(file: Path | str, words: str) -> str:
    """A sentence about a file as a whole."""
    return say("{file}: {words}", file=str(file), words=words)


def shortened(sentences: Iterable[str]) -> list[str]:
    """Each sentence once; of one kind the first ten, and how many more there are."""
    told = list(dict.fromkeys(sentences))
    seen, more = Counter[Kind](), Counter(map(_kind, told))
    found = []
    for sentence in told:
        kind = _kind(sentence)
        seen[kind] += 1
        if seen[kind] <= OF_A_KIND_MAX:
            found.append(sentence)
        elif seen[kind] == OF_A_KIND_MAX + 1:
            found.append(_and_more(kind.file, kind.column, more[kind] - OF_A_KIND_MAX))
    return found


def some(words: Sequence[str]) -> list[str]:
    """All of them; of many the first eight, and how many more there are."""
    if len(words) <= LISTED_MAX:
        return list(words)
    return [*words[:LISTED_MAX], say("{n} more", "{n} more", n=len(words) - LISTED_MAX)]


class Kind(NamedTuple):
    """Where something is said, and what, without what the cell holds."""

    words: str
    file: str = ""
    column: str = ""


def _kind(sentence: str) -> Kind:
    """What has no place is of a kind of its own."""
    facts = sentence.facts if isinstance(sentence, Said) else {}
    if not {"file", "words"} <= facts.keys():
        return Kind(sentence)
    words = facts["words"]
    return Kind(words.message if isinstance(words, Said) else words, facts["file"], facts.get("column", ""))


def _and_more(file: str, column: str, n: int) -> str:
    if column:
        return say(
            "{file}, column {column}: and {n} more like this",
            "{file}, column {column}: and {n} more like this",
            file=file,
            column=column,
            n=n,
        )
    return say("{file}: and {n} more like this", "{file}: and {n} more like this", file=file, n=n)
