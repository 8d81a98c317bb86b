"""An application is sent, taken back, and prepared anew."""

import re

from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.application_work import NotTakenError, WrongApplicationStateError
from cip.incentives.actions.sign_application import ContentChangedError
from cip.incentives.actions.submit_application import NotSignedOffError, submit_application
from cip.incentives.actions.withdraw_application import RankedError, resume_application, withdraw_application
from cip.incentives.reads import APPLICATION
from cip.kernel.errors import RefusalError
from cip.parties.access import load_for, roles_on_firm
from cip.web.account.guards import need_person
from cip.web.applying import applying
from cip.web.applying.checking import check_page
from cip.web.applying.visit import open_application
from cip.web.done import back
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import act_for, actor, working
from cip.web.typed import sent

_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
_PAGE = "/<firm_id>/applications/<application_id>"


@applying.post(f"{_PAGE}/submit")
def submit_now(firm_id: str, application_id: str) -> AnyResponse:
    """Send it, once: the same form sent again leads to the same receipt. Nothing of it is read but what is sent."""
    known, form = need_person(), sent()
    key = form.raw("key")
    if form.raw("declare") != "yes":
        form.errors["declare"] = _("Mettete la spunta per dichiarare che i dati sono veri.")
    if not _KEY.fullmatch(key):
        form.errors["declare"] = _("Ricaricate la pagina e riprovate.")
    if form.errors:
        return check_page(open_application(firm_id, application_id, "submit"), form)
    wrong = _send(firm_id, application_id, key, known.person.id)
    if wrong:
        form.errors["declare"] = wrong
        return check_page(open_application(firm_id, application_id, "read"), form)
    return back("applying.receipt", firm_id=firm_id, application_id=application_id)


def _send(firm_id: str, application_id: str, key: str, person_id: str) -> str:
    """Send it; what stood in the way, empty where it is sent, now or before. Raises NotYoursError."""
    who = actor()
    act_for(firm_id, "application")
    try:
        with working() as work:
            load_for(work.session, who, APPLICATION, application_id, action="submit", parent=firm_id)
            owner = "owner" in roles_on_firm(who, firm_id, "application")
            submit_application(work, application_id, key=key, person_id=person_id, is_owner=owner)
    except WrongApplicationStateError as refusal:
        return (
            "" if refusal.state == "submitted" else _("La domanda è cambiata: serve di nuovo l'ok prima di inviarla.")
        )
    except (NotTakenError, NotSignedOffError, ContentChangedError) as refusal:
        return _refused(refusal)
    return ""


def _refused(refusal: RefusalError) -> str:
    if isinstance(refusal, NotSignedOffError):
        return _not_signed(owner=refusal.owner)
    if isinstance(refusal, ContentChangedError):
        return _("Dopo l'ok qualcosa è cambiato: rileggete e date di nuovo l'ok.")
    return _("Il bando non prende domande in questo momento. La domanda non è partita.")


@applying.post(f"{_PAGE}/withdraw")
def withdraw_now(firm_id: str, application_id: str) -> AnyResponse:
    """Take back what was sent."""
    visit = open_application(firm_id, application_id, "withdraw")
    try:
        with working() as work:
            load_for(work.session, actor(), APPLICATION, application_id, action="withdraw", parent=firm_id)
            withdraw_application(work, application_id, person_id=visit.person_id)
    except (RankedError, WrongApplicationStateError):
        return not_now(
            409,
            _("Questa domanda non si può più ritirare da qui"),
            _("La graduatoria c'è già, oppure la domanda è già ritirata. Scrivete all'ente del bando."),
            visit.url("applying.application"),
        )
    return back("applying.application", "saved", **visit.path)


@applying.post(f"{_PAGE}/resume")
def resume_now(firm_id: str, application_id: str) -> AnyResponse:
    """Prepare anew what was taken back."""
    visit = open_application(firm_id, application_id, "answer")
    try:
        with working() as work:
            load_for(work.session, actor(), APPLICATION, application_id, action="answer", parent=firm_id)
            resume_application(work, application_id)
    except (NotTakenError, WrongApplicationStateError):
        return not_now(
            409,
            _("La domanda non si può riprendere"),
            _("Il bando è chiuso, oppure qualcuno l'ha già ripresa."),
            visit.url("applying.application"),
        )
    return back("applying.application", "saved", **visit.path)


def _not_signed(*, owner: bool) -> str:
    if owner:
        return _("Prima serve l'ok di chi rappresenta l'impresa.")
    return _("Prima serve l'ok di una persona dell'impresa.")
