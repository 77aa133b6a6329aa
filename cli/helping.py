"""Helping: what `--help` shows, in the language of the shell. The texts stand with the commands, where they are declared."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from domain.saying import Said

if TYPE_CHECKING:
    from words import Tongue

Command = Any  # typer brings a click of its own, and no type for it
TOLD = ("help", "short_help", "rich_help_panel")


def texts_of(command: Command) -> Iterator[Said]:
    """Every text of a command, its options and its commands."""
    for part in _parts(command):
        for name in TOLD:
            if words := getattr(part, name, None):
                yield _ours(words)


def in_language(command: Command, spoken: "Tongue") -> Command:
    """The same command, its texts said in this language."""
    for part in _parts(command):
        for name in TOLD:
            if words := getattr(part, name, None):
                setattr(part, name, spoken.say(_ours(words)))
    return command


def _parts(command: Command) -> Iterator[Any]:
    yield command
    yield from command.params
    for inner in getattr(command, "commands", {}).values():
        yield from _parts(inner)


def _ours(words: str) -> Said:
    """A docstring is wrapped in its file and unwrapped in the catalogue."""
    return Said("\n\n".join(" ".join(part.split()) for part in words.split("\n\n")))
