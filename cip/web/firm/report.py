"""The full report of the latest stored result, as a page, as a PDF and as a document to edit."""

from dataclasses import replace

from flask import abort, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cip.assessment.reads import latest_narrative
from cip.documents.html import render_html
from cip.documents.narrative import narrative_section
from cip.documents.papers.report_sheet import report_sheet
from cip.documents.parts import Report
from cip.documents.printing import tagged_report
from cip.documents.tagged import can_tag
from cip.parties.reads import find_body
from cip.web.firm import firm
from cip.web.firm.papers import docx_or_sorry
from cip.web.firm.result import Outcome, stored_outcome
from cip.web.firm.visit import open_visit
from cip.web.firm.words import page_words
from cip.web.printed import pdf_or_sorry
from cip.web.state import reading


@firm.get("/<check_up_id>/report")
def report(check_up_id: str) -> str | Response:
    """The whole report, which the PDF prints too; the hub while there is no result."""
    visit = open_visit(check_up_id, "read", with_result=True)
    outcome = stored_outcome(visit)
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    body = Markup(render_html(full_report(outcome)))  # noqa: S704 rendered with escaping, by ourselves
    return render_template("firm/report.html", visit=visit, body=body, tagged=can_tag(), **page_words(visit))


@firm.get("/<check_up_id>/report.pdf")
def report_pdf(check_up_id: str) -> Response:
    """The report as a PDF to keep or to print."""
    outcome = stored_outcome(open_visit(check_up_id, "read", with_result=True))
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    page = url_for("firm.report", check_up_id=check_up_id)
    return pdf_or_sorry(full_report(outcome), f"check-up-{outcome.check_up.on}.pdf", page)


@firm.get("/<check_up_id>/report-ua.pdf")
def report_tagged(check_up_id: str) -> Response:
    """The report as a PDF with tags for screen readers, where the extra `cip[ua]` is installed."""
    if not can_tag():
        abort(404)
    outcome = stored_outcome(open_visit(check_up_id, "read", with_result=True))
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    page = url_for("firm.report", check_up_id=check_up_id)
    return pdf_or_sorry(tagged_report(full_report(outcome)), f"check-up-{outcome.check_up.on}-ua.pdf", page)


@firm.get("/<check_up_id>/report.docx")
def report_docx(check_up_id: str) -> Response:
    """The report as a document to edit."""
    outcome = stored_outcome(open_visit(check_up_id, "read", with_result=True))
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    page = url_for("firm.report", check_up_id=check_up_id)
    return docx_or_sorry(report_sheet(full_report(outcome)), f"check-up-{outcome.check_up.on}.docx", page)


def full_report(outcome: Outcome) -> Report:
    """The report with what the consultant tells, where somebody accompanied the firm."""
    if outcome.visit.check_up.firm_id is None:
        return outcome.report
    with reading() as session:
        found = latest_narrative(session, outcome.visit.id)
        body = find_body(session, found.body_id) if found else None
    if found is None:
        return outcome.report
    section = narrative_section(found, body.name if body else "", outcome.language)
    return replace(outcome.report, narrative=section)
