"""One request about one firm: loaded through the one door, with what whoever asks may do there."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cip.parties.access import Actor, load_for, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import FIRM
from cip.parties.reads.standings import SignedIn
from cip.web.account.guards import need_fresh, need_person
from cip.web.language import gettext as _
from cip.web.state import act_for, actor, reading


@dataclass(frozen=True, slots=True)
class FirmVisit:
    """A firm as somebody sees it in this request."""

    firm: Firm
    actor: Actor
    roles: frozenset[Role]
    known: SignedIn

    @property
    def id(self) -> str:
        """The firm's id."""
        return self.firm.id

    @property
    def person_id(self) -> str:
        """Who asks."""
        return self.known.person.id

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to the firm: what they may not is not drawn."""
        return allowed("firm", action, self.roles)


def open_firm(firm_id: str, action: Action, *, fresh: bool = False) -> FirmVisit:
    """Load a firm for whoever is signed in; `fresh`: who gave the password a short time ago. Raises NotYoursError, or
    the detour to what is missing.
    """
    known = need_person()
    asks = actor()
    with reading() as session:
        firm = load_for(session, asks, FIRM, firm_id, action=action)
    if fresh:
        # Asked after the firm, so that nobody learns from a detour whether it is there.
        known = need_fresh()
    act_for(firm_id, "check_up")
    return FirmVisit(firm, asks, roles_on_firm(asks, firm_id), known)


def back(endpoint: str, done: str = "", **values: str) -> Response:
    """To a page, which says what was done (a word of `done_words`)."""
    arguments: dict[str, Any] = {**values, "done": done} if done else dict(values)
    return redirect(url_for(endpoint, **arguments), 303)


def done_words() -> str:
    """What was done on the page before, as its address says; empty for anything that we did not write there."""
    return {
        "registered": _("L'impresa è registrata. Ora è il vostro spazio."),
        "saved": _("Salvato."),
        "invited": _("Invito inviato. Vale sette giorni."),
        "revoked": _("Fatto: non vale più da subito."),
        "removed": _("Fatto: questa persona non entra più, da subito."),
        "role": _("Il ruolo è cambiato. La persona deve entrare di nuovo."),
        "given": _("L'incarico è dato. Chi lo riceve ha una mail."),
        "asked": _("Richiesta inviata. Trovate qui la risposta."),
        "withdrawn": _("La richiesta è ritirata."),
        "adopted": _("Il check-up ora sta nello spazio dell'impresa."),
        "answered": _("Risposta inviata."),
        "joined": _("Ora ne fate parte."),
        "left": _("Non ne fate più parte."),
        "merged": _("Le due imprese ora sono una sola."),
        "closed": _("L'ente è chiuso. I suoi incarichi sono finiti."),
    }.get(request.args.get("done", ""), "")
