"""Running: the whole office by one command, the real one and the living demo. The processes are machine/supervisor's."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import tell
from domain.saying import say, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from office.office import Office


def serve(
    only: Annotated[
        list[str] | None, typer.Option(help="Run only this part here: web, prefect or worker; may be repeated.")
    ] = None,
) -> None:
    """Run the office until Ctrl-C: dashboard, worker, web, with the settings of the environment or .env."""
    from cli.opening import prepared
    from machine.supervisor import serve as supervise

    office, parts = prepared(), only or ()
    _begin_again(office, parts)
    supervise(office.settings, parts, greeting=lambda: _begin(office, parts))
    tell(say("Stopped."))


def _begin_again(office: "Office", parts: "Sequence[str]") -> None:
    """A start where the worker runs tells the office that it had been off; says what is doubtful all the same."""
    from office.believed import REMEDY, believe_at_start

    if (not parts or "worker" in parts) and (found := believe_at_start(office)):
        tell(say("Rounds and post rest. {doubt}. {remedy}", doubt=found.in_words, remedy=REMEDY), flush=True)


def _begin(office: "Office", parts: "Sequence[str]" = ()) -> None:
    """Where the worker runs, what came due while the office was off is done now."""
    from machine.catching_up import catch_up

    if not parts or "worker" in parts:
        catch_up(office)


def demo() -> None:
    """Run the office with two living cohorts: one in its third month of mentoring, one whose match waits for approval.

    Nothing has to be set up. The first start rehearses both, from examples/, up to today; later starts find them as they were.
    """
    # Acted people have addresses that belong to nobody: whatever is set, no letter of the demo leaves this machine.
    os.environ["MENTORING_SMTP_HOST"] = ""

    from cli.demo import living, play
    from cli.opening import prepared
    from machine.supervisor import serve as supervise
    from office.believed import go_on

    office = prepared()
    go_on(office)  # acted people come to no harm, whatever the clock says
    if not living(office):
        tell(
            say("First start: two cohorts are rehearsed up to today, with all their letters. About a minute."),
            flush=True,
        )
        play(office)
    supervise(office.settings, greeting=lambda: _greet(office))
    tell(say("Stopped. Both cohorts are kept; the next start finds them as they are."))


def _greet(office: "Office") -> None:
    from cli.demo import first_things

    _begin(office)
    print()
    tell(say("What to try first:"))
    for n, (words, link) in enumerate(first_things(office), start=1):
        tell(together((f"  {n}.", words), " "))
        print(f"     {link}")
    print()
    folder = office.settings.data.resolve()
    tell(
        say("Everything is kept in {folder}. Delete that folder, and the next start makes new cohorts.", folder=folder),
        flush=True,
    )
