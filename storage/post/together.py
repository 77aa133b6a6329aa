"""Together: group commit. While one transaction reaches the disk, those who come meanwhile wait and share the next.

A disk confirms a commit in milliseconds, however much is in it; four connections to a mail server that each need one
pay for one. Nobody waits for company: whoever finds the way free goes alone.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Calls to one function from many threads, handed to `work` as lists; `work` answers each, in order, or raises for
    all of a list."""

    def __init__(self, work: Callable[[list[T]], list[R]]) -> None:
        self._work = work
        self._waiting: list[tuple[T, Future[R]]] = []
        self._adding, self._going = Lock(), Lock()

    def __call__(self, one: T) -> R:
        """What `work` answers for this one; returns when it is done. Raises what `work` raised for its list."""
        answer: Future[R] = Future()
        with self._adding:
            self._waiting.append((one, answer))
        with self._going:
            if not answer.done():
                self._go()
        return answer.result()

    def _go(self) -> None:
        with self._adding:
            going, self._waiting = self._waiting, []
        try:
            for (_, answer), told in zip(going, self._work([one for one, _ in going]), strict=True):
                answer.set_result(told)
        except BaseException as error:
            for _, answer in going:
                if not answer.done():
                    answer.set_exception(error)
