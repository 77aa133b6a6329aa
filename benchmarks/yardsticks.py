"""What the matchmaker's benchmarks are held against: medians, SciPy's plain assignment, memory of a process of its own."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

TIMES = 5
FORBIDDEN = -(10**6)
"""Stands for a pair that may not be where a solver knows no such thing."""


def median(run: Callable[[], object], times: int = TIMES) -> float:
    """Median seconds of so many runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def assignment_seconds(scores: np.ndarray, feasible: np.ndarray, times: int = TIMES) -> float:
    """SciPy's assignment on the same scores, no quotas, pairs that may not be at a prohibitive cost."""
    # Floating point first: in 16 bits the prohibitive cost would wrap around and become a good score.
    costs = np.where(feasible, scores.astype(float), FORBIDDEN)
    return median(lambda: linear_sum_assignment(costs, maximize=True), times)


def megabytes(prepare: Callable[..., Any], work: Callable[[Any], object], *given: object) -> tuple[float, float]:
    """Peak memory of a fresh process while it works on what it has prepared, and how much of that the work added.

    Both functions must be importable by name. Linux only.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
        return alone.submit(_peak, prepare, work, given).result()


def _peak(prepare: Callable[..., Any], work: Callable[[Any], object], given: tuple[object, ...]) -> tuple[float, float]:
    prepared = prepare(*given)
    # Preparing may need more than the work: forget that peak.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _memory("VmRSS")
    work(prepared)
    peak = _memory("VmHWM")
    return peak, peak - before


def _memory(what: str) -> float:
    """In MB; `resource` would hand down the peak of the process that started this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{what}:")[1].split()[0]) / 1024
