"""What the forms of accounts share: reading what was typed, judging a new password, showing a page again."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request

from cip.kernel.mails import is_address
from cip.kernel.passwords import hash_password
from cip.kernel.texts import LANGUAGES, Language
from cip.parties.passwords import LONGEST, SHORTEST, weakness
from cip.parties.people import BadNameError, Person, clean_email, clean_name
from cip.parties.reads.account import belongings_of
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import reading

LONGEST_TYPED = 300
Errors = dict[str, str]


def typed(name: str) -> str:
    """What was typed into a field, cut where nobody types on."""
    return request.form.get(name, "")[:LONGEST_TYPED]


def typed_email(errors: Errors, name: str = "email") -> str:
    """An address as it is kept; an error if it is none."""
    email = clean_email(typed(name))
    if not is_address(email):
        errors[name] = _("Scrivete un indirizzo e-mail intero, per esempio nome@impresa.it.")
    return email


def typed_name(errors: Errors) -> str:
    """A name as it is kept; an error if it is none."""
    try:
        return clean_name(typed("name"))
    except BadNameError:
        errors["name"] = _("Scrivete nome e cognome, con al massimo 120 caratteri.")
        return typed("name")


def typed_language() -> Language:
    """The language chosen, else the one of the page."""
    chosen = typed("language")
    return next((one for one in LANGUAGES if one == chosen), current())


def new_password(errors: Errors, person: Person) -> str | None:
    """The hash of the new password that was typed for a person; None, and an error, if it is not taken."""
    password = request.form.get("new", "")[: LONGEST + 1]
    with reading() as database:
        firms = [one.party_name or "" for one in belongings_of(database, person.id)]
    weak = weakness(password, [person.name, person.email, *firms])
    if weak is None:
        # Outside of any Work: hashing takes long, and nobody shall wait for it with a lock.
        return hash_password(password)
    errors["new"] = {
        "short": _("Usate almeno %(least)s caratteri: va bene anche una frase.") % {"least": SHORTEST},
        "long": _("Usate al massimo %(most)s caratteri.") % {"most": LONGEST},
        "common": _("È una password che si indovina presto. Provate con quattro o cinque parole insieme."),
        "personal": _("Contiene il vostro nome o quello dell'impresa: si indovina presto. Sceglietene un'altra."),
    }[weak]
    return None


def page(template: str, errors: Mapping[str, str] | None = None, **shown: Any) -> Response:
    """A page with a form: as it comes, or again with what is wrong."""
    wrong = dict(errors or {})
    return Response(render_template(template, errors=wrong, **shown), 422 if wrong else 200, mimetype="text/html")


def secret_page(response: Response) -> Response:
    """For a page whose address holds a secret: only the origin goes along with what it sends, never the address. With
    no referrer at all our check against forged requests would refuse its button.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
