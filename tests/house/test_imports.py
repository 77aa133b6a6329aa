"""The house: who may import whom. The law is the table of docs/architecture.md, read here; prints the offending line."""

import ast
import re
import sys
from collections import defaultdict

import pytest

from tests.house.sources import ROOT, python_files, tree

LAW = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## The law of imports")[2]
LAW = LAW.partition("\n## ")[0]


def named(text):
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LAW.splitlines() if line.startswith("| `")]
ROOMS = {named(room)[0]: set(named(may_import)) for room, _, may_import, _ in ROWS}
ONLY_IN = {
    library: {named(room)[0] for room, _, _, libraries in ROWS if library in named(libraries)}
    for *_, libraries in ROWS
    for library in named(libraries)
}
ANYWHERE = set(named(LAW.partition("Any room may use")[2].partition(";")[0]))
NEVER_IN_DOMAIN = set(named(LAW.partition("- `domain` never imports")[2].partition(", never")[0]))


AROUND = {"tests", "benchmarks", "docs", "examples"}


def imports(path):
    """Every module that a file imports, by its first word, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0], node.lineno


def offences(room, is_one):
    """The lines of a room that import what they may not."""
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in python_files(room)
        for name, line in imports(path)
        if is_one(name)
    ]


def test_the_law_speaks_of_every_room_once():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - AROUND

    assert sorted(named(row[0])[0] for row in ROWS) == sorted(rooms)
    assert [room for room in ROOMS if not ROOMS[room] <= ROOMS.keys()] == []


def in_circles(below):
    """Those that look at one another, by way of others or not, and whoever looks at them."""
    left = dict(below)
    while lowest := [one for one, others in left.items() if not others & left.keys()]:
        for one in lowest:
            del left[one]
    return sorted(left)


def test_rooms_lie_one_above_the_other():
    assert in_circles(ROOMS) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room):
    ours = ROOMS.keys() | AROUND

    assert offences(room, lambda name: name in ours and name != room and name not in ROOMS[room]) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_library_is_used_only_where_the_law_says(room):
    known = {library for library, rooms in ONLY_IN.items() if room in rooms} | ANYWHERE | ROOMS.keys() | AROUND
    free = {name for name in sys.stdlib_module_names if name not in ONLY_IN}

    assert offences(room, lambda name: name not in known and name not in free) == []


def test_the_law_allows_no_import_that_nobody_needs():
    used = {(room, name) for room in ROOMS for path in python_files(room) for name, _ in imports(path)}

    assert [f"{room} of {below}" for room in ROOMS for below in sorted(ROOMS[room]) if (room, below) not in used] == []


def test_the_law_names_no_library_that_nobody_uses():
    used = {(name, room) for room in ROOMS for path in python_files(room) for name, _ in imports(path)}
    idle = {(library, room) for library, rooms in ONLY_IN.items() for room in rooms if (library, room) not in used}

    assert idle == set()
    assert ANYWHERE - {name for name, _ in used} == set()


def test_the_domain_is_pure():
    assert {"os", "random"} <= NEVER_IN_DOMAIN
    assert offences("domain", NEVER_IN_DOMAIN.__contains__) == []

    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno} calls {ast.unparse(node.func)}"
        for path in python_files("domain")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        if ast.unparse(node.func) == "open" or ast.unparse(node.func).endswith((".now", ".today", ".utcnow"))
    ]
    assert calls == []


def test_a_task_has_no_if():
    decided = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files("tasks")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If | ast.IfExp | ast.Match)
    ]
    assert decided == []


def test_no_file_in_flows_or_tasks_bears_the_name_of_a_room():
    assert [path for path in python_files("flows", "tasks") if path.stem in ROOMS] == []


def test_others_import_the_face_of_allocation_or_what_stands_beside_it():
    folder = ROOT / "allocation"
    public = {"allocation"} | {f"allocation.{path.stem}" for path in folder.glob("*.py")}
    inside = [
        f"{path.relative_to(ROOT)}:{node.lineno} imports {node.module}"
        for room in (*ROOMS, *AROUND - {"tests"})
        for path in python_files(room)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "allocation"
        if room != "allocation" and node.module not in public
    ]
    assert inside == []


def module_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def looks_at(path, modules):
    """The files of ours that a file imports, wherever in it that stands, also for types alone."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            members = {f"{node.module}.{alias.name}" for alias in node.names} & modules
            yield from members or ({node.module} & modules)
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & modules


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_looks_at_one_that_looks_back(room):
    """Neither directly nor by way of others: such files cannot be read, or taken out, one by one."""
    paths = {module_of(path): path for path in python_files(room)}
    below = {module: set(looks_at(path, paths.keys())) - {module} for module, path in paths.items()}

    assert in_circles(below) == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_inner_rooms_of_a_room_lie_one_above_the_other_too(room):
    paths, below = {module_of(path): path for path in python_files(room)}, defaultdict(set)
    for module, path in paths.items():
        below[inner_room(module)] |= {inner_room(other) for other in looks_at(path, paths.keys())}

    # What stands beside the inner rooms is their ground, and their door.
    assert in_circles({inner: others - {inner, ""} for inner, others in below.items() if inner}) == []


def inner_room(module):
    """The folder in a room in which a file lies; "" beside all of them."""
    return module.split(".")[1] if module.count(".") > 1 else ""
