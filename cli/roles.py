"""Roles: who runs a cohort, looks on, stands in for its lead, or looks after the whole office: `mentoring coordinator …`."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from cli.output import tell
from domain.saying import say

RunBy = Annotated[str, typer.Option(help="Code of whoever decides this, for the journal.")]
WhoRuns = Annotated[str, typer.Argument(help="Code of a registered coordinator.")]
ItsCode = Annotated[str, typer.Argument(help="Code of the cohort.")]


def join(cohort: ItsCode, code: WhoRuns, by: RunBy = "") -> None:
    """Let one more coordinator run a cohort."""
    from cli.opening import cohort_code, opened
    from office.running_it import take_on

    office = opened()
    take_on(office, cohort_code(office, cohort), code, by)
    tell(say("{code} runs {cohort}.", code=code, cohort=cohort))


def lead(cohort: ItsCode, code: WhoRuns, by: RunBy = "") -> None:
    """Hand a cohort over to one of those who run it: letters, cases and open forms are theirs from now on."""
    from cli.opening import cohort_code, opened
    from office.running_it import hand_over

    office = opened()
    hand_over(office, cohort_code(office, cohort), code, by)
    tell(say("{code} leads {cohort}.", code=code, cohort=cohort))


def leave(cohort: ItsCode, code: WhoRuns, by: RunBy = "") -> None:
    """Take a coordinator off a cohort and sign them out everywhere."""
    from cli.opening import cohort_code, opened
    from office.running_it import let_leave

    office = opened()
    let_leave(office, cohort_code(office, cohort), code, by)
    tell(say("{code} no longer runs {cohort}.", code=code, cohort=cohort))


def look_on(cohort: ItsCode, code: WhoRuns, by: RunBy = "") -> None:
    """Let somebody look on: who meets whom, dates and counts, and nothing that anybody wrote."""
    from cli.opening import cohort_code, opened
    from office.running_it import let_look_on

    office = opened()
    let_look_on(office, cohort_code(office, cohort), code, by)
    tell(say("{code} looks on in {cohort}.", code=code, cohort=cohort))


def stand_in(
    cohort: ItsCode,
    code: WhoRuns,
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day, included.")],
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day; else today.")
    ] = None,
    by: RunBy = "",
) -> None:
    """Let a colleague stand in for the lead: letters, and answers to letters, reach them until that day."""
    from cli.opening import cohort_code, opened
    from domain.dates import day_of
    from office import running_it

    office = opened()
    known = cohort_code(office, cohort)
    today = day_of(office.clock.now(), office.store.load(known, focus=()).zone)
    days = (since.date() if since else today, until.date())
    running_it.stand_in(office, known, code, days, by)
    first, last = days
    tell(
        say(
            "{code} stands in for the lead of {cohort} from {first} to {last}.",
            code=code,
            cohort=cohort,
            first=first,
            last=last,
        )
    )


def back(cohort: ItsCode, by: RunBy = "") -> None:
    """The lead is back before that day."""
    from cli.opening import cohort_code, opened
    from office.running_it import come_back

    office = opened()
    come_back(office, cohort_code(office, cohort), by)
    tell(say("Nobody stands in for the lead of {cohort}.", cohort=cohort))


def admin(
    code: WhoRuns,
    end: Annotated[bool, typer.Option("--end", help="They do so no more.")] = False,
    by: RunBy = "",
) -> None:
    """Let somebody look after the whole office: they look on everywhere, and say who runs what."""
    from cli.opening import opened
    from office.running_it import end_admin, make_admin

    office = opened()
    if end:
        end_admin(office, code, by)
        tell(say("{code} looks after the office no more.", code=code))
    else:
        make_admin(office, code, by)
        tell(say("{code} looks after the office.", code=code))


COMMANDS: dict[str, Callable[..., None]] = {
    "join": join,
    "look-on": look_on,
    "lead": lead,
    "leave": leave,
    "stand-in": stand_in,
    "back": back,
    "admin": admin,
}
