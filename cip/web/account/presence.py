"""That somebody is here: shown at the top of each page; noted once a minute, so that unused sessions end."""

from flask import Flask, g, request

from cip.parties.actions.open_web_session import see_session
from cip.parties.people import Person
from cip.parties.reads.standings import SignedIn
from cip.parties.timeouts import SEEN_EVERY
from cip.web.state import now, signed_in, working


def install(app: Flask) -> None:
    """Note at every page when its signed-in reader was here: the only thing that a page changes by being opened."""

    @app.before_request
    def see() -> None:
        if request.endpoint == "static":
            return
        known = signed_in()
        before = now() - SEEN_EVERY
        # Before anything else is open: a Work inside of another would wait for it.
        if known is not None and known.opened.seen_at <= before:
            with working() as work:
                see_session(work, known.opened.id, before)

    app.jinja_env.globals.update(person_here=person_here)


def person_here() -> Person | None:
    """Who was found signed in at the beginning of this request; asks no database, so that a page about a broken one
    can be drawn.
    """
    known: SignedIn | None = g.get("signed_in")
    return None if known is None else known.person
