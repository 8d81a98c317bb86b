"""Payments in words: states, kinds of facts and holds, and why something was refused."""

from cip.incentives.actions.bank_accounts import NotNewestAccountError, SameHandError
from cip.incentives.actions.import_statement import LineTakenError, OtherSumError
from cip.incentives.actions.look_before_payment import MayNotLiftError, OddPaymentFactError
from cip.incentives.actions.move_money import MoneyRefusedError
from cip.incentives.actions.payment_work import (
    NotPayableError,
    OddBankDayError,
    ThirdPersonError,
    WrongPaymentStateError,
)
from cip.incentives.actions.prepare_payments import NoOfficeAccountError, OddPayDayError
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.bank_accounts import WrongIbanError
from cip.incentives.payment_checks import LIFTED_BY, HoldKind, PaymentFactKind, PaymentFactValue
from cip.incentives.payment_states import PaymentState
from cip.incentives.payments import PartState
from cip.incentives.statements import StatementError
from cip.kernel.errors import RefusalError
from cip.kernel.sealing import SealBrokenError
from cip.web.award_words import wrong_iban
from cip.web.language import gettext as _
from cip.web.shown import in_words

TOLD = (
    WrongPaymentStateError, ThirdPersonError, NotPayableError, NoOfficeAccountError, OddPayDayError, NoReasonError,
    MoneyRefusedError, SealBrokenError, OddPaymentFactError, MayNotLiftError, SameHandError, NotNewestAccountError,
    LineTakenError, OtherSumError, StatementError, WrongIbanError, OddBankDayError,
)  # fmt: skip
"""What a page about payments says in words."""


def why_not_paid(error: RefusalError) -> str:
    """Why something cannot be done with a payment."""
    if isinstance(error, NotPayableError):
        said = [in_words(reason) for some in error.because.values() for reason in some]
        return " ".join(said) or _("Nel frattempo è cambiata una somma o un IBAN. Annullate e preparate di nuovo.")
    if isinstance(error, StatementError):
        return statement_fault(error)
    if isinstance(error, WrongIbanError):
        return wrong_iban(error)
    return _of_kinds().get(type(error), _("Nel frattempo è cambiato qualcosa. Guardate a che punto è."))


def _of_kinds() -> dict[type[RefusalError], str]:
    return {
        ThirdPersonError: _("Serve un'altra persona: chi prepara, chi approva e chi paga sono tre persone."),
        NoOfficeAccountError: _("Manca il conto dell'ufficio, o un'altra persona non l'ha ancora verificato."),
        OddPayDayError: _("Il giorno di pagamento è passato. Scegliete un giorno da oggi in poi."),
        NoReasonError: _("Scrivete perché."),
        MoneyRefusedError: _("I conti del bando non lo permettono: guardate la pagina dei conti."),
        SealBrokenError: _("L'IBAN salvato non si può più leggere. Chiedete a chi gestisce il sito."),
        OddPaymentFactError: _("Guardate il giorno e la somma: non può essere un giorno che deve ancora venire."),
        MayNotLiftError: _("Questa sospensione la toglie un'altra persona, oppure è già tolta."),
        SameHandError: _("Chi ha scritto l'IBAN non lo verifica: serve un'altra persona."),
        NotNewestAccountError: _("L'IBAN è cambiato nel frattempo, o qualcuno l'ha già verificato."),
        LineTakenError: _("Questa riga è già sistemata."),
        OtherSumError: _("Le somme sono diverse: una riga vale solo per un pagamento della stessa somma."),
        OddBankDayError: _("La banca non può averlo fatto quel giorno: scrivete un giorno dall'invio a oggi."),
    }


def statement_fault(error: StatementError) -> str:
    """Why a statement was not read."""
    words = {
        "too_large": _("Il file è troppo grande: al massimo 5 MB."),
        "too_many": _("Il file ha troppe righe: al massimo 5.000."),
        "not_read": _("Questo file non è un estratto conto camt.053 né una tabella con data e importo."),
        "no_lines": _("Nel file non c'è nessuna riga."),
        "currency": _("Nella riga %(line)s la moneta non è l'euro."),
        "line": _("La riga %(line)s non si legge per intero: non abbiamo importato nulla."),
    }
    return words[error.why] % {"line": error.line} if error.line else words[error.why]


