"""The house: no sentence for a person stands outside the catalogue, in the rooms that people hear from.

Told are strings that read like a sentence and are neither said nor declared for the catalogue (docs/catalogue.py). What may
stay English stands below with its reason.
"""

import ast
import re

import pytest

from docs.catalogue import collected
from tests.house.sources import ROOT, python_files, tree

ROOMS = ("cli", "documents", "domain", "machine", "notifications", "office", "web", "words")
SAYS = {"say", "sayings", "ours"}
DECLARES = {"Field", "Argument", "Option", "Typer"}
"""What declares commands, whose help is collected, and settings, which are for whoever runs the service."""
SILENT = {
    *("debug", "info", "warning", "error", "exception", "critical"),  # logs, for whoever runs the service
    *("Entry", "last_beat", "beat"),  # the lines of the journal and the beats: codes, read by programs and support
    "compile",  # patterns
}
DEFECTS = {"KeyError", "TypeError", "IllegalMove", "NotTold", "LetterMistake", "MissingFact", "DocumentMistake"}
"""Errors that say that we are wrong, not the reader: they keep their traceback or are named in the log."""
DASHBOARD = "Prefect's dashboard, which speaks English: codes and counts for whoever runs the service"
MAY_STAY = {
    "cli/acting.py": "an option to type",
    "domain/belonging.py": "what a type means, for whoever reads the code",
    "domain/carry_out.py": "the lines of the journal: codes, read by programs and support",
    "domain/contact_book.py": "what a fingerprint is made from",
    "domain/distress.py": "what people write when they ask for help; a remark of a case is kept as text",
    "domain/handing_over.py": "the lines of the journal: codes, read by programs and support",
    "domain/ladders.py": "a length as a policy has it, in any language",
    "domain/understanding.py": "what people write when they answer in a word or two",
    "domain/titles.py": "what people write before and after their names",
    "domain/one_person.py": "a key by which two records are compared",
    "domain/seen.py": "a page of ours asks for what it may not show: a defect",
    "machine/examinations.py": "a command to type",
    "machine/processes.py": "a program",
    "notifications/letters.py": "a letter that cannot be written is a defect of ours, told by its kind and the missing fact",
    "notifications/filters.py": "the same",
    "notifications/markdown.py": "the look of letters",
    "notifications/postman.py": "stands in a mail server's own words for the address",
    "office/export_files.py": "headers of HTTP",
    "office/keeping.py": DASHBOARD,
    "office/lists/headings.py": "headings as others write them, in many languages",
    "office/sign_in.py": "what a token is made from",
    "office/round.py": DASHBOARD,
    "office/rounds.py": DASHBOARD,
    "office/believed.py": "the name of a beat",
    "documents/spreadsheet.py": "how a cell shows a moment",
    "documents/press.py": "what the typesetter says, to be found",
    "office/wake.py": "a log, for whoever runs the service",
    "web/app.py": "headers of HTTP",
    "web/book.py": "headers of HTTP",
    "web/calendars.py": "headers of HTTP",
    "web/files.py": "headers of HTTP",
    "web/headers.py": "headers of HTTP",
    "web/health.py": "told to programs: proxies and watchers",
    "web/inbox.py": "headers of HTTP",
}
"""By file: why sentences in it may be English for ever."""
WORDED = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z]{2,}|\} [a-z]{2,}\b|[a-z] \{\}")


def text_of(node):
    """A string as it is written; what is filled in is {}."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def called(call):
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def sentences(node):
    """The strings below a node that read like a sentence and are neither said nor for programs."""
    if (words := text_of(node)) is not None:
        if WORDED.search(words):
            yield node.lineno, " ".join(words.split())
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Call) and called(node) in DECLARES | SILENT | DEFECTS:
        return
    said = isinstance(node, ast.Call) and called(node) in SAYS
    checked = [node.test] if isinstance(node, ast.Assert) else ast.iter_child_nodes(node)
    for child in [one.value for one in node.keywords if one.arg != "context"] if said else checked:
        yield from sentences(child)


def collected_words():
    return {words for message in collected() for words in ([message.id] if isinstance(message.id, str) else message.id)}


def unsaid():
    """Where a sentence stands that the catalogue does not have, by file."""
    known, found = collected_words(), {}
    for path in python_files(*ROOMS):
        for line, words in sentences(tree(path)):
            if words not in known:
                found.setdefault(str(path.relative_to(ROOT)), []).append(f"{line}: {words}")
    return found


def test_every_sentence_for_a_person_is_said():
    offences = {file: lines for file, lines in unsaid().items() if file not in MAY_STAY}

    assert offences == {}, "write it in say(…), or say in MAY_STAY why it stays English"


def test_what_may_stay_english_is_there():
    assert MAY_STAY.keys() - unsaid().keys() == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('typer.echo("There is no such cohort")', ["There is no such cohort"]),
        ('raise Refused(f"{name} is unknown")', ["{} is unknown"]),
        ('return "; ".join(f"no {role} left" for role in roles)', ["no {} left"]),
        ('say("{who} is unknown", who=f"the {role}")', ["the {}"]),
        ('log.warning("cohort %s is gone", code)', []),
        ('words = say("There is no such cohort")', []),
        ('"""Says what a command did."""', []),
    ],
)
def test_a_bare_sentence_would_be_found(code, found):
    assert [words for _, words in sentences(ast.parse(code))] == found
