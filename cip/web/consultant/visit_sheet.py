"""The sheet for a visit, as a page and as a PDF to print."""

from flask import render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cip.documents.papers.visit_sheet import visit_sheet as build_sheet
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.parties.reads import find_firm
from cip.web.consultant import consultant
from cip.web.consultant.desk import open_here
from cip.web.firm.papers import basis_of
from cip.web.firm.visit import Visit
from cip.web.language import current
from cip.web.printed import pdf_or_sorry
from cip.web.state import reading, today


@consultant.get("/check-up/<check_up_id>/visit-sheet")
def visit_sheet(check_up_id: str) -> str:
    """What to look at on the visit, computed from the answers as they are now."""
    visit = open_here(check_up_id, with_result=True)
    sheet = _sheet(visit)
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    return render_template("consultant/visit_sheet.html", visit=visit, body=body, sheet_title=sheet.title)


@consultant.get("/check-up/<check_up_id>/visit-sheet.pdf")
def visit_sheet_pdf(check_up_id: str) -> Response:
    """The same on paper, with room to write."""
    visit = open_here(check_up_id, with_result=True)
    page = url_for("consultant.visit_sheet", check_up_id=check_up_id)
    return pdf_or_sorry(_sheet(visit), f"visit-sheet-{today().isoformat()}.pdf", page)


def _sheet(visit: Visit) -> Sheet:
    with reading() as session:
        firm = find_firm(session, visit.check_up.firm_id or "")
    return build_sheet(basis_of(visit), visit.bound, visit.answers, firm.name if firm else "", current())
