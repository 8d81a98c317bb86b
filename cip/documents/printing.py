"""The one way from anything that can be printed to what the maker of PDF gets."""

from datetime import date

from cip.documents.html import paper_of, render_html
from cip.documents.paper import Paper, Tagged
from cip.documents.parts import Report
from cip.documents.sheet_html import sheet_paper
from cip.documents.sheets import Sheet
from cip.documents.translation import translations

Untagged = Report | Sheet
Printable = Untagged | Tagged


def paper_for(printable: Untagged) -> Paper:
    """The document to print. Raises RefusalError where the fonts are missing."""
    return sheet_paper(printable) if isinstance(printable, Sheet) else paper_of(printable)


def tagged_report(report: Report) -> Tagged:
    """The full report, as the screen shows it."""
    title = translations(report.language).gettext("Check-up di conciliazione del %(on)s") % {"on": report.identity.on}
    return Tagged(title, render_html(report), report.language, date.fromisoformat(report.identity.on_iso))
