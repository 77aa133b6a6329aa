"""Pair files: the pairs of a match as CSV, written for a spreadsheet and read again for `--keep`. Matches nobody.

Lists without a column `code` number their people by row, so such a code means somebody else once a row is gone: there
the name counts. Where a list has codes of its own, these are who people are.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cli.applicants import Lists
from cli.naming import Codes, code_of
from cli.notebook import Notebook, at, of_file
from cli.tables import rows_of
from domain.match.facts import MatchResult
from domain.match.words.reasons import reasons
from domain.people import Role
from domain.saying import filled, say, sayings, together
from domain.text import clean_line
from words import spoken_here

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BETWEEN_REASONS = " | "
SEVERAL = sayings(
    {
        Role.MENTOR: "several mentors are or were called {name}, and their rows may have moved",
        Role.MENTEE: "several mentees are or were called {name}, and their rows may have moved",
    }
)
GONE = sayings(
    {Role.MENTOR: "there is no mentor {name} any more", Role.MENTEE: "there is no mentee {name} any more"},
)
MOVED = sayings(
    {
        Role.MENTOR: "the mentors have no codes of their own and their rows have moved; names were followed.",
        Role.MENTEE: "the mentees have no codes of their own and their rows have moved; names were followed.",
    }
)
NAMELESS = sayings(
    {
        Role.MENTOR: "the mentors have no codes of their own, and some pairs do not name them: their codes were taken as rows "
        "of today's list; add a column {column} if rows have moved.",
        Role.MENTEE: "the mentees have no codes of their own, and some pairs do not name them: their codes were taken as rows "
        "of today's list; add a column {column} if rows have moved.",
    }
)


def pairs_as_csv(found: MatchResult, names: Mapping[str, str]) -> str:
    """One line for each pair, with codes and names, so that both can be found again."""
    spoken, text = spoken_here(), io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(("mentor", "mentee", "mentor_name", "mentee_name", "score", "reasons"))
    for one in found.matches:
        because = BETWEEN_REASONS.join(spoken.say(reason).replace("|", "/") for reason in reasons(one.reasons))
        told = (one.mentor, one.mentee, names[one.mentor], names[one.mentee], one.score, because)
        lines.writerow([_harmless(cell) for cell in told])
    return text.getvalue()


def _harmless(cell: object) -> object:
    """What a spreadsheet would take for a formula is shown as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _as_called(cell: str) -> str:
    """The cell before it was made harmless."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def kept_pairs(path: Path | None, lists: Lists, book: Notebook, encoding: str | None = None) -> Codes | None:
    """The earlier pairs of a CSV file with the columns mentor and mentee, and mentor_name and mentee_name if it has them.
    A pair of whom somebody is not in the lists any more, or not clearly, is noted."""
    if path is None:
        return None
    columns, rows = rows_of(path, ("mentor", "mentee"), book, _encoding(path, encoding))
    if not {"mentor", "mentee"} <= set(columns):
        return frozenset()
    told = [(line, {name: _as_called(cell) for name, cell in row.items()}) for line, row in rows]
    sides = [Side(role, lists, [_told(row, role) for _, row in told]) for role in (Role.MENTOR, Role.MENTEE)]
    found, gone = set(), []
    for line, row in told:
        meant = [side.meant(*_told(row, side.role)) for side in sides]
        why = [words for code, words in meant if not code]
        if why:
            reasons_why = together(filter(None, why), "; ")
            gone.append(at(path, line, say("this pair cannot be kept: {why}", why=reasons_why)))
        else:
            found.add((meant[0][0], meant[1][0]))
            book.notes += [at(path, line, words) for _, words in meant if words]
    if not book.wrong:  # of lists with mistakes it would tell too much
        book.notes += [of_file(path, words) for side in sides for words in side.warnings()] + gone
    return frozenset(found)


def _told(row: Mapping[str, str], role: Role) -> tuple[str, str]:
    return row.get(role.value, ""), row.get(f"{role.value}_name", "")


def _encoding(path: Path, said: str | None) -> str | None:
    """What `--out` writes is UTF-8, whatever was said of the lists."""
    try:
        path.read_text("utf-8")
    except OSError:
        return None  # rows_of says so
    except UnicodeError:
        return said
    return None


class Side:
    """The mentors or the mentees of today's lists, and how an earlier file told of them: (code, name) in each row."""

    def __init__(self, role: Role, lists: Lists, earlier: Sequence[tuple[str, str]]) -> None:
        people = [person for person in lists.cohort.participants.values() if person.role is role]
        self.role, self.cohort, self.earlier = role, lists.cohort, earlier
        self.names = {person.id: person.name for person in people}
        self.codes = {_plain(code): code for code in self.names}
        self.numbered, self.before = defaultdict[str, list[str]](list), defaultdict[str, set[str]](set)
        for code in lists.numbered & self.names.keys():
            self.numbered[_plain(self.names[code])].append(code)
        for word, name in earlier:
            self.before[_plain(name)].add(_plain(word))
        by_row = [(word, name) for word, name in earlier if self._is_row(word)]
        self.nameless = any(not name for _, name in by_row)
        self.moved = any(self._called(name) and self._code(word) not in self._called(name) for word, name in by_row)

    def meant(self, word: str, name: str) -> tuple[str, str]:
        """The code of whoever is meant and what is worth noting; or "" and why that is not clear."""
        code = self._code(word)
        if not name or not self._is_row(word):
            code, words = self._by_code(word or name, name)
            if code or not self._called(name):
                return code, words
        if len(self._called(name)) == len(self.before[_plain(name)]) == 1:
            return self._called(name)[0], ""
        if code in self._called(name) and not self.moved:
            return code, ""
        if self._called(name):
            return "", filled(SEVERAL[self.role], name=repr(name))
        return "", filled(GONE[self.role], name=repr(name))

    def _by_code(self, word: str, name: str) -> tuple[str, str]:
        """By the code of somebody's own, else by name or address; a name beside it is only compared."""
        code, why = code_of(word, self.role, self.cohort)
        if code and name and _plain(name) != _plain(self.names[code]):
            return code, say(
                "{code} was {name} and is {now} now; the code counts", code=code, name=name, now=self.names[code]
            )
        same = [one for one, called in self.names.items() if name and _plain(called) == _plain(name)]
        if not (why and same):
            return code, why
        return code, say("{why}; {name} has the code {codes} now", why=why, name=name, codes=", ".join(same))

    def warnings(self) -> Iterator[str]:
        """What is worth knowing of codes that are numbers of rows."""
        if self.moved:
            yield MOVED[self.role]
        if self.nameless:
            yield filled(NAMELESS[self.role], column=f"{self.role.value}_name")

    def _is_row(self, word: str) -> bool:
        """Whether this is the number of a row: nobody's own code, where some have none."""
        known = self._code(word)
        row = re.fullmatch(rf"{self.role.letter}\d+", word, re.IGNORECASE)
        return bool(self.numbered and row) and (not known or known in self._called(self.names[known]))

    def _called(self, name: str) -> Sequence[str]:
        """Whoever has this name and no code of their own."""
        return self.numbered.get(_plain(name), ())

    def _code(self, word: str) -> str:
        return self.codes.get(_plain(word), "")


def _plain(word: str) -> str:
    return clean_line(word).casefold()
