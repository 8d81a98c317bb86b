"""Stage 3: everything that is cited exists, and what is said twice agrees."""

import keyword
import re
from collections.abc import Iterable, Iterator

from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed
from cip.rulebook.loading import LawFolder, ModelFolder
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes import model

FULL_WEIGHT = 100.0
LEVELS = 5
RESERVED = ("band", "on", "true", "false", *keyword.kwlist)
_DIGITS = 6
_PLACEHOLDER = re.compile(r"\{([A-Za-z_]*)\}")


def check_references(folder: ModelFolder, law: LawFolder, reasons: dict[str, frozenset[str]]) -> Iterator[Diagnostic]:
    """Every mistake of references in a model; `reasons` are the sentences the engine needs, with what it fills in."""
    yield from _areas(folder)
    yield from _twice_inside(folder)
    yield from _law_keys(folder, law)
    yield from _measures(folder)
    yield from _both_ways(folder)
    yield from _gates(folder)
    yield from _weights(folder)
    yield from _bands(folder)
    yield from _groups(folder)
    yield from _levels(folder)
    yield from _names(folder, law)
    yield from _reasons(folder, reasons)


_Citing = Entry[model.Indicator] | Entry[model.Measure] | Entry[model.Gate]


def _cited(folder: ModelFolder, entry: _Citing, kind: str, identifier: str, *within: str | int) -> Iterator[Diagnostic]:
    if not folder.may_hold(f"{kind}s", identifier):
        suggestion = did_you_mean(identifier, folder.declared.get(f"{kind}s", ()))
        yield entry.diagnostic("E301", *within, kind=kind, id=identifier, suggestion=suggestion)


def _areas(folder: ModelFolder) -> Iterator[Diagnostic]:
    for entry in folder.indicators:
        yield from _cited(folder, entry, "area", entry.item.area, "area")
    if not folder.is_whole("indicators"):
        return
    for area in folder.areas:
        inside = [entry for entry in folder.indicators if entry.item.area == area.item.id]
        found = _sum(entry.item.weight for entry in inside)
        if not inside:
            yield area.diagnostic("E309", "id", area=area.item.id)
        elif found != FULL_WEIGHT:
            what = f"the indicators of area {area.item.id}"
            yield inside[-1].diagnostic("E306", "weight", what=what, found=_short(found))


def _sum(weights: Iterable[float]) -> float:
    """A sum as people add: without the last bits that binary fractions leave."""
    return round(sum(weights), _DIGITS)


def _twice_inside(folder: ModelFolder) -> Iterator[Diagnostic]:
    """Options of a fact and reasons of an indicator are told apart by their ids."""
    for fact in folder.facts:
        yield from _twice(fact, "options", "option", [option.id for option in fact.item.options])
    for indicator in folder.indicators:
        yield from _twice(
            indicator, "not_applicable", "reason", [reason.id for reason in indicator.item.not_applicable]
        )


def _twice(
    entry: Entry[model.Fact] | Entry[model.Indicator], key: str, kind: str, ids: list[str]
) -> Iterator[Diagnostic]:
    for index, identifier in enumerate(ids):
        first = ids.index(identifier)
        if first < index:
            line, _ = entry.document.position((*entry.path, key, first))
            where = f"{entry.document.file}:{line}"
            yield entry.diagnostic("E302", key, index, "id", kind=kind, id=identifier, first=where)


def _law_keys(folder: ModelFolder, law: LawFolder) -> Iterator[Diagnostic]:
    for group in (folder.indicators, folder.duties, folder.measures):
        for entry in group:
            for index, key in enumerate(entry.item.law):
                if not law.may_hold(key):
                    suggestion = did_you_mean(key, law.declared)
                    yield entry.diagnostic("E301", "law", index, kind="parameter", id=key, suggestion=suggestion)


def _measures(folder: ModelFolder) -> Iterator[Diagnostic]:
    for entry in folder.measures:
        yield from _cited_by_measure(folder, entry)
        if entry.item.applies and entry.item.conditions is None:
            yield entry.diagnostic("E202", key="conditions")
        for key in ("cost", "lead"):
            least, most = getattr(entry.item, key)
            if least > most:
                yield entry.diagnostic("E208", key, problem=f"the least {key} stands first, the most second")
    for entry_of in folder.indicators:
        for index, measure in enumerate(entry_of.item.measures):
            yield from _cited(folder, entry_of, "measure", measure, "measures", index)


