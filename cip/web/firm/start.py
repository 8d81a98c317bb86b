"""A check-up begins: by a button, without an account."""

from datetime import timedelta

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import purge_expired, start_check_up
from cip.database.packs import keep_pack
from cip.web.erasures import note_erased
from cip.web.errors import not_now
from cip.web.firm import firm
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_start
from cip.web.state import LAST_STARTED, become_guest, state, today, working


@firm.post("")
def start() -> Response:
    """Start a check-up with the newest model in force today, for the guest of this browser."""
    on = today()
    if not may_start():
        return not_now(
            429,
            _("Per oggi bastano così"),
            _("Avete iniziato molti check-up in un giorno. Continuate uno di quelli, oppure iniziatene uno domani."),
        )
    pack = state().packs.newest_on(on)
    digest = become_guest()
    with working() as work:
        # Every new check-up takes a few expired ones away, so that the promise holds without a job of its own.
        expired = purge_expired(work, on)
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        check_up_id = start_check_up(
            work,
            pack_sha256=pack.sha256,
            guest_digest=digest,
            language=current(),
            expires_on=on + timedelta(days=state().settings.retention_days),
        )
    note_erased(expired)
    session[LAST_STARTED] = check_up_id
    first = "firm.quick" if request.form.get("go") == "quick" else "firm.profile"
    return redirect(url_for(first, check_up_id=check_up_id), 303)
