"""Where a form leads after it did something, and how the next page says so."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cip.web.language import gettext as _


def back(endpoint: str, done: str = "", **values: str) -> Response:
    """To a page, which says what was done (a word of `done_words`)."""
    arguments: dict[str, Any] = {**values, "done": done} if done else dict(values)
    return redirect(url_for(endpoint, **arguments), 303)


def done_words() -> str:
    """What was done on the page before, as its address says; empty for anything that we did not write there."""
    words = {
        "registered": _("L'impresa è registrata. Ora è il vostro spazio."),
        "saved": _("Salvato."),
        "invited": _("Invito inviato. Vale sette giorni."),
        "revoked": _("Fatto: non vale più da subito."),
        "removed": _("Fatto: questa persona non entra più, da subito."),
        "role": _("Il ruolo è cambiato. La persona deve entrare di nuovo."),
        "given": _("L'incarico è dato. Chi lo riceve ha una mail."),
        "asked": _("Richiesta inviata. Trovate qui la risposta."),
        "row_withdrawn": _("La riga è ritirata: non conta più."),
        "withdrawn": _("La richiesta è ritirata."),
        "adopted": _("Il check-up ora sta nello spazio dell'impresa."),
        "answered": _("Risposta inviata."),
        "joined": _("Ora ne fate parte."),
        "left": _("Non ne fate più parte."),
        "signed": _("L'adesione è firmata."),
        "merged": _("Le due imprese ora sono una sola."),
        "opened": _("La controversia è aperta. Il comitato e le parti hanno una mail."),
        "settled": _("La controversia è chiusa. Le parti hanno una mail."),
        "closed": _("L'ente è chiuso. I suoi incarichi sono finiti."),
        "said": _("La dichiarazione è salvata. L'impresa la vede."),
        "seen": _("Segnato: l'avete visto."),
        "taken_back": _("La dichiarazione è ritirata. L'impresa ha una mail."),
        "looked": _("Il controllo è chiuso. Stato e dichiarazioni restano come sono."),
        "replied": _("Risposta inviata. Il sindacato ha una mail."),
    }
    return {**words, **_of_calls()}.get(request.args.get("done", ""), "")


def _of_calls() -> dict[str, str]:
    """What was done with a call, its ranking, its evaluation."""
    return {
        "call_published": _("Il bando è pubblicato. Le sue regole non cambiano più."),
        "annulled": _("Il bando è annullato."),
        "rehearsed": _("La prova è fatta e conservata."),
        "ranked": _("La graduatoria è fatta. Ora la deve approvare un'altra persona."),
        "ranking_approved": _("La graduatoria è approvata. Ora potete pubblicarla."),
        "ranking_published": _("La graduatoria è pubblicata. Le imprese hanno una mail."),
        "award_accepted": _("Avete accettato il contributo."),
        "report_sent": _("La relazione è mandata. L'ufficio la guarda voce per voce."),
        "award_waived": _("Avete rinunciato. L'ufficio lo vede."),
        "appeal_filed": _("Presentato. L'ufficio vi risponde con i motivi."),
        "appeal_withdrawn": _("Ritirato. L'ufficio non lo guarda più."),
        "appeal_admitted": _("È in esame."),
        "appeal_decided": _("Deciso. L'impresa lo legge nella sua pagina."),
        "award_lapsed": _("Il contributo è decaduto. I soldi sono di nuovo liberi."),
        "rolled_down": _("I contributi sono iniziati. Ora vanno preparati e approvati."),
        "change_noted": _("Annotato. La graduatoria cambia solo quando la rifate."),
        "link_declared": _("Grazie: quella domanda non sarà vostra."),
        "stood_aside": _("Grazie: la domanda passa a un'altra persona."),
        "handed_in": _("I punteggi sono consegnati."),
        "met": _("La proposta è scritta. Ora le altre persone dicono se sono d'accordo."),
        "agreed": _("Avete detto sì alla proposta."),
        "named": _("Nominata. Quando ci saranno domande riceverà una mail."),
        "drawn": _("Il sorteggio è fatto. Chi ha domande nuove riceve una mail."),
        "taken": _("La domanda è tolta. Il prossimo sorteggio la dà a un'altra persona."),
        "reopened": _("La valutazione è riaperta."),
        "reminded": _("Il promemoria parte per chi ha domande da consegnare."),
    }
