"""What the formal check of an application is called in words, for the office and for the firm; values of facts."""

import re
from decimal import Decimal

from cip.incentives.admissibility import FactValue, RowKind, Status
from cip.incentives.admissibility_states import CheckMove, CheckState
from cip.kernel.days import parse_day
from cip.kernel.money import euros
from cip.rulebook.shapes.call import CallFact
from cip.web.language import gettext as _
from cip.web.shown import day, in_words, number, option_in_words
from cip.web.typed import Typed

STATE_LOOKS: dict[CheckState, str] = {
    "received": "",
    "checking": "cip-chip-open",
    "asked": "cip-chip-open",
    "completed": "cip-chip-open",
    "noticed": "cip-chip-open",
    "remarked": "cip-chip-open",
    "admitted": "cip-chip-done",
    "refused": "cip-chip-no",
}
NUMBERS = ("whole", "number", "percent", "cents")
_LONGEST_NUMBER = 20
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_NUMBER = re.compile(r"\d+(\.\d{1,6})?", re.ASCII)


def check_states() -> dict[CheckState, str]:
    """Where a check stands, for the office."""
    return {
        "received": _("da prendere in carico"),
        "checking": _("in controllo"),
        "asked": _("attende l'impresa: va completata"),
        "completed": _("richiesta chiusa, da decidere"),
        "noticed": _("attende l'impresa: preavviso"),
        "remarked": _("preavviso chiuso, da decidere"),
        "admitted": _("ammessa"),
        "refused": _("non ammessa"),
    }


def states_for_firm() -> dict[CheckState, str]:
    """The same for the firm."""
    return {
        "received": _("arrivata all'ufficio"),
        "checking": _("in controllo all'ufficio"),
        "asked": _("da completare: tocca a voi"),
        "completed": _("di nuovo in controllo all'ufficio"),
        "noticed": _("potete rispondere prima della decisione"),
        "remarked": _("l'ufficio sta per decidere"),
        "admitted": _("ammessa"),
        "refused": _("non ammessa"),
    }


def check_moves() -> dict[CheckMove, str]:
    """What happened."""
    return {
        "take": _("Presa in carico"),
        "judge": _("Riga controllata"),
        "ask": _("Chiesto di completare"),
        "answer": _("Arrivata la risposta"),
        "lapse": _("Termine passato senza risposta"),
        "notice": _("Annunciato il rifiuto"),
        "remark": _("Arrivate le osservazioni"),
        "admit": _("Ammessa"),
        "refuse": _("Non ammessa"),
        "reopen": _("Decisione riaperta"),
    }


def row_kinds() -> dict[RowKind, str]:
    """The parts of the checklist."""
    return {
        "rule": _("Regole del bando"),
        "document": _("Documenti"),
        "signature": _("Chi ha firmato e inviato"),
        "mandate": _("Chi ha firmato e inviato"),
        "duplicate": _("Doppioni e altri aiuti"),
        "earlier_grant": _("Doppioni e altri aiuti"),
    }


def statuses() -> dict[Status, str]:
    """What the system sees, or the officer says."""
    return {"met": _("a posto"), "not_met": _("non a posto"), "unknown": _("non si sa")}


def value_words(fact: CallFact | None, value: FactValue) -> str:
    """A value of a fact in words."""
    if value is None or fact is None:
        return _("non indicato") if value is None else str(value)
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_option(fact, str(one)) for one in value) or _("nessuno")
    if isinstance(value, int | float):
        return in_words(euros(int(value))) if fact.type == "cents" else number(value)
    if fact.type == "day":
        return day(parse_day(str(value)))
    return _option(fact, str(value))


def _option(fact: CallFact, id: str) -> str:
    return next((option_in_words(one) for one in fact.options if one.id == id), id)


def typed_of(fact: CallFact, value: FactValue) -> str:
    """A value as the field of its form shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    if fact.type == "cents" and isinstance(value, int):
        return f"{value // 100},{value % 100:02d}"
    return str(value).replace(".", ",") if fact.type in NUMBERS else str(value)


def read_value(form: Typed, fact: CallFact, name: str) -> FactValue:
    """What was typed of a fact, None where the field was left empty; a sentence in the form where it cannot be read."""
    if fact.type == "several":
        found: list[FactValue] = list(form.several(name, [option.id for option in fact.options]))
        return found or None
    text = form.raw(name)
    if not text:
        return None
    if fact.type == "yes_no":
        return form.choice(name, ("yes", "no"), _("Scegliete sì o no.")) == "yes"
    if fact.type == "day":
        found_day = form.day(name)
        return found_day.isoformat() if found_day is not None else None
    if fact.type in NUMBERS:
        return _number(form, fact, name, text)
    if fact.options:
        return form.choice(name, [option.id for option in fact.options], _("Scegliete una delle risposte."))
    return form.line(name, 120)


def _number(form: Typed, fact: CallFact, name: str, text: str) -> FactValue:
    """A number as Italians write it: a comma for the decimals, points between thousands."""
    plain = text.replace(" ", "").removesuffix("€")
    if "," in plain or _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    if len(plain) > _LONGEST_NUMBER or not _NUMBER.fullmatch(plain) or (fact.type == "whole" and "." in plain):
        form.errors[name] = _("Scrivete un numero, per esempio 12.")
        return None
    if fact.type == "cents":
        return int((Decimal(plain) * 100).to_integral_value())
    return int(plain) if "." not in plain else float(plain)
