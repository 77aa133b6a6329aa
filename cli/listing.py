"""Listing: what every command that takes in a list asks for and tells: what its columns are, and how it was read."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from cli.output import tell
from domain.saying import said_by, say, together

if TYPE_CHECKING:
    from office.lists.people import Refused, Strange

Columns = Annotated[
    list[str] | None,
    typer.Option(help="What a column is, where the guess is wrong: email=Contact, by its heading or its number."),
]
Encoding = Annotated[str, typer.Option(help="Where names look wrong: cp1250, cp1252 and the like.")]
LeaveOut = Annotated[bool, typer.Option("--leave-out", help="Take the others in where some lines cannot be read.")]


class Read(Protocol):
    """A list as it was read, whatever it is for."""

    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def refused(self) -> Sequence["Refused"]: ...
    @property
    def strange(self) -> Sequence["Strange"]: ...


def columns_told(
    raw: bytes, encoding: str, columns: list[str] | None, meanings: Mapping[str, str]
) -> dict[str, int] | None:
    """What the columns mean as the options say, over what is guessed; None where none of them does."""
    from cli.refusals import Refused
    from office.contacts import columns_of
    from office.lists.alphabets import Unreadable
    from office.lists.headings import guessed
    from office.lists.reading import sheet_of

    if not columns:
        return None
    try:
        sheet = sheet_of(raw, encoding)
    except Unreadable as error:
        raise Refused(said_by(error)) from error
    places = {heading.casefold(): n for n, heading in enumerate(sheet.headings) if heading}
    places |= {str(n): n - 1 for n in range(1, len(sheet.headings) + 1)}
    found = dict(guessed(sheet.headings, columns_of(sheet), tuple(meanings)))
    for told in columns:
        meaning, _, heading = told.partition("=")
        if meaning not in meanings or heading.casefold() not in places:
            there, known = ", ".join(filter(None, sheet.headings)), ", ".join(meanings)
            words = say(
                "--column {told}: write one of {known}, a = and a heading of the list: {there}",
                told=told,
                known=known,
                there=there,
            )
            raise Refused(words)
        found[meaning] = places[heading.casefold()]
    return found


def tell_how_read(found: Read) -> None:
    """Say what was passed over, which lines are not taken and why, and which words were not understood."""
    for words in (*found.notes, *(one.told for one in found.refused)):
        tell(together(("  - ", words), ""))
    for strange in found.strange:
        tell(
            say(
                "  - {typed} was not understood and is left out (line {lines})",
                "  - {typed} was not understood and is left out (lines {lines})",
                n=len(strange.lines),
                typed=repr(strange.word),
                lines=[str(line) for line in strange.lines[:10]],
            )
        )
