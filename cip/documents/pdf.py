"""A report as PDF, made in this process: what the command line uses. The web asks `cip.documents.pool`."""

from cip.documents.html import paper_of
from cip.documents.parts import Report
from cip.documents.press import press


def render_pdf(report: Report) -> bytes:
    """The report as PDF; equal reports give equal bytes. Raises RefusalError where the fonts are missing."""
    return press(paper_of(report))
