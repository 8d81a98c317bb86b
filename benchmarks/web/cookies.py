"""The cookie and the token of forms of a browser in which somebody is signed in, without asking a server for them."""

from dataclasses import dataclass

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from benchmarks.web.server import HOST

COOKIE = "cip"


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser sends: its cookie, and the token in its forms."""

    cookie: str
    token: str


def browser(app: Flask, secret: str) -> Browser:
    """A browser that holds the secret of a web session; `app` must have the secret key of the server."""
    interface = app.session_interface
    if not isinstance(interface, SecureCookieSessionInterface):
        raise TypeError("the site keeps its sessions in signed cookies")
    with app.test_request_context(base_url=f"http://{HOST}"):
        session["account"] = secret
        session.permanent = True
        token = generate_csrf()
        signer = interface.get_signing_serializer(app)
        if signer is None:
            raise ValueError("the site has no secret key")
        return Browser(f"{COOKIE}={signer.dumps(dict(session))}", token)
