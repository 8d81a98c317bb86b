"""The papers of a ranking for its office: the annex of the act as PDF and table, and all that replays the ranking."""

from flask import Response, render_template, url_for
from markupsafe import Markup

from cip.documents.sheet_html import render_sheet
from cip.incentives.publication import as_csv
from cip.web.office import office
from cip.web.office.ranking import VERSION
from cip.web.office.ranking_visit import open_ranking
from cip.web.printed import attached, pdf_or_sorry
from cip.web.published_rankings import act_of, told_by
from cip.web.state import reading, today


@office.get(f"{VERSION}/act")
def ranking_act(body_id: str, call_id: str, ranking_id: str) -> Response:
    """The annex of the act as a page."""
    shown = open_ranking(body_id, call_id, ranking_id)
    with reading() as session:
        sheet = act_of(session, shown.visit.call, shown.ranking, today())
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    page = render_template("office/ranking_act.html", visit=shown.visit, view=shown.view, body=body, title=sheet.title)
    return Response(page, mimetype="text/html")


@office.get(f"{VERSION}/act.pdf")
def ranking_act_pdf(body_id: str, call_id: str, ranking_id: str) -> Response:
    """The annex of the act to print and to sign."""
    shown = open_ranking(body_id, call_id, ranking_id)
    with reading() as session:
        sheet = act_of(session, shown.visit.call, shown.ranking, today())
    page = url_for("office.ranking_act", body_id=body_id, call_id=call_id, ranking_id=ranking_id)
    return pdf_or_sorry(sheet, f"graduatoria-{call_id[:8]}-v{shown.ranking.version}.pdf", page)


@office.get(f"{VERSION}/act.csv")
def ranking_act_csv(body_id: str, call_id: str, ranking_id: str) -> Response:
    """The same as a table, with the digests on each line."""
    shown = open_ranking(body_id, call_id, ranking_id)
    with reading() as session:
        text = as_csv(told_by(session, shown.visit.call, shown.ranking))
    return attached(text.encode(), "text/csv", f"graduatoria-{call_id[:8]}-v{shown.ranking.version}.csv")


@office.get(f"{VERSION}/bundle.json")
def ranking_bundle(body_id: str, call_id: str, ranking_id: str) -> Response:
    """All that replays the ranking; applications stand under their numbers, nobody is named."""
    shown = open_ranking(body_id, call_id, ranking_id)
    name = f"graduatoria-{call_id[:8]}-v{shown.ranking.version}-bundle.json"
    return attached(shown.ranking.bundle.encode(), "application/json", name)
