"""The rows of `cip rules show WHAT --json`: identifiers, types, limits, conditions and texts of a pack."""

from collections.abc import Callable, Mapping

from pydantic import BaseModel

from cip.assessment.answers import DUTY_ANSWERS
from cip.assessment.engine import source_of
from cip.rulebook.guides import GuideBook
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.rulebook.shapes.programme import Programme

Row = dict[str, object]


def rows_of(what: str, pack: Pack) -> list[Row]:
    """The rows of one kind; each has an `id`, and only the keys that it has something for."""
    return [_without_nothing(row) for row in SHOWN[what](pack)]


def with_guides(measures: list[Row], book: GuideBook) -> list[Row]:
    """The rows of measures with what their guides say: who decides, how, an example, and the ids of the papers."""
    return [row | dump(book.measures[code]) if (code := str(row["id"])) in book.measures else row for row in measures]


def programme_row(programme: Programme) -> Row:
    """One programme: what it is, its alliances, indicators and timetable."""
    return dump(programme.about) | {key: value for key, value in dump(programme).items() if key != "about"}


def _without_nothing(row: Row) -> Row:
    return {key: value for key, value in row.items() if value is not None}


def dump(item: BaseModel) -> Row:
    """An item as JSON, without the keys that it has nothing for."""
    return item.model_dump(mode="json", by_alias=True, exclude_none=True)


def _facts(pack: Pack) -> list[Row]:
    return [dump(fact) | {"applies": fact.applies, "options": _options(fact)} for fact in pack.facts.values()]


def _options(fact: model.Fact) -> list[Row] | None:
    return [dump(option) for option in fact.options] or None


def _indicators(pack: Pack) -> list[Row]:
    rows = []
    for indicator in pack.indicators.values():
        reasons = [{"id": r.id, "it": r.it, "en": r.en} for r in indicator.not_applicable]
        row = dump(indicator) | {"type": "step", "min": 0, "max": 4, "not_applicable": reasons}
        rows.append(row | {"applies": effective_condition(indicator)})
    return rows


def effective_condition(indicator: model.Indicator) -> str | None:
    """When an indicator applies, in one expression: its own condition and none of the facts that prove a reason."""
    parts = [indicator.applies] if indicator.applies else []
    parts += [f"not ({reason.when})" for reason in indicator.not_applicable if reason.when]
    return " and ".join(parts) or None


def _duties(pack: Pack) -> list[Row]:
    return [
        dump(duty) | {"applies": duty.applies, "options": list(DUTY_ANSWERS), "source": source_of(duty)}
        for duty in pack.duties.values()
    ]


def _measures(pack: Pack) -> list[Row]:
    return [dump(measure) | {"applies": measure.applies} for measure in pack.measures.values()]


def _levels(pack: Pack) -> list[Row]:
    gates = pack.content.gates
    return [
        dump(level) | {"gates": [dump(gate) for gate in gates if gate.level == level.id]}
        for level in pack.content.levels
    ]


def _clauses(pack: Pack) -> list[Row]:
    """The catalogue, each clause with the agreements that oblige to it."""
    book = pack.content.agreements
    if book is None:
        return []
    return [
        dump(clause) | {"agreements": [item.id for item in book.agreements if clause.id in item.obligations]}
        for clause in book.clauses
    ]


def _agreements(pack: Pack) -> list[Row]:
    book = pack.content.agreements
    return [dump(item) for item in book.agreements] if book else []


SHOWN: Mapping[str, Callable[[Pack], list[Row]]] = {
    "facts": _facts,
    "areas": lambda pack: [dump(area) for area in pack.areas.values()],
    "indicators": _indicators,
    "duties": _duties,
    "measures": _measures,
    "needs": lambda pack: [dump(need) for need in pack.needs.values()],
    "levels": _levels,
    "clauses": _clauses,
    "agreements": _agreements,
}
