"""The house: who may import whom (design.md §2). Prints the offending line."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {
    "allocation": set(),
    "domain": set(),
    "matching": {"domain", "allocation"},
    "notifications": {"domain"},
    "documents": {"domain"},
    "storage": {"domain"},
    "office": {"domain", "allocation", "matching", "notifications", "documents", "storage"},
    "rehearsal": {"office", "domain", "storage", "notifications", "matching", "documents"},
    "machine": {"office", "storage", "domain"},
    "web": {"office", "domain"},
    "cli": {"machine", "allocation", "office", "domain", "rehearsal", "web", "matching"},
    "tasks": {"office", "domain", "rehearsal"},  # the dashboard can rehearse, too
    "flows": {"tasks", "office", "domain"},
}
ONLY_IN = {
    "ortools": {"allocation"},
    "emails": {"notifications"},
    "smtplib": {"notifications", "office", "machine"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "prefect": {"flows", "tasks"},
    "fastapi": {"web"},
    "typst": {"documents"},
}
FORBIDDEN_IN_DOMAIN = {"os", "random", "time", "pathlib", "secrets", "socket", "logging", "subprocess"}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0], node.lineno


def files(room):
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room):
    offences = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in files(room)
        for name, line in imports(path)
        if name in ROOMS and name != room and name not in ROOMS[room]
    ]
    assert offences == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_library_is_known_in_one_room_only(room):
    offences = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in files(room)
        for name, line in imports(path)
        if name in ONLY_IN and room not in ONLY_IN[name]
    ]
    assert offences == []


def test_the_domain_is_pure():
    offences = []
    for path in files("domain"):
        offences += [
            f"{path.name}:{line} imports {name}" for name, line in imports(path) if name in FORBIDDEN_IN_DOMAIN
        ]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called == "open" or called.endswith((".now", ".today", ".utcnow")):
                    offences.append(f"{path.name}:{node.lineno} calls {called}")
    assert offences == []


def test_a_task_has_no_if():
    offences = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in files("tasks")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.If | ast.IfExp | ast.Match)
    ]
    assert offences == []


def test_no_file_in_flows_or_tasks_bears_the_name_of_a_room():
    assert [path for room in ("flows", "tasks") for path in files(room) if path.stem in ROOMS] == []
