"""Refusals: errors whose text was written for a person, and the sentence each becomes. What is not listed is a defect.

A defect keeps its traceback: it is for us. The office is imported only once something has gone wrong.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


class Refused(Exception):
    """A command cannot do what it was asked; the text says why and what to change."""

    exit_code = 1


class BadInput(Refused):
    """What a person wrote, in files or on the command line, cannot be used; the text names every place and remedy."""

    exit_code = 2


def in_words(error: Exception) -> str | None:
    """The sentence for the person at the shell; None when the error is a defect of ours."""
    if isinstance(error, Refused):
        return str(error)
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
            lines = [f"  - {field or 'the form'}: {words}" for field, words in error.fields.items()]
            return "\n".join(["The answer needs another look:", *lines])
        case PolicyMistakes():
            return "\n".join(["The policy cannot work:", *(f"  - {place}: {words}" for place, words in error.mistakes)])
        case LinkRefused():
            return f"{_sentence(error)} Copy it whole from the letter, or see `mentoring links`."
        case PlanRefused() | ContactsRefused():
            return str(error)  # begins with the name of a file
        case Closed() | CannotStart() | BadFile() | StorageError():
            return _sentence(error)
        case OSError() if error.filename:
            return f"{error.filename} cannot be used ({error.strerror}). Check that path, or set MENTORING_DATA."
        case _:
            return None


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) or "\n" in text else ".")


def _settings(error: "ValidationError") -> str:
    lines = [
        f"  - {_variable(item['loc'])}: {_no_setting(item['loc']) if item['type'] == 'extra_forbidden' else item['msg']}"
        for item in error.errors()
    ]
    return "\n".join(["These settings (environment or .env) cannot be used:", *lines])


def _variable(place: tuple[int | str, ...]) -> str:
    return f"MENTORING_{'_'.join(map(str, place)).upper()}"


def _no_setting(place: tuple[int | str, ...]) -> str:
    """What to say of a name that no setting has: the one that is nearest to it."""
    from difflib import get_close_matches

    from office.settings import Settings

    nearest = get_close_matches(str(place[0]), list(Settings.model_fields), n=1, cutoff=0)
    return f"there is no such setting; the nearest is {_variable(tuple(nearest))}. docs/operating.md has them all"


def readable(path: Path) -> bytes:
    """The content of a file named on the command line; Refused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}); check the path.") from error
