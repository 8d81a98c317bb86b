"""The fields of a change to an application after a ranking: a fact with its new value, the scores of a criterion."""

from cip.incentives.bound_call import BoundCall
from cip.incentives.call_facts import FactError
from cip.rulebook.call_expressions import criteria_of
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import CallFact
from cip.rulebook.shapes.grid import Grid, Judged
from cip.rulebook.shapes.model import Option
from cip.web.call_words import money
from cip.web.fields import read_day
from cip.web.language import gettext as _
from cip.web.owner.aid_visit import cents_of
from cip.web.shown import decimal, option_in_words
from cip.web.typed import Typed

YES, NO = ("sì", "si", "yes", "sí"), ("no",)
AGREED = "office"
"""Under which name a score stands that an appeal or a correction set: it replaces those of the evaluators."""


def read_fact(pack: CallPack, form: Typed) -> dict[str, object]:
    """The fact that changes, by id; empty where none was chosen. What is wrong stands in the form."""
    chosen = form.raw("fact")
    if not chosen:
        return {}
    fact = pack.facts.get(chosen)
    if fact is None:
        form.errors["fact"] = _("Scegliete un dato del bando.")
        return {}
    try:
        value = _value(fact, form.raw("value"))
        if value is None:
            raise ValueError(chosen)
        BoundCall(pack, None).read_facts({fact.id: value})
    except (FactError, ValueError):
        form.errors["value"] = _("Questo valore non va bene per il dato scelto.")
        return {}
    return {fact.id: value}


def _value(fact: CallFact, text: str) -> object | None:
    """A value as typed, in the shape of FILE; None where it is no value of such a fact."""
    match fact.type:
        case "yes_no":
            return True if text.lower() in YES else False if text.lower() in NO else None
        case "whole":
            return int(text) if text.isascii() and text.isdigit() else None
        case "number" | "percent":
            return float(text.replace(",", "."))
        case "cents":
            return cents_of(text)
        case "choice":
            return next(
                (one.id for one in fact.options if text.lower() in (one.id, one.it.lower(), one.en.lower())), None
            )
        case "several":
            wanted = [part.strip().lower() for part in text.split(",")]
            return [one.id for one in fact.options if _names(one) & set(wanted)]
        case "day":
            found = read_day(text)
            return None if found is None else found.isoformat()
        case _:
            return text or None


def _names(option: Option) -> set[str]:
    return {option.id, option.it.lower(), option.en.lower()}


def fact_words(pack: CallPack, fact_id: str, value: object) -> str:
    """A value that was noted, in words."""
    fact = pack.facts.get(fact_id)
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if fact is not None and fact.type == "cents" and isinstance(value, int):
        return money(value)
    names = {} if fact is None else {one.id: option_in_words(one) for one in fact.options}
    parts = value if isinstance(value, list) else [value]
    return decimal(", ".join(names.get(str(part), str(part)) for part in parts))


def read_scores(pack: CallPack, form: Typed) -> dict[str, dict[str, float]]:
    """The criterion that is scored anew, with its one score; empty where none was chosen."""
    chosen, grid = form.raw("criterion"), pack.call.grid
    if not chosen or not isinstance(grid, Grid):
        return {}
    rules = {item.id: item.rule for _path, item in criteria_of(grid)}
    rule = rules.get(chosen)
    try:
        score = float(form.raw("score").replace(",", "."))
    except ValueError:
        score = -1.0
    if not isinstance(rule, Judged) or score not in {level.score for level in rule.levels}:
        form.errors["score"] = _("Scegliete un punteggio che la griglia prevede per questo criterio.")
        return {}
    return {chosen: {AGREED: score}}
