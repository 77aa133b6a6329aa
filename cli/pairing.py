"""Pairing: who could be matched, without changing anything: from two lists, or among the people of a cohort today."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.looking import ACohort
from cli.output import AsJson, counted, print_json, table
from cli.refusals import Refused
from cli.twice import Twice, TwiceInAList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.match.facts import MatchResult
    from domain.match.findings import Remedy

Found = TypeVar("Found")
PROVEN, NO_MATCH, TIME_UP, NOT_VERIFIED = 0, 1, 3, 4
EXIT_CODES = {"OPTIMAL": PROVEN, "INFEASIBLE": NO_MATCH, "FEASIBLE": TIME_UP, "TIME_UP": TIME_UP}
"""By status; 2 is bad input, as for every command."""


def match(
    mentors: Annotated[Path, typer.Option(help="CSV; columns as in examples/pilot/mentors.csv, only name is needed.")],
    mentees: Annotated[Path, typer.Option(help="CSV; columns as in examples/pilot/mentees.csv, only name is needed.")],
    policy: Annotated[
        Path | None, typer.Option(help="YAML: weights, balance, stages that differ from the preset.")
    ] = None,
    pin: Annotated[list[str] | None, typer.Option(metavar="M:N", help="A pair that must be, by code or name.")] = None,
    forbid: Annotated[list[str] | None, typer.Option(metavar="M:N", help="A pair that must not be.")] = None,
    pins_stand: Annotated[
        bool, typer.Option("--pins-stand", help="Pins may break a rule such as the language.")
    ] = False,
    keep: Annotated[Path | None, typer.Option(help="CSV of earlier pairs (mentor, mentee) to disturb least.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the pairs to this CSV file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the report of this match to this HTML file.")] = None,
    time_limit: Annotated[float | None, typer.Option(min=0.1, help="Seconds; the policy says 60.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Of the lists, if not UTF-8 or Windows Latin: cp1250.")] = None,
    twice: TwiceInAList = Twice.REFUSE,
    as_json: bool = AsJson,
) -> None:
    """Match two lists of people, without any cohort, database or network.

    Exit codes: 0 a proven match, 1 no match keeps all rules (what is in conflict and what would do is printed),
    2 bad input (every mistake at once), 3 the time was up (the best match found, and how far it may be from the best),
    4 the match found does not stand up to a second, independent calculation, and is not shown.
    """
    from allocation.clock import within
    from cli.conflicts import in_conflict
    from cli.match_files import asked_of, write_page, write_pairs
    from cli.match_json import of_findings
    from cli.progress import Progress
    from domain.match.words.proof import proof
    from matching.advice import in_time
    from matching.insight.findings import findings
    from matching.insight.smallest_changes import smallest_changes

    with Progress("Reading the lists"):
        request = asked_of(
            mentors,
            mentees,
            policy,
            pin or [],
            forbid or [],
            keep,
            time_limit,
            pins_stand=pins_stand,
            encoding=encoding,
            twice=twice,
        )
    asked = request.asked
    size = f"{counted(len(asked.mentees), 'mentee')} and {counted(len(asked.mentors), 'mentor')}"
    with Progress(f"Matching {size}"):
        solution, found = _verified(lambda: in_time(asked))
    conflict = in_conflict(found, request.names)
    if out and found.matches:  # an earlier file is not overwritten with nothing
        write_pairs(out, found, request.names)
    report = None
    if html or as_json:
        with Progress(f"Working out the report on {size}") as progress:
            report = _verified(lambda: findings(asked, solution, found, asked.terms.time_limit, progress.say))
        if html:
            write_page(html, report, request, conflict)
        if as_json:
            print_json(of_findings(report, conflict, request.names, request.notes))
    if not as_json:
        if report:
            helps = report.would_help
        else:
            with Progress(f"Looking for what would help, {size}"):
                helps = smallest_changes(asked, solution, within(asked.terms.time_limit)) if solution else {}
        _show("The best match", found, request.named, helps)
        _show_conflict(conflict.rules, conflict.ways_out)
        print(proof(found))
        if found.matches and not html:
            print("What balance costs, whom to look for and who else would fit: --html report.html")
        for path in filter(None, (out if found.matches else None, html)):
            print(f"Written: {path}")
    raise typer.Exit(EXIT_CODES[found.status])


class NotVerified(Refused):
    """A match that is not shown, since two calculations of ours differ."""

    exit_code = NOT_VERIFIED


def _verified(found: "Callable[[], Found]") -> "Found":
    from matching.verified import Unverified

    try:
        return found()
    except Unverified as error:
        raise NotVerified(
            "A match was found, but a second, independent calculation does not agree with it, so it is not shown.\n"
            f"Please report this: {error}."
        ) from error


def pool(cohort: ACohort = None, as_json: bool = AsJson) -> None:
    """Who of a cohort could be matched today, who could not and why, and whom to look for. Orders nothing; with --json
    people are codes."""
    from functools import partial

    from cli.match_json import of_a_morning
    from cli.opening import cohort_code, opened
    from domain.match.words.clashes import clash, way_out
    from domain.match.words.help import recruit
    from domain.match.words.people import named
    from domain.match.words.proof import proof
    from office.match.balance import uncounted
    from office.match.pool import pool_this_morning

    office = opened()
    code = cohort_code(office, cohort)
    snapshot = office.store.load(code)
    today = _verified(lambda: pool_this_morning(snapshot))
    found, who = today.result, partial(named, snapshot)
    if as_json:
        print_json(of_a_morning(today))
    else:
        _show(f"{code} today", found, who, today.would_help)
        _show_conflict([clash(one, who) for one in found.clashes], [way_out(way) for way in found.ways_out])
        print(proof(found))
        for words in uncounted(snapshot):
            print(words)
        for one in today.look_for:
            print(f"Look for: {recruit(one)}.")
    raise typer.Exit(NO_MATCH if found.status == "INFEASIBLE" else PROVEN)


def _show(
    title: str,
    found: "MatchResult",
    who: "Callable[[str], str]",
    helps: "Mapping[str, Sequence[Remedy]]",
) -> None:
    """Pairs and people left over, as tables."""
    from domain.match.words.help import in_full
    from domain.match.words.left_over import left_over
    from domain.match.words.reasons import reasons

    if found.matches:
        pairs = [[who(m.mentee), who(m.mentor), m.score, "\n".join(reasons(m.reasons))] for m in found.matches]
        table(f"{title}: {counted(len(pairs), 'pair')}", ["mentee", "mentor", "score", "reasons"], pairs)
    if not found.is_there:
        return
    left = []
    for one in (*found.unmatched, *found.spare):
        remedies = [in_full(way, who) for way in helps.get(one.code, ())]
        left.append([who(one.code), "\n".join([*left_over(one, who), *remedies])])
    if left:
        table("Left over", ["who", "why, and what would help"], left)


def _show_conflict(rules: "Sequence[str]", ways_out: "Sequence[str]") -> None:
    for words in rules:
        print(f"In conflict: {words}")
    for words in ways_out:
        print(f"A way out: {words}")
