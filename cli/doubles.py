"""Doubles: one person who stands in a list more than once is named, and refused, joined or kept apart, as was asked.

Who is one person, domain/one_person says; that nobody is paired with themselves, the rules of a match.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cli.notebook import Notebook, at_lines, some
from cli.twice import Twice
from domain.cohort import Cohort
from domain.one_person import doubles
from domain.people import Role
from domain.saying import say
from office.match.candidates import identity_of

Places = Mapping[str, tuple[Path, int]]
"""The file and the line of everybody, by code."""


def settled(cohort: Cohort, places: Places, twice: Twice, book: Notebook) -> Cohort:
    """The cohort with everybody once, as far as that was asked; whoever stands there twice is a mistake or a note, and
    whoever stands in both lists is noted."""
    gone = set[str]()
    for role in Role:
        for codes in doubles({a.id: identity_of(cohort, a) for a in cohort.applicants(role)}):
            who = _who(cohort, codes)
            match twice:
                case Twice.REFUSE:
                    words = say(
                        "{who} look like one person: the same address, or the same name and place of work; keep one line, or "
                        "say --twice join to make them one, --twice keep if they are two people",
                        who=who,
                    )
                    book.wrong.append(_at(codes, places, words))
                case Twice.JOIN:
                    cohort = _joined(cohort, codes)
                    gone |= set(codes[1:])
                    words = say("{who} are one person, joined as {code}.", who=who, code=codes[0])
                    book.notes.append(_at(codes, places, words))
                case Twice.KEEP:
                    words = say("{who} is kept as {n} person.", "{who} are kept as {n} people.", who=who, n=len(codes))
                    book.notes.append(_at(codes, places, words))
    left = cohort if not gone else replace(cohort, **_without(cohort, gone))  # type: ignore[arg-type]
    book.notes += _in_both_lists(left)
    return left


def _joined(cohort: Cohort, codes: Sequence[str]) -> Cohort:
    """What the first line leaves out, the others tell."""
    first, *others = (cohort.applications[code] for code in codes)
    told = {name: value for other in reversed(others) for name, value in other.answers.items()}
    return cohort.put(replace(first, answers=told | dict(first.answers)))


def _without(cohort: Cohort, gone: set[str]) -> dict[str, dict[str, object]]:
    return {
        name: {code: record for code, record in getattr(cohort, name).items() if code not in gone}
        for name in ("participants", "applications")
    }


def _in_both_lists(cohort: Cohort) -> Iterator[str]:
    """Who is a mentor and a mentee: that may well be, but not with themselves."""
    everybody = {application.id: identity_of(cohort, application) for application in cohort.applications.values()}
    for codes in doubles(everybody):
        if len({cohort.applications[code].role for code in codes}) > 1:
            who = _who(cohort, codes)
            yield say("{who} are one person in both lists, and are not paired with each other.", who=who)


def _who(cohort: Cohort, codes: Sequence[str]) -> str:
    names = list(dict.fromkeys(cohort.participants[code].name for code in codes))
    return say("{names} ({codes})", names=names, codes=some(codes))


def _at(codes: Sequence[str], places: Places, words: str) -> str:
    return at_lines(places[codes[0]][0], (places[code][1] for code in codes), words)
