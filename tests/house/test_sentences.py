"""The house: no sentence for a person stands outside the catalogue, in the rooms that people hear from.

Told are strings that read like a sentence and are neither said nor declared for the catalogue (docs/catalogue.py). What may
stay English stands below with its reason.
"""

import ast
import re

from tests.house.sources import ROOT, python_files, tree

ROOMS = ("cli", "documents", "domain", "machine", "notifications", "office", "web", "words")
SAYS = {"say", "sayings", "ours", "question", "gettext"}
"""What takes a text for the catalogue."""
DECLARES = {"Field", "Argument", "Option", "Typer"}
"""What declares commands and settings: their help is collected there; names of settings are for whoever runs the service."""
SILENT = {
    *("debug", "info", "warning", "error", "exception", "critical"),  # logs, for whoever runs the service
    *("Entry", "last_beat", "beat"),  # the lines of the journal and the beats: codes, read by programs and support
    *("compile", "Literal", "text", "execute"),  # patterns, types, SQL
}
DEFECTS = {"KeyError", "TypeError", "RuntimeError", "AssertionError", "LookupError", "IllegalMove"}
"""Errors that say that we are wrong, not the reader; they keep their traceback."""
WORDED = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z]{2,}|\} [a-z]{2,} |[a-z] \{\}")


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
    words = text_of(node)
    if words is not None:
        if WORDED.search(words):
            yield node.lineno, " ".join(words.split())
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Call) and called(node) in DECLARES | SILENT | DEFECTS:
        return
    said = isinstance(node, ast.Call) and called(node) in SAYS
    for child in [keyword.value for keyword in node.keywords] if said else ast.iter_child_nodes(node):
        yield from sentences(child)


def unsaid(path):
    return [(line, words) for line, words in sentences(tree(path))]


if __name__ == "__main__":
    for path in python_files(*ROOMS):
        for line, words in unsaid(path):
            print(f"{path.relative_to(ROOT)}:{line}: {words[:110]}")
