"""The commands as one table, and the one place where what cannot be done becomes a clear sentence instead of a traceback.

Each file of this room holds the commands of one matter and imports the office only when it runs, so that `--help` is
quick. Exit codes: 0 fine, 1 refused with a sentence, 2 wrong usage; `match` and `groups` have codes of their own.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from cli import (
    acting,
    answering,
    book,
    erasing,
    exporting,
    grouping,
    inviting,
    launching,
    looking,
    mending,
    pairing,
    people,
    playing,
    roles,
    running,
)
from cli.refusals import Refused, in_words

TOPICS: dict[str, dict[str, Callable[..., Any]]] = {
    "A cohort": {
        "launch": launching.launch,
        "preview": playing.preview,
        "status": looking.status,
        "forecast": looking.forecast,
        "cohorts": looking.cohorts,
        "export": exporting.export,
        "act": acting.act,
    },
    "People": {
        "contacts": inviting.contacts,
        "links": people.links,
        "sign-in": people.sign_in,
        "answer": answering.answer,
        "erase": erasing.erase,
    },
    "The office": {
        "demo": running.demo,
        "serve": running.serve,
        "doctor": mending.doctor,
        "migrate": mending.migrate,
        "tick": mending.tick,
        "go-on": mending.go_on,
        "mail": mending.mail,
    },
    "Trying out": {
        "rehearse": playing.rehearse,
        "match": pairing.match,
        "groups": grouping.groups,
        "pool": pairing.pool,
    },
}

app = typer.Typer(
    name="mentoring",
    help="Runs mentoring cohorts from the first call to the last certificate.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for topic, commands in TOPICS.items():
    for name, command in commands.items():
        app.command(name, rich_help_panel=topic)(command)
app.command("bounce", hidden=True)(mending.mail)  # in the pipes of mail servers that were set up by it
for name, command in roles.COMMANDS.items():
    people.coordinators.command(name)(command)
app.add_typer(book.book, name="book", rich_help_panel="People")
app.add_typer(people.coordinators, name="coordinator", rich_help_panel="People")


def main(words: Sequence[str] | None = None) -> None:
    """Run one command; `words` are those of the shell when left out. Always ends with SystemExit."""
    from cli.helping import in_language
    from words import spoken_here

    command = in_language(typer.main.get_command(app), spoken_here())
    try:
        command(args=list(words) if words is not None else None)
    except Exception as error:
        sentence = in_words(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(error.exit_code if isinstance(error, Refused) else 1)
