"""The next check-up from a copy of this one, and closing this one. Their buttons stand on the pages that compare."""

from datetime import timedelta

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import LastStageError, NextCheckUp, close_check_up, start_next_check_up
from cip.assessment.bound import bind
from cip.assessment.reads import CHECK_UP
from cip.database.packs import keep_pack
from cip.parties.access import load_for
from cip.web.errors import not_now
from cip.web.firm import firm
from cip.web.firm.result import conclusion_of
from cip.web.firm.saving import again_if_changed
from cip.web.firm.visit import open_visit
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_start
from cip.web.state import LAST_STARTED, actor, state, today, working

# In the session: {"of": id of the new check-up, "ids": [questions whose answers stayed behind]}.
LEFT_OUT = "left_out"
_MOST_LEFT_OUT = 25


@firm.post("/<check_up_id>/again")
def again(check_up_id: str) -> Response:
    """Start the check-up that follows this one, or go to it if it is there already."""
    open_visit(check_up_id, "continue")
    if not may_start():
        return not_now(
            429,
            _("Per oggi bastano così"),
            _("Avete iniziato molti check-up in un giorno. Continuate uno di quelli, oppure iniziatene uno domani."),
        )
    try:
        found = _start_next(check_up_id)
    except LastStageError:
        return not_now(
            409,
            _("Questo è l'ultimo della serie"),
            _("Dopo il terzo check-up se ne inizia uno nuovo, dalla pagina iniziale."),
        )
    session[LAST_STARTED] = found.id
    if found.left_out:
        left_out = [identifier for _section, identifier in found.left_out[:_MOST_LEFT_OUT]]
        session[LEFT_OUT] = {"of": found.id, "ids": left_out}
    return redirect(url_for("firm.hub", check_up_id=found.id), 303)


def _start_next(check_up_id: str) -> NextCheckUp:
    on, settings = today(), state().settings
    bound = bind(state().packs.newest_on(on), on)
    pack = bound.pack
    with working() as work:
        load_for(work.session, actor(), CHECK_UP, check_up_id, action="continue")
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        return start_next_check_up(
            work,
            check_up_id,
            bound=bound,
            language=current(),
            expires_on=on + timedelta(days=settings.retention_days),
            kept_until=on + timedelta(days=settings.keep_days),
        )


@firm.post("/<check_up_id>/close")
def close(check_up_id: str) -> Response:
    """Store the result of the answers as they are, then let nothing change any more."""
    visit = open_visit(check_up_id, "close")
    if visit.check_up.closed_at is None:
        again_if_changed(lambda: _conclude_and_close(check_up_id))
    return redirect(url_for("firm.result", check_up_id=check_up_id), 303)


def _conclude_and_close(check_up_id: str) -> None:
    """In one Work: no answer may come between the last result and the closing, else it would be in none."""
    last = conclusion_of(check_up_id)
    with working() as work:
        load_for(work.session, actor(), CHECK_UP, check_up_id, action="close")
        last.store(work, check_up_id)
        close_check_up(work, check_up_id, seen=last.answers)
