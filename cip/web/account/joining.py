"""An account for who has none: whoever reads the mail of an address may have one.

Nothing is kept of who only asks: name and address travel sealed in the mailed link, and the button of its page makes
the account.
"""

import json
from datetime import datetime
from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.kernel.canonical import canonical_json
from cip.kernel.sealing import SealBrokenError, seal, unseal
from cip.kernel.texts import Language
from cip.parties.actions.add_person import EmailTakenError, add_person
from cip.parties.actions.links import put_mail
from cip.parties.reads.people import person_by_email
from cip.parties.reads.sessions import memberships_of
from cip.parties.timeouts import LINK_LASTS
from cip.web.account import account
from cip.web.account.entering import begin_session, entered
from cip.web.account.forms import Errors, page, secret_page, typed_email, typed_name
from cip.web.account.keys import secret_key
from cip.web.account.links import link_sent, needs_password, over, send_link
from cip.web.language import current
from cip.web.state import now, reading, working
from cip.web.tries import LINK, too_many

_PURPOSE = "new account"
LONGEST_TOKEN = 2_000


@account.get("/new")
def new() -> Response:
    """Ask for name and address."""
    return page("account/new.html", email="", name="")


@account.post("/new")
def new_now() -> AnyResponse:
    """Mail a link that makes the account; to who has one, a link that signs in. Say the same in any case."""
    errors: Errors = {}
    name, email = typed_name(errors), typed_email(errors)
    if errors:
        return page("account/new.html", errors, email=email, name=name)
    wait = LINK.minutes_to_wait(email)
    if wait is not None:
        return too_many(wait)
    with reading() as database:
        person = person_by_email(database, email)
        by_password = person is not None and needs_password(memberships_of(database, person.id))
    if person is not None:
        send_link(person, "set_password" if by_password else "sign_in")
    else:
        _send_welcome(name, email)
    return link_sent(email)


@account.get("/welcome/<token>")
def welcome(token: str) -> AnyResponse:
    """Where the mailed link leads: a page whose button makes the account."""
    asked = _asked(token)
    if asked is None:
        return over()
    return secret_page(page("account/welcome.html", token_=token, name=asked["name"], email=asked["email"]))


@account.post("/welcome")
def welcome_now() -> AnyResponse:
    """Make the account and sign in, once: afterwards the address is taken."""
    asked = _asked(request.form.get("token", "")[:LONGEST_TOKEN])
    if asked is None:
        return over()
    language: Language = "en" if asked["language"] == "en" else "it"
    try:
        with working() as work:
            person_id = add_person(work, email=asked["email"], name=asked["name"], language=language)
            secret = begin_session(work, person_id)
    except EmailTakenError:
        return over()
    return entered(secret)


def _send_welcome(name: str, email: str) -> None:
    ends = (now() + LINK_LASTS).isoformat()
    told = canonical_json({"name": name, "email": email, "language": current(), "ends": ends})
    path = url_for("account.welcome", token=seal(secret_key(), told.encode(), purpose=_PURPOSE))
    minutes = int(LINK_LASTS.total_seconds() // 60)
    with working() as work:
        put_mail(work, "sign_in_link", email, current(), link=path, minutes=minutes)


def _asked(token: str) -> dict[str, Any] | None:
    try:
        asked: dict[str, Any] = json.loads(unseal(secret_key(), token, purpose=_PURPOSE))
    except SealBrokenError:
        return None
    return asked if now() < datetime.fromisoformat(asked["ends"]) else None
