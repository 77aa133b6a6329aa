"""Strip a PDF: run as a program of its own, with limits, because a PDF from outside may be a bomb. Imports nothing of ours.

Reads the file from standard input. Writes one line of JSON (`pages`, `text`) and the cleaned file, or `refused`: a word
of uploads.REFUSALS. Whatever runs, opens or hides something in it is taken out: scripts, launch actions, attachments.
"""

import io
import json
import resource
import sys
from typing import Any

MEMORY_MAX = 700 * 1024 * 1024
CPU_SECONDS_MAX = 8
PAGES_MAX = 200
TEXT_PAGES_MAX = 30
TEXT_MAX = 200_000
ROOT_REMOVED = ("/OpenAction", "/AA", "/AF", "/JavaScript", "/Collection", "/AcroForm", "/Threads")
NAMES_REMOVED = ("/JavaScript", "/EmbeddedFiles")
LINKS_KEPT = ("/URI", "/GoTo")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    raw = sys.stdin.buffer.read()
    try:
        cleaned, pages = _cleaned(raw)
    except _Refused as refused:
        _say({"refused": str(refused)})
        return
    _say({"pages": pages, "text": _text(cleaned)}, cleaned)


class _Refused(Exception):
    pass


def _cleaned(raw: bytes) -> tuple[bytes, int]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            if pdf.is_encrypted:
                raise _Refused("encrypted")
            pages = len(pdf.pages)
            if not 1 <= pages <= PAGES_MAX:
                raise _Refused("pages")
            _strip(pdf)
            fresh = io.BytesIO()
            pdf.save(fresh)
            return fresh.getvalue(), pages
    except pikepdf.PasswordError:
        raise _Refused("encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, MemoryError, RecursionError):
        raise _Refused("broken") from None


def _strip(pdf: Any) -> None:
    for name in ROOT_REMOVED:
        _remove(pdf.Root, name)
    for name in NAMES_REMOVED:
        _remove(pdf.Root.get("/Names", {}), name)
    for page in pdf.pages:
        _remove(page.obj, "/AA")
        _remove(page.obj, "/AF")
        for note in page.obj.get("/Annots", []):
            _remove(note, "/AA")
            action = note.get("/A", {})
            if action and str(action.get("/S", "")) not in LINKS_KEPT:
                _remove(note, "/A")
            if str(note.get("/Subtype", "")) in ("/FileAttachment", "/RichMedia", "/Screen", "/Movie"):
                _remove(note, "/FS")
                _remove(note, "/RichMediaContent")


def _remove(holder: Any, name: str) -> None:
    if name in holder:
        del holder[name]


def _text(cleaned: bytes) -> str:
    """What can be read in it; nothing for a scan. A text we cannot read does not make a file bad."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(cleaned))
        return "\n".join(page.extract_text() for page in reader.pages[:TEXT_PAGES_MAX])[:TEXT_MAX]
    except Exception:
        return ""


def _say(words: dict[str, Any], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(words).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
