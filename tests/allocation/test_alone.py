"""Allocation alone: a copy of the folder runs without the house, its README is true, and its check is independent."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import allocation
from tests.house.sources import ROOT, tree

FOLDER = ROOT / "allocation"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
CODE = re.compile(r"```python\n(.*?)```\n.*?```text\n(.*?)```", re.DOTALL)
OURS = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} - {"allocation"}
KEPT_APART = """
import sys
from pathlib import Path
ours = {ours!r} & {{name.partition(".")[0] for name in sys.modules}}
assert not ours, f"of the house: {{ours}}"
import allocation
assert Path(allocation.__file__).is_relative_to({where!r}), allocation.__file__
"""


def test_the_examples_of_the_readme_run_in_a_copy_of_the_folder_and_say_what_it_says(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "allocation", ignore=shutil.ignore_patterns("__pycache__"))
    examples = CODE.findall(README)

    said = [alone(code + KEPT_APART.format(ours=OURS, where=str(tmp_path)), tmp_path) for code, _ in examples]

    assert len(said) == 3
    assert said == [output for _, output in examples]


def alone(code: str, folder: Path) -> str:
    """What a program says that has only this folder."""
    surroundings = {"PYTHONPATH": str(folder), "PATH": os.environ["PATH"]}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_readme_names_all_of_the_face():
    face = README.partition("## The face")[2].partition("## What is proven")[0]

    assert set(re.findall(r"`([A-Za-z_]+)`", face.partition("Beside")[0])) - {"Problem.of"} == set(allocation.__all__)
    beside = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert beside <= set(re.findall(r"`(\w+)`", face.partition("Beside")[2]))


def imported(path: Path) -> set[str]:
    """Modules of allocation that a file imports."""
    nodes = ast.walk(tree(path))
    return {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("alloc")
    }


def test_the_check_shares_no_code_with_what_it_checks():
    carriers = {"allocation.problem", "allocation.solution"}
    shared = {
        f"{path.name} imports {name}"
        for path in (FOLDER / "checking").glob("*.py")
        for name in imported(path)
        if name not in carriers and not name.startswith("allocation.checking")
    }

    assert shared == set()


def test_whoever_imports_it_sees_its_types():
    assert (FOLDER / "py.typed").exists()


def test_who_only_states_a_problem_loads_no_solver():
    code = "import sys, allocation; allocation.Problem.of([[1]]); print([m for m in ('ortools', 'scipy') if m in sys.modules])"

    assert alone(code, ROOT) == "[]\n"
