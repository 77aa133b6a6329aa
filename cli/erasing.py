"""Erasing: forget somebody from the shell, when they ask for it by other ways than their page."""

import sys
from typing import Annotated

import typer

from cli.looking import ACohort
from cli.output import AsJson, print_json, tell
from domain.saying import say
from words import spoken_here


def erase(
    person: Annotated[str, typer.Argument(help="Code of the participant, such as N12.")],
    cohort: ACohort = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    by: Annotated[
        str, typer.Option(help="Code of the coordinator who grants it; else the person counts as asking.")
    ] = "",
    as_json: bool = AsJson,
) -> None:
    """Erase a participant: name, address, words and files are gone for good, here and in letters. Cannot be undone.

    Whoever is in a pair leaves it first. Codes, states and dates remain, so that counts still add up.
    """
    from cli.opening import cohort_code, opened
    from cli.refusals import Refused
    from office.erasing import erase as forget

    office = opened()
    code = cohort_code(office, cohort)
    asked = say("Erase {person} of {cohort} for good?", person=person, cohort=code)
    if not yes and not (not as_json and sys.stdin.isatty() and typer.confirm(spoken_here().say(asked))):
        raise Refused(say("Nobody was erased. Repeat with --yes to do it."))
    forget(office, code, person, by)
    if as_json:
        print_json({"erased": person, "cohort": code})
    else:
        tell(
            say(
                "{person} is erased. Backups made before still hold them; the office erases them again when one is restored.",
                person=person,
            )
        )
