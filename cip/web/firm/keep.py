"""The owner asks to keep the check-up, and gets a code that resumes it on another device."""

from datetime import timedelta
from urllib.parse import quote

from flask import Response, render_template, url_for
from markupsafe import Markup

from cip.assessment.actions import keep_check_up
from cip.assessment.codes import ALPHABET, LENGTH, code_digest, in_groups
from cip.assessment.reads import CHECK_UP, has_code
from cip.documents.qr import qr_svg
from cip.kernel import ids
from cip.parties.access import load_for
from cip.web.errors import not_now
from cip.web.firm import firm
from cip.web.firm.visit import open_visit
from cip.web.language import gettext as _
from cip.web.limits import may_make_code
from cip.web.state import actor, reading, state, today, working


@firm.get("/<check_up_id>/keep")
def keep(check_up_id: str) -> str:
    """What keeping means, and the button."""
    visit = open_visit(check_up_id, "keep")
    with reading() as session:
        coded = has_code(session, check_up_id)
    return render_template("firm/keep.html", visit=visit, coded=coded, days=state().settings.keep_days)


@firm.post("/<check_up_id>/keep")
def keep_now(check_up_id: str) -> Response:
    """Keep the check-up and show its new code, once: it is nowhere but on this page."""
    open_visit(check_up_id, "keep")
    on = today()
    if not may_make_code(check_up_id):
        return not_now(
            429, _("Per oggi bastano così"), _("Avete creato molti codici in un giorno. Vale l'ultimo che avete visto.")
        )
    code = ids.new_code(ALPHABET, LENGTH)
    digest = code_digest(code)
    with working() as work:
        load_for(work.session, actor(), CHECK_UP, check_up_id, action="keep")
        until = on + timedelta(days=state().settings.keep_days)
        keep_check_up(work, check_up_id, code_digest=digest, on_day=on, until=until)
    shown = in_groups(code)
    address = url_for("public.resume_code", code=shown, _external=True)
    response = Response(
        render_template(
            "firm/kept.html",
            visit=open_visit(check_up_id, "keep"),
            code=shown,
            address=address,
            mail=_mail(shown, address),
            qr=Markup(qr_svg(address, _("Codice QR che apre la pagina per riprendere"))),  # noqa: S704 made of our own text
        ),
        mimetype="text/html",
    )
    # This page has no form, so nothing needs to know where a visit comes from.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _mail(code: str, address: str) -> str:
    """A letter to oneself, which the owner's own program writes: we neither ask nor keep an address."""
    subject = _("Il codice del nostro check-up CIP")
    body = _("Per riprendere il check-up: aprite %(address)s oppure scrivete il codice %(code)s.")
    return f"mailto:?subject={quote(subject)}&body={quote(body % {'address': address, 'code': code})}"
