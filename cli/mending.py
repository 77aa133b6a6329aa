"""Mending: what support needs: examine the office, bring the database up to date, settle without Prefect, take mail in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.looking import ACohort
from cli.output import AsJson, print_json, table, tell
from domain.saying import say, sayings, together

if TYPE_CHECKING:
    from domain.agenda import Tally
    from machine.doctor import Finding

POST = "the post"  # beside the codes of cohorts
NO_SUCH_USER = 67  # EX_NOUSER of sysexits.h
BECAME = sayings(
    {
        "returned": "A letter came back.",
        "answer": "A letter was answered; the coordinator has the words as a case.",
        "filled_in": "A letter was answered in a word or two: they stand in its form, for their writer to send.",
        "calendar": "Somebody's calendar answered an entry.",
        "empty": "A letter was answered without a word.",
        "automatic": "A machine wrote this mail by itself; that is no answer.",
        "again": "This answer to a letter was taken in before.",
        "stranger": "This mail neither answers a letter of ours nor reports one as lost; nothing was done.",
    }
)


def doctor(as_json: bool = AsJson) -> None:
    """Examine the office: what is well, what is not, and how to mend it. Changes nothing; exit code 1 on a problem."""
    from machine.doctor import examine
    from office.office import open_office

    findings = examine(open_office())
    if as_json:
        print_json([finding.as_row() for finding in findings])
    else:
        signs = {"ok": say("ok"), "warning": say("LOOK"), "problem": say("MEND")}
        rows = [[signs[f.state], CHECKS.get(f.check, f.check), _told(f)] for f in findings]
        table(say("What the doctor found"), ["", say("check"), say("in words")], rows)
    if any(finding.state == "problem" for finding in findings):
        raise typer.Exit(1)


CHECKS = sayings(
    {
        "clock": "clock",
        "python": "python",
        "packages": "packages",
        "data folder": "data folder",
        "database": "database",
        "time zones": "time zones",
        "ports": "ports",
        "address": "address",
        "mail server": "mail server",
        "post": "post",
        "coordinators": "coordinators",
        "prefect": "prefect",
        "deployments": "deployments",
        "rounds": "rounds",
    },
    context="examination",
)


def _told(finding: "Finding") -> str:
    """How it is, and below it what to do."""
    from words import spoken_here

    words = spoken_here().sentence(finding.words)
    return together((words, finding.remedy), "\n") if finding.remedy else words


def migrate() -> None:
    """Create the database, or bring it up to date. Safe to repeat; make a backup before an upgrade."""
    from cli.opening import prepared

    tell(say("The database {place} is up to date.", place=prepared().store.db.place))


def tick(
    cohort: ACohort = None,
    post: Annotated[bool, typer.Option(help="Send what is in the post, too.")] = True,
    as_json: bool = AsJson,
) -> None:
    """Settle what is due now, without Prefect. Doing it twice does nothing more. Exit code 1 when a rule stumbled."""
    from cli.opening import cohort_code, opened
    from cli.refusals import Refused
    from domain.steps import STEPS
    from office.believed import REMEDY, doubt
    from office.round import play_round
    from office.rounds import RulesFailed, deliver

    office = opened()
    if found := doubt(office):
        raise Refused(say("{doubt}. {remedy}", doubt=found.in_words, remedy=REMEDY))
    alive = office.store.cohorts(*(phase for phase, steps in STEPS.items() if steps))
    codes = [cohort_code(office, cohort)] if cohort else alive
    tallies = {code: play_round(office, code).tally for code in codes}
    if post:
        try:
            tallies[POST] = deliver(office)
        except RulesFailed as standing:
            tallies[POST] = standing.tally
    if as_json:
        print_json({code: _as_row(tally) for code, tally in tallies.items()})
    else:
        for code, tally in tallies.items():
            _tell_the_tally(code, tally)
    if any(tally.failures for tally in tallies.values()):
        raise typer.Exit(1)


def go_on() -> None:
    """Say that the clock is right, after the office has stopped because it suddenly said another day."""
    from cli.opening import opened
    from office.believed import go_on as believe

    found = believe(opened())
    goes_on = say("{doubt}. The office goes on.", doubt=found.in_words if found else "")
    tell(goes_on if found else say("The office has no doubt about the clock."))


def mail(
    mail: Annotated[Path | None, typer.Argument(help="The mail as a file; without it, standard input.")] = None,
    as_json: bool = AsJson,
) -> None:
    """Take in a mail that arrived: a letter that came back becomes a case about its address, an answer a case with its words.

    Have the mail server pipe into it what arrives at the addresses of MENTORING_BOUNCE_TO and MENTORING_REPLY_TO. A mail
    that answers no letter of ours changes nothing, and the command ends with 67, by which the server sends it back.
    """
    from cli.opening import opened
    from cli.refusals import readable
    from office.replies import take_mail

    taken = take_mail(opened(), readable(mail) if mail else sys.stdin.buffer.read())
    if as_json:
        print_json({"became": taken.became, "letter": taken.letter or None})
    else:
        tell(together((BECAME[taken.became], f"({taken.letter})" if taken.letter else ""), " "))
    if taken.became == "stranger":
        raise typer.Exit(NO_SUCH_USER)


def _as_row(tally: "Tally") -> dict[str, object]:
    return {"done": tally.done, "keys": tally.keys, "failures": tally.failures}


def _tell_the_tally(code: str, tally: "Tally") -> None:
    from office.rounds import in_words

    tell(together((say("the post") if code == POST else code, in_words(tally)), ": "))
    for failure in tally.failures:
        about = failure.record or say("the cohort")
        tell(say("  failed: {rule} for {about} ({why})", rule=failure.rule, about=about, why=failure.error))
