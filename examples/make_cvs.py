"""CVs of the pilot: one small PDF for each row of mentors.csv and mentees.csv, printed by typst.

Run `python examples/make_cvs.py` after a change to the CSV files. The same rows give the same bytes. The stations of
each person stand in careers.csv; what is asked in the application is not repeated there.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import typst

from domain.careers import LANGUAGES

PILOT = Path(__file__).parent / "pilot"
TEMPLATE = Path(__file__).with_name("cv.typ")


def main() -> None:
    """Print every CV into examples/pilot/cvs, named after the person's address."""
    folder = PILOT / "cvs"
    folder.mkdir(exist_ok=True)
    for row in rows():
        (folder / cv_name(row["email"])).write_bytes(cv(row))


def cv_name(email: str) -> str:
    """The file of the person with this address."""
    return email.partition("@")[0].replace(".", "-") + ".pdf"


def rows() -> Iterator[dict[str, str]]:
    """Mentors, then mentees, as the CSV files give them."""
    for name in ("mentors.csv", "mentees.csv"):
        with (PILOT / name).open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


def cv(row: dict[str, str]) -> bytes:
    """One page about this person as PDF."""
    mentor = "job_title" in row
    contents = {
        "name": row["name"],
        "email": row["email"],
        "role": row["job_title"] if mentor else f"Doctoral student, {row['field']}",
        "place": row["employer"] if mentor else row["doctoral_programme"],
        "short": row["expectations"] if mentor else f"My aim: {row['goals']} What I bring: {row['contribution']}",
        "stations": stations(row["email"]),
        "skills": listed(row["skills"]),
        "languages": [LANGUAGES[code] for code in listed(row["languages"])],
    }
    printed = typst.compile(str(TEMPLATE), sys_inputs={"cv": json.dumps(contents, ensure_ascii=False)})
    return packed(printed)


def stations(email: str) -> list[dict[str, str]]:
    """What this person did before, newest first."""
    with (PILOT / "careers.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row.pop("email") == email]


def listed(cell: str) -> list[str]:
    """The parts of a cell "a; b; c"."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def packed(pdf: bytes) -> bytes:
    """The same PDF as small as it goes, with an id that depends on its contents alone."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root.Metadata  # a second copy of the title and author
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            compress_streams=True,
            deterministic_id=True,
        )
    return out.getvalue()


if __name__ == "__main__":
    main()
