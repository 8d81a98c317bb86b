"""A QR code: as SVG that stands in a page without style or script, as a picture for paper and editable documents."""

from io import BytesIO

import segno


def qr_svg(text: str, title: str) -> str:
    """The QR code of `text`, with `title` as its text equivalent; its size comes from the class `cip-qr`."""
    code = segno.make_qr(text, error="m")
    svg = code.svg_inline(title=title, svgclass="cip-qr", lineclass=None, omitsize=True, light="#fff", border=4)
    return svg.replace("<svg ", '<svg role="img" focusable="false" ', 1)


def qr_png(text: str) -> bytes:
    """The QR code of `text` as a picture; equal texts give equal bytes."""
    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=6, border=4)
    return out.getvalue()
