"""Links by mail: asked for, and opened. A link opens a page whose button does something, as mail scanners follow links;
who asks gets the same answer whether or not there is an account.
"""

from collections.abc import Iterable

from flask import Response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.kernel import ids
from cip.kernel.canonical import sha256_of
from cip.parties.actions.links import LinkOverError, mail_link, use_link
from cip.parties.actions.open_web_session import SignInRefusedError
from cip.parties.people import LinkPurpose, Person
from cip.parties.reads.account import OpenLink, open_link
from cip.parties.reads.people import person_by_email
from cip.parties.reads.sessions import memberships_of
from cip.parties.standing import Membership
from cip.parties.timeouts import LINK_LASTS
from cip.web.account import account
from cip.web.account.entering import begin_session, entered
from cip.web.account.forms import Errors, page, secret_page, typed, typed_email
from cip.web.state import now, reading, working
from cip.web.tries import LINK, refused, too_many

PAGES: dict[LinkPurpose, str] = {
    "sign_in": "account.link",
    "set_password": "account.choose_password",
    "confirm_email": "account.confirm",
}


@account.get("/ask-link")
def ask_link() -> Response:
    """Ask for the address to mail a link to: to sign in, or to choose a password."""
    return page("account/ask_link.html", email="", what=_what(request.args.get("what")))


@account.post("/ask-link")
def ask_link_now() -> Response:
    """Mail a link, if there is an account; say the same in any case."""
    errors: Errors = {}
    email, what = typed_email(errors), _what(typed("what"))
    if errors:
        return page("account/ask_link.html", errors, email=email, what=what)
    wait = LINK.minutes_to_wait(email)
    if wait is not None:
        return too_many(wait)
    with reading() as database:
        person = person_by_email(database, email)
        by_password = person is not None and needs_password(memberships_of(database, person.id))
    if person is not None:
        send_link(person, "set_password" if by_password else what)
    return link_sent(email)


@account.get("/link/<secret>")
def link(secret: str) -> Response:
    """Where the mailed link leads: a page whose button signs in."""
    if opened(secret, "sign_in") is None:
        return over()
    return secret_page(page("account/link.html", secret=secret))


@account.post("/link")
def link_now() -> AnyResponse:
    """Sign in by a mailed link, once."""
    try:
        with working() as work:
            secret = begin_session(work, use_link(work, "sign_in", typed("secret")).person_id)
    except (LinkOverError, SignInRefusedError):
        return over()
    return entered(secret)


def needs_password(memberships: Iterable[Membership]) -> bool:
    """Whether somebody signs in by password and second factor alone: who belongs to more than firms."""
    return any(one.party_kind != "firm" for one in memberships)


def send_link(person: Person, purpose: LinkPurpose, *, new_email: str | None = None) -> None:
    """Mail a link to a person, in their language."""
    secret = ids.new_secret()
    path = url_for(PAGES[purpose], secret=secret, language=person.language)
    with working() as work:
        mail_link(work, person.id, purpose, secret, path, new_email=new_email)


def opened(secret: str, purpose: LinkPurpose) -> OpenLink | None:
    """The link with this secret, None if it does nothing (any more)."""
    with reading() as database:
        return open_link(database, sha256_of(secret), purpose, now())


def link_sent(email: str) -> Response:
    """The page that says where to look now."""
    minutes = int(LINK_LASTS.total_seconds() // 60)
    shown = render_template("account/link_sent.html", email=email, minutes=minutes)
    return Response(shown, mimetype="text/html")


def over() -> Response:
    """The page for a link that does nothing any more."""
    refused("link", "over")
    return secret_page(Response(render_template("account/over.html"), 410, mimetype="text/html"))


def _what(given: str | None) -> LinkPurpose:
    return "set_password" if given == "set_password" else "sign_in"
