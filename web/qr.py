"""QR: a link as a picture that a phone reads, for a poster or a slide. Knows no cohort, and asks nobody else to draw it."""

MARGIN = 4  # modules of white around it, without which readers may not find it


def qr_picture(link: str) -> str:
    """The link as an SVG in a data URI: black on white on every page, so that phones read it in the dark as well."""
    import segno  # few pages draw one

    drawn = segno.make_qr(link, error="m")
    return drawn.svg_data_uri(dark="#000", light="#fff", border=MARGIN, omitsize=True)
