"""Book: the contact book of possible mentors from the shell: list, import, export, erase. Asking is done at the desk, where
the letter is seen before it goes.
"""

from pathlib import Path
from typing import Annotated

import typer

from cli.output import AsJson, print_json, table, tell
from domain.saying import say

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
    file: Annotated[Path, typer.Argument(help="CSV with the columns name, email, source and basis.")],
    by: Annotated[
        str, typer.Option(help="Code of the coordinator whose list it is; else the lead of the cohort.")
    ] = "",
    as_json: bool = AsJson,
) -> None:
    """Take in a list of possible mentors, whole or not at all; whoever asked never to be asked again is left out.

    Source says how we came to know them, and they read it in the letter. Basis says why we may keep them: consent, known or
    public. Track, sector, organisation, language and notes if you like.
    """
    from cli.opening import cohort_code, opened
    from cli.refusals import Refused, listed, readable
    from office.book_lists import BookListRefused, add_list

    office = opened()
    code, raw = cohort_code(office, cohort), readable(file)
    try:
        added = add_list(office, code, by or office.store.register.running(code)[0], raw)
    except BookListRefused as refused:
        raise Refused(listed(say("Nothing of {file} was taken in:", file=file), refused.mistakes)) from refused
    if as_json:
        print_json(added)
        return
    tell(
        say(
            "{n} added, {known} in the book already, {never} left out who asked never to be asked again.",
            n=added.added,
            known=added.known,
            never=added.never,
        )
    )


@book.command("export")
def export(
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("contact-book.csv"), as_json: bool = AsJson
) -> None:
    """Write the contact book as a CSV list that can be taken in again. It holds names and addresses: keep it closed."""
    from cli.opening import opened
    from domain.contact_book import Wanted
    from office.book_lists import as_list
    from office.export_files import ExportFile, put_down
    from words import spoken_here

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
