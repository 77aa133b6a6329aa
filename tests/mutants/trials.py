"""Trials: a mutant lives in a process of its own while tests run, and some test notices it or none does.

The tests are read once, by the process that all others split off from; so a trial costs its tests alone. Quick tests come
first, those of the mutant's own file before all; the long ones are only for what the quick ones let pass.
"""

import os
import time
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

import pytest

from tests.mutants.mutants import Mutant

ROOT = Path(__file__).parents[2]
SUITES = ("tests/domain/rules", "tests/domain", "tests/office", "tests/rehearsal")
QUIET = ("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", "--tb=no", "--no-header")
NOTICED, UNNOTICED = pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.OK

FORK = get_context("fork")
Some = TypeVar("Some", Mutant, None)


class Spoiled(Exception):
    """The tests could not be run at all, so that their verdict means nothing."""


def files_of(suite: str, first: str = "") -> list[str]:
    """The test files of a suite that no earlier suite holds, that of the file `first` before the others."""
    earlier = [ROOT / other for other in SUITES[: SUITES.index(suite)]] if suite in SUITES else []
    place = ROOT / suite
    found = [place] if place.is_file() else [*place.rglob("test_*.py")]
    kept = [path for path in found if not any(path.is_relative_to(other) for other in earlier)]
    return [str(path) for path in sorted(kept, key=lambda path: (path.stem != f"test_{first}", path))]


def read(suite: str) -> None:
    """Import the tests of a suite, so that no trial has to."""
    _in_silence(["--collect-only", *files_of(suite)])


def is_green(suite: str) -> bool:
    """Whether the suite has nothing to say when nothing is missing."""
    return all(not noticed for _, noticed in trials(suite, [None], 1))


def trials(suite: str, chosen: Iterable[Some], at_once: int, ends: float = float("inf")) -> Iterator[tuple[Some, bool]]:
    """Each mutant with whether the suite noticed it, as soon as it is known. No trial begins after `ends` (monotonic)."""
    waiting, running = list(chosen)[::-1], dict[int, tuple[Some, BaseProcess]]()
    while running or (waiting and time.monotonic() < ends):
        while waiting and len(running) < at_once and time.monotonic() < ends:
            mutant = waiting.pop()
            process = FORK.Process(target=_trial, args=(suite, mutant))
            process.start()
            running[process.sentinel] = mutant, process
        for sentinel in wait(list(running)):
            mutant, process = running.pop(sentinel)
            process.join()
            if process.exitcode not in (NOTICED, UNNOTICED):
                raise Spoiled(f"{mutant and mutant.name}: pytest ended with {process.exitcode}")
            yield mutant, process.exitcode == NOTICED


def _trial(suite: str, mutant: Mutant | None) -> None:
    if mutant is not None:
        mutant.live()
    os._exit(_in_silence(files_of(suite, first=mutant.file if mutant else "")))


def _in_silence(words: list[str]) -> int:
    """Run pytest without a word; its exit code."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        held = os.dup(1), os.dup(2)
        for number in (1, 2):
            os.dup2(nowhere.fileno(), number)
        try:
            return int(pytest.main([*QUIET, *words]))
        finally:
            for number, one in zip((1, 2), held, strict=True):
                os.dup2(one, number)
                os.close(one)
