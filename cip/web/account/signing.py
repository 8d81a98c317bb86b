"""Signing in by password, and signing out."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cip.kernel.passwords import hash_password, is_outdated, is_password
from cip.parties.actions.end_sessions import end_session
from cip.parties.actions.open_web_session import SignInRefusedError
from cip.parties.actions.set_password import renew_hash
from cip.parties.people import clean_email
from cip.parties.reads.secrets import Secrets, secrets_of_email
from cip.web.account import account
from cip.web.account.entering import begin_session, entered
from cip.web.account.forms import page, typed
from cip.web.account.where import checked
from cip.web.language import gettext as _
from cip.web.state import forget_account, reading, signed_in, working
from cip.web.tries import PASSWORD, refused, too_many


@account.get("/sign-in")
def sign_in() -> Response:
    """Ask for address and password, or for an address to mail a link to."""
    return page("account/sign_in.html", email="", next=checked(request.args.get("next")))


@account.post("/sign-in")
def sign_in_now() -> Response:
    """Sign in by password; one answer and one hash for everything that signs nobody in."""
    email = clean_email(typed("email"))
    wait = PASSWORD.minutes_to_wait(email)
    if wait is not None:
        return too_many(wait)
    with reading() as database:
        secrets = secrets_of_email(database, email)
    # Outside of any Work: hashing takes long, and nobody shall wait for it with a lock.
    if not is_password(secrets.password_hash if secrets else None, typed("password")) or secrets is None:
        return _wrong(email)
    try:
        return entered(_begin(secrets, email))
    except SignInRefusedError:
        return _wrong(email)


@account.post("/sign-out")
def sign_out() -> Response:
    """End this session."""
    known = signed_in()
    if known is not None:
        with working() as work:
            end_session(work, known.opened.id, known.person.id)
    forget_account()
    return redirect(url_for("public.home"), 303)


def _begin(secrets: Secrets, email: str) -> str:
    seen = secrets.password_hash or ""
    renewed = hash_password(typed("password")) if is_outdated(seen) else None
    with working() as work:
        secret = begin_session(work, secrets.person_id, password_hash=seen)
        if renewed is not None:
            renew_hash(work, secrets.person_id, seen, renewed)
        PASSWORD.was_right(work, email)
    return secret


def _wrong(email: str) -> Response:
    refused("sign-in", "password")
    errors = {"password": _("Indirizzo o password non sono giusti. Controllateli e riprovate.")}
    return page("account/sign_in.html", errors, email=email, next=checked(request.form.get("next")))
