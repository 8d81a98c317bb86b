"""The guides of a model: texts that help to put a measure to work. No check-up reads them (see `docs/decisions/0008`).

`read_guides` gives the whole book, from the cache on disk where it is there; a model without the folder has an empty
book.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.rulebook.cache import CachedPack, key_of_files, read_cached, write_cached
from cip.rulebook.checks.guides import BEARABLE, check_guide_folder
from cip.rulebook.cited import cited_law
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.guide_loading import GuideFolder, read_guide_folder
from cip.rulebook.loading import GUIDES, LawFolder, RulesFolder, read_folder
from cip.rulebook.shapes import guides as shapes
from cip.rulebook.shapes.base import Many, Shape
from cip.rulebook.shapes.law import CitedLaw


class GuidesBrokenError(RefusalError):
    """The guides have mistakes; the sentence names the first and how to see all."""


class GuideContent(Shape):
    """What is kept of a book in the cache, with the law that it cites: a pack holds only what its model cites."""

    guides: Many[shapes.MeasureGuide] = ()
    papers: Many[shapes.Paper] = ()
    cards: Many[shapes.Card] = ()
    terms: Many[shapes.Term] = ()
    law: CitedLaw | None = None


class GuideBook:
    """The guides of a model by measure, its papers and cards by id, its glossary; any of them may be empty."""

    def __init__(self, content: GuideContent) -> None:
        self.content = content

    @cached_property
    def measures(self) -> Mapping[str, shapes.MeasureGuide]:
        """The guides by code of their measure; a measure may have none."""
        return {guide.id: guide for guide in self.content.guides}

    @cached_property
    def papers(self) -> Mapping[str, shapes.Paper]:
        """The papers by id."""
        return {paper.id: paper for paper in self.content.papers}

    @cached_property
    def cards(self) -> Mapping[str, shapes.Card]:
        """The training cards by id, in the order of the file."""
        return {card.id: card for card in self.content.cards}

    @cached_property
    def terms(self) -> Mapping[str, shapes.Term]:
        """The words of the glossary by id, in the order of the file."""
        return {term.id: term for term in self.content.terms}

    def papers_of(self, measure: str) -> tuple[shapes.Paper, ...]:
        """The papers that help with a measure, in the order in which its guide names them."""
        guide = self.measures.get(measure)
        return tuple(self.papers[paper] for paper in guide.papers) if guide else ()


NO_GUIDES = GuideBook(GuideContent())
"""The book of a model that has no guides."""


def check_guides(root: Path, folder: RulesFolder) -> list[Diagnostic]:
    """Every mistake in the guides of the models of a folder that was read, in order of place."""
    found: set[Diagnostic] = set()
    for model in folder.models.values():
        guides = read_guide_folder(root, model.id)
        found.update(guides.found, check_guide_folder(guides, model, folder.law))
    return sorted(found)


def read_guides(root: Path, model_id: str) -> GuideBook:
    """The guides of a model, checked. Raises GuidesBrokenError.

    A guide that is missing or that a paper does not name is no reason to refuse: a book may be read while it grows.
    """
    if not (root / "models" / model_id / GUIDES).is_dir():
        return NO_GUIDES
    key = key_of_files(root, ("law", f"models/{model_id}"), GUIDES, without=("cases",))
    kept = _kept(key)
    if kept is not None:
        return kept
    folder = read_folder(root, only_model=model_id, with_cases=False)
    guides = read_guide_folder(root, model_id)
    mistakes = [*guides.found, *check_guide_folder(guides, folder.models[model_id], folder.law)]
    serious = sorted({item for item in mistakes if item.code not in BEARABLE})
    if serious:
        more = f" (and {len(serious) - 1} more: run `cip rules check`)" if len(serious) > 1 else ""
        raise GuidesBrokenError(f"the guides have mistakes: {serious[0]}{more}")
    content = _content(guides, folder.law)
    write_cached(key, CachedPack(canonical_json(content.model_dump(mode="json", by_alias=True)), {}))
    return GuideBook(content)


def _kept(key: str) -> GuideBook | None:
    cached = read_cached(key)
    if cached is None:
        return None
    try:
        return GuideBook(GuideContent.model_validate_json(cached.canonical))
    except ValidationError:  # pragma: no cover - the key holds the version of this code
        return None


def _content(folder: GuideFolder, law: LawFolder) -> GuideContent:
    cited = {key for group in (folder.papers, folder.cards, folder.terms) for entry in group for key in entry.item.law}
    return GuideContent(
        guides=tuple(entry.item for entry in folder.guides),
        papers=tuple(entry.item for entry in folder.papers),
        cards=tuple(entry.item for entry in folder.cards),
        terms=tuple(entry.item for entry in folder.terms),
        law=cited_law(law, law.about.item, cited & law.parameters.keys()) if law.about else None,
    )
