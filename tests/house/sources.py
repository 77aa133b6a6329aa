"""Sources: the files of the house and what stands in them, read without running anything. Judges nothing."""

import ast
import re
import subprocess
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = tuple(sorted({path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}))


@cache
def tracked():
    """Every file that belongs to the house: what git knows, and what is new and not ignored."""
    words = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=False).stdout.decode()
    names = [name for name in listed.split("\0") if name] if listed else _walked()
    return [ROOT / name for name in sorted(names) if (ROOT / name).is_file()]


def _walked():
    """Where git is not at hand, as in a plain copy: everything but what .gitignore names."""
    ignored = {".venv", "data", "build", ".git"}
    return [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(p in ignored or p.endswith(("_cache", "cache__")) for p in path.relative_to(ROOT).parts)
    ]


def python_files(*rooms):
    """The Python files of these rooms, or of all rooms and tests."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in (rooms or (*ROOMS, "tests"))
    ]


@cache
def tree(path):
    """The syntax of one file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def texts(*rooms):
    """Every string in these rooms; parts of f-strings that are filled in become `*`."""
    return {text for path in python_files(*rooms) for text in texts_of(path)}


def texts_of(path):
    """Every string in one file, docstrings included."""
    found = set()
    pieces = {id(part) for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "*" for part in node.values)
            found.add("".join(str(part) for part in parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
            found.add(re.sub(r"\{[a-z_]+\}", "*", node.value))
    return found


def is_named(name, patterns):
    """Whether one of the texts is this name, with `*` for what is filled in; a bare `*` names nothing."""
    return any(fnmatchcase(name, pattern) for pattern in patterns if set(pattern) - set("*/"))


def writes(path):
    """Whether a letter is ordered or made in this file."""
    makers = ("Message", "Write", "Ask")
    return any(isinstance(node, ast.Call) and ast.unparse(node.func) in makers for node in ast.walk(tree(path)))
