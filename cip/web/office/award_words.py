"""What the states and moves of an award are called on the pages of its office, and what comes next."""

from cip.incentives.award_states import AwardMove, AwardState
from cip.incentives.register_answers import Outcome
from cip.web.language import gettext as _


def award_state_names() -> dict[AwardState, str]:
    """Where an award stands."""
    return {
        "reserved": _("soldi riservati"),
        "prepared": _("da approvare"),
        "approved": _("approvato, lettera da mandare"),
        "notified": _("lettera mandata"),
        "accepted": _("accettato"),
        "released": _("lasciato andare"),
        "lapsed": _("decaduto"),
        "waived": _("rinuncia"),
        "revoked": _("revocato"),
        "closed": _("chiuso"),
    }


def award_state_looks() -> dict[AwardState, str]:
    """The class of the chip of each state: what waits, what is done, what ended badly."""
    ended: dict[AwardState, str] = dict.fromkeys(("released", "lapsed", "waived", "revoked"), "cip-chip-no")
    waits: dict[AwardState, str] = dict.fromkeys(("reserved", "prepared", "approved", "notified"), "cip-chip-open")
    return {**ended, **waits, "accepted": "cip-chip-done", "closed": "cip-chip-done"}


def award_next() -> dict[AwardState, str]:
    """What is to be done next, and who does it."""
    return {
        "reserved": _("Fate le verifiche e preparate la decisione."),
        "prepared": _("Un'altra persona dell'ufficio approva con l'atto."),
        "approved": _("Date il protocollo alla lettera e avvisate l'impresa."),
        "notified": _("L'impresa accetta o rinuncia."),
        "accepted": _("Si pagano le parti, una dopo l'altra."),
        "released": _("Niente: i soldi sono tornati liberi."),
        "lapsed": _("Niente: i soldi sono tornati liberi."),
        "waived": _("Niente: i soldi non pagati sono tornati liberi."),
        "revoked": _("Si segue il recupero."),
        "closed": _("Niente: è tutto concluso."),
    }


def award_move_names() -> dict[AwardMove, str]:
    """What was done."""
    return {
        "reserve": _("Soldi riservati di nuovo"),
        "prepare": _("Decisione preparata"),
        "send_back": _("Decisione rimandata indietro"),
        "approve": _("Contributo approvato"),
        "release": _("Lasciato andare"),
        "notify": _("Impresa avvisata"),
        "accept": _("Accettato dall'impresa"),
        "waive": _("Rinuncia dell'impresa"),
        "lapse": _("Decaduto senza risposta"),
        "revoke": _("Revocato"),
        "close": _("Chiuso"),
    }


def check_words() -> dict[str, str]:
    """How a check came out."""
    return {"met": _("in regola"), "not_met": _("non in regola"), "unknown": _("non lo sappiamo")}


def outcome_words() -> dict[Outcome, str]:
    """What became of a line of the register's file."""
    return {
        "taken": _("registrato"),
        "same": _("c'era già uguale"),
        "unmatched": _("nessun contributo con questa pratica"),
        "doubled": _("scritto due volte nel file: non preso"),
        "other_code": _("qui c'è un altro codice: non cambiato"),
        "other_award": _("il codice è di un'altra pratica: non preso"),
        "decided": _("contributo già approvato: non cambiato"),
        "later": _("il giorno deve ancora venire: non preso"),
        "unreadable": _("riga non leggibile"),
    }
