"""Private: files and folders that only the office's own user may open: names, addresses and words of people are in them.

What is in them, and when they are made, is the business of those who keep them.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077


def private_folder(folder: Path) -> Path:
    """The folder, made if it is not there, and closed to others. OSError when it cannot be made."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    _close(folder, FOLDER)
    return folder


def private_file(path: Path) -> None:
    """Have the file, empty if it is not there, and closed to others: also one that an earlier version left open."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))
    close_to_others((path,))


def close_to_others(paths: Iterable[Path]) -> None:
    """Take the rights of others away from those of the files that are there."""
    for path in paths:
        _close(path, FILE)


def open_to_others(path: Path) -> bool:
    """Whether somebody else on this machine may open it."""
    return path.exists() and bool(path.stat().st_mode & OTHERS)


def _close(path: Path, mode: int) -> None:
    # What belongs to another user stays as it is; the doctor points it out.
    with suppress(FileNotFoundError, PermissionError):
        if path.stat().st_mode & OTHERS:
            path.chmod(mode)
