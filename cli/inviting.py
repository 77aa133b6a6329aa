"""Inviting: take in a list of people, whatever it was saved as. What a list may hold is known to office/lists."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.listing import Columns, Encoding, LeaveOut, columns_told, tell_how_read
from cli.output import AsJson, print_json, table, tell, tell_how_to_undo
from domain.saying import say, together
from words import spoken_here

if TYPE_CHECKING:
    from office.contacts import ContactList
    from office.office import Office


def contacts(
    cohort: Annotated[str, typer.Argument(help="Code of the cohort.")],
    file: Annotated[Path, typer.Argument(help="A list with names and addresses: CSV of any make, .xlsx or .ods.")],
    role: Annotated[str, typer.Option(help="mentor or mentee: who is on this list.")],
    yes: Annotated[bool, typer.Option("--yes", help="Take it in without asking.")] = False,
    by: Annotated[
        str, typer.Option(help="Code of the coordinator whose list it is; else the lead of the cohort.")
    ] = "",
    column: Columns = None,
    encoding: Encoding = "",
    leave_out: LeaveOut = False,
    last: Annotated[str, typer.Option(help="After the call: the last day on which these people may apply.")] = "",
    as_json: bool = AsJson,
) -> None:
    """Take in a list of people to invite: a preview first, then all of it or nothing. The desk can take it back."""
    from cli.opening import cohort_code, opened
    from cli.refusals import Refused, readable
    from domain.people import Role
    from office.contacts import ContactsRefused
    from office.lists.headings import MEANINGS
    from office.taking_in import Brought, look_at, take_in

    if role not in [known.value for known in Role]:
        raise typer.BadParameter(spoken_here().say(say("write mentor or mentee")), param_hint="--role")
    office = opened()
    code, raw = cohort_code(office, cohort), readable(file)
    author = by or _lead(office, code)
    brought = Brought(Role(role), raw, columns_told(raw, encoding, column, MEANINGS), encoding, last)
    seen = look_at(office, code, author, brought)
    found = seen.found
    if found.mistakes and (found.is_no_list or not leave_out):
        raise ContactsRefused(tuple(together((str(file), mistake), ", ") for mistake in found.mistakes))
    if not as_json:
        _preview(found, file)
    wanted = bool(found.fresh) and (
        yes or (not as_json and sys.stdin.isatty() and typer.confirm(spoken_here().say(say("Invite them?"))))
    )
    deed = take_in(office, code, author, brought, seen.look.caused.mark) if wanted and seen.look else None
    if as_json:
        counts = {"taken_in": len(found.fresh) if wanted else 0, "fresh": found.fresh, "known": found.known}
        undo = {"deed": deed.id, "until": deed.until} if deed else {}
        print_json(counts | {"invited": found.invited, "left_out": found.lines_refused} | undo)
    elif deed:
        tell(say("Taken in. {letters}", letters=found.invited))
        tell_how_to_undo(deed, office.store.load(code, focus=()))
    elif found.fresh:
        raise Refused(say("Nothing was taken in. Repeat with --yes to do it."))


def _lead(office: "Office", code: str) -> str:
    return office.store.load(code, focus={""}).lead.code


def _preview(found: "ContactList", file: Path) -> None:
    role = found.role.value
    n = len(found.fresh)
    mentors = say("{n} new mentor", "{n} new mentors", n=n)
    fresh = mentors if role == "mentor" else say("{n} new mentee", "{n} new mentees", n=n)
    tell(say("{file}: {fresh}, {known} known already and left alone.", file=file, fresh=fresh, known=len(found.known)))
    tell_how_read(found)
    shown = [[c.line, c.name, c.email, c.language, c.time_zone or say("the cohort's")] for c in found.fresh[:10]]
    if shown:
        heads = [say("line"), say("name"), say("address"), say("language"), say("zone")]
        table(say("The first {n} of them", "The first {n} of them", n=len(shown)), heads, shown)
        tell(found.invited)
