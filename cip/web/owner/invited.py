"""Where an invitation leads: a page with a button; accepted while signed in, or by making the account."""

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.kernel.canonical import sha256_of
from cip.kernel.passwords import hash_password
from cip.parties.actions.add_person import EmailTakenError, add_person
from cip.parties.actions.invite import InvitationOverError, OtherAddressError, accept_invitation
from cip.parties.belonging import Invitation
from cip.parties.passwords import LONGEST, SHORTEST, weakness
from cip.parties.reads import find_body, find_firm, invitation_by_digest, person_by_email
from cip.web.account.entering import begin_session, entered
from cip.web.account.forms import secret_page
from cip.web.account.guards import need_person
from cip.web.done import back
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner import invitation
from cip.web.state import now, reading, signed_in, working
from cip.web.typed import Typed, sent

LONGEST_NAME = 120


@invitation.get("/<secret>")
def opened(secret: str) -> Response:
    """Who invites to what, with the button that fits who opens it."""
    found = _found(secret)
    return _over() if found is None else _page(secret, found, Typed())


@invitation.post("/<secret>")
def accept(secret: str) -> AnyResponse:
    """Join: as who is signed in, or with a new account for the address that the mail went to."""
    found = _found(secret)
    if found is None:
        return _over()
    # Who has a second factor gives it before anything changes; nobody is asked to sign in here.
    known = need_person() if signed_in() is not None else None
    try:
        if known is not None:
            with working() as work:
                accept_invitation(work, sha256_of(secret), known.person.id, but=known.opened.id)
            return _joined(found)
        return _with_new_account(secret, found)
    except InvitationOverError:
        return _over()
    except (OtherAddressError, EmailTakenError):
        return _page(secret, found, Typed())


def _with_new_account(secret: str, found: Invitation) -> AnyResponse:
    form = sent()
    name = form.line("name", LONGEST_NAME, missing=_("Scrivete nome e cognome."))
    hashed = _new_password(form, name, found.email)
    if form.errors:
        return _page(secret, found, form)
    with working() as work:
        person_id = add_person(work, email=found.email, name=name, language=current(), password_hash=hashed)
        accept_invitation(work, sha256_of(secret), person_id)
        browser = begin_session(work, person_id)
    answer = entered(browser)
    following = signed_in()
    # Who needs a second factor sets it up first; everybody else goes where the invitation leads.
    return answer if following is not None and following.waits else _joined(found)


def _new_password(form: Typed, name: str, email: str) -> str | None:
    password = form.exact("new", LONGEST + 1)
    if not password:
        return None
    weak = weakness(password, [name, email])
    if weak is None:
        return None if form.errors else hash_password(password)
    form.errors["new"] = {
        "short": _("Usate almeno %(least)s caratteri: va bene anche una frase.") % {"least": SHORTEST},
        "long": _("Usate al massimo %(most)s caratteri.") % {"most": LONGEST},
        "common": _("È una password che si indovina presto. Provate con quattro o cinque parole insieme."),
        "personal": _("Contiene il vostro nome o quello dell'impresa: si indovina presto. Sceglietene un'altra."),
    }[weak]
    return None


def _joined(found: Invitation) -> AnyResponse:
    if found.party_kind == "firm":
        return back("owner.home", "joined", firm_id=found.party_id)
    if found.party_kind == "body":
        return back("body.home", "joined", body_id=found.party_id)
    return back("admin.home", "joined")


def _found(secret: str) -> Invitation | None:
    with reading() as database:
        found = invitation_by_digest(database, sha256_of(secret))
    return found if found is not None and found.waits(now()) else None


def _page(secret: str, found: Invitation, form: Typed) -> Response:
    known = signed_in()
    with reading() as database:
        party = (find_firm if found.party_kind == "firm" else find_body)(database, found.party_id)
        there = person_by_email(database, found.email) is not None
    page = form.page(
        "owner/invited.html",
        secret=secret,
        found=found,
        party=party.name if party is not None else "CIP",
        known=known,
        same=known is not None and known.person.email == found.email,
        there=there,
        address=url_for("invitation.opened", secret=secret),
        least=SHORTEST,
    )
    return secret_page(page)


def _over() -> Response:
    return not_now(
        404,
        _("Questo invito non vale più"),
        _("È già stato usato o tolto, oppure sono passati sette giorni. Chiedetene un altro a chi vi ha invitato."),
    )
