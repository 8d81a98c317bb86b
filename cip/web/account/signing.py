"""Signing in by password, and signing out."""

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.kernel.passwords import is_password
from cip.parties.actions.end_sessions import end_session
from cip.parties.actions.open_web_session import SignInRefusedError, open_web_session
from cip.parties.people import clean_email
from cip.parties.reads.secrets import secrets_of_email
from cip.web.account import account
from cip.web.account.browsers import browser_name
from cip.web.state import forget_account, new_account_secret, reading, signed_in, working

LONGEST_TYPED = 300


@account.get("/sign-in")
def sign_in() -> str:
    """Ask for address and password."""
    return render_template("account/sign_in.html", email="", wrong=False)


@account.post("/sign-in")
def sign_in_now() -> AnyResponse:
    """Sign in by password; one sentence for everything that signs nobody in."""
    email = clean_email(request.form.get("email", "")[:LONGEST_TYPED])
    password = request.form.get("password", "")[:LONGEST_TYPED]
    with reading() as database:
        secrets = secrets_of_email(database, email)
    # Outside of any Work: hashing takes long, and nobody shall wait for it with a lock.
    right = is_password(secrets.password_hash if secrets else None, password)
    if secrets is None or not right:
        return _wrong(email)
    try:
        with working() as work:
            open_web_session(
                work,
                secrets.person_id,
                digest=new_account_secret(),
                browser=browser_name(request.user_agent.string),
                password_hash=secrets.password_hash,
            )
    except SignInRefusedError:
        forget_account()
        return _wrong(email)
    return redirect(url_for("public.home"), 303)


@account.post("/sign-out")
def sign_out() -> AnyResponse:
    """End this session."""
    known = signed_in()
    if known is not None:
        with working() as work:
            end_session(work, known.standing.session_id, known.person.id)
    forget_account()
    return redirect(url_for("public.home"), 303)


def _wrong(email: str) -> Response:
    page = render_template("account/sign_in.html", email=email, wrong=True)
    return Response(page, 422, mimetype="text/html")
