"""What a page asks of who opens it: to be signed in, with the second factor given, with the password given just now.

Each gives back who is signed in, or sends to the page where what is missing can be given, and from there back here.
Whether they may see an object is asked by `load_for` all the same.
"""

from flask import Flask, redirect, url_for
from werkzeug.wrappers import Response

from cip.parties.reads.standings import SignedIn
from cip.web.account.where import this_page
from cip.web.state import signed_in


class DetourError(Exception):
    """First something else has to be done, at this endpoint."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(endpoint)
        self.endpoint = endpoint


def need_person() -> SignedIn:
    """Who is signed in; who has a second factor has given it."""
    known = need_session()
    if known.waits and known.person.second_factor:
        raise DetourError("account.second_factor")
    return known


def need_strong() -> SignedIn:
    """Who is signed in with a second factor; who has none yet sets one up."""
    known = need_person()
    if not known.standing.strong:
        raise DetourError("account.new_factor")
    return known


def need_fresh() -> SignedIn:
    """Who is signed in and gave the password (or used a mailed link) in the last ten minutes."""
    known = need_person()
    if not known.standing.fresh:
        raise DetourError("account.fresh")
    return known


def need_session() -> SignedIn:
    """Who is signed in, even if the second factor is still to come."""
    known = signed_in()
    if known is None:
        raise DetourError("account.sign_in")
    return known


def _send(error: DetourError) -> Response:
    return redirect(url_for(error.endpoint, next=this_page()), 303)


def install(app: Flask) -> None:
    """Send people on their detours."""
    app.register_error_handler(DetourError, _send)
