"""Uploads: only PDFs, cleaned, within limits; everything else is refused with a sentence."""

import io

import pikepdf
import pytest

from office.uploads import FILE_MAX, REFUSALS, BadFile, check_pdf, shown_name
from tests.web.papers import a_bomb, a_pdf, a_scan, encrypted, truncated, with_an_owner, with_scripts


def test_a_pdf_is_read_and_kept():
    checked = check_pdf(a_pdf("Three years in immunology"))

    assert (checked.pages, checked.text.strip(), checked.is_scan) == (1, "Three years in immunology", False)
    assert checked.content.startswith(b"%PDF-")


def test_a_scan_is_accepted_and_said_to_be_one():
    assert check_pdf(a_scan()).is_scan


def test_what_runs_or_hides_in_a_pdf_is_taken_out():
    dirty = with_scripts()
    assert b"taint-script" in dirty
    assert b"taint-launch" in dirty

    cleaned = check_pdf(dirty).content

    assert b"taint" not in cleaned
    with pikepdf.open(io.BytesIO(cleaned)) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert len(pdf.attachments) == 0


def test_what_stands_behind_the_end_of_a_pdf_is_gone():
    cleaned = check_pdf(a_pdf() + b"<html><script>taint-polyglot</script></html>").content

    assert b"taint-polyglot" not in cleaned


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a zip", "other"),
        (b"MZ an exe", "other"),
        (b"<html>%PDF-1.7</html>", "other"),
        (b"\n" + a_pdf(), "other"),
        (b"%PDF-1.7 and nothing else", "broken"),
        (truncated(), "broken"),
        (encrypted(), "encrypted"),
        (with_an_owner(), "encrypted"),
        (b"%PDF-" + b"0" * FILE_MAX, "big"),
    ],
)
def test_what_we_cannot_take_is_refused_with_a_sentence(raw, why):
    with pytest.raises(BadFile) as refused:
        check_pdf(raw)

    assert str(refused.value) == REFUSALS[why]


def test_a_bomb_harms_nobody():
    bomb = a_bomb()
    assert len(bomb) < 200_000

    checked = check_pdf(bomb)

    assert checked.is_scan


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\Životopis.PDF", "Životopis.pdf"),
        ("a\r\nContent-Type: x.pdf", "a Content-Type: x.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_file_name_is_a_name_and_no_path(sent, shown):
    assert shown_name(sent) == shown
