"""Makes PDF from a paper. The only module, with `stamp`, that loads the maker of PDF.

xhtml2pdf runs under a policy that reads nothing but our fonts: no address is fetched and no other file is opened,
whatever a text says.
"""

import logging
from io import BytesIO

from reportlab import rl_config
from svglib.fonts import register_font
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

from cip.documents.drawable import drawable
from cip.documents.fonts import PAPER_FAMILY, Fonts
from cip.documents.paper import Paper
from cip.documents.stamp import stamped
from cip.kernel.errors import RefusalError

MOST_SECONDS = 60.0
IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a document up to which nothing is written to a temporary file."""

log = logging.getLogger(__name__)


def press(paper: Paper) -> bytes:
    """A paper as PDF, with contents and page numbers. Raises RefusalError if it cannot be made."""
    return stamped(pdf_of(drawable(paper.document, paper.fonts), paper.fonts), paper.stamp)


def pdf_of(document: str, fonts: Fonts) -> bytes:
    """A PDF from a whole HTML document that names our fonts."""
    rl_config.invariant = 1
    for weight, path in (("normal", fonts.regular), ("bold", fonts.bold)):
        register_font(PAPER_FAMILY, str(path), weight=weight)
    out = BytesIO()
    try:
        made = pisa.CreatePDF(document, dest=out, encoding="utf-8", capacity=IN_MEMORY, resource_policy=policy(fonts))
    except RenderLimitError as error:
        raise RefusalError("The PDF took too long to make; the page on the screen says the same.") from error
    if made.err:
        log.error("xhtml2pdf reported %d errors", made.err)
        raise RefusalError("The PDF could not be made; the page on the screen says the same.")
    return out.getvalue()


def policy(fonts: Fonts) -> ResourceAccessPolicy:
    """What the maker of PDF may read: the folder of the fonts, nothing else, for a limited time."""
    return ResourceAccessPolicy.server(fonts.folder, allow_remote=False, max_render_seconds=MOST_SECONDS)
