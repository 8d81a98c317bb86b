"""Everything that a check-up holds, for its owner to take away: as data, as a table and as a page that can be read."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from pydantic import JsonValue

from cip.assessment.stored import LIFE, AnswerEvent, Section, StoredAnswers, StoredCheckUp, StoredSnapshot
from cip.documents.formats import long_day, number
from cip.documents.translation import translations
from cip.kernel.moments import moment_text
from cip.kernel.texts import Language, Text
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model

FORM = "cip-own-data-1"
"""The form of the JSON; it gets another number when a key changes its meaning."""
# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Kept:
    """A check-up as it lies in the database: the rules it is pinned to, its answers, its history and its results."""

    pack: Pack
    check_up: StoredCheckUp
    stored: StoredAnswers
    events: Sequence[AnswerEvent]
    snapshots: Sequence[StoredSnapshot]


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in words; `at` is when it was last saved."""

    section: Section
    id: str
    question: str
    answer: str
    at: str


def as_json(kept: Kept) -> dict[str, object]:
    """All of it as data. `answers` has the shape of a check-up's FILE, so that `cip check-up` reads it; days are ISO,
    times carry their offset.
    """
    check_up = kept.check_up
    return {
        "form": FORM,
        "check_up": {
            "id": check_up.id,
            "stage": check_up.stage,
            "started_at": moment_text(check_up.created_at),
            "kept_until": check_up.expires_on.isoformat() if check_up.expires_on else None,
            "follows": check_up.previous_id,
            "closed_at": moment_text(check_up.closed_at) if check_up.closed_at else None,
        },
        "rules": {"id": kept.pack.id, "sha256": kept.pack.sha256},
        "answers": kept.stored.file,
        "notes": kept.stored.notes,
        **kept.stored.extra,
        "history": [_event(event) for event in kept.events],
        "results": [_result(snapshot) for snapshot in kept.snapshots],
    }


def _event(event: AnswerEvent) -> dict[str, object]:
    value = None if event.value is None else json.loads(event.value)
    return {
        "seq": event.seq,
        "at": moment_text(event.at),
        "section": event.section,
        "id": event.question_id,
        "value": value,
        "from": event.source,
    }


def _result(snapshot: StoredSnapshot) -> dict[str, object]:
    return {
        "number": snapshot.number,
        "at": moment_text(snapshot.at),
        "engine": snapshot.engine_version,
        "sha256": snapshot.result_sha256,
        "result": json.loads(snapshot.result),
    }


def as_csv(kept: Kept, language: Language) -> str:
    """The answers as a table: one line each, comma between, with a mark that tells spreadsheets the encoding."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head(language))
    for row in rows(kept, language):
        writer.writerow(_safe(cell) for cell in (row.section, row.id, row.question, row.answer, row.at))
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def head(language: Language) -> tuple[str, ...]:
    """The names of the columns."""
    _ = translations(language).gettext
    return (_("sezione"), _("codice"), _("domanda"), _("risposta"), _("salvata"))


def _safe(cell: str) -> str:
    """Text stays text: a spreadsheet must not reckon with what somebody typed."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def rows(kept: Kept, language: Language) -> tuple[Row, ...]:
    """Every current answer in words, section by section in the order of the model."""
    saved = {(event.section, event.question_id): moment_text(event.at) for event in kept.events}
    return tuple(
        Row(section, identifier, question, answer, saved.get((section, identifier), ""))
        for section, identifier, question, answer in _Words(kept, language).all()
    )


Line = tuple[Section, str, str, str]


