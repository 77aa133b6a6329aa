"""Witness: the office's store and postman, watched. Everything goes through to the real ones; what happens is written down."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.cohort import Cohort
from domain.deeds import Deed
from domain.people import Participant
from rehearsal.history import Change, Turn, changes_between
from rehearsal.staging.faults import Nemesis
from storage.store import Store

BENCHES = {"proposals": "matchmaker", "documents": "press", "participants": "post"}


class WatchedStore:
    """A store whose committed updates are kept as turns. Stands in for the Store it wraps."""

    def __init__(self, store: Store, clock: Callable[[], datetime], nemesis: Nemesis) -> None:
        self.store, self.clock, self.nemesis = store, clock, nemesis
        self.taken: list[Turn] = []
        self.listeners: list[Callable[[Turn, Cohort], None]] = []
        self.meanwhile: Callable[[], None] = lambda: None  # happens between the reading and the writing of a turn

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def update(self, code: str, turn: Callable[[Cohort], Cohort], focus: Collection[str] | None = None) -> Cohort:
        """As Store.update; a turn that was taken again after a conflict is written down once."""
        before: Cohort | None = None

        def watched(cohort: Cohort) -> Cohort:
            nonlocal before
            before = cohort
            after = turn(cohort)
            self.meanwhile()
            self.nemesis.here("turn", self.clock())
            return after

        after = self.store.update(code, watched, focus)
        assert before is not None
        self._write_down(before, after)
        self.nemesis.here("written", self.clock())
        return after

    def _write_down(self, before: Cohort, after: Cohort) -> None:
        changes = changes_between(before, after)
        phase = (before.phase.value, after.phase.value)
        if not (changes or after.entries or after.answers or after.messages or phase[0] != phase[1]):
            return
        keys = tuple(message.key for message in after.messages)
        bench = "" if after.entries else _bench_of(changes)
        turn = Turn(self.clock(), changes, after.entries, after.answers, keys, phase, bench)
        undone = [deed for deed in after.deeds if deed.undone_at is not None]
        self.taken.append(_without_effect(turn) if undone else turn)
        for deed in undone:
            self._tell_as_undone(deed)
        for listen in self.listeners:
            listen(turn, after)

    def _tell_as_undone(self, deed: Deed) -> None:
        """A deed that was taken back left nothing but its lines in the journal, under other keys: so the laws find whatever
        is not as it was before."""
        for n, turn in enumerate(self.taken):
            if any(entry.key == deed.id for entry in turn.entries):
                lines = tuple(replace(entry, key=entry.key + deed.mark) for entry in turn.entries)
                self.taken[n] = replace(_without_effect(turn), entries=lines)


def _without_effect(turn: Turn) -> Turn:
    return replace(turn, changes=(), letters=(), phase=("", ""))


def _bench_of(changes: tuple[Change, ...]) -> str:
    """The bench that may change records without a line in the journal; "" when none of them did this."""
    names = {change.collection for change in changes}
    if len(names) != 1:
        return ""
    name = names.pop()
    if name == "participants" and not all(_only_bounced(change) for change in changes):
        return ""
    return BENCHES.get(name, "")


def _only_bounced(change: Change) -> bool:
    before, after = change.before, change.after
    if not isinstance(before, Participant) or not isinstance(after, Participant):
        return False
    return replace(before, bounced_at=after.bounced_at) == after
