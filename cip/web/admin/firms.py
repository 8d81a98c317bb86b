"""Firms by name and tax code, nothing else of them; and the merger of two."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.actions import merge_firms
from cip.database.locks import RowGoneError
from cip.parties.access import load_for
from cip.parties.actions.holding import JoinedMeanwhileError
from cip.parties.actions.merge_parties import CannotMergeError
from cip.parties.reads import PLATFORM, all_firms
from cip.parties.standing import PLATFORM_ID
from cip.web.admin import admin
from cip.web.admin.bodies import open_admin
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent
from cip.web.worker.book import vault


@admin.get("/firms")
def firms() -> Response:
    """The list, and the form that merges two."""
    open_admin()
    return _page(Typed())


@admin.post("/firms/merge")
def merge_now() -> AnyResponse:
    """Let one firm take another one over."""
    open_admin(fresh=True)
    form = sent()
    with reading() as database:
        ids = [one.id for one in all_firms(database) if one.closed_at is None] or [""]
    gone = form.choice("gone", ids, _("Scegliete l'impresa che finisce."))
    stays = form.choice("stays", ids, _("Scegliete l'impresa che resta."))
    if gone == stays and not form.errors:
        form.errors["stays"] = _("Scegliete due imprese diverse.")
    if not form.ticked("sure", "yes"):
        form.errors["sure"] = _("Confermate: non si torna indietro.")
    if form.errors:
        return _page(form)
    try:
        with working() as work:
            load_for(work.session, actor(), PLATFORM, PLATFORM_ID, action="manage")
            merge_firms(work, gone, stays, vault=vault(), on=today())
    except (CannotMergeError, RowGoneError):
        form.errors["gone"] = _("Queste due imprese non si possono unire: una è già chiusa.")
        return _page(form)
    except JoinedMeanwhileError:
        form.errors["gone"] = _("Qualcuno è appena entrato in questa impresa. Riprovate tra un momento.")
        return _page(form)
    return back("admin.firms", "merged")


def _page(form: Typed) -> Response:
    with reading() as database:
        found = all_firms(database)
    names = {one.id: one.name for one in found}
    return form.page("admin/firms.html", firms=found, names=names, done=done_words())
