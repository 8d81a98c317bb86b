"""The owner takes everything back."""

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import erase_check_up, erase_family
from cip.assessment.reads import CHECK_UP, family_of
from cip.assessment.stored import ErasedCheckUp
from cip.parties.access import load_for
from cip.web.erasures import note_erased
from cip.web.firm import firm
from cip.web.firm.visit import open_visit
from cip.web.state import LAST_STARTED, actor, reading, today, working


@firm.get("/<check_up_id>/erase")
def erase(check_up_id: str) -> str:
    """Ask once more; where there are check-ups before or after this one, also whether they go with it."""
    visit = open_visit(check_up_id, "erase")
    with reading() as database:
        family = family_of(database, check_up_id)
    return render_template("firm/erase.html", visit=visit, all=len(family))


@firm.post("/<check_up_id>/erase")
def erase_now(check_up_id: str) -> Response:
    """Erase the check-up with all answers and results, and those before and after it if the button says so."""
    with working() as work:

        def may(each: str) -> object:
            return load_for(work.session, actor(), CHECK_UP, each, action="erase")

        may(check_up_id)
        if request.form.get("which") == "all":
            erased = erase_family(work, check_up_id, today(), may=may)
        else:
            erased = [ErasedCheckUp(check_up_id, today(), erase_check_up(work, check_up_id, today()))]
    note_erased(erased)
    if session.get(LAST_STARTED) in {each.check_up_id for each in erased}:
        session.pop(LAST_STARTED)
    return redirect(url_for("public.erased"), 303)
