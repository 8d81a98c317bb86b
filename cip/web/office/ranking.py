"""The ranking of a call for its office: the newest version, older ones, one application line by line, what if."""

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.keep_awards import NO_ROOM
from cip.incentives.actions.move_call import NotYetError, WrongCallStateError
from cip.incentives.actions.rank_call import (
    NoReasonError,
    NotNewestError,
    OddActDayError,
    OtherPersonError,
    approve_ranking,
    make_ranking,
    publish_ranking,
)
from cip.incentives.actions.reserve_room import TiesChangedError
from cip.incentives.beside import beside
from cip.incentives.rankings import LONGEST_ACT
from cip.incentives.reads import CALL
from cip.incentives.reads.origins import origins_of
from cip.incentives.reads.panel_words import words_of_panel
from cip.incentives.reads.rankable import rankable_of
from cip.incentives.reads.ranking_kinds import RANKING
from cip.incentives.reads.rankings import latest_ranking, rankings_of_call
from cip.kernel.errors import RefusalError
from cip.parties.access import NotYoursError, load_for
from cip.web.account.keys import secret_key
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.explained import explained_for
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.links import CallLink, register_link
from cip.web.office.ranking_visit import open_ranking, view_of
from cip.web.office.visit import CallVisit, open_call
from cip.web.shown import in_words
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

CALL_PAGE = "/<body_id>/calls/<call_id>/ranking"
VERSION = f"{CALL_PAGE}/<ranking_id>"
RANKED_STATES = ("ranking", "allocated")

register_link(
    CallLink(
        "office.ranking",
        lambda: _("Graduatoria"),
        lambda: _("Posti, contributi, versioni e atto"),
        ("ranking", "allocated"),
    )
)