def _cited_by_measure(folder: ModelFolder, entry: Entry[model.Measure]) -> Iterator[Diagnostic]:
    for index, after in enumerate(entry.item.after):
        yield from _cited(folder, entry, "measure", after.id, "after", index, "id")
    for index, raised in enumerate(entry.item.raises):
        yield from _cited(folder, entry, "indicator", raised.indicator, "raises", index, "indicator")
        yield from _every_band(entry, raised.target, "raises", index, "target")
    if entry.item.needs != (model.ALL_NEEDS,):
        for index, need in enumerate(entry.item.needs):
            yield from _cited(folder, entry, "need", need, "needs", index)


def _every_band(
    entry: Entry[model.Measure] | Entry[model.Gate] | Entry[model.WeightsRow], given: Iterable[str], *within: str | int
) -> Iterator[Diagnostic]:
    for band in model.BANDS:
        if band not in given:
            yield entry.diagnostic("E202", *within, key=band)


def _both_ways(folder: ModelFolder) -> Iterator[Diagnostic]:
    raises = {entry.item.id: [raised.indicator for raised in entry.item.raises] for entry in folder.measures}
    lists = {entry.item.id: entry.item.measures for entry in folder.indicators}
    for entry in folder.indicators:
        for index, measure in enumerate(entry.item.measures):
            if measure in raises and entry.item.id not in raises[measure]:
                yield entry.diagnostic("E303", "measures", index, indicator=entry.item.id, measure=measure)
    for raiser in folder.measures:
        for index, raised in enumerate(raiser.item.raises):
            if raised.indicator in lists and raiser.item.id not in lists[raised.indicator]:
                yield raiser.diagnostic("E304", "raises", index, indicator=raised.indicator, measure=raiser.item.id)


def _gates(folder: ModelFolder) -> Iterator[Diagnostic]:
    optional = {"indicator", "area", "at_least", "steps", "measure_kind", "months", "from_step"}
    for entry in folder.gates:
        wanted = model.GATE_KEYS[entry.item.kind]
        given = {key for key in optional if getattr(entry.item, key) not in (None, {})}
        for key in sorted(wanted - given):
            yield entry.diagnostic("E202", key=key)
        for key in sorted(given - wanted):
            yield entry.diagnostic(
                "E201", key, of_key=True, key=key, suggestion="", allowed=listed(sorted(wanted)) or "none"
            )
        if entry.item.indicator:
            yield from _cited(folder, entry, "indicator", entry.item.indicator, "indicator")
        if entry.item.area:
            yield from _cited(folder, entry, "area", entry.item.area, "area")
        if entry.item.steps:
            yield from _every_band(entry, entry.item.steps, "steps")


def _weights(folder: ModelFolder) -> Iterator[Diagnostic]:
    for entry in folder.weights:
        yield from _every_band(entry, entry.item.areas, "areas")
        for band, weights in entry.item.areas.items():
            yield from _area_weights(folder, entry, band, weights)
        points = entry.item.priority
        found = _sum((points.need, points.gain, points.ease, points.clause, points.structural))
        if found != FULL_WEIGHT:
            yield entry.diagnostic("E306", "priority", what="the parts of a priority", found=_short(found))


def _area_weights(
    folder: ModelFolder, entry: Entry[model.WeightsRow], band: str, weights: dict[str, float]
) -> Iterator[Diagnostic]:
    areas = folder.declared.get("areas", set())
    for area in weights:
        if not folder.may_hold("areas", area):
            suggestion = did_you_mean(area, areas)
            within = ("areas", band, area)
            yield entry.diagnostic("E301", *within, of_key=True, kind="area", id=area, suggestion=suggestion)
    for area in sorted(areas - set(weights)):
        yield entry.diagnostic("E202", "areas", band, key=area)
    found = _sum(weights.values())
    if found != FULL_WEIGHT and set(weights) == areas and "areas" not in folder.unreadable:
        yield entry.diagnostic("E306", "areas", band, what=f"the areas in band {band}", found=_short(found))


def _short(number: float) -> str:
    return f"{number:g}"


