"""The published calls, each as it was published."""

from flask import Response, render_template

from cip.database.work import Session
from cip.incentives.calls import OfficeCall
from cip.incentives.reads import moves_of_call, outages_of_call, pack_of_call, public_call, public_calls
from cip.incentives.reads.rankings import is_published
from cip.parties.access import NotYoursError
from cip.parties.reads import find_body
from cip.web.call_words import CallTeller
from cip.web.calls import calls
from cip.web.state import now, reading, signed_in

PUBLIC_MOVES = (
    "publish",
    "annul",
    "open",
    "close",
    "note_outage",
    "start_admissibility",
    "start_evaluation",
    "start_ranking",
    "allocate",
)


@calls.get("")
def index() -> Response:
    """Every published call, the newest first."""
    with reading() as session:
        found = [(call, call.state_at(now()), pack_of_call(session, call)) for call in public_calls(session)]
    return Response(render_template("calls/index.html", listed=found), mimetype="text/html")


@calls.get("/<call_id>")
def call(call_id: str) -> Response:
    """One call: dates, rules, grid, amounts, digests, what was done."""
    with reading() as session:
        found = _public(session, call_id)
        pack = pack_of_call(session, found)
        body = find_body(session, found.body_id)
        outages = outages_of_call(session, call_id)
        steps = [step for step in moves_of_call(session, call_id) if step.action in PUBLIC_MOVES]
        ranked = is_published(session, call_id)
    page = render_template(
        "calls/call.html",
        call=found,
        state=found.state_at(now()),
        pack=pack,
        body=body,
        told=CallTeller(pack),
        outages=outages,
        steps=steps,
        ranked=ranked,
        own_firm=_own_firm(),
        now=now().replace(microsecond=0),
    )
    return Response(page, mimetype="text/html")


@calls.get("/<call_id>/rules.json")
def rules(call_id: str) -> Response:
    """The very text whose sha256 was published."""
    with reading() as session:
        pack = pack_of_call(session, _public(session, call_id))
    answer = Response(pack.canonical, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{pack.id}-{pack.sha256[:12]}.json"'
    return answer


def _own_firm() -> str | None:
    """The firm of whoever is signed in, where it is one."""
    known = signed_in()
    firms = known.standing.firms if known is not None else ()
    return firms[0] if len(firms) == 1 else None


def _public(session: Session, call_id: str) -> OfficeCall:
    found = public_call(session, call_id)
    if found is None:
        raise NotYoursError
    return found