@office.get(CALL_PAGE)
def ranking(body_id: str, call_id: str) -> Response:
    """The newest version with what is to be done next, and the list of versions."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.post(f"{CALL_PAGE}/make")
def make_now(body_id: str, call_id: str) -> AnyResponse:
    """Make the first version from what is decided and scored; the word of the draw is opened by it."""
    visit = open_call(body_id, call_id, "move")
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="move", parent=body_id)
            if latest_ranking(work.session, call_id) is not None:
                return back("office.ranking", body_id=body_id, call_id=call_id)
            make_ranking(work, call_id, key=secret_key())
    except WrongCallStateError:
        return _not_that(visit)
    except NotYetError as error:
        return not_now(409, _("La graduatoria non si può ancora fare"), " ".join(map(in_words, error.because)))
    except RefusalError:
        why = _("Manca un dato o un punteggio che il bando chiede. Guardate i controlli e le valutazioni.")
        return not_now(409, _("La graduatoria non si può fare"), why)
    return back("office.ranking", "ranked", body_id=body_id, call_id=call_id)


@office.get(VERSION)
def ranking_version(body_id: str, call_id: str, ranking_id: str) -> Response:
    """One version as it was made."""
    shown = open_ranking(body_id, call_id, ranking_id)
    page = render_template("office/ranking_version.html", visit=shown.visit, view=shown.view, done=done_words())
    return Response(page, mimetype="text/html")


@office.post(f"{VERSION}/approve")
def approve_now(body_id: str, call_id: str, ranking_id: str) -> AnyResponse:
    """Somebody else than its maker approves the newest version, with the act."""
    visit = open_ranking(body_id, call_id, ranking_id, "sign").visit
    form = sent()
    number = form.line("act_number", LONGEST_ACT, missing=_("Scrivete il numero dell'atto."))
    on = form.day("act_on", missing=_("Scrivete il giorno dell'atto."))
    if form.errors or on is None:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), RANKING, ranking_id, action="sign", parent=call_id)
            approve_ranking(work, ranking_id, act_number=number, act_on=on)
    except OtherPersonError:
        return not_now(
            409,
            _("Serve un'altra persona"),
            _("Chi ha fatto la graduatoria non la può approvare. Chiedete a un'altra persona dell'ufficio."),
        )
    except OddActDayError:
        form.errors["act_on"] = _("Scrivete un giorno da quando la graduatoria è fatta fino a oggi.")
        return _page(visit, form)
    except (NotNewestError, NoReasonError):
        return _not_that(visit)
    return back("office.ranking", "ranking_approved", body_id=body_id, call_id=call_id)


@office.post(f"{VERSION}/publish")
def publish_ranking_now(body_id: str, call_id: str, ranking_id: str) -> AnyResponse:
    """Publish an approved version; the firms in it have a mail."""
    visit = open_call(body_id, call_id, "publish")
    try:
        with working() as work:
            load_for(work.session, actor(), RANKING, ranking_id, action="publish", parent=call_id)
            publish_ranking(work, ranking_id)
    except (NotNewestError, TiesChangedError):
        return _not_that(visit)
    except NotYetError as error:
        return _not_published(visit, error)
    return back("office.ranking", "ranking_published", body_id=body_id, call_id=call_id)


@office.get(f"{VERSION}/entries/<entry>")
def ranking_entry(body_id: str, call_id: str, ranking_id: str, entry: str) -> Response:
    """One application: its points line by line, what it read, why, and what would have changed the result."""
    shown = open_ranking(body_id, call_id, ranking_id)
    if entry not in shown.ranking.applications:
        raise NotYoursError
    entrant = shown.view.entrants.get(entry)
    with reading() as session:
        facts = shown.ranking.applications[entry]["facts"]
        origins = {} if entrant is None else origins_of(session, entrant.application_id, facts)
        panel = {} if entrant is None else words_of_panel(session, shown.visit.call, entrant.application_id)
    page = render_template(
        "office/ranking_entry.html",
        visit=shown.visit,
        view=shown.view,
        entry_id=entry,
        entrant=entrant,
        explained=explained_for(shown.bound, shown.ranking, entry, origins),
        panel=panel,
    )
    return Response(page, mimetype="text/html")


@office.get(f"{VERSION}/beside")
def ranking_beside(body_id: str, call_id: str, ranking_id: str) -> Response:
    """The same ranking with other rules for the money: to be looked at, never kept."""
    shown = open_ranking(body_id, call_id, ranking_id)
    ways = beside(shown.bound, shown.applicants, shown.ranking.told)
    page = render_template("office/ranking_beside.html", visit=shown.visit, view=shown.view, ways=ways)
    return Response(page, mimetype="text/html")


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        newest = latest_ranking(session, visit.id)
        versions = rankings_of_call(session, visit.id)
        view = None if newest is None else view_of(session, visit, newest)
        missing = () if newest or visit.state not in RANKED_STATES else rankable_of(session, visit.call).missing
    return form.page(
        "office/ranking.html",
        visit=visit,
        newest=newest,
        view=view,
        versions=versions,
        missing=missing,
        may_approve=newest is not None and newest.may_be_approved_by(visit.person_id),
        done=done_words(),
    )


def _not_published(visit: CallVisit, error: NotYetError) -> AnyResponse:
    """Why; where room for aid is missing, with the way to what other firms said of it: perhaps it is not so."""
    title, because = _("La graduatoria non si può ancora pubblicare"), " ".join(map(in_words, error.because))
    if not any(reason.rule == NO_ROOM for reason in error.because):
        return not_now(409, title, because)
    hint = _("Se un aiuto o un legame è stato scritto da un'altra impresa, potete confermarlo o metterlo da parte.")
    entries = url_for("office.aid_entries", body_id=visit.body_id, call_id=visit.id)
    return not_now(409, title, f"{because} {hint}", entries, _("Aiuti e legami dichiarati"))


def _not_that(visit: CallVisit) -> AnyResponse:
    return not_now(
        409,
        _("Ora non si può fare"),
        _("La graduatoria o il bando è andato avanti nel frattempo. Guardate a che punto è."),
    )