def _bands(folder: ModelFolder) -> Iterator[Diagnostic]:
    if not folder.is_whole("bands"):
        return
    last = 0
    for expected, entry in zip(model.BANDS, folder.bands, strict=False):
        item = entry.item
        if item.id != expected:
            yield entry.diagnostic("E310", "id", problem=f"{item.id} stands where {expected} belongs")
            return
        if item.start > item.end:
            yield entry.diagnostic("E310", "from", problem=f"{item.start} is more than {item.end}")
        elif item.start != last + 1:
            problem = f"{item.id} starts at {item.start}, but {last + 1} comes next"
            yield entry.diagnostic("E310", "from", problem=problem)
        last = item.end
    if folder.bands and len(folder.bands) < len(model.BANDS):
        problem = f"band {model.BANDS[len(folder.bands)]} is missing"
        yield folder.bands[-1].diagnostic("E310", "id", problem=problem)


def _groups(folder: ModelFolder) -> Iterator[Diagnostic]:
    """Groups share the facts out in order, so that each fact is on one page."""
    for entry in folder.groups:
        if not folder.may_hold("facts", entry.item.first):
            suggestion = did_you_mean(entry.item.first, folder.declared.get("facts", ()))
            yield entry.diagnostic("E301", "first", kind="fact", id=entry.item.first, suggestion=suggestion)
            return
    if not (folder.groups and folder.is_whole("groups") and folder.is_whole("facts")):
        return
    order = [entry.item.id for entry in folder.facts]
    places = [order.index(entry.item.first) for entry in folder.groups]
    for entry, place, before in zip(folder.groups, places, (-1, *places), strict=False):
        if place <= before or (before < 0 < place):
            problem = "the first group begins at the first fact, the others at a later fact than the group before"
            yield entry.diagnostic("E208", "first", problem=problem)


def _levels(folder: ModelFolder) -> Iterator[Diagnostic]:
    if not folder.is_whole("levels"):
        return
    threshold = -1.0
    for expected, entry in enumerate(folder.levels, start=1):
        if entry.item.id != expected:
            yield entry.diagnostic("E311", "id", problem=f"{entry.item.id} stands where {expected} belongs")
            return
        if expected == 1 and entry.item.start != 0:
            yield entry.diagnostic("E311", "from", problem="level 1 starts at 0")
        if entry.item.start <= threshold:
            yield entry.diagnostic("E311", "from", problem=f"{_short(entry.item.start)} does not rise")
        threshold = entry.item.start
    if folder.levels and len(folder.levels) < LEVELS:
        yield folder.levels[-1].diagnostic("E311", "id", problem=f"level {len(folder.levels) + 1} is missing")


def _names(folder: ModelFolder, law: LawFolder) -> Iterator[Diagnostic]:
    taken = dict.fromkeys(RESERVED, "the language itself")
    taken.update(dict.fromkeys(law.declared, "a parameter of the law"))
    for fact in folder.facts:
        if fact.item.id in taken:
            yield fact.diagnostic("E305", "id", id=fact.item.id, other=taken[fact.item.id])
        taken.setdefault(fact.item.id, "a fact")
    for indicator in folder.indicators:
        if indicator.item.id in taken:
            yield indicator.diagnostic("E305", "id", id=indicator.item.id, other=taken[indicator.item.id])


def _reasons(folder: ModelFolder, needed: dict[str, frozenset[str]]) -> Iterator[Diagnostic]:
    for key, entry in folder.reasons.items():
        if key not in needed:
            yield entry.diagnostic(
                "E201", of_key=True, key=key, suggestion=did_you_mean(key, needed), allowed=listed(sorted(needed))
            )
            continue
        for language in ("it", "en"):
            for name in _PLACEHOLDER.findall(getattr(entry.item, language)):
                if name not in needed[key]:
                    suggestion = did_you_mean(name, needed[key])
                    allowed = listed(sorted(needed[key]))
                    yield entry.diagnostic("E307", language, id=key, name=name, suggestion=suggestion, allowed=allowed)
    if folder.reasons:
        anywhere = next(iter(folder.reasons.values()))
        for key in sorted(set(needed) - folder.declared["reasons"]):
            yield anywhere.document.diagnostic("E308", (), id=key)
