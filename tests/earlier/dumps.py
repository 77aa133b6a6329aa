"""Dumps: an office put away as two small files, and laid out again. Which offices are kept, and what is tried, is others'."""

import lzma
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATABASE, FILES = "mentoring.sqlite", "files"


@dataclass(frozen=True)
class Dump:
    """One office that was put away, by the schema it has."""

    schema: str
    folder: Path = HERE

    @property
    def database(self) -> Path:
        return self.folder / f"office-{self.schema}.sql.xz"

    @property
    def files(self) -> Path:
        return self.folder / f"office-{self.schema}.files.tar.xz"

    def lay_out(self, data: Path) -> Path:
        """The folder of an office, as that version left it."""
        data.mkdir(parents=True)
        with closing(sqlite3.connect(data / DATABASE)) as db:
            db.executescript(lzma.decompress(self.database.read_bytes()).decode())
        with tarfile.open(self.files) as kept:
            kept.extractall(data, filter="data")
        return data


DUMPS = tuple(Dump(path.name.split("-")[1].split(".")[0]) for path in sorted(HERE.glob("office-*.sql.xz")))


def put_away(data: Path, folder: Path = HERE) -> Dump:
    """The dump of an office that is closed. FileExistsError when one of its schema is kept already."""
    with closing(sqlite3.connect(data / DATABASE)) as db:
        schema = db.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        lines = "\n".join(db.iterdump())
    dump = Dump(schema, folder)
    with dump.database.open("xb") as kept:
        kept.write(lzma.compress(lines.encode(), preset=9 | lzma.PRESET_EXTREME))
    with tarfile.open(dump.files, "x:xz", preset=9) as tar:
        tar.add(data / FILES, FILES, filter=_nobodys)
    return dump


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A file without the name of whoever made it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
