"""Rows: the tables of docs/coverage.md as they are written, and what their words name. Judges nothing.

In a cell a word says what kind of thing is named, and the names follow in code: "form `rsvp`, letters `*/offer`, `*/meet`".
"""

import ast
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from cli.main import TOPICS
from documents.shelf import KINDS, SHARED, TEXTS
from domain.acts import ACTS
from domain.criteria import WEIGHED
from domain.escalations import MATTERS
from domain.forms import FORMS
from domain.policy import Policy
from domain.steps import RULES
from notifications.letters import LETTERS
from office.policies import policy
from tests.house.sources import ROOT, python_files, tree

MACHINERY = "What serves the machinery"
ROW = re.compile(r"^\| (.+) \|$")
PART = re.compile(r"`([^`]+)`|([a-z]+)")
MISSING = re.compile(r"\*\*(open|not yet):\*\* ?(.*)$")


# --- the page -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One line of a table: where it stands, and its cells."""

    line: int
    chapter: str
    cells: tuple[str, ...]

    @property
    def told(self):
        """What names something: the last cell before what is missing; at the foot the first one, as a reason follows."""
        return self.cells[0] if self.chapter == MACHINERY else MISSING.sub("", self.cells[-1])

    @property
    def missing(self):
        """What is still missing, in a sentence; "" for nothing, "?" where the sentence is."""
        found = MISSING.search(self.cells[-1])
        return "" if found is None else found[2] or "?"


def rows_of(text):
    """Every row of every table but its head."""
    found, chapter, lines = [], "", text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            chapter = line.removeprefix("## ")
        below = lines[number] if number < len(lines) else ""
        if (row := ROW.match(line)) and not line.startswith("|---") and not below.startswith("|---"):
            found.append(Row(number, chapter, tuple(cell.strip() for cell in row[1].split(" | "))))
    return found


def named_in(cell):
    """(kind, name) of all that a cell names: each name is of the kind that was said last; "" where none was."""
    kind = ""
    for name, word in PART.findall(cell):
        if word in EXISTS or word.removesuffix("s") in EXISTS:
            kind = word if word in EXISTS else word.removesuffix("s")
        elif name:
            yield kind, name


# --- what there is ------------------------------------------------------------------------------------------------------


@cache
def names_of_tests():
    """Each test of the house by its name alone, with how many bear it."""
    paths = [path for path in python_files("tests") if path.name.startswith("test_")]
    return Counter(node.name for path in paths for node in tree(path).body if isinstance(node, ast.FunctionDef))


def is_test(name):
    """A test, or so much of its name that no other begins so; there is only one of it."""
    begins = name.removesuffix("…")
    return (
        sum(n for test, n in names_of_tests().items() if test == name or (begins != name and test.startswith(begins)))
        == 1
    )


@cache
def routes():
    """The addresses of the web, as they stand in its decorators."""
    calls = (
        decorator
        for path in python_files("web")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
    )
    return {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
    }


@cache
def rules():
    return {f"{rule.decide.__module__.rpartition('.')[2]}.{rule.name}" for rule in RULES}


@cache
def commands():
    return {name for commands in TOPICS.values() for name in commands}


DOCUMENTS = KINDS | SHARED | {path.stem for path in TEXTS.glob("*.html")}


@cache
def default():
    return policy("industry-one-to-one")


def is_question(name):
    form, _, question = name.partition(".")
    return form in FORMS and question in FORMS[form].model_fields


def is_setting(name):
    section, _, field = name.partition(".")
    return section in Policy.model_fields and field in type(getattr(default(), section)).model_fields


def is_letter(name):
    """A letter, or a star for all the folders that have it."""
    folder, _, matter = name.partition("/")
    return (
        any(fnmatchcase(letter, name) for letter in LETTERS)
        and (folder == "*" or "*" not in name)
        and "*" not in matter
    )


EXISTS: dict[str, Callable[[str], bool]] = {
    "form": FORMS.__contains__,
    "question": is_question,
    "letter": is_letter,
    "rule": lambda name: name in rules(),
    "document": DOCUMENTS.__contains__,
    "page": lambda name: name in routes(),
    "setting": is_setting,
    "gathering": lambda name: default().gathering(name) is not None,
    "material": lambda name: name in {row.id for row in default().materials},
    "weight": WEIGHED.__contains__,
    "act": ACTS.__contains__,
    "case": MATTERS.__contains__,
    "command": lambda name: name.partition(" ")[2] in commands(),
    "file": lambda name: (ROOT / name).exists(),
    "test": is_test,
}
