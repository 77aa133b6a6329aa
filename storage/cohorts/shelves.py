"""Shelves: what this process has read or written of each scope, kept as long as the scope has that version.

A snapshot asks the database for the versions of its scopes and takes everything that has not changed from here. Nothing
rests on a shelf: a turn is written only if the versions it was loaded at still stand (turns.py).
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

SCOPES_MAX = 4_000  # of the pilot some fifty; of a large cohort those that were used last


@dataclass
class Shelf:
    """The records of one scope at one version, by kind and id; kinds that nobody has asked for are missing."""

    version: int
    records: dict[type[Any], Mapping[str, Any]] = field(default_factory=dict)
    journal: frozenset[str] | None = None


class Shelves:
    """Everything that is kept in memory of one database. Safe to share between threads: what lies here never changes."""

    def __init__(self, scopes_max: int = SCOPES_MAX) -> None:
        self._scopes_max = scopes_max
        self._shelves: OrderedDict[tuple[str, str], Shelf] = OrderedDict()
        self._headers: dict[str, tuple[int, dict[str, Any]]] = {}
        self._lock = Lock()

    def header(self, code: str, version: int) -> dict[str, Any] | None:
        """A cohort's own row at this version with its coordinators, if it is known."""
        known = self._headers.get(code)
        return known[1] if known and known[0] == version else None

    def keep_header(self, code: str, version: int, header: dict[str, Any]) -> None:
        """Remember a cohort's own row and its coordinators."""
        self._headers[code] = (version, header)

    def at(self, code: str, versions: Mapping[str, int]) -> dict[str, Shelf]:
        """The shelf of each scope at its version; empty where nothing of that version is known."""
        with self._lock:
            return {scope: self._at(code, scope, version) for scope, version in versions.items()}

    def clear(self, code: str, scopes: Iterable[str]) -> None:
        """Records and journal lines were taken away in these scopes, which no shelf can tell."""
        with self._lock:
            for scope in scopes:
                self._shelves.pop((code, scope), None)

    def _at(self, code: str, scope: str, version: int) -> Shelf:
        found = self._shelves.get((code, scope))
        if found is None or found.version != version:
            found = Shelf(version)
            self._put(code, scope, found)
        else:
            self._shelves.move_to_end((code, scope))
        return found

    def _put(self, code: str, scope: str, shelf: Shelf) -> None:
        self._shelves[code, scope] = shelf
        self._shelves.move_to_end((code, scope))
        while len(self._shelves) > self._scopes_max:
            self._shelves.popitem(last=False)

    def written(
        self, code: str, scope: str, before: int, records: Mapping[type[Any], Iterable[Any]], keys: Iterable[str]
    ) -> None:
        """A turn of this process has written a scope that it had loaded at version `before`."""
        with self._lock:
            old = self._shelves.get((code, scope))
            if old is None or old.version != before:
                self._shelves.pop((code, scope), None)
                return
            new = Shelf(before + 1, dict(old.records), old.journal)
            for kind, changed in records.items():
                if kind in new.records:
                    new.records[kind] = {**new.records[kind], **{record.id: record for record in changed}}
            if new.journal is not None:
                new.journal = new.journal.union(keys)
            self._put(code, scope, new)
