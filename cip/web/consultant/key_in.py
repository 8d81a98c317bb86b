"""A questionnaire filled in on paper is keyed in: all questions on one page in the order of the print, a field each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answer_file import Problem
from cip.assessment.answers import UNKNOWN
from cip.parties.permissions import Action
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.web.consultant import consultant
from cip.web.consultant.desk import open_here
from cip.web.fields import AnswerField, read_day
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.mistakes import fact_sentence
from cip.web.firm.profile import fact_field
from cip.web.firm.saving import Changes
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit
from cip.web.form_names import render_form
from cip.web.language import gettext as _
from cip.web.shown import decimal, in_words, option_in_words

YES_NO = ("yes", "no")
DUTY = ("yes", "no", "no_case")
_LETTERS = {"s": "yes", "y": "yes", "n": "no", "c": "no_case"}
_STEP = re.compile(r"([0-4])(?:[\s/]+(\S.*))?", re.ASCII)
_OUTSIDE = re.compile(r"n([1-9])?", re.ASCII)


@dataclass(frozen=True)
class Line:
    """One question of the page: its field, its number on paper, what is asked, the keys that it takes."""

    id: str
    code: str
    ask: str
    keys: str
    value: str


@dataclass(frozen=True)
class Block:
    """A part of the questionnaire."""

    name: str
    lines: tuple[Line, ...]


class KeyField(AnswerField):
    """What was keyed in for one question: digits, `n`, `?`; empty says nothing."""

    def __init__(self, *, read: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._read = read

    def parse(self, text: str) -> object:
        """The answer in the shape of a FILE. Raises ValueError with a sentence."""
        return UNKNOWN if text == "?" else self._read(text.strip().lower())


@consultant.get("/check-up/<check_up_id>/key-in")
def key_in(check_up_id: str) -> str:
    """The whole questionnaire with the answers so far."""
    return show(_page(check_up_id))


@consultant.post("/check-up/<check_up_id>/key-in")
def save_keyed(check_up_id: str) -> Response:
    """Keep what was keyed in; what is wrong is named beside its question."""
    return answer_page(_page(check_up_id))


def _page(check_up_id: str) -> FormPage:
    def opened(action: Action) -> Visit:
        return open_here(check_up_id, "key_in")

    return FormPage(
        section="key-in",
        source="paper",
        open=opened,
        form=key_form,
        changes=lambda visit, form, _sheet: keyed(visit, form),
        values=keys_of,
        draw=_draw,
        anchor=lambda name: f"q-{name}",
        field_of=_field_of,
        leads=lambda visit, _go: url_for("consultant.key_in", check_up_id=visit.id),
        holds=lambda _visit, _identifier: True,
        here=lambda visit, anchor: url_for("consultant.key_in", check_up_id=visit.id, _anchor=anchor),
    )


def _field_of(problem: Problem) -> str:
    return str(problem.path[1])


def _draw(visit: Visit, sheet: Sheet) -> str:
    return render_form("consultant/key_in.html", visit=visit, blocks=tuple(blocks(visit.pack, sheet)), sheet=sheet)


@lru_cache(maxsize=8)
def key_form(pack: Pack) -> type[FlaskForm]:
    """One field for every question of the print."""
    fields: dict[str, AnswerField] = {}
    for fact in pack.facts.values():
        if fact.asked:
            fields[fact.id] = _fact_field(fact)
    for indicator in pack.indicators.values():
        fields[indicator.id] = KeyField(read=partial(_step, indicator))
    for duty in pack.duties:
        fields[duty] = KeyField(read=partial(_one_of, DUTY))
    return form_class(fields)


def _fact_field(fact: model.Fact) -> AnswerField:
    if fact.type == "yes_no":
        return KeyField(read=partial(_one_of, YES_NO))
    if fact.type == "choice":
        return KeyField(read=partial(_option, fact))
    if fact.type == "several":
        return KeyField(read=partial(_several, fact))
    return fact_field(fact)


def keyed(visit: Visit, form: FlaskForm) -> Changes:
    """What the form says, question by question; an empty field says nothing. Hidden questions count too: on paper they
    were answered, and they come back with the answers that hide them.
    """
    changes: Changes = {}
    for section, identifiers in _sections(visit.pack):
        for identifier in identifiers:
            field = answer(form, identifier)
            if field.given and not field.errors and field.data is not None:
                changes[section, identifier] = field.data  # type: ignore[index]
    return changes


def _sections(pack: Pack) -> tuple[tuple[str, Sequence[str]], ...]:
    facts = [fact.id for fact in pack.facts.values() if fact.asked]
    return (("facts", facts), ("indicators", list(pack.indicators)), ("duties", list(pack.duties)))


def _option(fact: model.Fact, text: str) -> object:
    return fact.options[_position(text, len(fact.options), fact_sentence(fact))].id


def _several(fact: model.Fact, text: str) -> object:
    numbers = re.split(r"[\s,;+]+", text) if re.search(r"[\s,;+]", text) else list(text)
    places = sorted({_position(part, len(fact.options), fact_sentence(fact)) for part in numbers if part})
    return [fact.options[place].id for place in places]


def _position(text: str, most: int, refusal: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 2 or not 1 <= int(text) <= most:
        raise ValueError(f"{_('Scrivete un numero da 1 a %(most)s.') % {'most': most}} {refusal}")
    return int(text) - 1


def _one_of(values: tuple[str, ...], text: str) -> object:
    if text in _LETTERS and _LETTERS[text] in values:
        return _LETTERS[text]
    if text.isascii() and text.isdecimal() and len(text) == 1 and 1 <= int(text) <= len(values):
        return values[int(text) - 1]
    raise ValueError(_duty_keys() if values == DUTY else _yes_no_keys())


def _step(indicator: model.Indicator, text: str) -> object:
    """A step with or without its proof, or `n`: it does not apply (with a number where there are several reasons)."""
    outside = _OUTSIDE.fullmatch(text)
    if outside is not None:
        place = int(outside[1] or 1) - 1
        if place >= len(indicator.not_applicable) or (outside[1] is None and len(indicator.not_applicable) > 1):
            raise ValueError(_step_keys(indicator))
        return {"not_applicable": indicator.not_applicable[place].id}
    found = _STEP.fullmatch(text)
    if found is None:
        raise ValueError(_step_keys(indicator))
    if found[2] is None:
        return int(found[1])
    return {"step": int(found[1]), indicator.proof.kind: _proof(indicator, found[2])}


def _proof(indicator: model.Indicator, text: str) -> object:
    if indicator.proof.kind == "date":
        day = read_day(text)
        if day is None:
            raise ValueError(_("Dopo il gradino scrivete un giorno, per esempio 3 31/1/2026."))
        return day.isoformat()
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise ValueError(_("Dopo il gradino scrivete un numero, per esempio 3 5."))
    return int(text)


def _yes_no_keys() -> str:
    return _("1 sì, 2 no, ? non lo so.")


def _duty_keys() -> str:
    return _("1 sì, 2 no, 3 nessun caso, ? non lo so.")


def _step_keys(indicator: model.Indicator) -> str:
    proof = _("giorno") if indicator.proof.kind == "date" else _("numero")
    found = [_("0-4. Per 3 e 4 anche la prova, dopo uno spazio: %(proof)s.") % {"proof": proof}]
    reasons = indicator.not_applicable
    if len(reasons) == 1:
        found.append(_("n: %(reason)s") % {"reason": option_in_words(reasons[0])})
    found += [f"n{place}: {option_in_words(reason)}" for place, reason in enumerate(reasons, 1) if len(reasons) > 1]
    return " ".join((*found, _("? non lo so.")))


def blocks(pack: Pack, sheet: Sheet) -> Iterator[Block]:
    """The parts in the order of the print."""
    facts = (fact for fact in pack.facts.values() if fact.asked)
    yield Block(_("Profilo dell'impresa"), tuple(_line(f.id, "", in_words(f.ask), _fact_keys(f), sheet) for f in facts))
    for area in pack.areas.values():
        lines = (_line(i.id, i.id, in_words(i.ask), _step_keys(i), sheet) for i in pack.of_area[area.id])
        yield Block(f"{area.id}. {in_words(area.name)}", tuple(lines))
    duties = (_line(duty.id, "", in_words(duty.ask), _duty_keys(), sheet) for duty in pack.duties.values())
    yield Block(_("Obblighi di legge"), tuple(duties))


def _line(identifier: str, code: str, ask: str, keys: str, sheet: Sheet) -> Line:
    return Line(identifier, code, ask, keys, sheet.value(identifier))


def _fact_keys(fact: model.Fact) -> str:
    if fact.type == "yes_no":
        return _yes_no_keys()
    if fact.options:
        listed = [f"{place} {option_in_words(option)}" for place, option in enumerate(fact.options, 1)]
        several = _("Anche più di uno: 1 3.") if fact.type == "several" else _("? non lo so.")
        return "; ".join(listed).removesuffix(".") + ". " + several
    labels = {"whole": _("Un numero."), "percent": _("Per cento."), "hours": _("Ore la settimana.")}
    return labels.get(fact.type, _("Il codice."))


def keys_of(visit: Visit) -> dict[str, object]:
    """The stored answers as they would be keyed in."""
    found: dict[str, object] = {}
    for section, identifiers in _sections(visit.pack):
        held = visit.file[section]
        found |= {item: _key(visit.pack, section, item, held[item]) for item in identifiers if item in held}
    return found


def _key(pack: Pack, section: str, identifier: str, value: Any) -> str:
    if value == UNKNOWN:
        return "?"
    if section == "indicators":
        return _step_key(pack.indicators[identifier], value)
    if section == "duties":
        return str(DUTY.index(value) + 1)
    fact = pack.facts[identifier]
    if fact.type == "yes_no":
        return str(YES_NO.index(value) + 1)
    options = [option.id for option in fact.options]
    if options:
        return " ".join(str(options.index(item) + 1) for item in (value if isinstance(value, list) else [value]))
    return decimal(str(value)) if isinstance(value, int | float) else str(value)


def _step_key(indicator: model.Indicator, value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "not_applicable" in value:
        reasons = [reason.id for reason in indicator.not_applicable]
        place = reasons.index(value["not_applicable"]) + 1
        return "n" if len(reasons) == 1 else f"n{place}"
    proof = value.get(indicator.proof.kind)
    return f"{value['step']} {proof}" if proof is not None else str(value["step"])
