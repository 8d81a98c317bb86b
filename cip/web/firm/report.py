"""The full report of the latest stored result, as a page and as a PDF."""

from flask import Response, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.documents.html import render_html
from cip.kernel.errors import RefusalError
from cip.web.errors import not_now
from cip.web.firm import firm
from cip.web.firm.result import stored_outcome
from cip.web.firm.visit import open_visit
from cip.web.firm.words import page_words
from cip.web.language import gettext as _
from cip.web.limits import PDFS, within
from cip.web.state import now, state


@firm.get("/<check_up_id>/report")
def report(check_up_id: str) -> str | AnyResponse:
    """The whole report, which the PDF prints too; the hub while there is no result."""
    visit = open_visit(check_up_id, "read", with_result=True)
    outcome = stored_outcome(visit)
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    body = Markup(render_html(outcome.report))  # noqa: S704 rendered with escaping, by ourselves
    return render_template("firm/report.html", visit=visit, body=body, **page_words(visit))


@firm.get("/<check_up_id>/report.pdf")
def report_pdf(check_up_id: str) -> AnyResponse:
    """The report as a PDF to keep or to print."""
    visit = open_visit(check_up_id, "read", with_result=True)
    outcome = stored_outcome(visit)
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    page = url_for("firm.report", check_up_id=check_up_id)
    if not within(PDFS, f"{now():%Y-%m-%dT%H}"):
        return not_now(
            429,
            _("Avete chiesto molti PDF"),
            _("Riprovate tra un'ora. Il rapporto completo, in pagina, dice le stesse cose."),
            page,
        )
    try:
        paper = state().pdf.render(outcome.report)
    except RefusalError:
        return not_now(
            503,
            _("Il PDF ora non si può fare"),
            _("Riprovate tra un minuto. Il rapporto completo, in pagina, dice le stesse cose."),
            page,
        )
    response = Response(paper, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"check-up-{outcome.check_up.on}.pdf")
    return response
