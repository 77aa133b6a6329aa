"""The engine beside other solvers on the same problems: what each needs, matches and proves. A table in Markdown.

    python -m benchmarks.rivals                  all sizes, a minute for each solver and size
    python -m benchmarks.rivals --seconds 10     less patience

`munkres` and the package `matching` (Gale-Shapley) are installed into build/rivals from requirements/rivals.txt, away
from everything that runs. Ratios are to SciPy's linear_sum_assignment without quotas in the same process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.allocation.instances import a_pool, balance

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "build" / "rivals"
NAMES = {
    "ours": "this engine",
    "munkres": "munkres 3.0.0",
    "gale-shapley": "matching 1.4.3 (Gale-Shapley)",
    "cp-sat": "CP-SAT, 2 workers",
}
SIZES = (15, 150, 300, 1000)
QUOTA_SIZES = (15, 150)
"""Mentees of the problems with seven quotas; half as many mentors again."""
BUILDING = 120
"""Seconds beyond a solver's own for building its model."""


def cases() -> Iterator[tuple[str, tuple[str, ...], dict[str, np.ndarray]]]:
    """Title, who can take part, and the problem."""
    for n in SIZES:
        scores, feasible = a_pool(n, n, seed=1)
        none = {"members": np.zeros((0, n), bool), "least": np.zeros(0, int)}
        yield f"{n} x {n}", tuple(NAMES), {"scores": scores, "feasible": feasible, **none}
    for n in QUOTA_SIZES:
        m = n * 3 // 2
        scores, feasible = a_pool(n, m, seed=1)
        quotas = balance(m, n, seed=1)
        rules = {"members": np.array([one.members for one in quotas]), "least": [one.at_least for one in quotas]}
        yield f"{n} x {m}, seven quotas", ("ours", "cp-sat"), {"scores": scores, "feasible": feasible, **rules}


def install() -> str:
    """Make the rivals available; a sentence when that cannot be done."""
    if not (FOLDER / "munkres").exists():
        wanted = ROOT / "requirements" / "rivals.txt"
        command = ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--target", str(FOLDER)]
        done = subprocess.run([sys.executable, *command, "-r", str(wanted)], capture_output=True, text=True)
        if done.returncode:
            return (
                "munkres and matching could not be installed from requirements/rivals.txt, so they are left out: "
                + (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
            )
    return ""


def take_part(name: str, file: Path, seconds: float) -> dict[str, float] | str:
    """One solver's figures, or in a few words why there are none."""
    path = FOLDER if name in ("munkres", "gale-shapley") else ROOT
    script = Path(__file__).with_name("contestants.py")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-W", "ignore", str(script), name, str(file), str(seconds)],
            capture_output=True,
            text=True,
            timeout=seconds + (BUILDING if name == "cp-sat" else 0),
            cwd=file.parent,
            env=os.environ | {"PYTHONPATH": str(path)},
        )
    except subprocess.TimeoutExpired:
        return f"not within {seconds:.0f} s"
    if not done.stdout.strip():
        return "failed: " + (done.stderr.strip().splitlines() or ["without a word"])[-1]
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def lines(seconds: float) -> Iterator[tuple[str, str, str]]:
    """Problem, solver, figures."""
    trouble = install()
    with tempfile.TemporaryDirectory() as folder:
        for number, (title, names, arrays) in enumerate(cases()):
            file = Path(folder) / f"{number}.npz"
            np.savez(file, **arrays)
            for name in names:
                if trouble and name in ("munkres", "gale-shapley"):
                    continue
                found = take_part(name, file, seconds)
                said = found if isinstance(found, str) else _said(found)
                yield title, NAMES[name], said
    if trouble:
        yield "", "", trouble


def _said(found: dict[str, float]) -> str:
    proven = "proven" if found["proven"] else "not proven"
    return f"{found['ratio']:.3g} x | {found['matched']} | {found['score']} | {proven}"


def measure(seconds: float = 60.0) -> Iterator[tuple[str, str]]:
    """For `python -m benchmarks`: what, and the figure beside its yardstick."""
    for title, name, said in lines(seconds):
        yield f"{title}: {name}", said.replace(" | ", ", ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="patience with each solver on each problem")
    given = parser.parse_args()
    print("| problem | solver | time, SciPy's assignment = 1 | matched | score | |\n|---|---|---|---|---|---|")
    for title, name, said in lines(given.seconds):
        print(f"| {title} | {name} | {said} |" if title else said, flush=True)


if __name__ == "__main__":
    main()
