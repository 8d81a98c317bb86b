"""The sheet for a visit of a union, as a page and as a PDF to print."""

from flask import render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cip.agreement.reads.attestations import statements_on
from cip.documents.papers.verification_sheet import VerificationSheet, verification_sheet
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.parties.reads import find_body
from cip.web.language import current
from cip.web.printed import pdf_or_sorry
from cip.web.state import reading, today
from cip.web.union import union
from cip.web.union.statuses import stands_for
from cip.web.union.visit import UnionVisit, open_joined


@union.get("/firms/<adherence_id>/sheet")
def verification(adherence_id: str) -> str:
    """Which clauses to look at and what to see, as they stand now."""
    visit = open_joined(adherence_id)
    sheet = _sheet(visit)
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    return render_template("union/sheet.html", visit=visit, body=body, sheet_title=sheet.title)


@union.get("/firms/<adherence_id>/sheet.pdf")
def verification_pdf(adherence_id: str) -> Response:
    """The same on paper, with room to write."""
    visit = open_joined(adherence_id)
    page = url_for("union.verification", adherence_id=adherence_id)
    return pdf_or_sorry(_sheet(visit), f"verification-sheet-{today().isoformat()}.pdf", page)


def _sheet(visit: UnionVisit) -> Sheet:
    with reading() as session:
        clauses = stands_for(session, visit, statements_on(session, visit.id)).clauses
        body = find_body(session, visit.body_id)
    made_of = VerificationSheet(
        visit.firm, visit.agreement, visit.book, clauses, body.name if body else "", today(), current()
    )
    return verification_sheet(made_of)