def part_state(state: PartState) -> str:
    """How a part of an award stands."""
    return {
        "paid": _("pagato"),
        "on_its_way": _("in pagamento"),
        "payable": _("da pagare"),
        "held": _("fermo"),
        "waiting": _("in attesa"),
        "nothing": _("nulla da pagare"),
    }[state]


def part_look(state: PartState) -> str:
    """The look of the chip of a part."""
    looks: dict[PartState, str] = {
        "paid": "cip-chip-done",
        "payable": "cip-chip-done",
        "held": "cip-chip-no",
        "on_its_way": "cip-chip-open",
    }
    return looks.get(state, "")


def payment_state(state: PaymentState) -> str:
    """How a payment stands."""
    return {
        "draft": _("bozza"),
        "prepared": _("da approvare"),
        "approved": _("da pagare"),
        "sent": _("in banca"),
        "executed": _("eseguito"),
        "rejected": _("respinto dalla banca"),
        "cancelled": _("annullato"),
    }[state]


def batch_next(state: PaymentState) -> str:
    """What there is to do next with a batch."""
    return {
        "draft": _("Guardate le somme, poi preparatelo."),
        "prepared": _("Lo approva una seconda persona."),
        "approved": _("Lo paga una terza persona: fa il file per la banca."),
        "sent": _("Aspettate l'estratto conto e importatelo."),
        "executed": _("La banca ha risposto per ogni pagamento: non c'è altro da fare."),
        "cancelled": _("È annullato: non c'è più nulla da fare."),
    }[state]


def fact_kinds() -> dict[PaymentFactKind, str]:
    """What can be recorded before a payment."""
    return {
        "durc": _("DURC: è regolare?"),
        "durc_offset": _("DURC non regolare: si paga INPS o INAIL al posto dell'impresa?"),
        "insurance": _("Assicurazione contro le catastrofi: c'è?"),
        "tax_debt": _("Verifica dei debiti fiscali: è pulita?"),
        "condition": _("Ciò che il bando chiede a parole: è successo?"),
        "business": _("Ritenuta: chi riceve ha reddito d'impresa?"),
        "capital_goods": _("Ritenuta: il contributo è per beni strumentali?"),
    }


def short_fact_kinds() -> dict[PaymentFactKind, str]:
    """The same where the room is small."""
    return {
        "durc": _("DURC regolare"),
        "durc_offset": _("Debito pagato a INPS o INAIL"),
        "insurance": _("Assicurazione catastrofi"),
        "tax_debt": _("Verifica fiscale pulita"),
        "condition": _("Condizione del bando avvenuta"),
        "business": _("Reddito d'impresa"),
        "capital_goods": _("Contributo per beni strumentali"),
    }


def fact_values(kind: PaymentFactKind) -> list[tuple[PaymentFactValue, str]]:
    """What can be answered: that a paper is not due makes sense of a paper only."""
    found: list[tuple[PaymentFactValue, str]] = [("yes", _("Sì")), ("no", _("No"))]
    return [*found, ("not_due", _("Non è richiesto"))] if kind in ("durc", "insurance", "tax_debt") else found


def hold_kinds() -> dict[HoldKind, str]:
    """Why a part is held, and who lifts that."""
    who = {
        "anyone": _("la toglie chiunque dell'ufficio"),
        "other_person": _("la toglie un'altra persona"),
        "manager": _("la toglie chi dirige l'ufficio"),
    }
    names: dict[HoldKind, str] = {
        "check": _("Manca un documento"),
        "account": _("Dubbio sull'IBAN"),
        "doubt": _("Qualcosa da chiarire"),
        "dispute": _("Ricorso o contestazione"),
        "breach": _("Possibile violazione di un obbligo"),
    }
    return {kind: f"{name}: {who[LIFTED_BY[kind]]}" for kind, name in names.items()}
