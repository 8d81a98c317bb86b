"""What statements, reasons, answers and what was seen are called: the same words for unions and for firms."""

from cip.agreement.attestations import Answer, Reason, Scope, StatementState, Verdict, WithdrawnBecause
from cip.agreement.rechecks import Looker, Outcome, RecheckCause
from cip.agreement.sightings import Item
from cip.agreement.union_firms import Ground, UnionStatus
from cip.web.language import gettext as _


def verdict_words() -> dict[Verdict, str]:
    """What a union says of a clause."""
    return {"attests": _("attesta"), "disputes": _("contesta"), "asks": _("chiede")}


def verdict_choices() -> dict[Verdict, str]:
    """The same as a choice in the form."""
    return {
        "attests": _("Attesto: la clausola è rispettata"),
        "disputes": _("Contesto: la clausola non è rispettata"),
        "asks": _("Chiedo: prima serve una risposta dell'impresa"),
    }


def scope_words() -> dict[Scope, str]:
    """What a union looked at."""
    return {
        "papers_seen": _("documenti visti"),
        "visit": _("visita in azienda"),
        "talk_with_workers": _("incontro con le persone, senza nomi"),
        "declaration_of_firm": _("dichiarazione dell'impresa"),
    }


def reason_words() -> dict[Reason, str]:
    """Why a union disputes or asks."""
    return {
        "paper_missing": _("il documento non c'è"),
        "paper_old": _("il documento è vecchio"),
        "not_applied": _("la regola c'è ma non si applica"),
        "only_for_some": _("vale solo per alcune persone"),
        "not_told": _("le persone non lo sanno"),
        "which_paper": _("quale documento lo mostra"),
        "since_when": _("da quando vale"),
        "for_whom": _("per chi vale"),
        "visit_wanted": _("quando si può venire a vedere"),
    }


def answer_words() -> dict[Answer, str]:
    """What a firm answers."""
    return {
        "paper_ready": _("il documento è pronto da vedere"),
        "come_and_see": _("potete venire a vedere"),
        "kept_now": _("ora la clausola è rispettata"),
        "will_keep": _("sarà rispettata entro un giorno preciso"),
        "no_case": _("da noi il caso non c'è stato"),
        "not_agreed": _("non siamo d'accordo"),
    }


def withdrawn_words() -> dict[WithdrawnBecause, str]:
    """Why a statement was taken back."""
    return {
        "mistake": _("era un errore"),
        "no_longer_so": _("non è più così"),
        "cannot_tell": _("non possiamo più dirlo"),
        "replaced": _("c'è una dichiarazione più nuova"),
    }


def statement_state_words() -> dict[StatementState, str]:
    """Where a statement stands."""
    return {
        "made": _("in vigore"),
        "answered": _("in vigore, l'impresa ha risposto"),
        "withdrawn": _("ritirata"),
        "expired": _("scaduta"),
    }


def item_words() -> dict[Item, str]:
    """What was seen."""
    return {
        "paper": _("un documento"),
        "board_notice": _("un avviso in bacheca"),
        "register": _("un registro o un conto delle ore"),
        "payslip_line": _("una riga della busta paga"),
        "place": _("un luogo o uno strumento"),
    }


def ground_words() -> dict[Ground, str]:
    """From what a clause is judged."""
    return {
        "answers": _("dalle risposte del check-up"),
        "adherence": _("dall'adesione"),
        "proof": _("da prove annotate"),
        "plan": _("dal piano di conciliazione"),
        "survey": _("dal questionario di chi lavora"),
        "committee": _("dal comitato"),
        "parties": _("dalle parti dell'accordo"),
        "incentive": _("dagli incentivi"),
        "text": _("dal testo dell'accordo"),
        "place": _("dalla sede"),
    }


def cause_words() -> dict[RecheckCause, str]:
    """Why a clause is to be looked at again."""
    return {
        "withdrawn": _("Un sindacato ha ritirato la sua attestazione."),
        "contradiction": _("Quello che si sa ora smentisce quello che risultava prima."),
        "law_change": _("È cambiata la legge su cui si basa la clausola."),
    }


def outcome_words() -> dict[Outcome, str]:
    """What somebody found who looked."""
    return {
        "holds": _("la clausola è rispettata"),
        "does_not_hold": _("la clausola non è rispettata"),
        "unclear": _("non si capisce ancora"),
    }


def looker_words() -> dict[Looker, str]:
    """On whose side somebody looked."""
    return {"firm": _("l'impresa"), "consultant": _("chi accompagna l'impresa"), "union": _("un sindacato")}


def status_words() -> dict[UnionStatus, str]:
    """How a clause stands."""
    return {
        "met": _("Rispettata"),
        "not_met": _("Non rispettata"),
        "unknown": _("Non si sa ancora"),
        "not_due": _("Oggi non dovuta"),
        "settled": _("Rispettata o oggi non dovuta"),
    }


def all_words() -> dict[str, object]:
    """All of them, by the names that templates use."""
    return {
        "verdicts": verdict_words(),
        "scopes": scope_words(),
        "reasons": reason_words(),
        "answers": answer_words(),
        "withdrawals": withdrawn_words(),
        "statement_states": statement_state_words(),
        "items": item_words(),
        "grounds": ground_words(),
        "causes": cause_words(),
        "outcomes": outcome_words(),
        "lookers": looker_words(),
        "statuses": status_words(),
    }
