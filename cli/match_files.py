"""The files of a match without a cohort: lists, policy and earlier pairs in; pairs and report out."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cli.applicants import lists_of
from cli.conflicts import Conflict
from cli.match_terms import laid_over, read_policy
from cli.naming import chosen, named_pairs
from cli.notebook import Notebook, shortened
from cli.pair_files import kept_pairs, pairs_as_csv
from cli.refusals import BadInput, listed
from cli.twice import Twice
from domain.counting import not_counted
from domain.match.facts import MatchResult
from domain.match.findings import Findings
from domain.match.words.balance import uncounted as in_words
from domain.people import Role
from domain.saying import say
from matching.pool import Pool, pool
from office.match.candidates import candidates
from office.match.page import match_page
from office.match.pool import todays_terms
from words import spoken_here


@dataclass(frozen=True)
class Request:
    """A match as asked for: the pool with its terms, the names of people by code, and notes on what was read."""

    asked: Pool
    names: Mapping[str, str]
    notes: tuple[str, ...]
    uncounted: tuple[str, ...] = ()
    """Those of the notes that tell whom balance rules do not count."""

    def named(self, code: str) -> str:
        """A name beside its code."""
        return f"{code} {self.names[code]}"


def asked_of(
    mentors: Path,
    mentees: Path,
    policy: Path | None,
    pins: Sequence[str] = (),
    forbidden: Sequence[str] = (),
    keep: Path | None = None,
    time_limit: float | None = None,
    *,
    pins_stand: bool = False,
    encoding: str | None = None,
    twice: Twice = Twice.REFUSE,
) -> Request:
    """Read everything; BadInput names all that is wrong in any file or option. Notes go to stderr at once."""
    book = Notebook()
    lists = lists_of(read_policy(policy, book), {Role.MENTOR: mentors, Role.MENTEE: mentees}, book, encoding, twice)
    cohort, choices = lists.cohort, chosen(lists.choices, lists.cohort, book)
    must = named_pairs("--pin", pins, cohort, book)
    must_not = named_pairs("--forbid", forbidden, cohort, book)
    book.wrong += [
        say("--pin and --forbid both name {pair}; keep one", pair=f"{mentor}:{mentee}")
        for mentor, mentee in sorted(must & must_not)
    ]
    kept = kept_pairs(keep, lists, book, encoding)
    uncounted = tuple(map(in_words, not_counted(cohort, cohort.applications.values())))
    book.notes += uncounted
    _refuse(book)
    terms = laid_over(todays_terms(cohort), must, must_not, kept, time_limit, pins_stand)
    people = {
        role: [replace(one, choices=choices.get(one.code, ())) for one in candidates(cohort, role)] for role in Role
    }
    asked = pool(people[Role.MENTEE], people[Role.MENTOR], terms)
    names = {code: person.name for code, person in cohort.participants.items()}
    return Request(asked, names, tuple(shortened(book.notes)), uncounted)


def groups_asked_of(
    mentees: Path,
    mentors: Path | None,
    policy: Path | None,
    time_limit: float | None,
    *,
    encoding: str | None = None,
    twice: Twice = Twice.REFUSE,
) -> Request:
    """Everybody who may be in a group or circle: whoever ticked that they would rather not is left out, with a note."""
    book = Notebook()
    files = {Role.MENTEE: mentees} | ({Role.MENTOR: mentors} if mentors else {})
    cohort = lists_of(read_policy(policy, book), files, book, encoding, twice).cohort
    asked_peers = mentors is None
    unwilling = [
        code
        for code, told in ((one.id, one.answers) for one in cohort.applications.values())
        if (asked_peers and told.get("peer_group") == "no") or told.get("would_lead_circle") is False
    ]
    if unwilling:
        question = "peer_group" if asked_peers else "would_lead_circle"
        codes = ", ".join(unwilling)
        book.notes.append(say("left out, since {question} says no: {codes}.", question=question, codes=codes))
    _refuse(book)
    terms = laid_over(todays_terms(cohort), frozenset(), frozenset(), None, time_limit, pins_stand=False)
    willing = {role: [one for one in candidates(cohort, role) if one.code not in unwilling] for role in Role}
    asked = pool(willing[Role.MENTEE], willing[Role.MENTOR], terms)
    return Request(
        asked, {code: person.name for code, person in cohort.participants.items()}, tuple(shortened(book.notes))
    )


def _refuse(book: Notebook) -> None:
    """Notes are said at once; BadInput when anything is wrong."""
    for note in shortened(book.notes):
        print(spoken_here().say(say("Note: {note}", note=note)), file=sys.stderr)
    if book.wrong:
        raise BadInput(listed(say("This cannot be matched yet:"), shortened(book.wrong)))


def write_pairs(path: Path, found: MatchResult, names: Mapping[str, str]) -> None:
    """The pairs as a CSV that a spreadsheet opens and `--keep` reads again."""
    _write(path, pairs_as_csv(found, names).encode("utf-8-sig"))


def write_page(path: Path, found: Findings, request: Request, conflict: Conflict) -> None:
    """The report as one HTML file that needs nothing else."""
    page = match_page(
        found,
        request.names,
        conflict.rules,
        conflict.ways_out,
        request.notes,
        request.uncounted,
        each_way=conflict.each,
        language=spoken_here().language,
    )
    _write(path, page.encode("utf-8"))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        words = say("{file} cannot be written ({reason}); check the path.", file=str(path), reason=error.strerror)
        raise BadInput(words) from error
