"""Export files: a cohort as one file to take along. What is in it is told by exports.py and handover.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from documents.handover import handover_page
from documents.spreadsheet import as_xlsx, as_zip
from domain.documents import Document
from domain.lifecycles import DocumentState
from office.exports import sheets_of
from office.handover import handover
from office.office import Office
from storage.private import private_file
from words import Tongue, tongue


@dataclass(frozen=True)
class ExportFile:
    """A file as it is kept or downloaded."""

    name: str
    content: bytes
    media_type: str


def export_file(office: Office, code: str, kind: str, language: str, *, words: bool = True) -> ExportFile:
    """One of EXPORTS, in a language, with what a coordinator may take along; the tables also without people's own words.
    KeyError for a kind that there is not, or not without words."""
    ending, media_type, made = EXPORTS[kind] if words else {one: EXPORTS[one] for one in WITHOUT_WORDS}[kind]
    return ExportFile(f"{code}{ending}", made(office, code, words, tongue(language)), media_type)


def printed_for_all(office: Office, code: str) -> list[Document]:
    """What was printed of the whole cohort, by kind: the handbook, the guide, the evaluation."""
    found = office.store.lookups.documents_of_all(code)
    ready = (one for one in found if one.state is DocumentState.PRINTED)
    return sorted(ready, key=lambda one: one.kind)


def put_down(file: ExportFile, path: Path) -> None:
    """Write the file whole or not at all, closed to others. OSError when it cannot be written there."""
    beside = path.with_name(f".{path.name}.new")
    private_file(beside)
    beside.write_bytes(file.content)
    beside.replace(path)


def _workbook(office: Office, code: str, words: bool, spoken: Tongue) -> bytes:
    return as_xlsx(sheets_of(office, code, words=words), spoken)


def _tables(office: Office, code: str, words: bool, spoken: Tongue) -> bytes:
    return as_zip(sheets_of(office, code, words=words), spoken)


def _page(office: Office, code: str, words: bool, spoken: Tongue) -> bytes:
    return handover_page(handover(office, code), spoken).encode()


def _standards(office: Office, code: str, words: bool, spoken: Tongue) -> bytes:
    from documents.facts import facts_of  # loads the press
    from documents.press import print_document

    now, cohort = office.clock.now(), replace(office.store.load(code), language=spoken.language)
    order = Document("standards:", "standards", "", "", "", now)
    return print_document("standards", facts_of(cohort, order), now)


WITHOUT_WORDS = ("xlsx", "csv")
EXPORTS: Mapping[str, tuple[str, str, Callable[[Office, str, bool, Tongue], bytes]]] = {
    "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "handover": ("-handover.html", "text/html; charset=utf-8", _page),
    "standards": ("-standards.pdf", "application/pdf", _standards),
    "csv": ("-csv.zip", "application/zip", _tables),
}
