"""Makes PDF from a report, in this process: the command line and the worker of `PdfPool` use it.

xhtml2pdf runs under a policy that reads nothing but our fonts: no address is fetched and no other file is opened,
whatever a text says.
"""

import logging
from io import BytesIO

from reportlab import rl_config
from svglib.fonts import register_font
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

from cip.documents.fonts import PAPER_FAMILY, Fonts, find_fonts
from cip.documents.html import contents, render_paper
from cip.documents.parts import Report
from cip.documents.stamp import Stamp, contents_height, stamped
from cip.documents.translation import translations
from cip.kernel.errors import RefusalError

MOST_SECONDS = 60.0
IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a document up to which nothing is written to a temporary file."""

log = logging.getLogger(__name__)


def render_pdf(report: Report) -> bytes:
    """The report as PDF; equal reports give equal bytes. Raises RefusalError where the fonts are missing."""
    fonts = find_fonts()
    height = contents_height(len(contents(report)))
    return stamped(pdf_of(render_paper(report, fonts, height), fonts), _stamp(report))


def _stamp(report: Report) -> Stamp:
    _ = translations(report.language).gettext
    identity = report.identity
    first = _("%(model)s, check-up del %(on)s, motore %(engine)s.") % {
        "model": identity.model,
        "on": identity.on,
        "engine": identity.engine,
    }
    if identity.printed_on:
        first += " " + _("Stampato il %(day)s.") % {"day": identity.printed_on}
    page = _("Pagina %(page)s di %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    return Stamp((first, f"sha256 {identity.sha256}"), page, _("Indice"))


def pdf_of(document: str, fonts: Fonts) -> bytes:
    """A PDF from a whole HTML document that names our fonts."""
    rl_config.invariant = 1
    for weight, path in (("normal", fonts.regular), ("bold", fonts.bold)):
        register_font(PAPER_FAMILY, str(path), weight=weight)
    out = BytesIO()
    try:
        made = pisa.CreatePDF(document, dest=out, encoding="utf-8", capacity=IN_MEMORY, resource_policy=policy(fonts))
    except RenderLimitError as error:
        raise RefusalError("The PDF took too long to make; the report on the screen says the same.") from error
    if made.err:
        log.error("xhtml2pdf reported %d errors", made.err)
        raise RefusalError("The PDF could not be made; the report on the screen says the same.")
    return out.getvalue()


def policy(fonts: Fonts) -> ResourceAccessPolicy:
    """What the maker of PDF may read: the folder of the fonts, nothing else, for a limited time."""
    return ResourceAccessPolicy.server(fonts.folder, allow_remote=False, max_render_seconds=MOST_SECONDS)
