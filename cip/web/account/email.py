"""Another address: asked for by who is signed in, confirmed by a link that is mailed to it."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from cip.parties.actions.change_person import confirm_email
from cip.parties.actions.links import LinkOverError
from cip.parties.reads.people import person_by_email
from cip.web.account import account
from cip.web.account.forms import Errors, page, secret_page, typed, typed_email
from cip.web.account.guards import need_fresh
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
    """Where the mailed link leads: a page whose button confirms."""
    found = opened(secret, "confirm_email")
    if found is None:
        return over()
    return secret_page(page("account/confirm.html", secret=secret, email=found.new_email))


@account.post("/confirm")
def confirm_now() -> Response:
    """Take the new address; whoever is signed in elsewhere signs in again."""
    known = signed_in()
    try:
        with working() as work:
            person_id = confirm_email(work, typed("secret"), but=known.opened.id if known else None)
    except LinkOverError:
        return over()
    mine = known is not None and known.person.id == person_id
    return redirect(url_for("account.overview" if mine else "account.sign_in", done="email"), 303)
