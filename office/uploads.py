"""Uploads: a file from outside is checked, cleaned and kept; the original is forgotten. PDF only, up to 10 MB.

It is never opened in this process: `strip_pdf` does that in one of its own, with limits on memory and time.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from domain.forms.form import meta
from domain.saying import say, sayings
from domain.text import clean_line, clean_text
from office.intake import Closed, open_form
from office.office import Office

FILE_MAX = 10 * 1024 * 1024
SECONDS_MAX = 15
NAME_MAX = 100
KIND = "application/pdf"
SCAN = " (scan)"  # in the name of a file that has no text: its readers should know as well
STRIP = Path(__file__).with_name("strip_pdf.py")
REFUSALS = sayings(
    {
        "empty": "This file is empty. Please choose another one.",
        "big": "This file is larger than 10 MB. Please choose a smaller one.",
        "other": "This is not a PDF. Please save the document as a PDF and choose that file.",
        "encrypted": "This PDF is locked with a password. Please save it without one.",
        "broken": "This PDF is damaged or incomplete. Please save it once more and try again.",
        "pages": "This PDF has no pages, or more than 200. Please choose another one.",
        "slow": "This PDF is too complicated for us. Please save it in a simpler form, or print it to PDF.",
    }
)


class BadFile(ValueError):
    """A file that we cannot take; the text says why and what to do."""


@dataclass(frozen=True)
class CheckedPdf:
    """A cleaned PDF, and what can be read in it. `text` is empty for a scan."""

    content: bytes
    pages: int
    text: str

    @property
    def is_scan(self) -> bool:
        return not self.text.strip()


def keep_file(office: Office, token: str, field: str, name: str, stream: BinaryIO) -> str:
    """Keep a file that came with a form; its id is the answer to the field. BadFile, Closed or LinkRefused else."""
    opened = open_form(office, token)
    if opened.status == "closed":
        raise Closed(say("this form is closed"))
    declared = opened.form.model_fields.get(field)
    if declared is None or meta(declared)["widget"] != "upload":
        raise BadFile(say("This form does not ask for a file here."))
    checked = check_pdf(stream.read(FILE_MAX + 1))
    shown = shown_name(name, scan=checked.is_scan)
    return office.store.files.put(checked.content, shown, KIND, opened.cohort.code, opened.invitation.scope)


def check_pdf(raw: bytes) -> CheckedPdf:
    """The PDF, cleaned. BadFile when it is none, damaged, locked, or too much for us."""
    if not raw:
        raise BadFile(REFUSALS["empty"])
    if len(raw) > FILE_MAX:
        raise BadFile(REFUSALS["big"])
    if not raw.startswith(b"%PDF-"):
        raise BadFile(REFUSALS["other"])
    try:
        done = subprocess.run(  # noqa: S603 - our own program, without a shell
            [sys.executable, "-I", str(STRIP)], input=raw, capture_output=True, timeout=SECONDS_MAX, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise BadFile(REFUSALS["slow"]) from error
    if done.returncode != 0:  # out of memory or time
        raise BadFile(REFUSALS["slow"])
    line, _, content = done.stdout.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise BadFile(REFUSALS[told["refused"]])
    return CheckedPdf(content, told["pages"], clean_text(told["text"]))


def shown_name(name: str, scan: bool = False) -> str:
    """The name of a file as people see it: no path, no control characters; it ends as what it is, and says if a scan."""
    last = clean_line(name.replace("\\", "/").rpartition("/")[2])[:NAME_MAX].strip(". ")
    stem = last[:-4] if last.casefold().endswith(".pdf") else last
    return f"{stem or 'document'}{SCAN if scan else ''}.pdf"
