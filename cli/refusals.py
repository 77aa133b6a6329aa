"""Refusals: errors whose text was written for a person, and the sentence each becomes. What is not listed is a defect.

A defect keeps its traceback: it is for us. The office is imported only once something has gone wrong.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from domain.saying import said_by, say, together

if TYPE_CHECKING:
    from pydantic import ValidationError


class Refused(Exception):
    """A command cannot do what it was asked; the text says why and what to change."""

    exit_code = 1


class BadInput(Refused):
    """What a person wrote, in files or on the command line, cannot be used; the text names every place and remedy."""

    exit_code = 2


def in_words(error: Exception) -> str | None:
    """The sentence for the person at the shell, in their language; None when the error is a defect of ours."""
    from words import spoken_here

    told = _told(error)
    return None if told is None else spoken_here().say(told)


def _told(error: Exception) -> str | None:
    if isinstance(error, Refused):
        return said_by(error)
    from pydantic import ValidationError

    if isinstance(error, ValidationError) and error.title == "Settings":
        return _settings(error)
    return _of_the_office(error)


def _of_the_office(error: Exception) -> str | None:
    from machine.surroundings import CannotStart
    from office.contacts import ContactsRefused
    from office.errors import StorageError
    from office.intake import Closed, Mistakes
    from office.links import LinkRefused
    from office.plan_files import PlanRefused
    from office.policies import PolicyMistakes
    from office.uploads import BadFile

    match error:
        case Mistakes():
            lines = [together((field or say("the form"), words), ": ") for field, words in error.fields.items()]
            return listed(say("The answer needs another look:"), lines)
        case PolicyMistakes():
            return listed(say("The policy cannot work:"), [together(told, ": ") for told in error.mistakes])
        case LinkRefused():
            why = _sentence(error)
            return say("{why} Copy it whole from the letter, or see `mentoring links`.", why=why)
        case PlanRefused() | ContactsRefused():
            return said_by(error)  # begins with the name of a file
        case Closed() | CannotStart() | BadFile() | StorageError():
            return _sentence(error)
        case OSError() if error.filename:
            return say(
                "{file} cannot be used ({reason}). Check that path, or set MENTORING_DATA.",
                file=error.filename,
                reason=error.strerror,
            )
        case _:
            return None


def listed(title: str, lines: Iterable[str]) -> str:
    """A title and what stands below it, a line each."""
    return together([title, *(together(("  - ", line), "") for line in lines)], "\n")


def _sentence(error: Exception) -> str:
    from words import spoken_here

    return spoken_here().sentence(said_by(error))


def _settings(error: "ValidationError") -> str:
    lines = [
        together(
            (
                _variable(item["loc"]),
                _no_setting(item["loc"]) if item["type"] == "extra_forbidden" else str(item["msg"]),
            ),
            ": ",
        )
        for item in error.errors()
    ]
    return listed(say("These settings (environment or .env) cannot be used:"), lines)


def _variable(place: tuple[int | str, ...]) -> str:
    return f"MENTORING_{'_'.join(map(str, place)).upper()}"


def _no_setting(place: tuple[int | str, ...]) -> str:
    """What to say of a name that no setting has: the one that is nearest to it."""
    from difflib import get_close_matches

    from office.settings import Settings

    nearest = get_close_matches(str(place[0]), list(Settings.model_fields), n=1, cutoff=0)
    words = say("there is no such setting; the nearest is {setting}.", setting=_variable(tuple(nearest)))
    return together((words, say("docs/operating.md has them all")), " ")


def readable(path: Path) -> bytes:
    """The content of a file named on the command line; Refused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        words = say("{path} cannot be read ({reason}); check the path.", path=path, reason=error.strerror)
        raise Refused(words) from error
