"""Another address: asked for by who is signed in, confirmed by a link that is mailed to it, in a browser where the same
person is signed in. Else whoever reads that mailbox could be talked into giving their address to an account of
somebody else's, who has its password.
"""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from cip.parties.actions.change_person import confirm_email
from cip.parties.actions.links import LinkOverError
from cip.parties.reads.account import OpenLink
from cip.parties.reads.people import person_by_email
from cip.parties.reads.standings import SignedIn
from cip.web.account import account
from cip.web.account.forms import Errors, page, secret_page, typed, typed_email
from cip.web.account.guards import need_fresh, need_person
from cip.web.account.links import link_sent, opened, over, send_link
from cip.web.language import gettext as _
from cip.web.state import reading, signed_in, working
from cip.web.tries import LINK, too_many


@account.get("/email")
def email() -> Response:
    """Ask for the new address."""
    return page("account/email.html", person=need_fresh().person, email="")


@account.post("/email")
def email_now() -> Response:
    """Mail a link to the new address, unless somebody has an account with it; say the same in any case."""
    known, errors = need_fresh(), Errors()
    new_email = typed_email(errors)
    if new_email == known.person.email:
        errors["email"] = _("È già il vostro indirizzo.")
    if errors:
        return page("account/email.html", errors, person=known.person, email=new_email)
    wait = LINK.minutes_to_wait(new_email)
    if wait is not None:
        return too_many(wait)
    with reading() as database:
        taken = person_by_email(database, new_email) is not None
    if not taken:
        send_link(known.person, "confirm_email", new_email=new_email)
    return link_sent(new_email)


@account.get("/confirm/<secret>")
def confirm(secret: str) -> Response:
    """Where the mailed link leads: a page whose button confirms, or that says to sign in first."""
    found = opened(secret, "confirm_email")
    if found is None:
        return over()
    return _asked(secret, found, _asker(found))


@account.post("/confirm")
def confirm_now() -> Response:
    """Take the new address; whoever is signed in elsewhere signs in again."""
    secret = typed("secret")
    found = opened(secret, "confirm_email")
    if found is None:
        return over()
    known = _asker(found)
    if known is None:
        return _asked(secret, found, None, 403)
    try:
        with working() as work:
            confirm_email(work, secret, but=known.opened.id)
    except LinkOverError:
        return over()
    return redirect(url_for("account.overview", done="email"), 303)


def _asker(found: OpenLink) -> SignedIn | None:
    """Who asked for the change, if they are signed in in this browser; None if nobody or somebody else is."""
    known = signed_in()
    if known is None or known.person.id != found.person_id:
        return None
    return need_person()


def _asked(secret: str, found: OpenLink, known: SignedIn | None, status: int = 200) -> Response:
    person = None if known is None else known.person
    following = url_for("account.confirm", secret=secret)
    shown = page("account/confirm.html", secret=secret, email=found.new_email, person=person, following=following)
    shown.status_code = status
    return secret_page(shown)
