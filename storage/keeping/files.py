"""Files: uploads and printed documents, in a folder outside the database and outside the web. What is in them is
checked before they come here (documents/, web/)."""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from domain.saying import say
from storage.engine import Database
from storage.errors import StorageError, UnknownCohort
from storage.private import close_to_others, private_folder
from storage.tables import files


@dataclass(frozen=True)
class StoredFile:
    """A file with its name as the person knew it; `kind` is its media type, `scope` whose it is."""

    id: str
    cohort: str
    scope: str
    name: str
    kind: str
    content: bytes


class Files:
    """One folder; ids are random and the only thing that ever becomes a path."""

    def __init__(self, db: Database, folder: Path, clock: Callable[[], datetime]) -> None:
        self.db, self.folder, self.clock = db, Path(folder), clock

    def put(self, content: bytes, name: str, kind: str, cohort: str, scope: str) -> str:
        """Keep a file and give its id. It is on the disk before the database says that it is there."""
        key = secrets.token_hex(16)
        self._write(key, content)
        row = {"id": key, "cohort": cohort, "scope": scope, "name": name, "kind": kind, "size": len(content)}
        try:
            with self.db.writing() as db:
                db.execute(
                    files.insert().values(row | {"sha256": sha256(content).hexdigest(), "kept_at": self.clock()})
                )
        except IntegrityError as error:
            (self.folder / key).unlink(missing_ok=True)
            raise UnknownCohort(
                say("there is no cohort {cohort} to keep the file {key} for", cohort=cohort, key=key)
            ) from error
        except Exception:
            (self.folder / key).unlink(missing_ok=True)
            raise
        return key

    def get(self, key: str) -> StoredFile | None:
        """The file with this id; None when there is none. StorageError when its bytes are not those that were kept."""
        c = files.c
        with self.db.reading() as db:
            row = db.execute(select(c.cohort, c.scope, c.name, c.kind, c.sha256).where(c.id == key)).one_or_none()
        if row is None:
            return None
        try:
            content = (self.folder / key).read_bytes()
        except OSError as error:
            raise StorageError(
                say("the file {key} is missing in {folder}; restore it from a backup", key=key, folder=self.folder)
            ) from error
        if sha256(content).hexdigest() != row.sha256:
            raise StorageError(
                say("the file {key} in {folder} is damaged; restore it from a backup", key=key, folder=self.folder)
            )
        return StoredFile(key, row.cohort, row.scope, row.name, row.kind, content)

    def names(self, keys: Iterable[str]) -> dict[str, str]:
        """The names of those of these files that there are, by id; no file is read."""
        wanted = sorted(set(keys))
        if not wanted:
            return {}
        with self.db.reading() as db:
            rows = db.execute(select(files.c.id, files.c.name).where(files.c.id.in_(wanted)))
            return {row.id: row.name for row in rows}

    def delete(self, key: str) -> None:
        """Forget a file; nothing happens when it is gone already."""
        with self.db.writing() as db:
            known = db.execute(delete(files).where(files.c.id == key)).rowcount
        if known:
            (self.folder / key).unlink(missing_ok=True)

    def of_scope(self, cohort: str, scope: str) -> list[str]:
        """The ids of all files of one group or person."""
        with self.db.reading() as db:
            query = select(files.c.id).where(files.c.cohort == cohort, files.c.scope == scope)
            return list(db.scalars(query.order_by(files.c.kept_at, files.c.id)))

    def close_to_others(self) -> None:
        """Only we may read what is kept: also in a folder of an earlier version, or one that came back from a backup."""
        if self.folder.is_dir():
            close_to_others(private_folder(self.folder).iterdir())

    def check(self) -> None:
        """StorageError when the folder cannot be written to."""
        try:
            self._write("check", b"")
            (self.folder / "check").unlink()
        except OSError as error:
            raise StorageError(
                say(
                    "the folder {folder} for files cannot be written to ({reason}); create it or give the program "
                    "the right to write there",
                    folder=self.folder,
                    reason=error.strerror,
                )
            ) from error

    def _write(self, key: str, content: bytes) -> None:
        private_folder(self.folder)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix="new-", delete=False) as fresh:
            fresh.write(content)
            fresh.flush()
            os.fsync(fresh.fileno())
        os.replace(fresh.name, self.folder / key)
