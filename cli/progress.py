"""Progress: says on stderr that a long calculation goes on. Silent for short ones; moves only on a terminal."""

import sys
import threading
import time
from types import TracebackType
from typing import Self

PATIENCE_SECONDS = 2.0
STEP_SECONDS = 0.5


class Progress:
    """`with Progress("Matching ..."):` one line after two seconds, on a terminal with the seconds counting."""

    def __init__(self, words: str, patience: float = PATIENCE_SECONDS) -> None:
        self.words, self.patience = words, patience
        self.done = threading.Event()
        self.watch = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Self:
        self.watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.done.set()
        self.watch.join()

    def _tell(self) -> None:
        begun = time.monotonic()
        if self.done.wait(self.patience):
            return
        if not sys.stderr.isatty():
            print(f"{self.words} ...", file=sys.stderr, flush=True)
            return
        while not self.done.wait(STEP_SECONDS):
            print(f"\r{self.words}: {time.monotonic() - begun:.0f} s ", end="", file=sys.stderr, flush=True)
        print("\r\033[K", end="", file=sys.stderr, flush=True)