class _Words:
    """Puts the answers of one check-up into words."""

    def __init__(self, kept: Kept, language: Language) -> None:
        self._pack, self._stored, self._language = kept.pack, kept.stored, language
        self._ = translations(language).gettext

    def all(self) -> Iterator[Line]:
        """Section by section."""
        file = self._stored.file
        yield from self._facts(file["facts"])
        yield from self._indicators(file["indicators"])
        yield from self._duties(file["duties"])
        yield from self._needs(file["needs"])
        yield from self._in_use(file["in_use"])
        for section, held in (("notes", self._stored.notes), *self._stored.extra.items()):
            if section != LIFE:
                yield from self._others(section, held)  # type: ignore[arg-type]

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)

    def _facts(self, held: Mapping[str, JsonValue]) -> Iterator[Line]:
        for fact in self._pack.facts.values():
            if fact.id in held:
                yield "facts", fact.id, self._say(fact.ask), self._fact(fact, held[fact.id])

    def _fact(self, fact: model.Fact, value: JsonValue) -> str:
        options = {option.id: option.it if self._language == "it" else option.en for option in fact.options}
        if isinstance(value, list):
            return ", ".join(options.get(str(item), str(item)) for item in value) or self._("nessuno")
        if fact.id and options:
            return options.get(str(value), self._word(value))
        return self._word(value)

    def _word(self, value: JsonValue) -> str:
        """Yes, no, unknown, a number or a text as it stands."""
        words = {"yes": self._("sì"), "no": self._("no"), "unknown": self._("non so"), "no_case": self._("nessun caso")}
        if isinstance(value, bool):
            return words["yes"] if value else words["no"]
        if isinstance(value, int | float):
            return number(float(value), self._language)
        return words.get(str(value), str(value))

    def _indicators(self, held: Mapping[str, JsonValue]) -> Iterator[Line]:
        for indicator in self._pack.indicators.values():
            if indicator.id in held:
                question = f"{indicator.id} {self._say(indicator.name)}"
                yield "indicators", indicator.id, question, self._indicator(indicator, held[indicator.id])

    def _indicator(self, indicator: model.Indicator, value: JsonValue) -> str:
        if isinstance(value, dict) and "not_applicable" in value:
            reason = next((r for r in indicator.not_applicable if r.id == value["not_applicable"]), None)
            said = (reason.it if self._language == "it" else reason.en) if reason else str(value["not_applicable"])
            return self._("non si applica: %(reason)s") % {"reason": said}
        step, proof = (value.get("step"), self._proof(value)) if isinstance(value, dict) else (value, "")
        if not isinstance(step, int):
            return self._word(step)
        said = self._say(indicator.steps[step])
        return (self._("gradino %(step)s: %(text)s") % {"step": step, "text": said}) + proof

    def _proof(self, value: Mapping[str, JsonValue]) -> str:
        given = [str(value[kind]) for kind in ("date", "count") if kind in value]
        return f" ({', '.join(given)})" if given else ""

    def _duties(self, held: Mapping[str, JsonValue]) -> Iterator[Line]:
        for duty in self._pack.duties.values():
            if duty.id in held:
                yield "duties", duty.id, self._say(duty.ask), self._word(held[duty.id])

    def _needs(self, held: Mapping[str, JsonValue]) -> Iterator[Line]:
        for identifier, value in held.items():
            need = self._pack.needs.get(identifier)
            question = self._say(need.label) if need else self._("Quante persone hanno risposto")
            yield "needs", identifier, question, self._word(value)

    def _in_use(self, held: Mapping[str, JsonValue]) -> Iterator[Line]:
        for code, value in sorted(held.items()):
            yield "in_use", code, self._measure(code), self._("in uso dal %(day)s") % {"day": value}

    def _others(self, section: Section, held: Mapping[str, JsonValue]) -> Iterator[Line]:
        for identifier, value in held.items():
            said = "; ".join(str(item) for item in value.values() if item) if isinstance(value, dict) else str(value)
            yield section, identifier, self._about(identifier), said

    def _about(self, identifier: str) -> str:
        """What a note, a reason or a line of the plan is about."""
        if identifier in self._pack.measures:
            return self._measure(identifier)
        if identifier in self._pack.indicators:
            return f"{identifier} {self._say(self._pack.indicators[identifier].name)}"
        fact = self._pack.facts.get(identifier)
        return self._say(fact.ask) if fact else identifier

    def _measure(self, code: str) -> str:
        measure = self._pack.measures.get(code)
        return f"{code} {self._say(measure.name)}" if measure else code


def section_names(language: Language) -> Mapping[str, str]:
    """What each section is called on the page."""
    _ = translations(language).gettext
    return {
        "facts": _("Profilo"),
        "indicators": _("Domande delle aree"),
        "duties": _("Obblighi di legge"),
        "needs": _("Bisogni"),
        "in_use": _("Misure in uso"),
        "notes": _("Note"),
        "reasons": _("Spiegazioni vostre"),
        "practices": _("Pratiche vostre"),
        "plan": _("Piano"),
        "sites": _("Sedi"),
    }


def started(kept: Kept, language: Language) -> str:
    """The day of the first page, in words."""
    return long_day(kept.check_up.created_at.date(), language)
