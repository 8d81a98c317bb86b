"""Guides: everything that they cite exists, what is said twice agrees, every measure has one, texts are finished."""

from collections.abc import Iterator
from typing import Any

from cip.rulebook.checks.texts import check_entry
from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.guide_loading import GuideFolder
from cip.rulebook.loading import Declared, LawFolder, ModelFolder
from cip.rulebook.shape_check import Entry

NO_GUIDE, ONE_SIDED = "E312", "E313"
BEARABLE = frozenset({NO_GUIDE, ONE_SIDED})
"""Mistakes with which a book can be used all the same: pages leave out what is not there."""


def check_guide_folder(folder: GuideFolder, model: ModelFolder, law: LawFolder) -> Iterator[Diagnostic]:
    """Mistakes of references and texts in a model's guides; nothing for a model without them."""
    if not folder.there:
        return
    yield from _measures(folder, model)
    yield from _law_keys(folder, law)
    yield from _both_ways(folder)
    groups: list[list[Entry[Any]]] = [folder.guides, folder.papers, folder.cards, folder.terms]
    for group in groups:
        for entry in group:
            yield from check_entry(entry)


def _measures(folder: GuideFolder, model: ModelFolder) -> Iterator[Diagnostic]:
    for guide in folder.guides:
        yield from _cited(model, guide, "measure", guide.item.id, "id")
        for index, paper in enumerate(guide.item.papers):
            yield from _cited(folder, guide, "paper", paper, "papers", index)
    groups: list[list[Entry[Any]]] = [folder.papers, folder.cards]
    for group in groups:
        for entry in group:
            for index, measure in enumerate(entry.item.measures):
                yield from _cited(model, entry, "measure", measure, "measures", index)
    for measure_entry in model.measures:
        code = measure_entry.item.id
        if not folder.may_hold("guides", code):
            yield measure_entry.diagnostic(NO_GUIDE, "id", id=code, folder=f"{folder.name}/measures/")


def _cited(where: Declared, entry: Entry[Any], kind: str, identifier: str, *within: str | int) -> Iterator[Diagnostic]:
    if not where.may_hold(f"{kind}s", identifier):
        suggestion = did_you_mean(identifier, where.declared.get(f"{kind}s", ()))
        yield entry.diagnostic("E301", *within, kind=kind, id=identifier, suggestion=suggestion)


def _law_keys(folder: GuideFolder, law: LawFolder) -> Iterator[Diagnostic]:
    groups: list[list[Entry[Any]]] = [folder.papers, folder.cards, folder.terms]
    for group in groups:
        for entry in group:
            for index, key in enumerate(entry.item.law):
                if not law.may_hold(key):
                    suggestion = did_you_mean(key, law.declared)
                    yield entry.diagnostic("E301", "law", index, kind="parameter", id=key, suggestion=suggestion)


def _both_ways(folder: GuideFolder) -> Iterator[Diagnostic]:
    """A guide names its papers, and a paper its measures."""
    papers = {entry.item.id: entry.item.measures for entry in folder.papers}
    guides = {entry.item.id: entry.item.papers for entry in folder.guides}
    for guide in folder.guides:
        for index, paper in enumerate(guide.item.papers):
            if paper in papers and guide.item.id not in papers[paper]:
                yield guide.diagnostic(ONE_SIDED, "papers", index, this=guide.item.id, other=paper)
    for entry in folder.papers:
        for index, measure in enumerate(entry.item.measures):
            if measure in guides and entry.item.id not in guides[measure]:
                yield entry.diagnostic(ONE_SIDED, "measures", index, this=entry.item.id, other=measure)
