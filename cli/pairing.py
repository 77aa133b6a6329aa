"""Pairing: who could be matched, without changing anything: from two lists, or among the people of a cohort today."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cli.looking import ACohort
from cli.output import AsJson, print_json, table, tell
from cli.refusals import Refused
from cli.twice import Twice, TwiceInAList
from domain.saying import say, sayings, together

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.match.facts import MatchResult
    from domain.match.findings import Remedy
    from matching.insight.findings import Part

Found = TypeVar("Found")
PROVEN, NO_MATCH, TIME_UP, NOT_VERIFIED = 0, 1, 3, 4
EXIT_CODES = {"OPTIMAL": PROVEN, "INFEASIBLE": NO_MATCH, "FEASIBLE": TIME_UP, "TIME_UP": TIME_UP}
"""By status; 2 is bad input, as for every command."""


PARTS = sayings(
    {
        "balance": "what balance costs",
        "recruits": "whom to look for",
        "remedies": "what would help those left over",
        "alternatives": "what other mentors would cost",
    }
)
"""What a report is made of, while it is worked out."""


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

    with Progress(say("Reading the lists")):
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
    mentees_there = say("{n} mentee", "{n} mentees", n=len(asked.mentees))
    mentors_there = say("{n} mentor", "{n} mentors", n=len(asked.mentors))
    people = say("{mentees} and {mentors}", mentees=mentees_there, mentors=mentors_there)
    with Progress(say("Matching {people}", people=people)):
        solution, found = _verified(lambda: in_time(asked))
    conflict = in_conflict(found, request.names)
    if out and found.matches:  # an earlier file is not overwritten with nothing
        write_pairs(out, found, request.names)
    report = None
    if html or as_json:
        with Progress(say("Working out the report on {people}", people=people)) as progress:

            def at_work_on(part: "Part") -> None:
                progress.say(PARTS[part])

            report = _verified(lambda: findings(asked, solution, found, asked.terms.time_limit, at_work_on))
        if html:
            write_page(html, report, request, conflict)
        if as_json:
            print_json(of_findings(report, conflict, request.names, request.notes))
    if not as_json:
        if report:
            helps = report.would_help
        else:
            with Progress(say("Looking for what would help {people}", people=people)):
                helps = smallest_changes(asked, solution, within(asked.terms.time_limit)) if solution else {}
        pairs = say("The best match: {n} pair", "The best match: {n} pairs", n=len(found.matches))
        _show(pairs, found, request.named, helps)
        _show_conflict(conflict.rules, conflict.ways_out)
        tell(proof(found))
        if found.matches and not html:
            tell(say("What balance costs, whom to look for and who else would fit: --html report.html"))
        for path in filter(None, (out if found.matches else None, html)):
            tell(say("Written: {file}", file=str(path)))
    raise typer.Exit(EXIT_CODES[found.status])


class NotVerified(Refused):
    """A match that is not shown, since two calculations of ours differ."""

    exit_code = NOT_VERIFIED


def _verified(found: "Callable[[], Found]") -> "Found":
    from allocation.verified import Unverified

    try:
        return found()
    except Unverified as error:
        raise NotVerified(
            say(
                "A match was found, but a second, independent calculation does not agree with it, so it is not shown. Please "
                "report this: {faults}.",
                faults=str(error),
            )
        ) from error


def pool(cohort: ACohort = None, as_json: bool = AsJson) -> None:
    """Who of a cohort could be matched today, who could not and why, and whom to look for. Orders nothing; with --json
    people are codes."""
    from functools import partial

    from cli.match_json import of_a_morning
    from cli.opening import cohort_code, opened
    from domain.match.words.clashes import clash, way_out
    from domain.match.words.people import named
    from domain.match.words.proof import proof
    from office.match.balance import uncounted
    from office.match.brief import brief, no_brief
    from office.match.pool import pool_this_morning

    office = opened()
    code = cohort_code(office, cohort)
    snapshot, now = office.store.load(code), office.clock.now()
    today = _verified(lambda: pool_this_morning(snapshot))
    found, who = today.result, partial(named, snapshot)
    if as_json:
        print_json(of_a_morning(today))
    else:
        pairs = say("{cohort} today: {n} pair", "{cohort} today: {n} pairs", cohort=code, n=len(found.matches))
        _show(pairs, found, who, today.would_help)
        _show_conflict([clash(one, who) for one in found.clashes], [way_out(way) for way in found.ways_out])
        tell(proof(found))
        for words in uncounted(snapshot):
            tell(words)
        for one in brief(snapshot, today.look_for, now):
            tell(say("Look for: {recruit}.", recruit=one))
        if today.look_for and (closed := no_brief(snapshot, now)):
            tell(closed)
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
        pairs = [[who(m.mentee), who(m.mentor), m.score, together(reasons(m.reasons), "\n")] for m in found.matches]
        table(title, [say("mentee"), say("mentor"), say("score"), say("reasons")], pairs)
    if not found.is_there:
        return
    left = []
    for one in (*found.unmatched, *found.spare):
        remedies = [in_full(way, who) for way in helps.get(one.code, ())]
        left.append([who(one.code), together([*left_over(one, who), *remedies], "\n")])
    if left:
        table(say("Left over"), [say("who"), say("why, and what would help")], left)


def _show_conflict(rules: "Sequence[str]", ways_out: "Sequence[str]") -> None:
    for words in rules:
        tell(say("In conflict: {rule}", rule=words))
    for words in ways_out:
        tell(say("A way out: {change}", change=words))
