"""The published ranking of a call for everybody: a page, the act, open data as table and JSON, and their schema."""

from flask import Response, jsonify, render_template, url_for
from markupsafe import Markup

from cip.database.work import Session
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.incentives.calls import OfficeCall
from cip.incentives.publication import PublishedRanking, as_csv, schema
from cip.incentives.rankings import StoredRanking
from cip.incentives.reads.calls import pack_of_call, public_call
from cip.incentives.reads.rankings import published_ranking, rankings_of_call
from cip.kernel.clock import today as day_of
from cip.parties.access import NotYoursError
from cip.web.calls import calls
from cip.web.printed import attached, pdf_or_sorry
from cip.web.published_rankings import act_of, told_by
from cip.web.ranking_shown import RankingView, moves_shown
from cip.web.state import reading

JSON = "application/json"


@calls.get("/<call_id>/ranking")
def ranking(call_id: str) -> Response:
    """Places, points and sums; names where the duty asks for them; digests, and how to check."""
    with reading() as session:
        call, found = _published(session, call_id)
        told = told_by(session, call, found)
        pack = pack_of_call(session, call)
        versions = [one for one in rankings_of_call(session, call_id) if one.published_at is not None]
    page = render_template(
        "calls/ranking.html",
        call=call,
        pack=pack,
        told=told,
        view=RankingView(found, {}),
        versions=versions,
        moves=moves_shown(found.moved) if found.moved else (),
    )
    return Response(page, mimetype="text/html")


@calls.get("/<call_id>/ranking.csv")
def ranking_csv(call_id: str) -> Response:
    """The awards as a table: open data."""
    return attached(as_csv(_told(call_id)).encode(), "text/csv", f"graduatoria-{call_id[:8]}.csv")


@calls.get("/<call_id>/ranking.json")
def ranking_json(call_id: str) -> Response:
    """The whole as JSON: open data; its schema stands at an address of its own."""
    answer = Response(_told(call_id).model_dump_json(indent=1), mimetype=JSON)
    answer.headers["Link"] = f'<{url_for("calls.ranking_schema")}>; rel="describedby"'
    return answer


@calls.get("/ranking.schema.json")
def ranking_schema() -> Response:
    """The JSON Schema of the open data."""
    return jsonify(schema())


@calls.get("/<call_id>/ranking.pdf")
def ranking_pdf(call_id: str) -> Response:
    """The annex of the act, as published."""
    with reading() as session:
        sheet = _sheet(session, call_id)
    return pdf_or_sorry(sheet, f"graduatoria-{call_id[:8]}.pdf", url_for("calls.ranking_act", call_id=call_id))


@calls.get("/<call_id>/ranking/act")
def ranking_act(call_id: str) -> Response:
    """The same annex as a page."""
    with reading() as session:
        sheet = _sheet(session, call_id)
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    page = render_template("calls/ranking_act.html", call_id=call_id, body=body, title=sheet.title)
    return Response(page, mimetype="text/html")


def _told(call_id: str) -> PublishedRanking:
    with reading() as session:
        call, found = _published(session, call_id)
        return told_by(session, call, found)


def _sheet(session: Session, call_id: str) -> Sheet:
    call, found = _published(session, call_id)
    return act_of(session, call, found, day_of(found.published_at or found.made_at))


def _published(session: Session, call_id: str) -> tuple[OfficeCall, StoredRanking]:
    """The call and its newest published version. Raises NotYoursError where there is none."""
    call = public_call(session, call_id)
    found = published_ranking(session, call_id) if call is not None else None
    if call is None or found is None:
        raise NotYoursError
    return call, found
