"""The words of the ledger: what happened, and the names of the accounts."""

from cip.web.language import gettext as _


def money_words() -> dict[str, str]:
    """What a transaction is called, and the account that a leg stands on, in the language of the request."""
    return {**_happened(), **_accounts()}


def happened(what: str) -> str:
    """What a transaction is called."""
    return _happened()[what]


def account(kind: str) -> str:
    """What an account is called."""
    return _accounts()[kind]


def _happened() -> dict[str, str]:
    return {
        "budget": _("Somma messa a bando"),
        "reserve": _("Somma tenuta da parte"),
        "release": _("Somma liberata"),
        "award": _("Contributo concesso"),
        "due": _("Parte da pagare"),
        "undue": _("Parte non più da pagare"),
        "pay": _("Pagamento"),
        "unpay": _("Pagamento tornato indietro"),
        "expense": _("Spese accettate"),
        "waive": _("Rinuncia, o resto di un contributo chiuso"),
        "revoke": _("Revoca"),
        "net": _("Debito tolto da un pagamento"),
        "refund": _("Somma restituita"),
        "interest": _("Interessi chiesti"),
        "interest_paid": _("Interessi pagati"),
    }


def _accounts() -> dict[str, str]:
    return {
        "funds": _("bilancio della fonte"),
        "available": _("disponibile"),
        "reserved": _("tenuto da parte"),
        "committed": _("concesso, non ancora da pagare"),
        "due": _("da pagare"),
        "paid": _("pagato"),
        "withheld": _("trattenuto come ritenuta"),
        "unproved": _("spese da provare"),
        "accepted": _("spese accettate"),
        "claims": _("crediti verso le imprese"),
        "owed": _("da restituire"),
        "recovered": _("recuperato"),
        "interest_claims": _("crediti per interessi"),
        "interest": _("interessi da pagare"),
        "interest_paid": _("interessi pagati"),
    }
