"""Passwords: chosen by a mailed link, changed by who is signed in; and given once more before something weighty."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cip.documents.actions import shut_calendar
from cip.kernel.passwords import is_password
from cip.parties.actions.links import LinkOverError
from cip.parties.actions.open_web_session import SignInRefusedError
from cip.parties.actions.set_password import set_password, set_password_by_link
from cip.parties.people import LinkPurpose
from cip.parties.reads.people import find_person
from cip.parties.reads.secrets import secrets_of_person
from cip.web.account import account
from cip.web.account.entering import entered, renew_session
from cip.web.account.forms import Errors, new_password, page, secret_page, typed
from cip.web.account.guards import DetourError, need_fresh, need_person
from cip.web.account.links import link_sent, opened, over, send_link
from cip.web.account.where import checked
from cip.web.language import gettext as _
from cip.web.state import hold_account, reading, working
from cip.web.tries import LINK, PASSWORD, refused, too_many

_PURPOSE: LinkPurpose = "set_password"


@account.get("/choose-password/<secret>")
def choose_password(secret: str) -> Response:
    """Where the mailed link leads: choose a password."""
    found = opened(secret, _PURPOSE)
    if found is None:
        return over()
    return secret_page(page("account/choose_password.html", secret=secret, email=found.email))


@account.post("/choose-password")
def choose_password_now() -> Response:
    """Keep the password that was chosen, use the link up, end every session and the calendar's address."""
    secret, errors = typed("secret"), Errors()
    found = opened(secret, _PURPOSE)
    if found is None:
        return over()
    with reading() as database:
        person = find_person(database, found.person_id)
    chosen = new_password(errors, person) if person is not None else None
    if chosen is None:
        return page("account/choose_password.html", errors, secret=secret, email=found.email)
    try:
        with working() as work:
            shut_calendar(work, set_password_by_link(work, secret, chosen))
    except LinkOverError:
        return over()
    return redirect(url_for("account.sign_in", done="password"), 303)


@account.get("/password")
def password() -> Response:
    """Ask for a new password."""
    return page("account/password.html", person=need_fresh().person)


@account.post("/password")
def password_now() -> Response:
    """Keep a new password, end all other sessions and the calendar's address."""
    known, errors = need_fresh(), Errors()
    chosen = new_password(errors, known.person)
    if chosen is None:
        return page("account/password.html", errors, person=known.person)
    with working() as work:
        set_password(work, known.person.id, chosen, but=known.opened.id)
        # Who had the old password may have made or copied the calendar's address, which needs none.
        shut_calendar(work, known.person.id)
        secret = renew_session(work, known.opened.id)
    hold_account(secret)
    return redirect(url_for("account.overview", done="password"), 303)


@account.get("/fresh")
def fresh() -> Response:
    """Ask for the password once more; of who has none, whether to mail a link."""
    following = checked(request.args.get("next"))
    return page("account/fresh.html", person=need_person().person, next=following)


@account.post("/fresh")
def fresh_now() -> Response:
    """Take the password once more."""
    known = need_person()
    wait = PASSWORD.minutes_to_wait(known.person.email)
    if wait is not None:
        return too_many(wait)
    with reading() as database:
        secrets = secrets_of_person(database, known.person.id)
    if secrets is None or not is_password(secrets.password_hash, typed("password")):
        refused("fresh password", "password")
        errors = {"password": _("La password non è giusta. Controllatela e riprovate.")}
        following = checked(request.form.get("next"))
        return page("account/fresh.html", errors, person=known.person, next=following)
    try:
        with working() as work:
            secret = renew_session(work, known.opened.id, fresh=True)
            PASSWORD.was_right(work, known.person.email)
    except SignInRefusedError as error:
        raise DetourError("account.sign_in") from error
    return entered(secret)


@account.post("/fresh-link")
def fresh_link() -> Response:
    """Mail a link to who has no password: opening it in this browser counts the same."""
    known = need_person()
    wait = LINK.minutes_to_wait(known.person.email)
    if wait is not None:
        return too_many(wait)
    if not known.person.has_password:
        send_link(known.person, "sign_in")
    return link_sent(known.person.email)
