"""Keep: the demo of this version, put away for the versions to come. Run once for a release, by its own program:

python -m tests.earlier.keep
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cli.demo import play
from office.clock import VirtualClock
from office.office import Office, open_office
from office.settings import Settings
from tests.earlier.dumps import put_away

TODAY = datetime(2026, 11, 27, 10, tzinfo=UTC)  # for every version the same, so that their demos can be compared
KEYS = "an-office-of-an-earlier-version"  # the links in its letters are signed with it
ADDRESS = "http://127.0.0.1:8080"


def the_office(data: Path, now: datetime = TODAY) -> Office:
    """The office whose folder this is: with its keys, its address, and a clock set by hand."""
    settings = {"data": data, "base_url": ADDRESS, "secret_keys": KEYS, "wakes_prefect": False, "smtp_host": ""}
    return open_office(Settings(_env_file=None, database_url="", **settings), VirtualClock(now))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = the_office(Path(folder))
        office.store.migrate()
        play(office)
        office.store.close()
        dump = put_away(Path(folder))
    print(f"kept {dump.database.name} and {dump.files.name}; commit both")


if __name__ == "__main__":
    main()
