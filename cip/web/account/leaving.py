"""One's own data, and the end of an account."""

import json

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.parties.actions.close_account import close_account
from cip.parties.actions.leave_party import LastHeadError
from cip.parties.reads.account import own_data
from cip.web.account import account
from cip.web.account.forms import page
from cip.web.account.guards import need_fresh, need_person
from cip.web.language import gettext as _
from cip.web.state import forget_account, reading, working


@account.get("/data.json")
def data() -> Response:
    """Everything that is kept about who asks."""
    known = need_person()
    with reading() as database:
        told = own_data(database, known.person.id)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="cip-account.json"'
    return answer


@account.get("/close")
def close() -> AnyResponse:
    """Ask once more."""
    return page("account/close.html", person=need_fresh().person)


@account.post("/close")
def close_now() -> AnyResponse:
    """Close the account, unless a firm or a body would be without anybody who answers for it."""
    known = need_fresh()
    try:
        with working() as work:
            close_account(work, known.person.id)
    except LastHeadError:
        errors = {"close": _("Siete l'unica persona che risponde per un'impresa o un ente: prima indicatene un'altra.")}
        return page("account/close.html", errors, person=known.person)
    forget_account()
    return redirect(url_for("account.sign_in", done="closed"), 303)
