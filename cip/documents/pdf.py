"""A paper as PDF, made in this process: what the command line uses. The web asks `cip.documents.pool`."""

from cip.documents.press import press
from cip.documents.printing import Untagged, paper_for


def render_pdf(printable: Untagged) -> bytes:
    """Any paper as PDF; equal papers give equal bytes. Raises RefusalError where the fonts are missing."""
    return press(paper_for(printable))
