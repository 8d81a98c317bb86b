"""That somebody is here: noted once a minute, so that a session which nobody uses ends."""

from flask import Flask, request

from cip.parties.actions.open_web_session import see_session
from cip.parties.timeouts import SEEN_EVERY
from cip.web.state import now, signed_in, working


def install(app: Flask) -> None:
    """Note at every page when its signed-in reader was here. The only thing that a page changes by being opened."""

    @app.before_request
    def see() -> None:
        if request.endpoint in (None, "static"):
            return
        known = signed_in()
        before = now() - SEEN_EVERY
        # Before anything else is open: a Work inside of another would wait for it.
        if known is not None and known.opened.seen_at <= before:
            with working() as work:
                see_session(work, known.opened.id, before)
