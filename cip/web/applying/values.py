"""The facts of a call as fields of a form: how a value is read, how it is shown, where it came from."""

import re
from collections.abc import Mapping

from flask import request
from pydantic import JsonValue

from cip.documents.formats import long_day, number
from cip.incentives.call_facts import FactError, read_facts
from cip.incentives.prefill import Prefilled, SourceKind
from cip.kernel.days import parse_day
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import CallFact
from cip.web.call_words import money
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner.aid_visit import cents_of
from cip.web.shown import day as long
from cip.web.shown import in_words
from cip.web.typed import Typed

_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,12}([.,]\d{1,6})?", re.ASCII)
NUMBERS = ("whole", "number", "percent")


def field_name(fact_id: str) -> str:
    """The field of a fact; apart from the names that every form has."""
    return f"f-{fact_id}"


def read_fact(form: Typed, fact: CallFact) -> JsonValue:
    """What was typed for a fact, None for no answer; what is wrong is noted in the form."""
    name = field_name(fact.id)
    value = _READERS[fact.type](form, name, fact)
    if value is None or form.error(name):
        return None
    try:
        read_facts({fact.id: fact}, {fact.id: value})
    except FactError:
        form.errors[name] = _beyond(fact)
        return None
    return value


def typed_value(fact: CallFact, value: JsonValue) -> str:
    """A value as the field shows it."""
    if value is None:
        return ""
    if fact.type == "yes_no":
        return "yes" if value else "no"
    if fact.type == "cents" and isinstance(value, int):
        return f"{value // 100},{value % 100:02d}" if value % 100 else str(value // 100)
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return str(value).replace(".", ",") if fact.type in NUMBERS else str(value)


def value_words(fact: CallFact, value: JsonValue) -> str:
    """A value in words."""
    if value is None:
        return _("non si sa")
    if fact.type == "yes_no":
        return _("sì") if value else _("no")
    if fact.type == "cents" and isinstance(value, int):
        return money(value)
    if fact.type in ("choice", "several"):
        names = {option.id: option.it if current() == "it" else option.en for option in fact.options}
        return ", ".join(names.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
    if fact.type == "day":
        return long_day(parse_day(str(value)), current())
    if isinstance(value, int | float):
        words = number(float(value), current()) if isinstance(value, float) else str(value)
        return f"{words}%" if fact.type == "percent" else words
    return str(value)


def source_words(found: Prefilled) -> str:
    """Where a value comes from, with the day of its source."""
    if found.on is None:
        return _BARE[found.source]()
    return _DATED[found.source]() % {"day": long(found.on)}


_BARE = {
    "check_up": lambda: _("dal check-up"),
    "verified_check_up": lambda: _("dal check-up verificato"),
    "plan": lambda: _("dal Piano"),
    "agreement": lambda: _("dalle pagine dell'accordo"),
    "firm": lambda: _("dai dati dell'impresa"),
    "standing": lambda: _("dai vostri documenti con scadenza"),
    "state_aid": lambda: _("dall'elenco dei vostri aiuti"),
    "size": lambda: _("dai dati sulla dimensione dell'impresa"),
    "award": lambda: _("dai contributi già avuti"),
    "declared": lambda: _("scritto da voi in questa domanda"),
}
_DATED = {
    **_BARE,
    "check_up": lambda: _("dal check-up del %(day)s"),
    "verified_check_up": lambda: _("dal check-up verificato del %(day)s"),
    "plan": lambda: _("dal Piano firmato il %(day)s"),
    "agreement": lambda: _("dalle pagine dell'accordo, al %(day)s"),
    "standing": lambda: _("dal documento del %(day)s"),
    "state_aid": lambda: _("dall'elenco dei vostri aiuti, dichiarato completo il %(day)s"),
}
SOURCE_KINDS: tuple[SourceKind, ...] = tuple(_BARE)  # type: ignore[arg-type]  # compared with the nouns by a test


def _beyond(fact: CallFact) -> str:
    least = 0 if fact.min is None else fact.min
    if fact.type in ("whole", "number", "percent") and fact.max is not None:
        bounds = {"least": number(float(least), current()), "most": number(float(fact.max), current())}
        return _("Scrivete un numero da %(least)s a %(most)s.") % bounds
    if fact.type in ("whole", "number", "percent", "cents"):
        return _("Scrivete un numero da %(least)s in su.") % {"least": number(float(least), current())}
    return _("Questa risposta qui non va bene.")


def _yes_no(form: Typed, name: str, _fact: CallFact) -> JsonValue:
    return {"yes": True, "no": False}.get(form.raw(name))


def _choice(form: Typed, name: str, fact: CallFact) -> JsonValue:
    return next((one.id for one in fact.options if one.id == form.raw(name)), None)


def _several(_form: Typed, name: str, fact: CallFact) -> JsonValue:
    ticked = set(request.form.getlist(name))
    found: list[JsonValue] = [one.id for one in fact.options if one.id in ticked]
    return found or None


def _number(form: Typed, name: str, fact: CallFact) -> JsonValue:
    text = form.raw(name).replace(" ", "").replace("\N{NO-BREAK SPACE}", "").rstrip("%")
    if not text:
        return None
    plain = text.replace(".", "") if _GROUPED.fullmatch(text) else text
    if not _NUMBER.fullmatch(plain):
        form.errors[name] = _("Scrivete un numero, per esempio 12.")
        return None
    value = float(plain.replace(",", "."))
    return int(value) if value.is_integer() else value


def _cents(form: Typed, name: str, _fact: CallFact) -> JsonValue:
    text = form.raw(name)
    if not text:
        return None
    found = cents_of(text)
    if found is None:
        form.errors[name] = _("Scrivete una somma in euro, per esempio 1.250,50.")
    return found


def _day(form: Typed, name: str, _fact: CallFact) -> JsonValue:
    found = form.day(name)
    return found.isoformat() if found else None


def _code(form: Typed, name: str, _fact: CallFact) -> JsonValue:
    return form.line(name, 80) or None


_READERS = {
    "yes_no": _yes_no,
    "choice": _choice,
    "several": _several,
    "whole": _number,
    "number": _number,
    "percent": _number,
    "cents": _cents,
    "day": _day,
    "code": _code,
}


def label_of(fact: CallFact) -> str:
    """What a fact is called."""
    return in_words(fact.label)


def stated_rows(pack: CallPack, facts: Mapping[str, Prefilled]) -> list[tuple[str, str, str]]:
    """The facts that are known, in the order of asking: what each is called, its value, where it comes from."""
    return [
        (label_of(fact), value_words(fact, facts[name].value), source_words(facts[name]))
        for name, fact in pack.facts.items()
        if name in facts
    ]
