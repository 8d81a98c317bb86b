"""Cookies, headers, and the refusal to serve anything but this very machine without TLS."""

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import BadRequest

from cip.kernel.settings import is_loopback

POLICY = "; ".join(
    (
        "default-src 'self'",
        # Our own modules only: no inline script, no other site, nothing evaluated.
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # The origin alone would be enough for our check against forged requests; other sites learn nothing.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# For this host alone: other names under its domain are not ours to speak for.
TWO_YEARS = "max-age=63072000"


class PlainHttpError(BadRequest):
    """Somebody asked over plain http from another machine: answers would travel in the clear."""


class Sessions(SecureCookieSessionInterface):
    """The signed cookie: `__Host-cip` and Secure behind TLS, `cip` on a loopback address without it."""

    def get_cookie_name(self, app: Flask) -> str:
        """The name tells the browser to hold the cookie to this host, over TLS only."""
        return "__Host-cip" if request.is_secure else "cip"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the cookie may travel over TLS only."""
        return request.is_secure


def host_name() -> str:
    """The host that was asked, without its port."""
    host = request.host.lower()
    if host.startswith("["):
        return host.split("]", 1)[0] + "]"
    return host.rsplit(":", 1)[0]


def install(app: Flask) -> None:
    """Guard every request and every answer, errors included."""
    app.session_interface = Sessions()

    @app.before_request
    def refuse_plain_http() -> None:
        if not request.is_secure and not is_loopback(host_name()):
            raise PlainHttpError

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = TWO_YEARS
        if request.endpoint != "static" or response.status_code >= 400:
            # A page with answers must not lie in any cache; no page here is worth keeping one for.
            response.headers["Cache-Control"] = "no-store"
        return response
