"""The one way from anything that can be printed to what the maker of PDF gets."""

from cip.documents.html import paper_of
from cip.documents.paper import Paper
from cip.documents.parts import Report
from cip.documents.sheet_html import sheet_paper
from cip.documents.sheets import Sheet

Printable = Report | Sheet


def paper_for(printable: Printable) -> Paper:
    """The document to print. Raises RefusalError where the fonts are missing."""
    return sheet_paper(printable) if isinstance(printable, Sheet) else paper_of(printable)
