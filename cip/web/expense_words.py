"""What reports, breaches and debts are called in words, for the office and for the firm."""

from cip.incentives.breach_states import BreachMove, BreachState
from cip.incentives.breaches import ReturnKind
from cip.incentives.kept_time import UseToday
from cip.incentives.monitoring_meetings import MeetingState
from cip.incentives.recoveries import RecoveryKind
from cip.incentives.report_states import ReportMove, ReportState
from cip.web.language import gettext as _

REPORT_LOOKS: dict[ReportState, str] = {
    "draft": "", "sent": "cip-chip-open", "completing": "cip-chip-open", "completed": "cip-chip-open",
    "accepted": "cip-chip-done", "cut": "cip-chip-done", "reopened": "cip-chip-open",
}  # fmt: skip
BREACH_LOOKS: dict[BreachState, str] = {
    "found": "cip-chip-open", "warned": "cip-chip-open", "repaired": "cip-chip-done", "confirmed": "cip-chip-open",
    "prepared": "cip-chip-open", "decided": "cip-chip-no", "dropped": "",
}  # fmt: skip


def report_states() -> dict[ReportState, str]:
    """Where a report stands."""
    return {
        "draft": _("da scrivere e mandare"),
        "sent": _("mandata, la guarda l'ufficio"),
        "completing": _("da completare"),
        "completed": _("completata, la guarda l'ufficio"),
        "accepted": _("accolta tutta"),
        "cut": _("accolta in parte"),
        "reopened": _("riaperta dall'ufficio"),
    }


def report_next() -> dict[ReportState, str]:
    """What comes next, and who does it."""
    return {
        "draft": _("L'impresa aggiunge le voci con le prove e la manda."),
        "sent": _("L'ufficio guarda ogni voce e chiude la relazione."),
        "completing": _("L'impresa completa entro il termine, una volta sola."),
        "completed": _("L'ufficio guarda ogni voce e chiude la relazione."),
        "accepted": _("La relazione è chiusa."),
        "cut": _("La relazione è chiusa."),
        "reopened": _("L'ufficio guarda di nuovo le voci e chiude."),
    }


def own_report_next() -> dict[ReportState, str]:
    """The same as the firm reads it."""
    return {
        "draft": _("Aggiungete le voci con le prove, poi mandate la relazione."),
        "sent": _("Per ora nulla. L'ufficio guarda le voci una per una."),
        "completing": _("Completate ciò che l'ufficio chiede, poi rispondete."),
        "completed": _("Per ora nulla. L'ufficio guarda le voci una per una."),
        "accepted": _("Nulla: la relazione è chiusa."),
        "cut": _("Nulla: la relazione è chiusa. Sotto trovate che cosa è tagliato e perché."),
        "reopened": _("Per ora nulla. L'ufficio guarda di nuovo le voci."),
    }


def report_move_names() -> dict[ReportMove, str]:
    """What was done with a report."""
    return {
        "send": _("mandata"),
        "ask": _("chiesto di completare"),
        "answer": _("completata"),
        "lapse": _("termine passato"),
        "accept": _("accolta"),
        "cut": _("accolta in parte"),
        "reopen": _("riaperta"),
    }


def breach_states() -> dict[BreachState, str]:
    """Where a breach stands."""
    return {
        "found": _("rilevata, da contestare"),
        "warned": _("contestata, termine in corso"),
        "repaired": _("rimediata"),
        "confirmed": _("confermata, da decidere"),
        "prepared": _("revoca preparata, la decide un'altra persona"),
        "decided": _("revoca decisa"),
        "dropped": _("lasciata cadere"),
    }


def breach_move_names() -> dict[BreachMove, str]:
    """What was done with a breach."""
    return {
        "warn": _("contestata con un termine"),
        "repair": _("rimedio riconosciuto"),
        "confirm": _("confermata"),
        "drop": _("lasciata cadere"),
        "prepare": _("revoca preparata"),
        "send_back": _("revoca rimandata indietro"),
        "decide": _("revoca decisa"),
    }


def return_kinds() -> dict[ReturnKind, str]:
    """How what comes back is computed."""
    return {
        "time": _("In proporzione al tempo non mantenuto"),
        "unproved": _("La parte pagata e non provata dalla relazione"),
        "whole": _("Tutto ciò che è stato pagato"),
    }


def recovery_kinds() -> dict[RecoveryKind, str]:
    """What happened to a debt."""
    return {
        "owed": _("da restituire"),
        "netted": _("compensato con un pagamento"),
        "refunded": _("restituito"),
        "interest": _("interessi aggiunti"),
        "interest_paid": _("interessi pagati"),
    }


def uses() -> dict[UseToday, str]:
    """How a measure stands today."""
    return {
        "in_use": _("in uso"),
        "not_started": _("non ancora in uso"),
        "ended": _("finita"),
        "unknown": _("non si sa ancora"),
    }


def meeting_states() -> dict[MeetingState, str]:
    """What became of a meeting."""
    return {"invited": _("invitati"), "held": _("fatto"), "absent": _("l'impresa non è venuta")}
