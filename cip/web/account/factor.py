"""The second factor: given, set up, turned off; codes that stand in for it."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cip.database.work import Work
from cip.documents.qr import qr_svg
from cip.kernel import codes, ids
from cip.kernel.canonical import canonical_json
from cip.kernel.sealing import SealBrokenError, seal, unseal
from cip.parties import second_factor as app_codes
from cip.parties.actions.open_web_session import SignInRefusedError
from cip.parties.actions.second_factor import (
    CodeRefusedError,
    replace_recovery_codes,
    turn_off_factor,
    turn_on_factor,
    use_recovery_code,
    use_step,
)
from cip.parties.reads.secrets import Secrets, secrets_of_person
from cip.parties.reads.standings import SignedIn
from cip.web.account import account
from cip.web.account.entering import entered, renew_session
from cip.web.account.forms import page, typed
from cip.web.account.guards import need_fresh, need_session, need_strong
from cip.web.account.keys import secret_key
from cip.web.account.links import needs_password
from cip.web.account.where import checked
from cip.web.language import gettext as _
from cip.web.places import first_place
from cip.web.state import hold_account, now, reading, working
from cip.web.tries import CODE, refused, too_many

_LOG = logging.getLogger(__name__)
_NEW = "new second factor"
SET_UP_LASTS = timedelta(minutes=30)


@account.get("/second-factor")
def second_factor() -> Response:
    """Ask for a code of the app, or for a recovery code."""
    known, following = need_session(), checked(request.args.get("next"))
    if not known.person.second_factor:
        return redirect(url_for("account.new_factor", next=following))
    if known.standing.strong:
        return redirect(following or first_place())
    return page("account/second_factor.html", next=following)


@account.post("/second-factor")
def second_factor_now() -> Response:
    """Take a code, once."""
    known = need_session()
    wait = CODE.minutes_to_wait(known.person.id)
    if wait is not None:
        return too_many(wait)
    with reading() as database:
        secrets = secrets_of_person(database, known.person.id)
    try:
        proof = _proof(secrets, typed("code"))
        with working() as work:
            proof(work)
            secret = renew_session(work, known.opened.id, strong=True)
            CODE.was_right(work, known.person.id)
    except (CodeRefusedError, SignInRefusedError):
        refused("second factor", "code")
        errors = {"code": _("Il codice non è giusto o è già stato usato. Aspettate il prossimo e riprovate.")}
        return page("account/second_factor.html", errors, next=checked(request.form.get("next")))
    return entered(secret)


@account.get("/second-factor/new")
def new_factor() -> Response:
    """Show a new secret for the app and ask for its first code. Nothing is kept until that code comes."""
    known = need_fresh()
    secret = ids.new_code(app_codes.ALPHABET, app_codes.SECRET_LENGTH)
    return _set_up(known, secret, checked(request.args.get("next")))


@account.post("/second-factor/new")
def new_factor_now() -> Response:
    """Keep the secret whose code was typed, and show the recovery codes once."""
    known, following = need_fresh(), checked(request.form.get("next"))
    wait = CODE.minutes_to_wait(known.person.id)
    if wait is not None:
        return too_many(wait)
    offered = _offered(known)
    if offered is None:
        return redirect(url_for("account.new_factor", next=following), 303)
    step = app_codes.matching_step(offered, typed("code"), now())
    if step is None:
        refused("new second factor", "code")
        errors = {"code": _("Il codice non è giusto. Guardate quello che l'app mostra adesso.")}
        return _set_up(known, offered, following, errors)
    drawn, digests = _new_codes(known.person.id)
    with working() as work:
        turn_on_factor(
            work,
            known.person.id,
            sealed_secret=seal(secret_key(), offered.encode(), purpose=app_codes.SEALED_AS),
            step=step,
            code_digests=digests,
            but=known.opened.id,
        )
        secret = renew_session(work, known.opened.id, strong=True, fresh=True)
        CODE.was_right(work, known.person.id)
    hold_account(secret)
    return page("account/recovery_codes.html", codes=drawn, next=following)


@account.post("/second-factor/codes")
def recovery_codes() -> Response:
    """Make new recovery codes; the old ones are void."""
    need_strong()
    known = need_fresh()
    drawn, digests = _new_codes(known.person.id)
    with working() as work:
        replace_recovery_codes(work, known.person.id, digests, but=known.opened.id)
        secret = renew_session(work, known.opened.id)
    hold_account(secret)
    return page("account/recovery_codes.html", codes=drawn, next=None)


@account.post("/second-factor/off")
def turn_off() -> Response:
    """Turn the second factor off, if no membership asks for it."""
    need_strong()
    known = need_fresh()
    if needs_password(known.standing.memberships):
        return redirect(url_for("account.overview"), 303)
    with working() as work:
        turn_off_factor(work, known.person.id, but=known.opened.id)
        secret = renew_session(work, known.opened.id)
    hold_account(secret)
    return redirect(url_for("account.overview", done="factor_off"), 303)


class _Proof:
    """What a typed code proves, to be used up in the Work that lets its person in."""

    def __init__(self, secrets: Secrets, typed_code: str) -> None:
        self.person_id = secrets.person_id
        self.sealed = secrets.totp_secret or ""
        self.step = _step(secrets, typed_code)
        looks_like_recovery = self.step is None and codes.is_code(codes.cleaned(typed_code))
        # As costly as it is, only for what can be such a code.
        self.digest = _recovery_digest(self.person_id, typed_code) if looks_like_recovery else None

    def __call__(self, work: Work) -> None:
        """Use it up. Raises CodeRefusedError."""
        if self.step is not None:
            use_step(work, self.person_id, self.step, sealed_secret=self.sealed)
        elif self.digest is not None:
            use_recovery_code(work, self.person_id, self.digest)
        else:
            raise CodeRefusedError


def _proof(secrets: Secrets | None, typed_code: str) -> _Proof:
    if secrets is None or not secrets.totp_on:
        raise CodeRefusedError
    return _Proof(secrets, typed_code)


def _step(secrets: Secrets, typed_code: str) -> int | None:
    try:
        secret = unseal(secret_key(), secrets.totp_secret or "", purpose=app_codes.SEALED_AS).decode("ascii")
    except SealBrokenError:
        # Recovery codes and `cip user reset-factor` still work.
        _LOG.error("a second factor was sealed under another CIP_SECRET_KEY")
        return None
    return app_codes.matching_step(secret, typed_code, now())


def _set_up(known: SignedIn, secret: str, following: str | None, errors: dict[str, str] | None = None) -> Response:
    ends = (now() + SET_UP_LASTS).isoformat()
    told = canonical_json({"person": known.person.id, "secret": secret, "ends": ends})
    address = app_codes.address_for_app(secret, known.person.email)
    return page(
        "account/new_factor.html",
        errors,
        sealed=seal(secret_key(), told.encode(), purpose=_NEW),
        typed_secret=app_codes.in_groups(secret),
        qr=Markup(qr_svg(address, _("Codice QR per l'app che genera i codici"))),  # noqa: S704 made of our own text
        needed=needs_password(known.standing.memberships),
        next=following,
    )


def _offered(known: SignedIn) -> str | None:
    """The secret that the page offered to this person a moment ago; None if it did not, or too long ago."""
    try:
        told = json.loads(unseal(secret_key(), request.form.get("sealed", ""), purpose=_NEW))
    except SealBrokenError:
        return None
    mine = told["person"] == known.person.id and now() < datetime.fromisoformat(told["ends"])
    return str(told["secret"]) if mine else None


def _new_codes(person_id: str) -> tuple[Sequence[str], Sequence[str]]:
    """New recovery codes as they are shown, and their digests."""
    drawn = [ids.new_code(codes.ALPHABET, codes.LENGTH) for _each in range(app_codes.RECOVERY_CODES)]
    return [codes.in_groups(one) for one in drawn], [_recovery_digest(person_id, one) for one in drawn]


def _recovery_digest(person_id: str, code: str) -> str:
    return codes.salted_digest(code, app_codes.recovery_salt(person_id))
