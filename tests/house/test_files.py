"""The house: every file says what it is, names say what they mean, and nothing of one machine or registry is kept."""

import ast
import re
import tomllib

import pytest

from tests.conftest import LONGEST
from tests.house.sources import ROOT, python_files, tracked, tree

NOT_HERE = ("manager", "helper", "processor", "handler", "util", "utils", "service", "data", "info")


def test_every_file_begins_by_saying_what_it_does():
    silent = [path for path in python_files() if path.stat().st_size and not ast.get_docstring(tree(path))]

    assert [str(path.relative_to(ROOT)) for path in silent] == []


def words_of(name):
    """ "SmtpHandler" and "smtp_handler" are both smtp, handler."""
    return re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).casefold())


def test_no_file_or_class_hides_behind_a_word_that_says_nothing():
    offences = []
    for path in python_files():
        names = [(path.stem, 1)]
        names += [(node.name, node.lineno) for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
        offences += [
            f"{path.relative_to(ROOT)}:{line} {name}" for name, line in names if set(words_of(name)) & set(NOT_HERE)
        ]

    assert offences == []


# Put together here, so that this file does not find itself.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "--index" + "-url",
    "--extra" + "-index",
    "npm" + "js.",
    "/simp" + "le/",
)
MACHINES = ("/ro" + "ot/", "/wo" + "rk/", "/tmp/" + "lab")


@pytest.mark.parametrize("strange", [*REGISTRIES, *MACHINES])
def test_no_file_knows_a_registry_or_a_path_of_one_machine(strange):
    found = []
    for path in tracked():
        if path.suffix in (".pdf", ".png", ".woff2", ".ico"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if strange in line and not _allowed(path, line):
                found.append(f"{path.relative_to(ROOT)}:{number}")

    assert found == []


def _allowed(path, line):
    """The Makefile tells the resolver not to write the address down."""
    return path.name == "Makefile" and "--no-emit" in line


def test_every_exception_from_a_lint_rule_has_its_reason_in_words():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ruff = tomllib.loads(text)["tool"]["ruff"]["lint"]
    lines = text.splitlines()
    first = lines.index("[tool.ruff.lint]")
    ignores = [
        line for line in lines[first:] if re.match(r'\s*"[A-Z]+[0-9]*",', line) or (" = [" in line and "**" in line)
    ]
    unexplained, reason = [], False
    for line in ignores:
        reason = "#" in line or (reason and re.match(r'\s*"RUF', line) is not None)
        if not reason:
            unexplained.append(line.strip())

    assert ruff["ignore"], "the list has moved: mend this test"
    assert unexplained == []


def test_every_exception_in_the_code_names_its_rule():
    bare = re.compile(r"#\s*(noqa(?!: [A-Z]+[0-9]+)|type: ignore(?!\[))")
    offences = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files()
        if path.name != "test_files.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]

    assert offences == []


def test_tests_have_an_init_at_every_level():
    folders = {path.parent for path in python_files() if path.relative_to(ROOT).parts[0] == "tests"}

    assert [str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_the_files_that_are_run_first_are_there():
    assert [path for path in LONGEST if not (ROOT / path).exists()] == []
