"""A QR code as SVG that stands in a page: no style, no script, no file."""

import segno


def qr_svg(text: str, title: str) -> str:
    """The QR code of `text`, with `title` as its text equivalent; its size comes from the class `cip-qr`."""
    code = segno.make_qr(text, error="m")
    svg = code.svg_inline(title=title, svgclass="cip-qr", lineclass=None, omitsize=True, light="#fff", border=4)
    return svg.replace("<svg ", '<svg role="img" focusable="false" ', 1)
