"""Exporting: a cohort as a file to take along, written for its coordinator: with names, so the file is closed to others."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.looking import ACohort
from cli.output import AsJson, print_json, tell
from domain.saying import say

AS = "xlsx: one workbook; csv: all tables in one ZIP; handover: one page to read for the next coordinator."
Kind = Literal["xlsx", "csv", "handover"]


def export(
    cohort: ACohort = None,
    kind: Annotated[Kind, typer.Option("--as", help=AS)] = "xlsx",
    to: Annotated[Path | None, typer.Option(help="The file to write; else one here, named after the cohort.")] = None,
    as_json: bool = AsJson,
) -> None:
    """Write people, groups, sessions, answers and figures of a cohort to a file, as its coordinator may read them.

    What people asked to be counted only, and what a form keeps between the two, is not in it. The file holds names,
    addresses and words of people: delete it when it is no longer needed, and again when somebody has asked to be erased.
    """
    from cli.opening import cohort_code, opened
    from office.export_files import export_file, put_down
    from words import spoken_here

    office = opened()
    code = cohort_code(office, cohort)
    made = export_file(office, code, kind, spoken_here().language)
    path = to or Path(made.name)
    put_down(made, path)
    if as_json:
        print_json({"cohort": code, "file": path, "bytes": len(made.content)})
    else:
        tell(say("{file} is written. It holds names, addresses and words of people: keep it closed.", file=path))
