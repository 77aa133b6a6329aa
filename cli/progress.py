"""Progress: says on stderr, in the language of the shell, that a long calculation goes on. Silent for short ones; moves only
on a terminal."""

import sys
import threading
import time
from types import TracebackType
from typing import Self

from words import spoken_here

PATIENCE_SECONDS = 2.0
STEP_SECONDS = 0.5
AGAIN_SECONDS = 15.0


class Progress:
    """`with Progress("Matching") as progress:` a line after two seconds; on a terminal with the seconds counting, else once
    more whenever `say` names the next thing or a quarter of a minute has passed."""

    def __init__(self, words: str, patience: float = PATIENCE_SECONDS, again: float = AGAIN_SECONDS) -> None:
        self.words, self.detail, self.patience, self.again = spoken_here().say(words), "", patience, again
        self.done, self.news = threading.Event(), threading.Event()
        self.watch = threading.Thread(target=self._tell, daemon=True)

    def say(self, detail: str) -> None:
        """What is being worked out now."""
        self.detail = spoken_here().say(detail)
        self.news.set()

    def __enter__(self) -> Self:
        self.watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.done.set()
        self.news.set()
        self.watch.join()

    def _tell(self) -> None:
        begun = time.monotonic()
        if self.done.wait(self.patience):
            return
        alive = sys.stderr.isatty()
        while True:
            self.news.clear()  # before the look at `done`, so that the end is never slept through
            if self.done.is_set():
                break
            said = f"{self.words}{f': {self.detail}' if self.detail else ''}, {time.monotonic() - begun:.0f} s"
            print(f"\r\033[K{said}" if alive else said, end="" if alive else "\n", file=sys.stderr, flush=True)
            self.news.wait(STEP_SECONDS if alive else self.again)
        if alive:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
