"""Stage 3: everything that is cited exists, and what is said twice agrees."""

import re
from collections.abc import Iterable, Iterator

from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed
from cip.rulebook.loading import LawFolder, ModelFolder
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes import model

FULL_WEIGHT = 100.0
RESERVED = ("band", "on", "true", "false")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_]*)\}")


def check_references(folder: ModelFolder, law: LawFolder, reasons: dict[str, frozenset[str]]) -> Iterator[Diagnostic]:
    """Every mistake of references in a model; `reasons` are the sentences the engine needs, with what it fills in."""
    yield from _areas(folder)
    yield from _law_keys(folder, law)
    yield from _measures(folder)
    yield from _both_ways(folder)
    yield from _gates(folder)
    yield from _weights(folder)
    yield from _bands(folder)
    yield from _levels(folder)
    yield from _names(folder, law)
    yield from _reasons(folder, reasons)


def _cited(
    entry: Entry[model.Indicator] | Entry[model.Measure] | Entry[model.Gate] | Entry[model.Duty],
    kind: str,
    identifier: str,
    known: Iterable[str],
    *within: str | int,
) -> Iterator[Diagnostic]:
    known = list(known)
    if identifier not in known:
        yield entry.diagnostic("E301", *within, kind=kind, id=identifier, suggestion=did_you_mean(identifier, known))


def _areas(folder: ModelFolder) -> Iterator[Diagnostic]:
    areas = folder.declared.get("areas", set())
    for entry in folder.indicators:
        yield from _cited(entry, "area", entry.item.area, areas, "area")
    for area in areas:
        inside = [entry for entry in folder.indicators if entry.item.area == area]
        found = sum(entry.item.weight for entry in inside)
        whole = len(folder.indicators) == len(folder.declared.get("indicators", set()))
        if inside and whole and found != FULL_WEIGHT:
            yield inside[-1].diagnostic("E306", "weight", what=f"the indicators of area {area}", found=_short(found))


def _law_keys(folder: ModelFolder, law: LawFolder) -> Iterator[Diagnostic]:
    for group in (folder.indicators, folder.duties, folder.measures):
        for entry in group:
            for index, key in enumerate(entry.item.law):
                yield from _cited(entry, "parameter", key, law.declared, "law", index)


def _measures(folder: ModelFolder) -> Iterator[Diagnostic]:
    measures = folder.declared.get("measures", set())
    indicators = folder.declared.get("indicators", set())
    needs = folder.declared.get("needs", set())
    for entry in folder.measures:
        for index, after in enumerate(entry.item.after):
            yield from _cited(entry, "measure", after.id, measures, "after", index, "id")
        for index, raised in enumerate(entry.item.raises):
            yield from _cited(entry, "indicator", raised.indicator, indicators, "raises", index, "indicator")
            missing = [band for band in model.BANDS if band not in raised.target]
            if missing:
                yield entry.diagnostic("E202", "raises", index, "target", key=missing[0])
        if entry.item.needs != (model.ALL_NEEDS,):
            for index, need in enumerate(entry.item.needs):
                yield from _cited(entry, "need", need, needs, "needs", index)
        if entry.item.applies and entry.item.conditions is None:
            yield entry.diagnostic("E202", key="conditions")
        for key in ("cost", "lead"):
            least, most = getattr(entry.item, key)
            if least > most:
                yield entry.diagnostic("E208", key, problem=f"the least {key} stands first, the most second")
    for entry_of in folder.indicators:
        for index, measure in enumerate(entry_of.item.measures):
            yield from _cited(entry_of, "measure", measure, measures, "measures", index)


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
            yield entry.diagnostic("E201", key, of_key=True, key=key, suggestion="", allowed=listed(sorted(wanted)) or "none")
        if entry.item.indicator:
            known = folder.declared.get("indicators", set())
            yield from _cited(entry, "indicator", entry.item.indicator, known, "indicator")
        if entry.item.area:
            yield from _cited(entry, "area", entry.item.area, folder.declared.get("areas", set()), "area")
        if entry.item.steps and set(entry.item.steps) != set(model.BANDS):
            missing = next(band for band in model.BANDS if band not in entry.item.steps)
            yield entry.diagnostic("E202", "steps", key=missing)


def _weights(folder: ModelFolder) -> Iterator[Diagnostic]:
    areas = folder.declared.get("areas", set())
    for entry in folder.weights:
        for band in model.BANDS:
            if band not in entry.item.areas:
                yield entry.diagnostic("E202", "areas", key=band)
        for band, weights in entry.item.areas.items():
            for area in weights:
                if area not in areas:
                    suggestion = did_you_mean(area, areas)
                    yield entry.diagnostic(
                        "E301", "areas", band, area, of_key=True, kind="area", id=area, suggestion=suggestion
                    )
            for area in sorted(areas - set(weights)):
                yield entry.diagnostic("E202", "areas", band, key=area)
            found = sum(weights.values())
            if found != FULL_WEIGHT and set(weights) == areas:
                yield entry.diagnostic("E306", "areas", band, what=f"the areas in band {band}", found=_short(found))
        points = entry.item.priority
        found = points.need + points.gain + points.ease + points.clause + points.structural
        if found != FULL_WEIGHT:
            yield entry.diagnostic("E306", "priority", what="the parts of a priority", found=_short(found))


def _short(number: float) -> str:
    return f"{number:g}"


def _bands(folder: ModelFolder) -> Iterator[Diagnostic]:
    previous: Entry[model.BandRow] | None = None
    for entry in folder.bands:
        item = entry.item
        if item.start > item.end:
            yield entry.diagnostic("E310", "from", problem=f"{item.start} is more than {item.end}")
        elif previous is not None and item.start != previous.item.end + 1:
            problem = f"{item.id} starts at {item.start}, but {previous.item.id} ends at {previous.item.end}"
            yield entry.diagnostic("E310", "from", problem=problem)
        previous = entry


def _levels(folder: ModelFolder) -> Iterator[Diagnostic]:
    threshold = -1.0
    for expected, entry in enumerate(folder.levels, start=1):
        if entry.item.id != expected:
            yield entry.diagnostic("E311", "id", problem=f"{entry.item.id} stands where {expected} belongs")
        if expected == 1 and entry.item.start != 0:
            yield entry.diagnostic("E311", "from", problem="level 1 starts at 0")
        if entry.item.start <= threshold:
            yield entry.diagnostic("E311", "from", problem=f"{_short(entry.item.start)} does not rise")
        threshold = entry.item.start


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
    if folder.about is None:
        return
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
        for key in sorted(set(needed) - set(folder.reasons)):
            yield anywhere.document.diagnostic("E308", (), id=key)
