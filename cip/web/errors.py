"""What a person reads when something cannot be done, and the way back."""

import logging
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, g, jsonify, render_template, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from cip.assessment.actions import ChangedMeanwhileError, CheckUpClosedError, CheckUpValidatedError
from cip.database.locks import RowGoneError
from cip.kernel.errors import RefusalError
from cip.kernel.failures import failure
from cip.parties.access import NotYoursError
from cip.rulebook.packs import PackError
from cip.web.asking import script_asks
from cip.web.language import gettext as _
from cip.web.security import PlainHttpError

Page = tuple[str | Response, int]

_LOG = logging.getLogger(__name__)


def _page(status: int, title: str, text: str, *, open_page: str = "") -> Page:
    """The page; to a script only what to say on the page that is open: `open_page`, if that one can save no more and
    must be loaded again, else the same text.
    """
    if script_asks():
        return jsonify(error=open_page or f"{title}. {text}", reload=bool(open_page)), status
    return render_template("errors/error.html", title=title, text=text, status=status), status


def not_now(status: int, title: str, text: str, report: str | None = None, words: str = "") -> Response:
    """A page for what cannot be done right now, with the way to what can: the address of a report or of a page that is
    called `words`, else the page that sent the form, else home. To a script the sentence alone.
    """
    if script_asks():
        told = jsonify(error=f"{title}. {text}", reload=False)
        told.status_code = status
        return told
    shown = {"title": title, "text": text, "status": status, "report": report, "words": words, "came_from": came_from()}
    return Response(render_template("errors/error.html", **shown), status, mimetype="text/html")


def came_from() -> str | None:
    """The page of this site from which a form was sent, where it can be opened again."""
    sent_by = urlsplit(request.referrer or "")
    if request.method != "POST" or sent_by.netloc != request.host or not sent_by.path:
        return None
    adapter = request_ctx.url_adapter
    if adapter is None or not adapter.test(sent_by.path, method="GET"):
        return None
    return urlunsplit(("", "", sent_by.path, sent_by.query, ""))


def _form_expired(_error: CSRFError) -> Page:
    return _page(
        400,
        _("Questa pagina è rimasta aperta troppo a lungo"),
        _(
            "Per sicurezza non abbiamo salvato nulla. Tornate indietro con il browser: le vostre risposte sono ancora "
            "scritte lì. Ricaricate la pagina e salvate di nuovo. Servono i cookie: se il browser li blocca, "
            "permetteteli per questo sito."
        ),
        open_page=_(
            "Questa pagina è rimasta aperta troppo a lungo e non salva più. Copiate ciò che avete appena scritto, poi "
            "ricaricatela. Se succede ancora, permettete i cookie per questo sito."
        ),
    )


def _plain_http(_error: PlainHttpError) -> Page:
    return _page(
        400,
        _("Qui serve una connessione protetta"),
        _(
            "Senza https le vostre risposte viaggerebbero in chiaro. Aprite lo stesso indirizzo con https://. "
            "Senza https il sito risponde solo sul computer su cui è installato, all'indirizzo http://127.0.0.1."
        ),
    )


def _gone(_error: RefusalError) -> Page:
    if g.get("signed_in") is not None:
        # One sentence for what is not there, what was, and what is somebody else's: which of them is nobody's to know.
        text = _("Non c'è, o non è (più) tra le cose che potete vedere. Ripartite dalle voci qui sopra.")
        return _page(404, _("Questa pagina non c'è"), text, open_page=text)
    return _page(
        404,
        _("Questa pagina non c'è"),
        _(
            "L'indirizzo è sbagliato, oppure porta a un check-up di un altro browser o già cancellato. "
            "Un check-up si riapre dal browser con cui è iniziato, oppure con il suo codice."
        ),
        open_page=_(
            "Questo check-up non si può più aprire da qui: è stato cancellato, oppure ora è di un altro browser. "
            "Copiate ciò che vi serve, poi ricaricate la pagina."
        ),
    )


def _closed(_error: CheckUpClosedError) -> Page:
    return _page(
        409,
        _("Questo check-up è chiuso"),
        _("Si può leggere, ma non si cambia più: così il confronto con quello dopo resta vero."),
        open_page=_(
            "Questo check-up è stato chiuso: si può leggere, ma non si cambia più. Ricaricate la pagina per vedere le "
            "risposte salvate."
        ),
    )


def _validated(_error: CheckUpValidatedError) -> Page:
    return _page(
        409,
        _("Questo check-up è convalidato"),
        _(
            "Le risposte sono ferme, così il risultato verificato resta vero. Per cambiarne una, riaprite il check-up "
            "dal suo riepilogo: si vede che cosa cambia, e il resto resta confermato."
        ),
        open_page=_(
            "Questo check-up è convalidato: qui non si salva. Per cambiare una risposta, riapritelo dal suo riepilogo."
        ),
    )


def _changed_meanwhile(_error: ChangedMeanwhileError) -> Page:
    return _page(503, _("Troppe modifiche insieme"), _("Aspettate un momento e salvate di nuovo."))


def _too_large(_error: RequestEntityTooLarge) -> Page:
    return _page(
        413,
        _("È troppo lungo"),
        _("Avete mandato più di quanto possiamo tenere. Accorciate le note, o scegliete un file più piccolo."),
    )


def _http(error: HTTPException) -> Page | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    if code == 404:
        return _gone(NotYoursError())
    return _page(code, *_words(code))


def _words(code: int) -> tuple[str, str]:
    if code == 405:
        return (
            _("Qui non si arriva così"),
            _("Questa pagina si apre solo con il suo pulsante. Tornate indietro e usate quello."),
        )
    if code == 403:
        return _("Qui non potete entrare"), _("Questa pagina è di qualcun altro.")
    if code < 500:
        return (
            _("Non abbiamo capito la richiesta"),
            _("Il browser ha mandato qualcosa di incompleto. Tornate indietro e riprovate."),
        )
    return _broken_words()


def _broken_words() -> tuple[str, str]:
    return (
        _("Qualcosa si è rotto da noi"),
        _("Le risposte già salvate sono al sicuro. Riprovate tra poco; se succede ancora, scriveteci."),
    )


def _damaged_rules(error: PackError) -> Page:
    # With other rules than its own a check-up would say something else: no page is better than a wrong one.
    _LOG.error("%s %s refused: %s", request.method, request.endpoint, error)
    return _page(
        500,
        _("Le regole di questo check-up non si possono usare"),
        _(
            "Le abbiamo conservate con il check-up, ma non sono più quelle di allora. Finché non le rimettiamo a "
            "posto non mostriamo nulla, per non dirvi cose sbagliate. Le vostre risposte sono al sicuro. Scriveteci."
        ),
    )


def _broken(error: Exception) -> Page:
    # Never an answer or a secret: the kind and the place of the mistake, not its message, which may quote both.
    _LOG.error("%s %s failed: %s", request.method, request.endpoint, failure(error))
    return _page(500, *_broken_words())


def install(app: Flask) -> None:
    """Every error has its page, in the language of the address."""
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(PlainHttpError, _plain_http)
    app.register_error_handler(NotYoursError, _gone)
    app.register_error_handler(RowGoneError, _gone)
    app.register_error_handler(CheckUpClosedError, _closed)
    app.register_error_handler(CheckUpValidatedError, _validated)
    app.register_error_handler(ChangedMeanwhileError, _changed_meanwhile)
    app.register_error_handler(PackError, _damaged_rules)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)
