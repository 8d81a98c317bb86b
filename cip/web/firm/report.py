"""The full report of the latest stored result, as a page, as a PDF and as a document to edit."""

from flask import abort, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cip.documents.html import render_html
from cip.documents.papers.report_sheet import report_sheet
from cip.documents.printing import tagged_report
from cip.documents.tagged import can_tag
from cip.web.firm import firm
from cip.web.firm.papers import docx_or_sorry
from cip.web.firm.result import stored_outcome
from cip.web.firm.visit import open_visit
from cip.web.firm.words import page_words
from cip.web.printed import pdf_or_sorry


@firm.get("/<check_up_id>/report")
def report(check_up_id: str) -> str | Response:
    """The whole report, which the PDF prints too; the hub while there is no result."""
    visit = open_visit(check_up_id, "read", with_result=True)
    outcome = stored_outcome(visit)
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    body = Markup(render_html(outcome.report))  # noqa: S704 rendered with escaping, by ourselves
    return render_template("firm/report.html", visit=visit, body=body, tagged=can_tag(), **page_words(visit))


@firm.get("/<check_up_id>/report.pdf")
def report_pdf(check_up_id: str) -> Response:
    """The report as a PDF to keep or to print."""
    outcome = stored_outcome(open_visit(check_up_id, "read", with_result=True))
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    page = url_for("firm.report", check_up_id=check_up_id)
    return pdf_or_sorry(outcome.report, f"check-up-{outcome.check_up.on}.pdf", page)


@firm.get("/<check_up_id>/report-ua.pdf")
def report_tagged(check_up_id: str) -> Response:
    """The report as a PDF with tags for screen readers, where the extra `cip[ua]` is installed."""
    if not can_tag():
        abort(404)
    outcome = stored_outcome(open_visit(check_up_id, "read", with_result=True))
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    page = url_for("firm.report", check_up_id=check_up_id)
    return pdf_or_sorry(tagged_report(outcome.report), f"check-up-{outcome.check_up.on}-ua.pdf", page)


@firm.get("/<check_up_id>/report.docx")
def report_docx(check_up_id: str) -> Response:
    """The report as a document to edit."""
    outcome = stored_outcome(open_visit(check_up_id, "read", with_result=True))
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    page = url_for("firm.report", check_up_id=check_up_id)
    return docx_or_sorry(report_sheet(outcome.report), f"check-up-{outcome.check_up.on}.docx", page)
