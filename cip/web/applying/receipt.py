"""The receipt of what was sent: a page, a PDF, and the address of the public page that its code opens."""

from flask import Response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.documents.papers.application_receipt import Receipt, ReceiptDocument, receipt_sheet
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.incentives.application import Submission
from cip.incentives.reads import submissions_of
from cip.parties.access import NotYoursError
from cip.parties.reads import find_body
from cip.web.applying import applying
from cip.web.applying.visit import ApplicationVisit, open_application
from cip.web.call_words import mark_words
from cip.web.done import done_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.printed import pdf_or_sorry
from cip.web.shown import in_words
from cip.web.state import reading

_PAGE = "/<firm_id>/applications/<application_id>"


@applying.get(f"{_PAGE}/receipt")
def receipt(firm_id: str, application_id: str) -> AnyResponse:
    """The newest receipt, or the one of a number (`?number=`)."""
    visit = open_application(firm_id, application_id, "read")
    sent = _sent(visit)
    body = Markup(render_sheet(_sheet(visit, sent)))  # noqa: S704 escaped, by ourselves
    page = render_template("applying/receipt.html", visit=visit, sent=sent, body=body, done=done_words())
    return Response(page, mimetype="text/html")


@applying.get(f"{_PAGE}/receipt.pdf")
def receipt_pdf(firm_id: str, application_id: str) -> Response:
    """The same to keep."""
    visit = open_application(firm_id, application_id, "read")
    sent = _sent(visit)
    page = f"{visit.url('applying.receipt')}?number={sent.number}"
    return pdf_or_sorry(_sheet(visit, sent), f"ricevuta-{sent.number}-{sent.short}.pdf", page)


def _sent(visit: ApplicationVisit) -> Submission:
    """The submission that is asked for. Raises NotYoursError where nothing was sent."""
    with reading() as session:
        sent = submissions_of(session, visit.application.id)
    asked = request.args.get("number", "")
    found = [one for one in sent if not asked or str(one.number) == asked]
    if not found:
        raise NotYoursError
    return found[-1]


def _sheet(visit: ApplicationVisit, sent: Submission) -> Sheet:
    call, pack = visit.prepared.call, visit.prepared.bound.pack
    with reading() as session:
        body = find_body(session, call.body_id)
    told = sent.told["firm"]
    firm = told if isinstance(told, dict) else {}
    computed = sent.told.get("computed")
    return receipt_sheet(
        Receipt(
            language=current(),
            call=call.title,
            body=body.name if body else "",
            mark=mark_words(pack.call.about.nature),
            firm=str(firm.get("name", "")),
            tax_code=str(firm.get("tax_code", "")),
            number=sent.number,
            submitted_at=sent.submitted_at,
            digest=sent.digest,
            pack_sha256=pack.sha256,
            asked=sent.requested,
            computed=computed if isinstance(computed, int) else None,
            documents=tuple(_documents(visit, sent)),
            address=url_for("receipts.arrived", code=sent.receipt_code, _external=True),
            withdrawn_at=sent.withdrawn_at,
        )
    )


def _documents(visit: ApplicationVisit, sent: Submission) -> list[ReceiptDocument]:
    names = {one.id: in_words(one.label) for one in visit.prepared.bound.call.documents}
    found: list[ReceiptDocument] = []
    listed = sent.told.get("documents")
    for one in listed if isinstance(listed, list) else []:
        if not isinstance(one, dict):
            continue
        name, attached, files = names.get(str(one["id"]), str(one["id"])), one.get("attached"), one.get("files")
        if isinstance(attached, dict):
            sha256 = attached.get("sha256")
            found.append(ReceiptDocument(name, _("allegato da CIP"), str(sha256) if sha256 else None))
        for file in files if isinstance(files, list) else []:
            if isinstance(file, dict):
                found.append(ReceiptDocument(name, _("file caricato"), str(file["sha256"])))
    return found
