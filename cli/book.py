"""Book: the contact book of possible mentors from the shell: list, import and undo, export, erase. Asking is done at the
desk, where the letter is seen before it goes.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.listing import Columns, Encoding, LeaveOut, columns_told, tell_how_read
from cli.output import AsJson, print_json, table, tell
from domain.saying import Either, say
from words import spoken_here

if TYPE_CHECKING:
    from office.book_lists import LookedAt

book = typer.Typer(
    help="The contact book: possible mentors whom the office knows, across cohorts.", no_args_is_help=True
)
SHOWN_MAX = 1_000


@book.command("list")
def list_them(
    track: Annotated[int, typer.Option(help="Only of this career track, by its number.")] = 0,
    sector: Annotated[str, typer.Option(help="Only of this sub-sector, by its code.")] = "",
    as_json: bool = AsJson,
) -> None:
    """List who is in the contact book, and what came of asking them."""
    from cli.opening import opened
    from domain.contact_book import Wanted
    from office.contact_book import what_came

    office = opened()
    wanted = Wanted(track=track, sector=sector)
    people = office.store.book.found(wanted, office.clock.now(), start=0, size=SHOWN_MAX)
    came = office.store.book.came_of([one.code for one in people])
    told = {code: what_came(those[0]) if those else "" for code, those in came.items()}
    if as_json:
        print_json(
            [
                {"code": p.code, "name": p.name, "email": p.email, "track": p.track, "sector": p.sector,
                 "kept_until": p.keep_until, "asked": told[p.code]}
                for p in people
            ]
        )  # fmt: skip
        return
    rows = [[p.code, p.name, p.email, str(p.track or ""), p.sector, str(p.keep_until), told[p.code]] for p in people]
    headings = [say("code"), say("name"), say("address"), say("track"), say("sector"), say("kept until"), say("asked")]
    table(say("Contact book"), headings, rows)


@book.command("import")
def take_in(
    cohort: Annotated[str, typer.Argument(help="Code of the cohort in whose name the office writes to them.")],
    file: Annotated[Path, typer.Argument(help="A list with names and addresses: CSV of any make, .xlsx or .ods.")],
    source: Annotated[
        str, typer.Option(help="How we came to know them, where the list does not say it; they read it in the letter.")
    ] = "",
    basis: Annotated[
        str, typer.Option(help="Why we may keep them, where the list does not say it: consent, known or public.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Take it in without asking.")] = False,
    by: Annotated[
        str, typer.Option(help="Code of the coordinator whose list it is; else the lead of the cohort.")
    ] = "",
    column: Columns = None,
    encoding: Encoding = "",
    leave_out: LeaveOut = False,
    as_json: bool = AsJson,
) -> None:
    """Take in a list of possible mentors: first what was understood, then the question, then all of them at once.

    Nobody is written to. `mentoring book undo` takes the list back.
    """
    from cli.opening import cohort_code, opened
    from cli.refusals import Refused, listed, readable
    from domain.contact_book import Basis
    from office.book_lists import BookList, look_at
    from office.book_lists import take_in as take_all
    from office.lists.headings import OF_THE_BOOK
    from office.lists.possible import ForAll

    if basis and basis not in set(Basis):
        known = Either([one.value for one in Basis])
        raise typer.BadParameter(spoken_here().say(say("Choose one of {known}.", known=known)), param_hint="--basis")
    office = opened()
    code, raw = cohort_code(office, cohort), readable(file)
    meanings = columns_told(raw, encoding, column, OF_THE_BOOK)
    brought = BookList(raw, meanings, encoding, ForAll(source, basis))
    seen = look_at(office, brought)
    if seen.refused and (seen.is_no_list or not leave_out):
        raise Refused(listed(say("Nothing of {file} was taken in:", file=file), [one.told for one in seen.refused]))
    if not as_json:
        _preview(seen, file)
    asks = not as_json and sys.stdin.isatty()
    wanted = bool(seen.mark) and (yes or (asks and typer.confirm(spoken_here().say(say("Take them in?")))))
    taken = take_all(office, code, by or office.store.register.running(code)[0], brought, seen.mark) if wanted else None
    if as_json:
        counts = {"list": taken.code if taken else "", "added": taken.untouched if taken else 0}
        left = {"known": len(seen.known), "never": seen.never, "left_out": seen.lines_refused}
        print_json(counts | left | {"fresh": seen.fresh})
    elif taken:
        tell(say("Taken in. `mentoring book undo {code}` takes it back.", code=taken.code))
    elif seen.mark:
        raise Refused(say("Nothing was taken in. Repeat with --yes to do it."))


def _preview(seen: "LookedAt", file: Path) -> None:
    from domain.careers import CAREER_TRACKS
    from domain.contact_book import BASES

    tell(
        say(
            "{file}: {n} new, {known} in the book already, {never} left out who asked never to be asked again.",
            file=file,
            n=len(seen.fresh),
            known=len(seen.known),
            never=seen.never,
        )
    )
    tell_how_read(seen)
    shown = [
        [one.line, one.name, one.email, one.source, BASES[one.basis], CAREER_TRACKS.get(one.track, "")]
        for one in seen.fresh[:10]
    ]
    if shown:
        heads = [say("line"), say("name"), say("address"), say("source"), say("basis"), say("track")]
        table(say("The first {n} of them", "The first {n} of them", n=len(shown)), heads, shown)


@book.command("undo")
def undo(
    code: Annotated[
        str, typer.Argument(help="Code of the list; without it, the lists that can be taken back are shown.")
    ] = "",
    as_json: bool = AsJson,
) -> None:
    """Take back a list of the last thirty days; whoever was asked since, or corrected by hand, stays."""
    from cli.opening import opened
    from office.book_lists import lists_taken, take_back

    office = opened()
    if code:
        gone = take_back(office, code)
        if as_json:
            print_json({"list": code, "taken_back": gone})
        else:
            tell(say("{n} contact was taken back.", "{n} contacts were taken back.", n=gone))
        return
    taken = lists_taken(office)
    if as_json:
        print_json(taken)
        return
    heads = [say("list"), say("by"), say("on"), say("can be taken back")]
    table(say("Lists taken in lately"), heads, [[one.code, one.by, one.at.date(), one.untouched] for one in taken])


@book.command("export")
def export(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("contact-book.csv"), as_json: bool = AsJson
) -> None:
    """Write the contact book as a CSV list that can be taken in again. It holds names and addresses: keep it closed."""
    from cli.opening import opened
    from domain.contact_book import Wanted
    from office.book_lists import as_list
    from office.export_files import ExportFile, put_down

    made = as_list(opened(), Wanted(), spoken_here())
    put_down(ExportFile(to.name, made, "text/csv"), to)
    if as_json:
        print_json({"file": to, "bytes": len(made)})
    else:
        tell(say("{file} is written. It holds names and addresses of people: keep it closed.", file=to))


@book.command("erase")
def erase(
    code: Annotated[str, typer.Argument(help="Code of the entry, as `mentoring book list` tells it.")],
    never: Annotated[bool, typer.Option("--never", help="And never ask them again: a fingerprint stays.")] = False,
    as_json: bool = AsJson,
) -> None:
    """Erase somebody from the contact book: name, address, notes, and the words of the letters to them."""
    from cli.opening import opened
    from cli.refusals import Refused

    office = opened()
    if not office.store.book.forget(code, never_since=office.clock.now() if never else None):
        raise Refused(say("Nobody in the contact book has the code {code}.", code=code))
    if as_json:
        print_json({"erased": code, "never_again": never})
    else:
        tell(say("{code} is erased. Backups made before still hold them.", code=code))
