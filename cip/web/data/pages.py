"""The list of what is open, and each of it as JSON or table with its schema."""

from flask import Response, jsonify, render_template, url_for

from cip.database.work import Session
from cip.incentives.reads.calls import public_calls
from cip.incentives.reads.rankings import published_ranking
from cip.monitoring.indicators import actuals_of
from cip.monitoring.open_awards import MOST_AWARDS, OpenAward, OpenAwards, as_csv, awards_schema, open_awards
from cip.monitoring.programme import FollowedProgramme
from cip.monitoring.reads import all_followed, entries_of, find_followed
from cip.monitoring.reads.evidence import rows_of
from cip.monitoring.reads.money import firms_by_cell
from cip.monitoring.reads.open_awards import decided_awards
from cip.monitoring.reads.overviews import money_seen
from cip.monitoring.told import ToldProgramme, programme_schema, told_cells, told_programme
from cip.parties.access import NotYoursError
from cip.parties.reads import find_body
from cip.web.data import data
from cip.web.printed import attached
from cip.web.published_rankings import beneficiaries_of, told_by
from cip.web.state import now, programmes, reading, today

JSON = "application/json"
_ID_LENGTH = 32


@data.get("")
def index() -> Response:
    """What is open, in which forms, and what its fields mean."""
    with reading() as session:
        followed = [
            (one, programmes()[one.rule_id], body.name)
            for one in all_followed(session)
            if one.rule_id in programmes() and (body := find_body(session, one.body_id)) is not None
        ]
    page = render_template("data/index.html", followed=followed, fields=_fields())
    return Response(page, mimetype="text/html")


def _fields() -> list[tuple[str, str]]:
    """Fields of an award with what they hold, as the schema says; names are the same in every language."""
    properties = awards_schema()["$defs"]["OpenAward"]["properties"]  # type: ignore[index]
    return [(name, field.get("description", "")) for name, field in properties.items()]


@data.get("/awards.json")
def awards_json() -> Response:
    """Every published award."""
    return _described(_awards().model_dump_json(indent=1), "data.awards_schema_json")


@data.get("/awards.csv")
def awards_csv() -> Response:
    """The same as a table."""
    return attached(as_csv(_awards().grants).encode(), "text/csv", "contributi.csv")


@data.get("/awards.schema.json")
def awards_schema_json() -> Response:
    """The JSON Schema of the awards."""
    return jsonify(awards_schema())


@data.get("/calls.json")
def calls_json() -> Response:
    """The published calls: when they open and close, their state, where they are and where their ranking is."""
    with reading() as session:
        found = [
            {
                "id": call.id,
                "title": call.title,
                "rules": call.rule_id,
                "rulesSha256": call.pack_sha256,
                "state": call.state_at(now()),
                "opensAt": call.opens_at.isoformat() if call.opens_at else None,
                "closesAt": call.closes_at.isoformat() if call.closes_at else None,
                "budgetCents": call.cents,
                "url": url_for("calls.call", call_id=call.id, _external=False),
                "ranking": url_for("calls.ranking_json", call_id=call.id)
                if published_ranking(session, call.id) is not None
                else None,
            }
            for call in public_calls(session)
        ]
    return jsonify({"format": "cip-calls-1", "calls": found})


@data.get("/programmes/<programme_id>.json")
def programme_json(programme_id: str) -> Response:
    """What a programme reached: totals only, and none that few firms stand behind."""
    with reading() as session:
        followed = find_followed(session, programme_id) if len(programme_id) == _ID_LENGTH else None
        if followed is None or followed.rule_id not in programmes():
            raise NotYoursError
        told = _told(session, followed)
    return _described(told.model_dump_json(indent=1), "data.programme_schema_json")


@data.get("/programmes.schema.json")
def programme_schema_json() -> Response:
    """The JSON Schema of a programme."""
    return jsonify(programme_schema())


def _told(session: Session, followed: FollowedProgramme) -> ToldProgramme:
    programme = programmes()[followed.rule_id]
    body = find_body(session, followed.body_id)
    rows = rows_of(session, programme, followed.body_id, today())
    actuals = actuals_of(programme, rows, entries_of(session, followed.id))
    _money, plan = money_seen(session, programme, followed)
    cells = told_cells(plan, firms_by_cell(session, plan.money)) if plan is not None else ()
    return told_programme(programme, body.name if body is not None else "", today().isoformat(), actuals, cells)


def _awards() -> OpenAwards:
    with reading() as session:
        found: list[OpenAward] = []
        for call in public_calls(session):
            ranking = published_ranking(session, call.id)
            if ranking is not None:
                decided = decided_awards(session, call.id)
                firms = {one.award.firm_id for one in decided.values()}
                who = beneficiaries_of(session, call, ranking, firms) if decided else {}
                found += open_awards(told_by(session, call, ranking), decided, who) if decided else []
    ordered = sorted(found, key=lambda one: (one.awardDate, one.id), reverse=True)
    return OpenAwards(on=today(), grants=tuple(ordered[:MOST_AWARDS]))


def _described(text: str, schema: str) -> Response:
    answer = Response(text, mimetype=JSON)
    answer.headers["Link"] = f'<{url_for(schema)}>; rel="describedby"'
    return answer
