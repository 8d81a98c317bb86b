"""The report of a programme for the Region: as a page, as PDF, as spreadsheet. Always the whole programme: small
numbers are protected there, and who could subtract one filtered report from another would learn them all the same.
"""

from flask import Response, render_template, url_for
from markupsafe import Markup

from cip.documents.papers.monitoring_report import monitoring_report
from cip.documents.sheet_html import render_sheet
from cip.monitoring.overview import Overview
from cip.monitoring.reads.overviews import overview_of
from cip.web.language import current
from cip.web.office import office
from cip.web.office.monitoring import PROGRAMME_PAGE
from cip.web.office.monitoring_visit import ProgrammeVisit, open_programme
from cip.web.printed import attached, pdf_or_sorry, too_many
from cip.web.state import reading, today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office.get(f"{PROGRAMME_PAGE}/report")
def programme_report(body_id: str, programme_id: str) -> Response:
    """The report as a page."""
    visit = open_programme(body_id, programme_id, "read")
    sheet = monitoring_report(_seen(visit), current())
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    page = render_template("office/programme_report.html", visit=visit, body=body, title=sheet.title)
    return Response(page, mimetype="text/html")


@office.get(f"{PROGRAMME_PAGE}/report.pdf")
def programme_pdf(body_id: str, programme_id: str) -> Response:
    """The same to print and to send."""
    visit = open_programme(body_id, programme_id, "read")
    page = url_for("office.programme_report", **visit.at)
    return pdf_or_sorry(monitoring_report(_seen(visit), current()), f"{_name(visit)}.pdf", page)


@office.get(f"{PROGRAMME_PAGE}/report.xlsx")
def programme_xlsx(body_id: str, programme_id: str) -> Response:
    """The same as a spreadsheet, one sheet a part."""
    visit = open_programme(body_id, programme_id, "read")
    sorry = too_many(url_for("office.programme_report", **visit.at))
    if sorry is not None:
        return sorry
    # Only here: openpyxl costs time and memory.
    from cip.documents.monitoring_book import monitoring_book

    return attached(monitoring_book(_seen(visit), current()), XLSX, f"{_name(visit)}.xlsx")


def _seen(visit: ProgrammeVisit) -> Overview:
    with reading() as session:
        return overview_of(session, visit.programme, visit.followed, today())


def _name(visit: ProgrammeVisit) -> str:
    return f"monitoraggio-{visit.programme.id}-{today().isoformat()}"
