"""One application of a firm: how far it is, what is open, who is at it, what was done."""

from collections.abc import Sequence

from flask import Response, render_template

from cip.incentives.actions.withdraw_application import STILL_WITHDRAWN
from cip.incentives.application import ApplicationEdit, Submission
from cip.incentives.reads import edits_of, sign_offs_of, submissions_of
from cip.incentives.reads.rankings import is_published
from cip.parties.reads import find_body
from cip.parties.reads.belonging import members_of
from cip.web.applying import applying
from cip.web.applying.visit import ApplicationVisit, open_application
from cip.web.applying.words import (
    amount_is_open,
    not_sent_because,
    not_sent_words,
    open_in,
    outcome_words,
    outlook_words,
    part_names,
    parts_of,
)
from cip.web.doers import Doers
from cip.web.done import done_words
from cip.web.people_named import named_doers
from cip.web.state import reading

MOST_SHOWN = 30
"""So many of the last changes stand in the history of the page."""


@applying.get("/<firm_id>/applications/<application_id>")
def application(firm_id: str, application_id: str) -> Response:
    """The application."""
    visit = open_application(firm_id, application_id, "read")
    with reading() as session:
        edits = edits_of(session, application_id)
        said = sign_offs_of(session, application_id)
        sent = submissions_of(session, application_id)
        members = members_of(session, firm_id)
        body = find_body(session, visit.prepared.call.body_id)
        ranked = is_published(session, visit.prepared.call.id)
        labels = {visit.application.started_by, *(one.by_label for one in edits), *(one.by_label for one in said)}
        labels |= {one.by_label for one in sent}
        doers = Doers(session, labels)
        people = named_doers(session, labels)
    page = render_template(
        "applying/application.html",
        visit=visit,
        prepared=visit.prepared,
        call=visit.prepared.call,
        body=body,
        parts=[(part, part_names()[part], open_in(visit.prepared, part)) for part in parts_of(visit.prepared)],
        edits=_newest(edits),
        said=list(reversed(said)),
        sent=sent,
        standing=_standing(sent),
        members=members,
        ranked=ranked,
        amount_open=amount_is_open(visit.prepared.bound, visit.prepared.facts),
        still_withdrawn=visit.prepared.call.stored_state in STILL_WITHDRAWN,
        who=lambda label: doers.words(label) if "/mandate:" in label else people.get(label, doers.words(label)),
        state=outcome_words(visit.application.state, over=visit.over),
        not_sent=_not_sent(visit),
        outlook=outlook_words(visit.prepared.judgement),
        names=_names(visit),
        done=done_words(),
    )
    return Response(page, mimetype="text/html")


def _newest(edits: Sequence[ApplicationEdit]) -> list[ApplicationEdit]:
    return list(reversed(edits))[:MOST_SHOWN]


def _standing(sent: Sequence[Submission]) -> Submission | None:
    return next((one for one in sent if one.withdrawn_at is None), None)


def _not_sent(visit: ApplicationVisit) -> str:
    if not visit.over or visit.application.state not in ("draft", "ready"):
        return ""
    return not_sent_words(not_sent_because(visit.prepared))


def _names(visit: ApplicationVisit) -> dict[str, object]:
    """The names of the fields of the history: facts, documents."""
    facts = {name: fact.label for name, fact in visit.prepared.bound.pack.facts.items()}
    documents = {f"document:{one.id}": one.label for one in visit.prepared.bound.call.documents}
    return {**facts, **documents}
