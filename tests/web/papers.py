"""Papers: PDFs for the tests of uploads, good and bad, made on the spot."""

import io
import zlib

import pikepdf


def a_pdf(words: str = "Curriculum vitae of Tereza", **save) -> bytes:
    """One page with a line of text."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 300))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
    return _saved(pdf, **save)


def a_scan() -> bytes:
    """A page without any text."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return _saved(pdf)


def with_scripts() -> bytes:
    """A PDF that wants to run something, launch something, and carries something."""
    pdf = pikepdf.open(io.BytesIO(a_pdf()))
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('taint-script')")
    pdf.Root.OpenAction = script
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", script])))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="taint-launch.exe")
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=launch
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])
    pdf.attachments["taint-attached.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ taint-attached")
    return _saved(pdf)


def encrypted() -> bytes:
    """Locked with a password."""
    return a_pdf(encryption=pikepdf.Encryption(owner="owner", user="user"))


def with_an_owner() -> bytes:
    """Opens without a password, but is encrypted all the same."""
    return a_pdf(encryption=pikepdf.Encryption(owner="owner", user=""))


def truncated() -> bytes:
    return a_pdf()[:200]


def a_bomb() -> bytes:
    """A few kilobytes that unfold to more than a hundred megabytes."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    packer = zlib.compressobj(9)
    start = packer.compress(b"0 0 m " * 200_000) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b"0 0 m " * 200_000) + packer.flush(zlib.Z_FULL_FLUSH)
    once = start + piece * 100 + packer.flush()
    twice = zlib.compress(once, 9)
    filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    stream = pikepdf.Stream(pdf, twice)
    stream.write(twice, filter=filters)
    pdf.pages[0].Contents = pdf.make_indirect(stream)
    return _saved(pdf, compress_streams=False)


def _saved(pdf, **save) -> bytes:
    written = io.BytesIO()
    pdf.save(written, **save)
    return written.getvalue()
