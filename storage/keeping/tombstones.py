"""Tombstones: who was erased, kept outside the database and its backups, so that nobody rises again from a backup of before.

A line holds codes and a fingerprint of the address, from which nobody can read it (domain/contact_book.py). The code alone
would not do: in a restored office the next person to apply may get the same one.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from storage.private import private_file, private_folder


@dataclass(frozen=True)
class Tombstone:
    """Somebody who was erased. `mark`: the fingerprint of the address they had."""

    cohort: str
    person: str
    mark: str


class Tombstones:
    """The file in which they stand, a line each; it only grows. Lines that are cut short or strange count as none."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, stone: Tombstone) -> None:
        """Note somebody; on the disk when this returns."""
        private_folder(self.path.parent)
        private_file(self.path)
        with self.path.open("ab") as file:
            file.write(json.dumps(asdict(stone)).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def all(self) -> Iterator[Tombstone]:
        """Everybody, each once, in the order of the file."""
        if not self.path.exists():
            return
        yield from dict.fromkeys(filter(None, map(_read, self.path.read_bytes().splitlines())))


def _read(line: bytes) -> Tombstone | None:
    try:
        return Tombstone(**json.loads(line))
    except (ValueError, TypeError):  # the last line of a machine that lost its power
        return None
