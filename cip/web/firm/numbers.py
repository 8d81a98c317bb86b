"""Links by which whoever prepares the payslips fills in the numbers, without an account."""

from datetime import timedelta

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import mail_numbers_link, make_numbers_link, revoke_numbers_link
from cip.assessment.numbers import DAYS_OF_A_LINK
from cip.assessment.reads import CHECK_UP, NUMBERS_LINK, numbers_links_of
from cip.kernel.canonical import sha256_of
from cip.kernel.ids import new_secret
from cip.kernel.mails import is_address
from cip.parties.access import load_for, permit
from cip.parties.reads import find_firm
from cip.web.doers import Doers
from cip.web.firm import firm
from cip.web.firm.sheet import Sheet
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.form_names import render_form
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_make_code
from cip.web.state import actor, reading, today, working


@firm.get("/<check_up_id>/numbers")
def numbers(check_up_id: str) -> str:
    """The links made so far, and the form that makes one more."""
    return _draw(open_visit(check_up_id, "share"), Sheet())


@firm.post("/<check_up_id>/numbers")
def make_link(check_up_id: str) -> str | Response:
    """Make a link: it is shown this once, and mailed where an address was typed."""
    visit = open_visit(check_up_id, "share")
    email = request.form.get("email", "").strip()[:300]
    sheet = Sheet({"email": email})
    if email and not is_address(email):
        sheet.refuse("email", _("Scrivete un indirizzo e-mail intero, per esempio nome@studio.it."))
    if not sheet.mistakes and not may_make_code(check_up_id):
        sheet.refuse("email", _("Per oggi avete fatto molti collegamenti. Riprovate domani."))
    if sheet.mistakes:
        return Response(_draw(visit, sheet), 422, mimetype="text/html")
    secret, until = new_secret(), today() + timedelta(days=DAYS_OF_A_LINK)
    path = url_for("adviser.numbers", secret=secret)
    with working() as work:
        permit(work.session, actor(), CHECK_UP, visit.check_up, action="share")
        make_numbers_link(work, check_up_id, digest=sha256_of(secret), until=until)
        if email:
            found = find_firm(work.session, visit.check_up.firm_id or "")
            name = found.name if found else ""
            mail_numbers_link(work, to=email, language=current(), firm=name, link=path, until=until)
    answer = Response(_draw(visit, Sheet(), link=request.host_url.rstrip("/") + path, sent=email), mimetype="text/html")
    # The address on this page opens the numbers: it is told to no other page.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@firm.post("/<check_up_id>/numbers/<link_id>/revoke")
def revoke_link(check_up_id: str, link_id: str) -> Response:
    """Take a link back: from now on it opens nothing."""
    open_visit(check_up_id, "share")
    with working() as work:
        load_for(work.session, actor(), NUMBERS_LINK, link_id, action="share", parent=check_up_id)
        revoke_numbers_link(work, link_id)
    return redirect(url_for("firm.numbers", check_up_id=check_up_id), 303)


def _draw(visit: Visit, sheet: Sheet, *, link: str = "", sent: str = "") -> str:
    with reading() as session:
        links = numbers_links_of(session, visit.id)
        doers = Doers(session, (item.made_by for item in links))
    return render_form(
        "firm/numbers.html",
        visit=visit,
        sheet=sheet,
        links=links,
        doers=doers,
        link=link,
        sent=sent,
        today=today(),
        days=DAYS_OF_A_LINK,
        **page_words(visit),
    )
