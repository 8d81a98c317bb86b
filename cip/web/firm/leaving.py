"""The owner takes everything back."""

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import erase_check_up
from cip.assessment.reads import CHECK_UP
from cip.assessment.stored import ErasedCheckUp
from cip.parties.access import load_for
from cip.web.erasures import note_erased
from cip.web.firm import firm
from cip.web.firm.start import LAST_STARTED
from cip.web.firm.visit import open_visit
from cip.web.state import actor, today, working


@firm.get("/<check_up_id>/erase")
def erase(check_up_id: str) -> str:
    """Ask once more."""
    return render_template("firm/erase.html", visit=open_visit(check_up_id, "erase"))


@firm.post("/<check_up_id>/erase")
def erase_now(check_up_id: str) -> Response:
    """Erase the check-up with all answers and results."""
    with working() as work:
        load_for(work.session, actor(), CHECK_UP, check_up_id, action="erase")
        digest = erase_check_up(work, check_up_id, today())
    note_erased([ErasedCheckUp(check_up_id, today(), digest)])
    if session.get(LAST_STARTED) == check_up_id:
        session.pop(LAST_STARTED)
    return redirect(url_for("public.erased"), 303)
