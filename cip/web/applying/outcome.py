"""The outcome for the firm: its place, what it gets, its points in the words that the office reads, how to appeal."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response, render_template

from cip.incentives.admissibility_states import DECIDED
from cip.incentives.making import labels_of
from cip.incentives.reads.admissibility import admitted
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.origins import origins_of
from cip.incentives.reads.panel_words import words_of_panel
from cip.incentives.reads.rankings import entry_of, published_ranking
from cip.kernel.clock import today as day_of
from cip.rulebook.call_packs import CallPack
from cip.rulebook.parameters import row_on
from cip.web.applying import applying
from cip.web.applying.visit import open_application
from cip.web.explained import bound_for, explained_for
from cip.web.ranking_shown import RankingView
from cip.web.shown import in_words
from cip.web.state import reading

APPEALS = ("appeal_terms", "appeal_terms_extraordinary")


@applying.get("/<firm_id>/applications/<application_id>/outcome")
def outcome(firm_id: str, application_id: str) -> Response:
    """What became of an application, once the ranking is published."""
    visit = open_application(firm_id, application_id, "read")
    call = visit.prepared.call
    with reading() as session:
        pack = pack_of_call(session, call)
        ranking = published_ranking(session, call.id)
        entry = None if ranking is None else entry_of(session, ranking.id, application_id)
        checked = admitted(session, call.id).get(application_id) if ranking else None
        facts = ranking.applications[entry]["facts"] if ranking is not None and entry is not None else {}
        origins = origins_of(session, application_id, facts)
        panel = {} if entry is None else words_of_panel(session, call, application_id)
    view = explained = None
    if ranking is not None and entry is not None:
        view = RankingView(ranking, labels_of(pack))
        explained = explained_for(bound_for(pack, ranking), ranking, entry, origins)
    page = render_template(
        "applying/outcome.html",
        visit=visit,
        call=call,
        pack=pack,
        ranking=ranking,
        view=view,
        entry=entry,
        explained=explained,
        panel=panel,
        refused=[in_words(one) for one in checked.reasons] if checked and checked.status in DECIDED else [],
        appeals=appeals_from(pack, day_of(ranking.published_at)) if ranking and ranking.published_at else (),
    )
    return Response(page, mimetype="text/html")


def appeals_from(pack: CallPack, on: date) -> Sequence[tuple[str, int, date, str]]:
    """The ways to appeal against what is published on a day: what, how many days, until when, by which law. What the
    call's rules do not cite is not there.
    """
    found = []
    for key in APPEALS:
        parameter = pack.content.law.parameters.get(key)
        row = None if parameter is None else row_on(parameter, on)
        if parameter is not None and row is not None and isinstance(row.value, int | float):
            days = int(row.value)
            found.append((in_words(parameter.label), days, on + timedelta(days=days), row.source))
    return found
