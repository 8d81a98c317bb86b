"""`create_app(settings)`: the whole site."""

import gzip
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask, Response, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from cip.assessment.answers import Answers
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.database.engine import open_database
from cip.documents.pool import PdfPool
from cip.kernel import clock
from cip.kernel.settings import Settings, secret_key_for
from cip.kernel.texts import LANGUAGES
from cip.rulebook.law import read_law
from cip.web import (
    assets,
    call_words,
    errors,
    handing_in,
    language,
    party_words,
    places,
    ranking_words,
    security,
    shown,
)
from cip.web.account import account, guards, presence
from cip.web.admin import admin
from cip.web.adviser import adviser
from cip.web.applying import applying, receipts
from cip.web.association import association
from cip.web.body import body
from cip.web.calls import calls
from cip.web.committee import committee, matters
from cip.web.consultant import consultant
from cip.web.data import data
from cip.web.demo import demo
from cip.web.evaluator import evaluator
from cip.web.firm import firm
from cip.web.office import office
from cip.web.owner import invitation, owner
from cip.web.packs import calls_for, guides_for, packs_for, programmes_for, rules_folder
from cip.web.public import entrance, public
from cip.web.state import EXTENSION, State
from cip.web.union import union
from cip.web.worker import worker

LARGEST_REQUEST = 256 * 1024
LARGEST_FIELD = 64 * 1024
MOST_FIELDS = 1_000
SMALLEST_TO_COMPRESS = 1_500


def create_app(settings: Settings, *, host: str = "127.0.0.1", now: Callable[[], datetime] = clock.now) -> Flask:
    """The site for these settings; `host` is the address it will be served on, `now` the clock.

    The database must have been brought up to date (`cip.database.migrate.upgrade`). Raises RefusalError, one sentence,
    if the rules have mistakes or none is in force today, or if no secret key was given for an address that other
    machines reach.
    """
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=secret_key_for(settings, host),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # As long as a check-up may be kept, the browser that holds it can come back.
        PERMANENT_SESSION_LIFETIME=timedelta(days=max(settings.retention_days, settings.keep_days)),
        # A form left open over lunch must not lose what was typed: the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FIELD,
        MAX_FORM_PARTS=MOST_FIELDS,
        TEMPLATES_AUTO_RELOAD=False,
    )
    packs = packs_for(settings)
    app.extensions[EXTENSION] = State(
        settings=settings,
        database=open_database(settings.database_url),
        packs=packs,
        guides=guides_for(settings, packs),
        calls=calls_for(settings),
        programmes=programmes_for(settings),
        law=read_law(rules_folder(settings)),
        pdf=PdfPool(turns=settings.var / "pdf.lock"),
        clock=now,
    )
    _warm_up(app, now)
    _install(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _warm_up(app: Flask, now: Callable[[], datetime]) -> None:
    """Compile today's rules and read the translations before the first visitor waits for them."""
    state: State = app.extensions[EXTENSION]
    today = clock.today(now())
    # A check-up without a single answer asks for everything that is compiled when first needed.
    check_up_bound(bind(state.packs.newest_on(today), today), Answers())
    for name in LANGUAGES:
        language.translations(name)


def _install(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    security.install(app)
    language.install(app)
    handing_in.install(app)
    CSRFProtect(app)
    presence.install(app)
    guards.install(app)
    assets.install(app)
    shown.install(app)
    party_words.install(app)
    places.install(app)
    call_words.install(app)
    ranking_words.install(app)
    errors.install(app)
    app.register_blueprint(entrance)
    app.register_blueprint(public)
    app.register_blueprint(firm)
    app.register_blueprint(account)
    for area in (owner, invitation, body, admin):
        app.register_blueprint(area)
    app.register_blueprint(consultant)
    app.register_blueprint(worker)
    app.register_blueprint(association)
    app.register_blueprint(union)
    for area in (committee, matters):
        app.register_blueprint(area)
    app.register_blueprint(adviser)
    app.register_blueprint(evaluator)
    for area in (office, calls, data, applying, receipts):
        app.register_blueprint(area)
    state: State = app.extensions[EXTENSION]
    if state.settings.demo:
        app.register_blueprint(demo)
    _compress_pages(app)


def _compress_pages(app: Flask) -> None:
    """Pages are sent gzipped: an area shrinks to a sixth, which counts on a phone. A page that repeats what its address
    says (a search) is sent as it is, so that the length of a page tells a stranger nothing.
    """

    @app.after_request
    def compress(response: Response) -> Response:
        plain = response.mimetype == "text/html" and not response.is_streamed and not response.content_encoding
        fits = plain and not request.args
        if fits:
            response.vary.add("Accept-Encoding")
        if fits and assets.takes_gzip() and (response.content_length or 0) > SMALLEST_TO_COMPRESS:
            response.set_data(gzip.compress(response.get_data(), 4, mtime=0))
            response.content_encoding = "gzip"
        return response
