"""Reads `models/<id>/guides/` into entries with positions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.loading import GUIDES, Declared, natural_key, not_yaml, read_items, strangers
from cip.rulebook.reading import read_yaml
from cip.rulebook.shape_check import Entry, M
from cip.rulebook.shapes import guides as shapes

FILES = ("cards.yaml", "glossary.yaml")
FOLDERS = ("measures", "papers")


@dataclass
class GuideFolder(Declared):
    """What was sound in a model's guides; `there` is false for a model without the folder."""

    name: str
    there: bool = False
    guides: list[Entry[shapes.MeasureGuide]] = field(default_factory=list)
    papers: list[Entry[shapes.Paper]] = field(default_factory=list)
    cards: list[Entry[shapes.Card]] = field(default_factory=list)
    terms: list[Entry[shapes.Term]] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)


def read_guide_folder(root: Path, model_id: str) -> GuideFolder:
    """Read the guides of a model of a folder shaped like `rules/`; what nobody reads is a mistake."""
    path = root / "models" / model_id / GUIDES
    into = GuideFolder(path.relative_to(root).as_posix())
    if not path.is_dir():
        return into
    into.there = True
    into.guides = list(_entries(root, sorted((path / "measures").glob("*.yaml")), shapes.MeasureGuide, "guides", into))
    into.papers = list(_entries(root, sorted((path / "papers").glob("*.yaml")), shapes.Paper, "papers", into))
    into.cards = list(_entries(root, [path / "cards.yaml"], shapes.Card, "cards", into))
    into.terms = list(_entries(root, [path / "glossary.yaml"], shapes.Term, "terms", into))
    into.guides.sort(key=lambda entry: natural_key(entry.item.id))
    into.found += strangers(root, path, [*FILES, *FOLDERS])
    for folder in FOLDERS:
        into.found += not_yaml(root, path / folder)
    return into


def _entries(root: Path, files: list[Path], shape: type[M], kind: str, into: GuideFolder) -> Iterator[Entry[M]]:
    for file in files:
        if not file.is_file():
            continue
        document, found = read_yaml(file.read_bytes(), file.relative_to(root).as_posix())
        into.found += found
        if document is None:
            into.unreadable.add(kind)
        else:
            yield from read_items(document, (), shape, kind, into, into.found)
